// Runs the built command as a user does, with a scrubbed environment.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from './scan.ts';

export const CLI = join(ROOT, 'dist', 'cli.js');
/** Another Node, where `check` asks for one. */
const NODE = process.env['MCP_AUDIT_TEST_NODE'] ?? process.execPath;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function environment(more: Readonly<Record<string, string>>): Record<string, string> {
  // 2026-09-01: the bundle then is nine days old, whenever the test runs.
  return { PATH: process.env['PATH'] ?? '', HOME: join(tmpdir(), 'mcp-audit-test-home'), SOURCE_DATE_EPOCH: '1788220800', TZ: 'UTC', NODE_NO_WARNINGS: '1', ...more };
}

/** `node dist/cli.js …`; `cwd` is the repository unless given. */
export function cli(args: readonly string[], options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {}): Ran {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing: npm run build');
  const { status, stdout, stderr } = spawnSync(NODE, [CLI, ...args], { cwd: options.cwd ?? ROOT, encoding: 'utf8', env: environment(options.env ?? {}), maxBuffer: 256 * 1024 * 1024 });
  return { code: status, stdout, stderr };
}

/** The same without blocking this process, for a server that runs in it. */
export async function cliBeside(args: readonly string[], options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {}): Promise<Ran> {
  const child = spawn(NODE, [CLI, ...args], { cwd: options.cwd ?? ROOT, env: environment(options.env ?? {}), stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  const code = await new Promise<number | null>((done) => { child.on('close', done); });
  return { code, stdout, stderr };
}

export function startCli(args: readonly string[], cwd: string) {
  return spawn(NODE, [CLI, ...args], { cwd, env: environment({}), stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A folder that is gone after the test, with files. */
export function temporaryFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
