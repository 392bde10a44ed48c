// Every fixture cut, and with bytes of noise in it: no reader throws, and none gives more than its text can hold.
import { describe, expect, test } from 'vitest';
import { BUILDS } from '../../src/builds/registry.ts';
import { buildCases, readBuild } from '../support/builds.ts';

describe.each(BUILDS.map(({ id }) => id))('%s', (id) => {
  test.each(buildCases(id))('$name', async ({ text }) => {
    const cuts = Array.from({ length: Math.ceil(text.length / 9) }, (_, at) => text.slice(0, at * 9));
    const noisy = ['\u0000', '"', '{', '\n\t', '*', '<<X', '`', '\ud800'].flatMap((noise) => [0.2, 0.5, 0.8].map((part) => text.slice(0, text.length * part) + noise + text.slice(text.length * part)));
    for (const damaged of [...cuts, ...noisy]) {
      const { commands, problems } = await readBuild(id, damaged);
      const lines = damaged.split('\n').length;
      for (const { position } of [...commands, ...problems.flatMap(({ line, column }) => (line === undefined || column === undefined ? [] : [{ position: { line, column } }]))]) expect(position.line >= 1 && position.line <= lines && position.column >= 1).toBe(true);
    }
  });
});
