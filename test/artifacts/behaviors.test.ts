// Behaviours of two versions beside one another: from code through the real extractors, and from facts made by hand.
import { describe, expect, test } from 'vitest';
import { compareBehaviors } from '../../src/artifacts/behaviors.ts';
import { analyse } from '../../src/behaviors/analyse.ts';
import type { Behavior, Origin } from '../../src/model/behavior.ts';
import type { BehaviorChange } from '../../src/model/difference.ts';
import { fact, text } from '../support/code-facts.ts';

type Files = Readonly<Record<string, string>>;

const behaviorsOf = ({ 'package.json': manifest, ...files }: Files): readonly Behavior[] =>
  analyse({ ...(manifest === undefined ? {} : { manifest }), files: Object.entries(files).map(([path, source]) => ({ path, text: source })) }).behaviors;
const compared = (before: Files, after: Files, renamed: Readonly<Record<string, string>> = {}) => compareBehaviors(behaviorsOf(before), behaviorsOf(after), new Map(Object.entries(renamed)));
const told = (changes: readonly BehaviorChange[]) => changes.map(({ kind, behavior, was }) => `${kind} ${behavior.kind} ${behavior.place.path}:${behavior.place.line}${was ? ` was ${was.place.path}:${was.place.line}` : ''}`);

const MAILER = "const mailer = require('nodemailer').createTransport({});\n";
const SEND = (more = '') => `${MAILER}exports.send = (to, subject, text) => mailer.sendMail({\n  from: 'a@vendor.example',\n  to,\n${more}  subject, text });\n`;

describe('what is no change', () => {
  test('the same code', () => {
    expect(compared({ 'index.js': SEND() }, { 'index.js': SEND() })).toEqual([]);
    expect(compareBehaviors([], [], new Map())).toEqual([]);
  });

  test('moved down, renamed, minified', () => {
    const before = "import { exec } from 'node:child_process';\nexport function run(name) {\n  const home = process.env.HOME;\n  fetch('https://api.vendor.example/v1', { method: 'POST', body: name, headers: { home } });\n  exec('git status');\n}\n";
    const after = "import{exec as e}from'node:child_process';function r(t){const o=process.env.HOME;fetch('https://api.vendor.example/v1',{method:'POST',body:t,headers:{home:o}}),e('git status')}export{r as run};";
    expect(compared({ 'src/index.js': before }, { 'dist/index-3f2a9c81d0.js': `/* built */\n\n${after}` })).toEqual([]);
  });

  test('one more request to a host, one more recipient that a caller gives', () => {
    const one = "exports.a = (id) => fetch('https://api.vendor.example/' + id);\n";
    expect(compared({ 'index.js': one }, { 'index.js': `${one}exports.b = () => fetch('https://api.vendor.example/b');\n` })).toEqual([]);
    expect(compared({ 'index.js': SEND() }, { 'index.js': `${SEND()}exports.other = (to, text) => mailer.sendMail({ from: 'a@vendor.example', to, text });\n` })).toEqual([]);
  });

  test('versions in commands', () => {
    const run = (command: string) => fact('process', { command, origins: [text(command)] });
    expect(compareBehaviors([run('npx tool@1.2.3 --yes')], [run('npx  tool@1.10.0-beta.2 --yes')], new Map())).toEqual([]);
    expect(compareBehaviors([run('curl http://203.0.113.7/a')], [run('curl http://203.0.113.8/a')], new Map())).toHaveLength(2);
    expect(compareBehaviors([run('ping 203.0.113.7')], [run('ping 203.0.113.8')], new Map())).toHaveLength(2);
  });

  test('obfuscation in a file that moved', () => {
    const hidden = (file: string) => fact('obfuscation', { file, technique: 'string-table' });
    expect(compareBehaviors([hidden('lib/a.js')], [hidden('dist/a.js')], new Map([['lib/a.js', 'dist/a.js']]))).toEqual([]);
    expect(compareBehaviors([hidden('lib/chunk-1a2b3c4d5e.js')], [hidden('lib/chunk-99aabbccdd.js')], new Map())).toEqual([]);
    expect(compareBehaviors([hidden('lib/a.js')], [hidden('dist/a.js')], new Map())).toHaveLength(2);
  });
});

