import { describe, expect, test } from 'vitest';
import { buildCases, listed, readBuild } from '../support/builds.ts';

test.each(buildCases('procfile'))('$name', async ({ text, file, expected }) => {
  expect(listed(await readBuild('procfile', text, file))).toBe(expected);
});

describe('hostile', () => {
  test('a line that is none', async () => {
    expect(listed(await readBuild('procfile', 'web npx\nweb: npx a\r\n__proto__: npx b\n:\n'))).toBe([
      '2:6 process "web" [] shell "npx a"', '3:12 process "__proto__" [] shell "npx b"', 'problem 1:1 unknown-entry: a line that is no `type: command`', 'problem 4:1 unknown-entry: a line that is no `type: command`', '',
    ].join('\n'));
  });
});
