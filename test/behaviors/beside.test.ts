// Files that stand beside a package: what tests and examples say is not what the package says to everybody.
import { describe, expect, test } from 'vitest';
import { openCode } from '../../src/behaviors/code.ts';
import { filesBeside } from '../../src/behaviors/imported-files.ts';
import { shown } from './shown.ts';

type Files = Readonly<Record<string, string>>;

const LIBRARY = 'exports.deliver = (bcc) => { send(bcc) }';
const SPEC = "const { deliver } = require('../lib/mail'); deliver('someone@example.org')";
const open = (manifest: object | undefined, files: Files) => openCode({ ...(manifest === undefined ? {} : { manifest: JSON.stringify(manifest) }), files: Object.entries(files).map(([path, text]) => ({ path, text })) });
const sent = (manifest: object | undefined, files: Files) => open(manifest, files).code.calls().filter(({ name }) => name === 'send').flatMap(({ args }) => args.map((arg) => shown(arg)));

describe('who calls an exported function', () => {
  test.each<[string, object | undefined, Files, string]>([
    ['not a test that nothing brings in', { main: 'lib/mail.js' }, { 'lib/mail.js': LIBRARY, 'test/mail.spec.js': SPEC }, '<bcc>'],
    ['a file that the package brings in', { main: 'lib/mail.js' }, { 'lib/mail.js': `${LIBRARY}; require('../test/mail.spec')`, 'test/mail.spec.js': SPEC }, "('someone@example.org' | <bcc>)"],
    ['a program that the manifest names', { main: 'lib/mail.js', bin: { a: './bin/run.js' } }, { 'lib/mail.js': LIBRARY, 'bin/run.js': SPEC }, "('someone@example.org' | <bcc>)"],
    ['a program that a script starts without its extension', { main: 'lib/mail.js', scripts: { start: 'node bin/run' } }, { 'lib/mail.js': LIBRARY, 'bin/run.js': SPEC }, "('someone@example.org' | <bcc>)"],
    ['the index, which needs no name', {}, { 'lib/mail.js': LIBRARY, 'index.js': SPEC.replace('../', './') }, "('someone@example.org' | <bcc>)"],
    ['anybody where no manifest tells', undefined, { 'lib/mail.js': LIBRARY, 'test/mail.spec.js': SPEC }, "('someone@example.org' | <bcc>)"],
    ['anybody where what the manifest names was not read', { main: 'dist/gone.js' }, { 'lib/mail.js': LIBRARY, 'test/mail.spec.js': SPEC }, "('someone@example.org' | <bcc>)"],
  ])('%s', (_name, manifest, files, expected) => {
    expect(sent(manifest, files)).toEqual([expected]);
  });

  test('a function that nobody outside can call hears its only caller, wherever that is', () => {
    expect(sent({ main: 'index.js' }, { 'index.js': '', 'test/a.js': "function deliver(bcc) { send(bcc) } deliver('someone@example.org')" })).toEqual(["'someone@example.org'"]);
  });
});

test('a word of the manifest that only holds the name of a file does not name it', () => {
  const { code } = open({ main: 'index.js', keywords: ['contest', 'my-test'] }, { 'index.js': '', 'test.js': '', 'contest.js': '' });
  expect([...filesBeside(code.modules, JSON.stringify({ main: 'index.js', keywords: ['contests', 'my-test'] }))].map(({ path }) => path)).toEqual(['test.js', 'contest.js']);
});
