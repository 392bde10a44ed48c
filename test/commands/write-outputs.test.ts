// When a report goes through the user's pager: a patch, as text, on a terminal, and not where it is unwanted.
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OutputFlags } from '../../src/commands/outputs.ts';
import { openOutputs } from '../../src/commands/write-outputs.ts';
import type { Host } from '../../src/io/host.ts';
import { temporaryFolder } from '../support/cli.ts';
import { diffReport } from '../support/sample-difference.ts';

interface Printed {
  readonly stdout: string;
  /** What the pager got; undefined where it was not started. */
  readonly paged: string | undefined;
}

async function printed(flags: Partial<OutputFlags>, terminal: 'terminal' | 'pipe'): Promise<Printed> {
  const tools = temporaryFolder({ less: '#!/bin/sh\ncat > "$0.seen"\n' });
  chmodSync(join(tools, 'less'), 0o755);
  let stdout = '';
  const stream = { isTerminal: terminal === 'terminal', columns: 80, rows: terminal === 'terminal' ? 24 : undefined, write: async (text: string) => { stdout += text; } };
  const host: Host = { cwd: temporaryFolder(), environment: { PATH: `${tools}:/usr/bin:/bin`, TERM: 'xterm' }, stdout: stream, stderr: stream };
  await openOutputs({ format: 'text', color: true, ...flags }, host).write(diffReport());
  const seen = join(tools, 'less.seen');
  return { stdout, paged: existsSync(seen) ? readFileSync(seen, 'utf8') : undefined };
}

test('a patch on a terminal is paged, in colour, whole', async () => {
  const { stdout, paged } = await printed({ patch: true }, 'terminal');
  expect(stdout).toBe('');
  expect(paged).toMatch(/^\u001b\[1m\u001b\[31mFINDINGS/);
  expect(paged).toContain(`\u001b[32m+      Bcc: 'phan@giftshop.club',\u001b[39m`);
  expect(paged).toMatch(/Exit code 1: .*\n$/);
});

test.each<readonly [string, Partial<OutputFlags>, 'terminal' | 'pipe']>([
  ['without --patch', {}, 'terminal'],
  ['with --stat alone', { stat: true }, 'terminal'],
  ['with --no-pager', { patch: true, pager: false }, 'terminal'],
  ['as JSON', { patch: true, json: true }, 'terminal'],
  ['as Markdown', { patch: true, format: 'markdown' }, 'terminal'],
  ['into a pipe', { patch: true }, 'pipe'],
])('no pager %s', async (_, flags, terminal) => {
  const { stdout, paged } = await printed(flags, terminal);
  expect(paged).toBeUndefined();
  expect(stdout).toContain('postmark-mcp');
});
