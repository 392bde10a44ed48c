// The argument to paste in place of an unpinned one.
import { describe, expect, test } from 'vitest';
import { pinnedLine } from '../../src/launches/fix.ts';
import { launch } from './support.ts';

const fix = (line: string, version: string) => {
  const [subject] = launch(line).subjects;
  return subject && pinnedLine(subject, version);
};

describe('pinnedLine', () => {
  test.each([
    ['npx -y postmark-mcp@latest', '1.0.15', 'postmark-mcp@1.0.15'],
    ['npx -y @s/p', '2.0.0-rc.1', '@s/p@2.0.0-rc.1'],
    ['npx -y a@npm:b@^1', '1.2.3', 'a@npm:b@1.2.3'],
    ['deno run -A npm:foo', '1.0.0', 'npm:foo@1.0.0'],
    ['deno run jsr:@s/p', '1.0.0', 'jsr:@s/p@1.0.0'],
    ['uvx foo', '1.0', 'foo@1.0'],
    ['pipx run foo', '1.0', 'foo==1.0'],
    ['docker run img:latest', 'sha256:abcdef', 'img@sha256:abcdef'],
    ['docker run img', '1.2', 'img:1.2'],
    ['go run x.example/m@latest', 'v1.0.0', 'x.example/m@v1.0.0'],
  ])('%s to %s', (line, version, expected) => {
    expect(fix(line, version)).toBe(expected);
  });
  test.each([
    ['npx github:o/r', '1.0.0'], ['npx ./x', '1.0.0'], ['npx ${PKG}', '1.0.0'], ['node x.js', '1.0.0'], ['npx mcp-remote', '1.0.0; rm'], ['npx foo', ''], ['npx foo', '1.0.0 --registry'],
  ])('none for %s and %j', (line, version) => {
    expect(fix(line, version)).toBeUndefined();
  });
});
