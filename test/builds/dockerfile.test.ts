import { describe, expect, test } from 'vitest';
import { buildCases, listed, readBuild } from '../support/builds.ts';

test.each(buildCases('dockerfile'))('$name', async ({ text, file, expected }) => {
  expect(listed(await readBuild('dockerfile', text, file))).toBe(expected);
});

describe('hostile', () => {
  test('the entry point and CMD are one command; those that were replaced are told', async () => {
    expect(listed(await readBuild('dockerfile', 'FROM a\nCMD ["old"]\nENTRYPOINT ["npx"]\nCMD ["-y", "pkg@latest"]\nFROM b\nCMD []\n'))).toBe([
      '2:1 CMD [] words ["old"]', '3:1 ENTRYPOINT with CMD [] words ["npx","-y","pkg@latest"]', '',
    ].join('\n'));
  });
  test('no instruction loses its neighbours', async () => {
    const read = await readBuild('dockerfile', 'FROM a\n{{ template }}\n__proto__ x\nSHELL nonsense\nRUN npx a\nHEALTHCHECK\nENV\nONBUILD\nRUN\n');
    expect(read.commands.map(({ text }) => text)).toEqual(['npx a']);
    expect(read.problems.map(({ code, line }) => [code, line])).toEqual([['unknown-entry', 2], ['unknown-entry', 3], ['malformed', 4]]);
  });
  test('a heredoc without end, and a line that goes on at the end of the file', async () => {
    expect(listed(await readBuild('dockerfile', 'RUN <<X\nnpx a'))).toBe('1:1 RUN [] shell "npx a"\nproblem 1:1 malformed: the heredoc "X" has no end: the rest of the file was read as its content\n');
    expect(listed(await readBuild('dockerfile', 'RUN npx a \\'))).toBe('1:1 RUN [] shell "npx a"\n');
  });
  test('a last part of a list is a line, as the builder has it', async () => {
    expect(listed(await readBuild('dockerfile', 'RUN ["npx", 1]\r\nRUN ["npx"\r\n'))).toBe('1:1 RUN [] shell "[\\"npx\\", 1]"\n2:1 RUN [] shell "[\\"npx\\""\n');
  });
  test.each([
    ['ONBUILD', 'ONBUILD '.repeat(100_000)], ['flags', `RUN ${'--mount=a,b '.repeat(50_000)}x`], ['ENV', `ENV A=1 ${'a'.repeat(500_000)}`], ['quotes', `ENV A="${'\\"'.repeat(200_000)}`],
    ['heredocs', `RUN ${'<<A '.repeat(50_000)}`], ['lines', 'RUN x \\\n'.repeat(100_000)], ['names', 'ENV A=1\nRUN x\n'.repeat(20_000)],
  ])('%s without end come to an end', async (_name, text) => {
    // The runner's own limit is the alarm.
    expect((await readBuild('dockerfile', text)).commands.length).toBeLessThanOrEqual(10_000);
  });
  test('commands are counted', async () => {
    const { commands, problems } = await readBuild('dockerfile', 'RUN x\n'.repeat(10_050));
    expect([commands.length, problems.map(({ code }) => code)]).toEqual([10_000, ['too-many']]);
  });
});
