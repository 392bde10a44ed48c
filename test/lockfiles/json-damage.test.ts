import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bun } from '../../src/lockfiles/bun.ts';
import { parseJsonc } from '../../src/lockfiles/bun/json.ts';
import type { LockfileReader } from '../../src/lockfiles/contract.ts';
import { npm } from '../../src/lockfiles/npm.ts';
import { damage, lostSilently, matched, numbers } from '../support/damage.ts';

const FOLDER = new URL('../../fixtures/lockfiles/', import.meta.url);

function cases(format: string, reader: LockfileReader): { name: string; text: string; reader: LockfileReader }[] {
  return readdirSync(new URL(`${format}/`, FOLDER)).flatMap((name) =>
    readdirSync(new URL(`${format}/${name}/`, FOLDER))
      .filter((file) => /lock\.json$|shrinkwrap\.json$|bun\.lock$/.test(file))
      .map((file) => ({ name: `${format}/${name}/${file}`, text: readFileSync(new URL(`${format}/${name}/${file}`, FOLDER), 'utf8'), reader })),
  );
}

function parsed(text: string): unknown {
  const { result } = parseJsonc(text);
  return result.ok ? result.value : undefined;
}

describe.each([...cases('npm', npm), ...cases('bun', bun)])('$name', ({ text, reader }) => {
  const whole = reader.parse(text, 'lock');
  const identities = matched(whole);

  test('cut at every offset: all packages or a problem', () => {
    const silent: number[] = [];
    for (let end = 0; end < text.length; end += 1) {
      const cut = reader.parse(text.slice(0, end), 'lock');
      if (cut.problems.length === 0 && matched(cut).size < identities.size) silent.push(end);
    }
    expect(silent).toEqual([]);
  });

  test('1,000 random changes: no throw, nothing lost in silence', () => {
    const next = numbers(20250917);
    for (let round = 0; round < 1000; round += 1) {
      const changed = damage(text, next);
      const after = reader.parse(changed, 'lock');
      expect({ round, lost: lostSilently(whole, after, () => parsed(changed)) }).toEqual({ round, lost: [] });
    }
  });
});
