import { describe, expect, test } from 'vitest';
import { buildCases, listed, readBuild } from '../support/builds.ts';

test.each(buildCases('devcontainer'))('$name', async ({ text, file, expected }) => {
  expect(listed(await readBuild('devcontainer', text, file))).toBe(expected);
});

describe('hostile', () => {
  test('one bad value loses no other; the rest of a broken file is told', async () => {
    const read = await readBuild('devcontainer', '{"postCreateCommand": 5, "__proto__": {"x": 1}, "postStartCommand": {"a": ["npx", 1], "b": "npx b"}, "image": null, "onCreateCommand": "npx c", "onCreateCommand": "npx d"');
    expect(read.commands.map(({ text }) => text)).toEqual(['npx c', 'npx d', 'npx b']);
    expect(read.problems.map(({ code }) => code)).toEqual(['malformed', 'duplicate-key', 'unknown-entry', 'unknown-entry', 'unknown-entry']);
  });
  test.each([['nothing', ''], ['a list', '[]'], ['noise', '\u0000\u0001{{{'], ['depth', '['.repeat(100_000)], ['depth of objects', '{"a":'.repeat(50_000)]])('%s is a problem', async (_name, text) => {
    const { commands, problems } = await readBuild('devcontainer', text);
    expect([commands.length, problems.length]).toEqual([0, 1]);
  });
});
