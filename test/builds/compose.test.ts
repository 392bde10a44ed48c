import { describe, expect, test } from 'vitest';
import { buildCases, listed, readBuild } from '../support/builds.ts';

test.each(buildCases('compose'))('$name', async ({ text, file, expected }) => {
  expect(listed(await readBuild('compose', text, file))).toBe(expected);
});

describe('hostile', () => {
  test('one bad service loses no other', async () => {
    const read = await readBuild('compose', 'services:\n  a: 5\n  b: {command: {x: 1}, image: [x]}\n  __proto__: {command: npx p}\n  c: {command: npx c, command: npx d, entrypoint: }\n');
    expect(read.commands.map(({ where, text }) => `${where} ${text}`)).toEqual(['service "__proto__" command npx p', 'service "c" command npx c', 'service "c" command npx d']);
    expect(read.problems.map(({ code, line }) => [code, line])).toEqual([['duplicate-key', 5], ['unknown-entry', 2], ['unknown-entry', 3], ['unknown-entry', 3]]);
  });
  test('the entry point and a command that is a text are one command', async () => {
    expect(listed(await readBuild('compose', 'services: {a: {entrypoint: [npx], command: -y pkg@latest}}'))).toBe('1:28 service "a" entrypoint with command [] words ["npx","-y","pkg@latest"]\n');
  });
});
