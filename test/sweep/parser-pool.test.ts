// Parsing processes that crash, hang, fill their memory or answer nonsense: each is told with its file, and the rest is read.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parserChildPath } from '../../src/io/package-files.ts';
import { isPackageBehaviors } from '../../src/sweep/check-found.ts';
import type { ParserPool } from '../../src/sweep/contract.ts';
import { openParserPool, type PoolOptions } from '../../src/sweep/parser-pool.ts';

let folder = '';
// A child that does what the text of a file says.
const CHILD = `
const lines = require('node:readline').createInterface({ input: process.stdin });
const place = (path) => ({ path, line: 1, column: 1 });
lines.on('line', (line) => {
  const { files, manifest } = JSON.parse(line);
  for (const { text: { length }, text: whole, focus, whole: most } of files) {
    const text = whole.trim();
    if (text === 'balloon' && length > 300000 && most === undefined && focus !== undefined) continue;
    if (text.startsWith('balloon') && text.endsWith('always')) { const all = []; for (;;) all.push(new Array(100000).fill(all.length)); }
    if (text === 'crash') process.abort();
    if (text === 'exit') process.exit(3);
    if (text === 'hang') for (;;);
    if (text === 'balloon') { const all = []; for (;;) all.push(new Array(100000).fill(all.length)); }
    if (text === 'nonsense') { process.stdout.write('{"behaviors":[{"kind":"mail"}],"folded":[],"problems":[],"files":[]}\\n'); return; }
    if (text === 'noise') { process.stdout.write('not JSON\\n'); return; }
    if (text === 'long') { process.stdout.write('x'.repeat(70 * 1024 * 1024)); return; }
    if (text === 'together' && files.length > 1) process.exit(4);
  }
  const behaviors = files.map(({ path }) => ({ kind: 'process', place: place(path), api: 'exec', origins: [{ kind: 'unknown' }] }));
  if (manifest) behaviors.push({ kind: 'install-script', place: place('package.json'), api: 'npm', hook: 'install', command: Object.keys(process.env).filter((name) => !name.startsWith('__CF')).join() + process.execArgv.join(), runs: [] });
  process.stdout.write(JSON.stringify({ behaviors, folded: [], problems: [], files: files.map(({ path, focus }) => ({ path, read: focus ? 'windows' : 'whole' })) }) + '\\n');
});
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pool-'));
  writeFileSync(join(folder, 'child.cjs'), CHILD);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function withPool<T>(run: (pool: ParserPool) => Promise<T>, options: Partial<PoolOptions> = {}): Promise<T> {
  const pool = openParserPool({ file: join(folder, 'child.cjs'), packageTime: 20_000, fileTime: 20_000, ...options });
  try {
    return await run(pool);
  } finally {
    await pool.close();
  }
}
const source = (...texts: readonly string[]) => ({ files: texts.map((text, at) => ({ path: `f${at}.js`, text })) });

describe('a pool', () => {
  test('answers many packages at once, each with its own', async () => {
    const outcomes = await withPool((pool) => Promise.all(Array.from({ length: 20 }, (_, at) => pool.analyse({ files: [{ path: `${at}.js`, text: '' }] }))));
    expect(outcomes.map((outcome) => outcome.kind === 'read' && outcome.found.files[0]?.path)).toEqual(Array.from({ length: 20 }, (_, at) => `${at}.js`));
  });
  test('gives children a limit of memory, and nothing of its own environment', async () => {
    const outcome = await withPool((pool) => pool.analyse({ ...source('a'), manifest: '{}' }), { memory: 77 });
    expect(outcome.kind === 'read' && outcome.found.behaviors[1]).toMatchObject({ command: '--max-old-space-size=77' });
  });
  test.each([['crash', 'crashed'], ['exit', 'crashed'], ['nonsense', 'crashed'], ['noise', 'crashed'], ['long', 'crashed']] as const)('a file that makes the child %s is named, the others are read', async (text, how) => {
    const outcome = await withPool((pool) => pool.analyse({ ...source('a', text, 'b'), manifest: '{}' }));
    expect(outcome).toMatchObject({ kind: 'read', died: [{ path: 'f1.js', how }], found: { files: [{ path: 'f0.js', read: 'whole' }, { path: 'f2.js', read: 'whole' }, { path: 'f1.js', read: 'not' }] } });
    expect(outcome.kind === 'read' && outcome.found.behaviors.map(({ kind, place }) => `${kind} ${place.path}`)).toEqual(['process f0.js', 'install-script package.json', 'process f2.js']);
  });
  test('a file that hangs is stopped', async () => {
    const outcome = await withPool((pool) => pool.analyse(source('a', 'hang')), { packageTime: 500, fileTime: 500 });
    expect(outcome).toMatchObject({ kind: 'read', died: [{ path: 'f1.js', how: 'timed-out' }] });
  });
  test('a file that fills the memory is told as that', async () => {
    const outcome = await withPool((pool) => pool.analyse(source('balloon', 'a')), { memory: 40 });
    expect(outcome).toMatchObject({ kind: 'read', died: [{ path: 'f0.js', how: 'out-of-memory' }], found: { files: [{ path: 'f1.js' }, { path: 'f0.js', read: 'not' }] } });
  });
  test('a bundle that is too much as a whole is read around its gates', async () => {
    const text = `balloon${' '.repeat(300_000)}`;
    const outcome = await withPool((pool) => pool.analyse({ files: [{ path: 'a.js', text: 'a' }, { path: 'bundle.js', text, around: [1] }] }), { memory: 40 });
    expect(outcome).toMatchObject({ kind: 'read', found: { files: [{ path: 'a.js', read: 'whole' }, { path: 'bundle.js', read: 'windows' }] } });
    expect(outcome).not.toHaveProperty('died');
    expect(await withPool((pool) => pool.analyse({ files: [{ path: 'bundle.js', text: `${text}always`, around: [1] }] }), { memory: 40 })).toMatchObject({ kind: 'died', how: 'out-of-memory' });
  });

  test('without a gate only one that is too large to be read whole anyway counts as read', async () => {
    const given = (size: number) => withPool((pool) => pool.analyse({ files: [{ path: 'bundle.js', text: `balloon${' '.repeat(size)}` }] }), { memory: 40 });
    expect(await given(300_000)).toMatchObject({ kind: 'died', path: 'bundle.js', how: 'out-of-memory' });
    expect(await given(600_000)).toMatchObject({ kind: 'read', found: { files: [{ path: 'bundle.js', read: 'windows' }] } });
  });
  test('a package that dies as a whole, each file of it by itself being fine', async () => {
    expect(await withPool((pool) => pool.analyse(source('together', 'a')))).toMatchObject({ kind: 'read', died: [{ how: 'crashed' }], found: { files: [{ path: 'f0.js' }, { path: 'f1.js' }] } });
  });
  test('a package full of such files is left after some', async () => {
    const outcome = await withPool((pool) => pool.analyse(source('a', ...Array.from({ length: 30 }, () => 'exit'), 'b')), { deaths: 3 });
    expect(outcome).toMatchObject({ kind: 'read', died: [{ path: 'f1.js' }, { path: 'f2.js' }, { path: 'f3.js' }], found: { problems: [{ code: 'parser-died', message: expect.stringContaining('28 more files') as string }] } });
  });
  test('a package that is nothing but such a file, and a child that cannot start', async () => {
    expect(await withPool((pool) => pool.analyse(source('exit')))).toEqual({ kind: 'died', path: 'f0.js', how: 'crashed' });
    expect(await withPool((pool) => pool.analyse(source('a')), { file: join(folder, 'none.cjs') })).toMatchObject({ kind: 'died', how: 'crashed' });
  });
  test('the next package is read after a death, and nothing after the end', async () => {
    const pool = openParserPool({ file: join(folder, 'child.cjs'), processes: 1 });
    await pool.analyse(source('exit'));
    expect(await pool.analyse(source('a'))).toMatchObject({ kind: 'read' });
    await pool.close();
    expect(await pool.analyse(source('a'))).toMatchObject({ kind: 'died' });
  });
});

describe('the built child', () => {
  test('reads a package', async () => {
    expect(existsSync(parserChildPath()), 'npm run build').toBe(true);
    const outcome = await withPool((pool) => pool.analyse(source('const a = 1;')), { file: parserChildPath() });
    expect(outcome).toMatchObject({ kind: 'read', found: { files: [{ path: 'f0.js', read: 'whole' }] } });
  });
  test('ends when its parent is killed', async () => {
    const parent = spawn(process.execPath, ['-e', `
      const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(parserChildPath())}], { stdio: ['pipe', 'pipe', 'ignore'] });
      process.stdout.write(String(child.pid)); setInterval(() => {}, 1000);`], { stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = Number(await new Promise((done) => { parent.stdout.once('data', (data) => done(String(data))); }));
    parent.kill('SIGKILL');
    for (let turn = 0; turn < 200 && isRunning(pid); turn += 1) await new Promise((done) => { setTimeout(done, 50); });
    expect(isRunning(pid)).toBe(false);
  });
});

// A process that nobody has waited for yet is still listed.
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('answers', () => {
  const empty = { behaviors: [], folded: [], problems: [], files: [] };
  const place = { path: 'a.js', line: 1, column: 1 };
  const mail = { kind: 'mail', place, api: 'send', field: 'bcc', form: 'key', origins: [{ kind: 'constant', text: 'a', via: ['base64'] }], message: 'm', sender: 's', content: ['argument'], state: 'sent' };
  test('of the right shape', () => {
    expect(isPackageBehaviors(empty)).toBe(true);
    expect(isPackageBehaviors({ ...empty, behaviors: [mail, { kind: 'native-code', place, api: 'x', form: 'addon', when: ['time'] }], folded: [{ text: 'x', via: [], place }] })).toBe(true);
  });
  test.each([
    undefined, null, 1, 'text', [], {}, { ...empty, behaviors: {} }, { ...empty, behaviors: [{ kind: '__proto__' }] }, { ...empty, behaviors: [{ ...mail, kind: 'other' }] }, { ...empty, behaviors: [{ ...mail, origins: [{ kind: 'constructor' }] }] },
    { ...empty, behaviors: [{ ...mail, place: { ...place, line: -1 } }] }, { ...empty, behaviors: [{ ...mail, api: 'x'.repeat(200_000) }] }, { ...empty, behaviors: [{ ...mail, field: 'toString' }] }, { ...empty, files: [{ path: 'a', read: 'maybe' }] },
    { ...empty, behaviors: [{ ...mail, message: undefined }] }, { ...empty, folded: Array.from({ length: 200_001 }, () => ({ text: '', via: [], place })) }, Object.create(empty) as object,
  ])('of any other shape %#', (value) => expect(isPackageBehaviors(value)).toBe(false));
});

test('no process is left behind', () => {
  const all = process.platform === 'linux' ? execFileSync('ps', ['-eo', 'args']).toString() : '';
  expect(all).not.toContain(join(folder, 'child.cjs'));
});
