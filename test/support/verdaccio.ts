// A real registry server for `check`: verdaccio of test/check/verdaccio, installed from the registry that this machine uses into a
// temporary folder, without scripts, and started on loopback with no other registry behind it. https://verdaccio.org/docs/configuration
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './scan.ts';

/** A running server, and the token of its one user. */
export interface Verdaccio {
  /** With its last slash. */
  readonly url: string;
  readonly token: string;
  readonly close: () => Promise<void>;
}

const MANIFEST = join(ROOT, 'test', 'check', 'verdaccio');
const NOBODY = 'http://127.0.0.1:9';
const CONFIG = `storage: ./storage
auth:
  htpasswd:
    file: ./htpasswd
uplinks: {}
packages:
  '@corp/*':
    access: $authenticated
    publish: $authenticated
    unpublish: $authenticated
  '**':
    access: $all
    publish: $authenticated
    unpublish: $authenticated
log: { type: stdout, format: pretty, level: fatal }
`;

/** Installs it and waits until it answers; packages of `@corp/` are for its user alone. */
export async function startVerdaccio(): Promise<Verdaccio> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-verdaccio-'));
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(MANIFEST, file), join(folder, file));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'config.yaml'), CONFIG);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const server = spawn(process.execPath, [join(folder, 'node_modules', 'verdaccio', 'bin', 'verdaccio'), '--config', 'config.yaml', '--listen', `127.0.0.1:${port}`], {
    cwd: folder, env: { PATH: process.env['PATH'] ?? '', HOME: folder, TZ: 'UTC', HTTP_PROXY: NOBODY, HTTPS_PROXY: NOBODY, NO_PROXY: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (piece: Buffer) => said.push(piece.toString()));
  const close = async (): Promise<void> => {
    if (server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(`${url}-/ping`);
    return { url, token: await addUser(url), close };
  } catch (error) {
    await close();
    throw new Error(`verdaccio did not start: ${said.join('').slice(-2000)}`, { cause: error });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function answering(url: string, tries = 150): Promise<void> {
  try {
    await fetch(url);
  } catch (error) {
    if (tries === 0) throw error;
    await new Promise((done) => { setTimeout(done, 200); });
    await answering(url, tries - 1);
  }
}

async function addUser(url: string): Promise<string> {
  const user = { name: 'dev', password: 'fixture-password' };
  const answer = await fetch(`${url}-/user/org.couchdb.user:dev`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(user) });
  return ((await answer.json()) as { readonly token: string }).token;
}
