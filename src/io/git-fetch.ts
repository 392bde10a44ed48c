// A few commits of a repository elsewhere, fetched because the user named its address; the only place where git may use the network.
// It runs in an empty repository of our own, without anybody's configuration, hooks, credentials or prompts, and with one protocol; what
// it fetched is then read as any other repository (git-tree.ts). The other side is hostile: names and sizes are its choice.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { Fetched } from '../model/ports.ts';
import { closedEnvironment } from './git/environment.ts';
import { reasonOf } from './git/objects.ts';
import { fieldsOf } from './git/output.ts';
import { type Ended, findProgram, startProcess } from './processes.ts';

export interface GitFetchOptions {
  /** `https://…`; without user, password, query and fragment. */
  readonly url: string;
  /** The user's environment: PATH, proxies and certificates are taken from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders from which no program is taken. */
  readonly never: readonly string[];
  /** Picks from the names of all refs: names of the list, or ids of commits. What the other side refuses is left out. */
  readonly wants: (refs: readonly string[]) => readonly string[];
  /** Protocols that git may speak, for tests. */
  readonly protocol?: 'https' | 'file';
}

/** What was fetched, in a folder that `close` removes. */
export interface FetchedRepository {
  readonly folder: string;
  /** Full names of the refs that are in it, and of all others that the other side told. */
  readonly refs: readonly string[];
  /** All of it is there. */
  readonly below: '';
  readonly close: () => void;
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** https://git-scm.com/docs/git-check-ref-format , without what git's own words could take for more than a name. */
const REF = /^(?:HEAD|refs\/[\w./+@%=,-]{1,250})$/;
const CONFIG = [`core.hooksPath=${devNull}`, 'core.sshCommand=false', 'core.gitProxy=false', 'core.askPass=false', 'credential.helper=', 'protocol.allow=never', 'http.followRedirects=initial', 'http.lowSpeedLimit=1000', 'http.lowSpeedTime=60', 'fetch.recurseSubmodules=false', 'fetch.fsckObjects=false', 'transfer.bundleURI=false', 'maintenance.auto=false', 'gc.auto=0', 'submodule.recurse=false'];
/** Of the user's environment, beside PATH: how the network is reached. */
const NETWORK = ['http_proxy', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO', 'GIT_SSL_CAPATH'];
const WATCH = 500;

/** Fetches, each commit without its history. Never rejects for what the other side does. */
export async function fetchRepository(options: GitFetchOptions): Promise<Fetched<FetchedRepository>> {
  const { url, environment, never, wants } = options;
  const program = findProgram('git', environment, never);
  if (program === undefined) return failed('unreadable', 'git was not found on the PATH', url, 'install git, or give a local clone');
  const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-fetch-'));
  const close = () => {
    process.removeListener('exit', close);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', close);
  const run = (words: readonly string[], lines: (line: string) => void = () => undefined) => runGit(program, folder, options, words, lines);
  const refs = new Map<string, string>();
  const listed = await run(['ls-remote', '--quiet', '--', url], (line) => {
    const [, id, name] = /^([0-9a-f]{40,64})\t(.+)$/.exec(line) ?? [];
    // `^{}` is what an annotated tag leads to.
    if (id !== undefined && name !== undefined && REF.test(name) && refs.size < LIMITS.gitRefs) refs.set(name, id);
  });
  if (listed.code !== 0) {
    close();
    return failed('network-failed', `the repository could not be asked: ${withoutCredentials(reasonOf(listed))}`, url, 'check the address; a private repository needs a local clone');
  }
  makeRepository(folder, refs.values().next().value?.length === 64 ? 'sha256' : 'sha1');
  const wanted = wants([...refs.keys()]).filter((one) => refs.has(one) || ID.test(one));
  const got: string[] = [];
  for (const one of wanted) {
    const ended = await run(['fetch', '--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--', url, `+${one}:${one === 'HEAD' ? 'refs/heads/fetched' : ID.test(one) ? `refs/commits/${one}` : one}`]);
    if (ended.code === 0) got.push(one);
    else if (ended.reason !== 'exit') {
      close();
      return failed(ended.reason === 'idle' ? 'network-failed' : 'too-large', ended.reason === 'idle' ? 'the repository stopped answering' : `more than ${LIMITS.gitFetchBytes} bytes, or ${LIMITS.gitFetchTime / 1000} seconds`, url, 'give a local clone');
    }
    // The first that the caller prefers and the other side has is enough.
    if (got.length > 0) break;
  }
  if (got.includes('HEAD')) writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/fetched\n');
  return { kind: 'found', value: { folder: folder.replaceAll('\\', '/'), refs: [...refs.keys()], below: '', close } };
}

// https://git-scm.com/docs/gitrepository-layout
function makeRepository(folder: string, hash: 'sha1' | 'sha256'): void {
  for (const name of ['refs', 'objects']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(folder, 'config'), hash === 'sha1' ? '[core]\n\trepositoryformatversion = 0\n\tbare = true\n' : '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n');
}

async function runGit(program: string, folder: string, options: GitFetchOptions, words: readonly string[], onLine: (line: string) => void): Promise<Ended> {
  const running = startProcess(program, ['--no-pager', ...CONFIG.flatMap((setting) => ['-c', setting]), ...words], { cwd: folder, environment: environmentOf(options, folder), idleMs: LIMITS.gitFetchTime });
  running.feed([]);
  const began = process.hrtime.bigint();
  const watch = setInterval(() => {
    if (bytesBelow(folder) > LIMITS.gitFetchBytes || Number(process.hrtime.bigint() - began) / 1e6 > LIMITS.gitFetchTime) running.kill();
  }, WATCH);
  try {
    for await (const lines of fieldsOf(running.output, '\n')) for (const line of lines) onLine(line);
    return await running.ended;
  } finally {
    clearInterval(watch);
    running.kill();
  }
}

function environmentOf({ environment, protocol = 'https' }: GitFetchOptions, folder: string): Readonly<Record<string, string>> {
  return { ...closedEnvironment(folder, environment, NETWORK), GIT_ALLOW_PROTOCOL: protocol };
}

function bytesBelow(folder: string): number {
  let sum = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      sum += entry.isDirectory() ? bytesBelow(path) : statSync(path).size;
    }
  } catch {
    // A file that git has just renamed or removed.
    return sum;
  }
  return sum;
}

function withoutCredentials(message: string): string {
  return message.replace(/(\/\/)[^/\s@]*@/g, '$1');
}

function failed(code: Problem['code'], message: string, path: string, hint: string): { readonly kind: 'failed'; readonly problem: Problem } {
  return { kind: 'failed', problem: { code, message, path, hint } };
}
