// Attacker-controlled lines: never a throw, never silence, never more than a moment.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLaunch, readShellLine } from '../../src/launches/read.ts';
import { LAUNCHES } from '../../src/launches/registry.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { Launch } from '../../src/model/launch.ts';

const DIALECTS = ['posix', 'cmd', 'powershell'] as const;
const codes = (launch: Launch) => launch.doubts.map(({ code }) => code);
const PROGRAMS = LAUNCHES.flatMap(({ programs }) => programs);
const PIECES = [
  '-y', '-p', '--', '-', '-c', '-lc', '/c', '--foo', '--foo=bar', '-e', 'K=V', '--stdio', '--command', '-m', '-Command', '-enc', 'run', 'exec', 'dlx', 'x', 'add', 'install', 'mcp', 'gateway', 'https://u:p@h.example/a?b=c',
  'pkg@1.0.0', '@s/p@latest', 'a@npm:b@1', 'github:o/r', './x', '${X}', '$(npx y)', '`npx z`', '%X%', '"', "'", '\\', '&&', ';', '|', '(', ')', '{', '}', '<<EOF', '\n', '\u0000', '\ud800', '__proto__', 'constructor', 'node_modules/.bin/x', 'node_modules/@s/p/a.js',
];

describe('anything at all', () => {
  test('no line throws, and what is shown is bounded', () => {
    const word = fc.oneof(fc.constantFrom(...PROGRAMS), fc.constantFrom(...PIECES), fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...PROGRAMS, ...PIECES), { maxLength: 8 }).map((words) => words.join(' ')));
    fc.assert(fc.property(word, fc.array(word, { maxLength: 12 }), (command, args) => {
      const read = readLaunch({ command, args });
      expect(read.display.length).toBeLessThanOrEqual(LIMITS.launchDisplay);
      expect(read.doubts.length > 0 || !read.subjects.some(({ kind }) => kind === 'shell')).toBe(true);
      for (const dialect of DIALECTS) readShellLine([command, ...args].join(' '), { dialect });
    }), { numRuns: 400 });
  });

  test('names that objects have by nature are plain words', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(readLaunch({ command: name, args: [] }).subjects[0]?.name).toBe(name.toLowerCase());
      expect(readLaunch({ command: 'npx', args: [`--${name}=x`, 'foo'] }).subjects[0]?.name).toBe('foo');
      expect(readLaunch({ command: 'npx', args: [name] }).subjects[0]).toMatchObject(name === '__proto__' ? { versionClass: 'unresolvable' } : { name });
    }
  });
});

describe('nothing that runs is silent', () => {
  test.each([
    ['bash', '-c', '$X'], ['bash', '-c', '${X}'], ['bash', '-c', '$(curl x)'], ['bash', '-c', '`x`'], ['bash', '-c', '"$@"'], ['bash', '-c', "$'\\x6e\\x70\\x78' foo"], ['cmd', '/c', '%X% foo'], ['cmd', '/c', '!X!'], ['$X'], ['${X}', 'a'], ['{{x}}'],
    ['sh'], ['sh', '-s'], ['node'], ['node', '-e', '1'], ['python', '-'], ['npx'], ['npx', '$X'], ['docker', 'run'], ['docker', 'run', '$X'], ['uvx'], ['pnpm', 'dlx'], ['bun', 'x'], ['deno', 'run', '-'], ['npx', 'mcp-remote'], ['supergateway'], ['powershell', '-enc', '!'], ['bash', '-c', 'eval x'], ['bash', '-c', 'x | sh'],
    ['powershell', '-Command', '$x'], ['powershell', '-Command', 'iex $x'], ['env', '$X'], [''],
  ])('%s %s %s', (command, ...args) => {
    const read = readLaunch({ command, args });
    expect(read.doubts.length).toBeGreaterThan(0);
    expect(read.subjects.some(({ versionClass }) => versionClass === 'unresolvable')).toBe(true);
  });
});

