// Samples of obfuscators and minifiers: every hidden text is found out of a call or sum, with what hides it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createInterpreter } from '../../../src/behaviors/constants/interpreter.ts';
import { HIDING_TRANSFORMS } from '../../../src/model/behavior.ts';
import { LIMITS } from '../../../src/model/limits.ts';
import { moduleOf, nodesOf } from './support.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/behaviors/constants');
const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<string, readonly string[]>;

describe.each(Object.entries(EXPECTED))('%s', (name, texts) => {
  const module = moduleOf(readFileSync(join(FOLDER, name), 'utf8'), name);
  const it = createInterpreter({ modules: [module], steps: LIMITS.callSteps, resolveImport: () => undefined });
  const found = new Map<string, boolean>();
  for (const node of nodesOf(module)) {
    if (node.type !== 'CallExpression' && node.type !== 'BinaryExpression' && node.type !== 'SequenceExpression') continue;
    const result = it.expression(node, module);
    if (result.ok && typeof result.value === 'string') found.set(result.value, result.via.some((transform) => HIDING_TRANSFORMS.has(transform)));
  }
  test.each(texts)('%s', (text) => {
    expect(found.get(text)).toBe(true);
  });
  test('stays far below the budget of the package', () => {
    expect(it.spent()).toBeLessThan(LIMITS.valueSteps / 4);
  });
});
