import { describe, expect, test } from 'vitest';
import { buildCases, listed, readBuild } from '../support/builds.ts';

test.each(buildCases('bitbucket-pipelines'))('$name', async ({ text, file, expected }) => {
  expect(listed(await readBuild('bitbucket-pipelines', text, file))).toBe(expected);
});

describe('hostile', () => {
  test.each([['a text', 'just text', 1], ['a list', '- a\n- b', 1], ['another map', 'a: 1', 0], ['comments', '# nothing', 0]])('%s gives no command', async (_name, text, problems) => {
    const read = await readBuild('bitbucket-pipelines', text);
    expect([read.commands.length, read.problems.length]).toEqual([0, problems]);
  });
  test.each(['a: [', 'a: "', '\t- x: :', '\u0000'])('%j is a problem with its place', async (text) => {
    const { commands, problems } = await readBuild('bitbucket-pipelines', text, 'x.yml');
    expect([commands.length, problems[0]?.code, problems[0]?.path]).toEqual([0, 'malformed', 'x.yml']);
  });
});