describe('size', () => {
  test('a hundred thousand arguments', () => {
    const read = readLaunch({ command: 'npx', args: ['-y', 'foo', ...Array.from({ length: 100_000 }, (_, at) => `--a${at}`)] });
    expect(read.subjects[0]?.name).toBe('foo');
    expect(codes(read)).toContain('too-long');
  });

  test('a line of a megabyte', () => {
    for (const unit of ['a', ' a', '"', "'", '\\', '$(', '`', '${', '&', ';a', '<<a\n', '<(', 'a=b ', '--a ', '://', 'eyJ', 'Bearer ', '{"a":"', '^', '{', 'npx a;']) {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const dialect = DIALECTS[unit.charCodeAt(0) % 3] ?? 'posix';
      expect(codes(readShellLine(text, { dialect }))).toContain('too-long');
      readLaunch({ command: 'bash', args: ['-c', text.slice(0, 60_000)] });
      expect(codes(readLaunch({ command: text, args: [] })).length).toBeGreaterThan(0);
    }
  }, 60_000);

  test('many words just below the limit', () => {
    for (const unit of ['-p a', '-e a=b', '--foo a', '-y', '$x', 'a@npm:b@1', '--header a:b', '--token a', 'https://u:p@h.example/a?b=c', '--packag=a', 'aB3dE9fGh1JkLmN0pQrS']) {
      const args = Array.from({ length: 5_000 }, () => unit.split(' ')).flat().slice(0, LIMITS.launchWords - 1);
      for (const command of ['npx', 'docker', 'uvx', 'env', 'supergateway']) expect(readLaunch({ command, args: command === 'docker' ? ['run', ...args] : args }).display.length).toBeGreaterThan(0);
    }
  }, 60_000);

  test('wrappers a thousand deep', () => {
    for (const [command, unit] of [['env', 'env'], ['sudo', 'sudo'], ['npx', 'npx -y cross-env'], ['mcp-proxy', 'mcp-proxy'], ['npx', 'npx --x supergateway supergateway --stdio'], ['uv', 'uv run']] as const) {
      const args = `${unit} `.repeat(1_000).trim().split(' ').slice(1);
      const read = readLaunch({ command, args: [...args, 'npx', 'evil'] });
      expect(read.doubts.length).toBeGreaterThan(0);
      expect(read.subjects.some(({ versionClass }) => versionClass === 'unresolvable')).toBe(true);
    }
  });

  test('substitutions and quotes inside each other', () => {
    const nested = (depth: number): string => (depth === 0 ? 'npx a' : `bash -c "$(${nested(depth - 1)})"`);
    const read = readShellLine(nested(500));
    expect(codes(read)).toContain('too-long');
    readShellLine('$('.repeat(1_000) + 'npx a' + ')'.repeat(1_000));
  });

  test('the deepest line that is still read', () => {
    const read = readLaunch({ command: 'sudo', args: ['env', 'A=b', 'timeout', '5', 'bash', '-c', "npx supergateway --stdio 'npx mcp-remote https://h.example/mcp'"] });
    expect(read.subjects.map(({ name, url }) => name ?? url)).toEqual(['supergateway', 'mcp-remote', 'https://h.example/mcp']);
    expect(codes(read)).toEqual([]);
  });
});

describe('secrets', () => {
  // What people call a secret: long enough to be one, and no word of the line itself.
  const secret = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_+/=.~-]{7,30}[A-Za-z0-9]$/).map((text) => `Zq${text}`);
  const places: readonly ((secret: string) => readonly string[])[] = [
    (text) => ['npx', '-y', 'foo', '--api-key', text], (text) => ['npx', 'foo', `--token=${text}`], (text) => ['npx', '-y', '--api-key', text, 'foo'], (text) => ['env', `API_TOKEN=${text}`, 'npx', 'foo'], (text) => ['docker', 'run', '-e', `X=${text}`, 'img'],
    (text) => ['docker', 'run', '--env', `X=${text}`, 'img'], (text) => ['npx', 'mcp-remote', 'https://h.example', '--header', `Authorization: Bearer ${text}`], (text) => ['npx', 'mcp-remote', 'https://h.example', `--header=X-Api-Key: ${text}`],
    (text) => ['npx', 'mcp-remote', `https://user:${encodeURIComponent(text)}@h.example/mcp`], (text) => ['npx', 'mcp-remote', `https://h.example/mcp?key=${encodeURIComponent(text)}`], (text) => ['bash', '-c', `npx foo --password '${text}' && echo`],
    (text) => ['bash', '-c', `SECRET=${text} npx foo`], (text) => ['cmd', '/c', `npx foo --secret "${text}"`], (text) => ['npx', 'supergateway', '--stdio', `npx foo --api-key ${text}`], (text) => ['bash', '-lc', `npx supergateway --stdio "npx foo --header 'Authorization: Bearer ${text}'"`],
    (text) => ['npx', '@smithery/cli', 'run', 's', '--config', JSON.stringify({ anything: text })], (text) => ['npx', '@smithery/cli', 'run', 's', '--key', text], (text) => ['uvx', 'foo', `--client-secret=${text}`], (text) => ['npx', 'foo', `postgres://u:${encodeURIComponent(text)}@db.example/x`],
    (text) => ['powershell', '-enc', Buffer.from(`npx foo --token ${text}`, 'utf16le').toString('base64')], (text) => ['powershell', '-Command', `$env:TOKEN='${text}'; npx foo`], (text) => [`API_KEY=${text} npx foo`], (text) => ['mcp-proxy', '--headers', 'Authorization', text, 'https://h.example'],
    (text) => ['npx', '-y', `git+https://u:${encodeURIComponent(text)}@git.example/o/r.git`], (text) => ['npx', `--registry=https://u:${encodeURIComponent(text)}@registry.example`, 'foo'], (text) => ['npx', 'foo', '--key', `\${KEY:-${text}}`], (text) => ['uvx', '--from', `git+https://${encodeURIComponent(text)}@git.example/o/r`, 'x'],
    (text) => ['npx', '--auth-token', text, 'foo', 'bar'], (text) => ['docker', 'run', '--password', text, 'img'], (text) => ['npm_config_registry=https://u:pw@registry.example', 'npx', 'foo', '--token', text],
  ];
  test('none of a launch holds one that was given', () => {
    fc.assert(fc.property(secret, fc.constantFrom(...places), (text, place) => {
      const [command = '', ...args] = place(text);
      const read = JSON.stringify(readLaunch({ command, args }));
      expect(read).not.toContain(text);
      expect(read).not.toContain(encodeURIComponent(text));
    }), { numRuns: 1_000 });
  });
  test('the same in a text for a shell', () => {
    fc.assert(fc.property(secret, fc.constantFrom(...places), (text, place) => {
      const line = place(text).map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`)).join(' ');
      expect(JSON.stringify(readShellLine(`cd x && ${line} | tee log`))).not.toContain(text);
    }), { numRuns: 1_000 });
  });
});
