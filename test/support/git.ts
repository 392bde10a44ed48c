// Real repositories in temporary folders, made by real git with an environment of its own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { openGit } from '../../src/io/git.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { Report } from '../../src/model/report.ts';
import { CLIENT_HISTORY, exposure, type ExposureOptions, type ExposurePorts, LOCKFILE_HISTORY } from '../../src/pipelines/exposure.ts';
import { temporaryFolder } from './cli.ts';
import { NOW, usualBundle } from './scan.ts';

export interface CommitOptions {
  /** Both dates, as git reads them; each commit is a day later than the one before otherwise. */
  readonly date?: string;
  readonly author?: string;
  readonly committerDate?: string;
}

export interface TestRepository {
  readonly folder: string;
  readonly git: (...args: readonly string[]) => string;
  /** Writes files (`undefined` removes one) and commits them; gives the id. */
  readonly commit: (files: Readonly<Record<string, string | undefined>>, options?: CommitOptions) => string;
}

/** Environment in which git sees no configuration of this machine. */
export function gitEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', TZ: 'UTC', ...more };
}

let clock = 0;

export function repository(options: { readonly bare?: true; readonly hash?: 'sha256'; readonly at?: string } = {}): TestRepository {
  const folder = options.at ?? temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) => execFileSync('git', ['-C', folder, ...args], { env: gitEnvironment(more), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  run(['init', '-q', '-b', 'main', ...(options.bare ? ['--bare'] : []), ...(options.hash ? [`--object-format=${options.hash}`] : [])]);
  return opened(folder, run);
}

/** A repository that is there already, such as a clone. */
export function opened(folder: string, run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) => execFileSync('git', ['-C', folder, ...args], { env: gitEnvironment(more), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()): TestRepository {
  return {
    folder,
    git: (...args) => run(args, { GIT_AUTHOR_NAME: 'Dev', GIT_AUTHOR_EMAIL: 'dev@example.com', GIT_COMMITTER_NAME: 'Dev', GIT_COMMITTER_EMAIL: 'dev@example.com', ...dated(undefined) }),
    commit: (files, { date, author = 'Dev One', committerDate } = {}) => {
      for (const [path, text] of Object.entries(files)) {
        if (text === undefined) run(['rm', '-q', '--', path]);
        else {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), text);
          run(['add', '-f', '--', path]);
        }
      }
      const when = dated(date);
      run(['commit', '-q', '--allow-empty', '-m', 'change'], { GIT_AUTHOR_NAME: author, GIT_AUTHOR_EMAIL: 'one@example.com', GIT_COMMITTER_NAME: 'Dev Two', GIT_COMMITTER_EMAIL: 'two@example.com', ...when, ...(committerDate === undefined ? {} : { GIT_COMMITTER_DATE: committerDate }) });
      return run(['rev-parse', 'HEAD']);
    },
  };
}

function dated(date: string | undefined): Record<string, string> {
  clock += 1;
  const when = date ?? new Date(Date.UTC(2026, 0, 1) + clock * 3_600_000).toISOString();
  return { GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when };
}

/** A v3 lockfile as npm writes it. */
export function lock(packages: Readonly<Record<string, string>>, more = ''): string {
  const entries = Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version, resolved: `https://registry.example/${name}/-/${name.split('/').at(-1) ?? ''}-${version}.tgz` }]);
  return `${JSON.stringify({ name: `app${more}`, version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': { name: 'app', version: '1.0.0', dependencies: Object.fromEntries(Object.keys(packages).map((name) => [name, '*'])) }, ...Object.fromEntries(entries) } }, undefined, 2)}\n`;
}

export const CLEAN = lock({ chalk: '5.6.0' });
export const BAD = lock({ chalk: '5.6.1' });
export const MODEL = lock({ 'postmark-mcp': '1.0.16' });

/** Runs the pipeline on folders as `mcp-audit exposure` does. */
export async function exposureOf(folders: string | readonly string[], options: Partial<ExposureOptions> & { readonly ports?: Partial<ExposurePorts> } = {}): Promise<Report> {
  const { ports, ...rest } = options;
  const all = typeof folders === 'string' ? [folders] : folders;
  return exposure({
    targets: all.map((absolute) => ({ absolute, shown: all.length === 1 ? '.' : absolute, stable: all.length === 1 ? '' : absolute })),
    refs: [],
    failOn: 'high',
    allowEmpty: 'refuse',
    fileBytes: LIMITS.fileBytes,
    exclude: [],
    ...rest,
  }, {
    tree: openFolderTree({ root: '/' }),
    clock: { now: () => NOW },
    bundles: await usualBundle(),
    bundleProblems: [],
    bundleNotes: [],
    progress: () => undefined,
    breathe: async () => undefined,
    toolVersion: 'test',
    openGit: (git) => openGit({ ...git, environment: process.env }),
    formats: [LOCKFILE_HISTORY, CLIENT_HISTORY],
    ...ports,
  });
}

/** Path of a loose object. */
export function objectPath(folder: string, id: string): string {
  return join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2));
}
