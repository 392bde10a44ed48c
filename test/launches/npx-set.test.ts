// What names the cache folder: the raw words of one call, in the order of the line.
import { describe, expect, test } from 'vitest';
import { launch } from './support.ts';

const sets = (line: string) => launch(line).subjects.map(({ set }) => set);

describe('set', () => {
  test('one package, as written', () => {
    expect(sets('npx -y postmark-mcp@latest')).toEqual([['postmark-mcp@latest']]);
    expect(sets('npx -y safe@npm:real@1')).toEqual([['safe@npm:real@1']]);
    expect(sets('bunx foo')).toEqual([['foo']]);
  });
  test('all packages of a call, with each of them', () => {
    expect(sets('npx -p b -p a@1 -- bin')).toEqual([['b', 'a@1'], ['b', 'a@1']]);
    expect(sets('pnpm dlx --package b --package a bin')).toEqual([['b', 'a'], ['b', 'a']]);
  });
  test('an installation and a remote have none', () => {
    expect(sets('npm i -g a b')).toEqual([undefined, undefined]);
    expect(sets('npx -y mcp-remote https://h.example/mcp')).toEqual([['mcp-remote'], undefined]);
  });
  test('a word with a credential is not kept, and neither is one with a variable', () => {
    expect(sets('npx git+https://user:hunter22@git.example/o/r.git')).toEqual([undefined]);
    expect(sets('npx https://x.example/a.tgz?sig=1')).toEqual([undefined]);
    expect(sets('npx foo@${V}')).toEqual([undefined]);
  });
});
