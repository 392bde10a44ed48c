// Generated programs, made of constants alone, against the engine's own run of them.
import * as fc from 'fast-check';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Constant } from '../../../src/behaviors/constants/contract.ts';
import { constant, lastOf, shown } from './support.ts';

const { expression } = fc.letrec<{ expression: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom('0', '1', '-1', '7', '255', '1.5', 'NaN', '""', '"a"', '"abc"', '"10"', '" "', 'null', 'undefined', 'true', 'false', '[]', '[1, 2]', '["x"]', '({})', '({ a: 1, b: "c" })', 'x', 'y', 'list', 'record'),
    fc.integer({ min: -70, max: 70 }).map((number) => `(${String(number)})`),
  ),
  expression: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>', '<', '>', '<=', '>=', '==', '!=', '===', '!==', '&&', '||', ','), tie('expression')).map(([a, sign, b]) => `((${a}) ${sign} (${b}))`),
    fc.tuple(fc.constantFrom('!', '-', '+', '~', 'typeof ', 'void '), tie('expression')).map(([sign, a]) => `(${sign}(${a}))`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `((${a}) ? (${b}) : (${c}))`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `\`<\${${a}}|\${${b}}>\``),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a}, ${b}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `((p, q = 3) => [p, q, typeof p])(${a}, ${b})`),
    tie('expression').map((a) => `(${a})?.length`),
    tie('expression').map((a) => `(() => { let n = 0; for (const k in (${a})) n += k; return n })()`),
    tie('expression').map((a) => `(() => { try { return (${a}).slice(0, 2).concat("z") } catch (e) { return "threw" } })()`),
    tie('expression').map((a) => `(() => { try { return [...(${a})].map((v, i) => v + i).join() } catch (e) { return "threw" } })()`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(() => { const { length = ${a}, ...rest } = { k: ${b} }; return [length, rest] })()`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(() => { switch (${a}) { case ${b}: return 1; default: return 2; case 1: return 3 } })()`),
    fc.tuple(tie('expression'), fc.constantFrom('+=', '-=', '*=', '|=', '^=', '&&=', '||=', '??=')).map(([a, sign]) => `(() => { let v = 3; v ${sign} (${a}); return v })()`),
  ),
}));

const CONTEXT = createContext({});
const START = 'const x = 5, y = "why", list = [3, "l"], record = { p: 1, q: [2] };\n';

function truthOf(code: string): Constant {
  // The values of another context have prototypes of their own: they are carried over as JSON with what JSON lacks written out.
  const carried: unknown = runInContext(`(() => { ${START} return JSON.stringify([(${code})], (key, v) => v === undefined ? { $: "undefined" } : typeof v === "number" && (!Number.isFinite(v) || Object.is(v, -0)) ? { $: Object.is(v, -0) ? "-0" : String(v) } : v) })()`, CONTEXT, { timeout: 1000 });
  return constant((revive(JSON.parse(String(carried))) as readonly unknown[])[0]);
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  if ('$' in value) return value.$ === 'undefined' ? undefined : Number(value.$);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revive(part)]));
}

test('a program of constants gives what the engine gives', () => {
  fc.assert(fc.property(expression, (code) => { expect(shown(lastOf(`${START}const result = (${code});\nresult;`))).toEqual(truthOf(code)); }), { numRuns: 400 });
});