describe('what is one', () => {
  test('a blind copy: the recipient beside it stood there before', () => {
    const changes = compared({ 'index.js': SEND() }, { 'index.js': SEND("  bcc: 'copy@collect.example',\n") });
    expect(told(changes)).toEqual(['added mail index.js:5 was index.js:4']);
    expect(changes[0]).toMatchObject({ places: 1, behavior: { field: 'bcc' }, was: { field: 'to' } });
  });

  test('a sample\'s address that now gets what callers write', () => {
    const sample = `${MAILER}mailer.sendMail({ to: 'a@vendor.example', bcc: 'b@vendor.example', subject: 'a test', text: 'of mail' });\n`;
    const changes = compared({ 'sample.js': sample, 'index.js': SEND() }, { 'sample.js': sample, 'index.js': SEND("  bcc: 'B@Vendor.example',\n") });
    expect(told(changes)).toEqual(['added mail index.js:5 was index.js:4']);
  });

  test('a host in the place of another', () => {
    const changes = compared({ 'index.js': "fetch('https://api.vendor.example/a');\n" }, { 'lib.js': "\nfetch('https://api.other.example/a');\n" }, { 'index.js': 'lib.js' });
    expect(told(changes)).toEqual(['added network lib.js:2 was index.js:1', 'removed network index.js:1']);
  });

  test('in a bundle that was named anew; of two files of other names nothing is paired', () => {
    const [one, other] = ["fetch('https://api.vendor.example/a');\n", "fetch('https://api.other.example/a');\n"];
    expect(told(compared({ 'dist/index-1a2b3c4d.js': one }, { 'out/index-9f8e7d6c.js': other }))).toEqual(['added network out/index-9f8e7d6c.js:1 was dist/index-1a2b3c4d.js:1', 'removed network dist/index-1a2b3c4d.js:1']);
    expect(told(compared({ 'a.js': one }, { 'b.js': other }))).toEqual(['added network b.js:1', 'removed network a.js:1']);
  });

  test('the same request behind a condition', () => {
    const call = "fetch('https://api.vendor.example/a', { method: 'POST', body: 'x' });\n";
    const hour = `if (new Date().getHours() > 20) ${call}`;
    expect(told(compared({ 'index.js': call }, { 'index.js': hour }))).toEqual(['added network index.js:1 was index.js:1', 'removed network index.js:1']);
    expect(compared({ 'index.js': call }, { 'index.js': `${call}${hour}` })).toEqual([]);
  });

  test('a constant that is now hidden', () => {
    const hidden = `fetch(atob('${Buffer.from('https://api.vendor.example/a').toString('base64')}'));\n`;
    expect(told(compared({ 'index.js': "fetch('https://api.vendor.example/a');\n" }, { 'index.js': hidden }))).toEqual(['added network index.js:1 was index.js:1', 'removed network index.js:1']);
    const mail = (to: Origin) => fact('mail', { field: 'bcc', origins: [to] });
    expect(compareBehaviors([mail(text('a@vendor.example'))], [mail(text('a@vendor.example', 'base64'))], new Map())).toHaveLength(2);
    expect(compareBehaviors([mail(text('a@vendor.example'))], [mail(text('A@vendor.example', 'concatenated'))], new Map())).toEqual([]);
  });

  test('what is sent to a host of before', () => {
    const request = (sends: readonly Origin[]) => fact('network', { host: 'api.vendor.example', url: 'https://api.vendor.example/', origins: [text('https://api.vendor.example/')], sends });
    expect(compareBehaviors([request([])], [request([{ kind: 'environment' }])], new Map())).toHaveLength(2);
    expect(compareBehaviors([request([])], [request([{ kind: 'argument', name: 'x' }, text('y')])], new Map())).toEqual([]);
  });

  test('another webhook of a service that everybody uses', () => {
    const hook = (id: string) => fact('network', { host: 'discord.com', url: `https://discord.com/api/webhooks/${id}/token`, origins: [] });
    expect(compareBehaviors([hook('1')], [hook('2')], new Map())).toHaveLength(2);
    expect(compareBehaviors([hook('1')], [hook('1')], new Map())).toEqual([]);
  });

  test('a hook with another command, and one that is new', () => {
    const manifest = (scripts: Readonly<Record<string, string>>) => ({ 'package.json': JSON.stringify({ name: 'a', scripts }) });
    const changes = compared(manifest({ postinstall: 'node a.js' }), manifest({ postinstall: 'node b.js', preinstall: 'node c.js' }));
    expect(changes.map(({ kind, behavior, was }) => [kind, behavior.kind === 'install-script' ? behavior.command : '', was?.kind === 'install-script' ? was.command : undefined])).toEqual([
      ['added', 'node b.js', 'node a.js'], ['added', 'node c.js', undefined], ['removed', 'node a.js', undefined],
    ]);
  });

  test('code that runs: another text, another source', () => {
    const runs = (code: string, origin: Origin = text(code)) => fact('dynamic-code', { origins: [origin], code });
    expect(compareBehaviors([runs('return this')], [runs('return  this')], new Map())).toEqual([]);
    expect(compareBehaviors([runs('return this')], [runs('steal()')], new Map())).toHaveLength(2);
    expect(compareBehaviors([runs('')], [runs('', { kind: 'remote', from: 'collect.example' })], new Map())).toHaveLength(2);
    expect(compareBehaviors([fact('dynamic-code', { origins: [text('a'), { kind: 'argument' }], code: 'a' })], [fact('dynamic-code', { origins: [text('b'), { kind: 'argument' }], code: 'b' })], new Map())).toEqual([]);
  });
});

describe('any number, any order', () => {
  test('places are counted, the first is shown, order does not matter', () => {
    const reads = [3, 1, 2].map((line) => fact('environment', { name: 'NPM_TOKEN', line }));
    const [change, ...more] = compareBehaviors([], reads, new Map());
    expect(more).toEqual([]);
    expect(change).toMatchObject({ kind: 'added', places: 3, behavior: { place: { line: 1 } } });
  });

  test('names that are properties of every object', () => {
    const odd = ['__proto__', 'constructor', 'toString'].map((name) => fact('environment', { name, file: name }));
    expect(compareBehaviors(odd, odd.toReversed(), new Map())).toEqual([]);
    expect(compareBehaviors([], odd, new Map()).map(({ behavior }) => behavior.place.path)).toEqual(['__proto__', 'constructor', 'toString']);
  });

  test('of very many behaviours, all of one message and one file, each is looked at a few times', () => {
    let looks = 0;
    const counted = (behavior: Behavior): Behavior => new Proxy(behavior, { get: (target, key) => { looks += 1; return Reflect.get(target, key) as unknown; } });
    const many = (size: number, start: number) => Array.from({ length: size }, (_one, at) => [
      fact('mail', { line: at + 1, message: 'one', origins: [{ kind: 'argument' }, text(`a${start + at}@vendor.example`)] }),
      fact('network', { line: at + 1, host: `h${start + at}.example`, within: 'one' }),
    ]).flat().map(counted);
    const looksFor = (size: number) => {
      looks = 0;
      expect(compareBehaviors(many(size, 0), many(size, size / 2), new Map())).toHaveLength(size * 2);
      return looks;
    };
    // Sorting costs a little more than twice as much for twice as many; looking at each beside each would cost four times as much.
    expect(looksFor(4_000) / looksFor(2_000)).toBeLessThan(2.5);
  });
});
