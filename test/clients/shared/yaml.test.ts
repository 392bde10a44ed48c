import { describe, expect, test } from 'vitest';
import { entriesAt, entriesOf, itemsOf, valueAt, type ConfigNode } from '../../../src/clients/shared/node.ts';
import { parseYamlText } from '../../../src/clients/shared/yaml.ts';

const names = (text: string, key: string) => parseYamlText(text).roots.flatMap((root) => entriesAt(root, [key])).flatMap(({ value }) => entriesOf(value)).map((entry) => `${entry.key} ${entry.at()?.line}:${entry.at()?.column}`);
const faults = (text: string) => parseYamlText(text).problems.map(({ code, line }) => `${code} ${line}`);
const scalar = (node: ConfigNode | undefined) => (node?.kind === 'scalar' ? node.value : node?.kind);

describe('YAML', () => {
  test('positions of keys, in blocks, in flow style, quoted', () => {
    expect(names('# c\nx:\n  a: {}\n  "b c": {}\nx2: 1\n', 'x')).toEqual(['a 3:3', 'b c 4:3']);
    expect(names('x: { a: 1,\n  "b": 2 }', 'x')).toEqual(['a 1:6', 'b 2:3']);
  });

  test('what plain scalars are, and that quoted ones stay text', () => {
    const [root] = parseYamlText('a: true\nb: "true"\nc: ~\nd:\ne: 8080\nf: 1.2.3\ng: yes\nh: 0x10\ni: !!str 5\n').roots;
    expect([...'abcdefghi'].map((key) => scalar(valueAt(root, key)))).toEqual([true, 'true', null, null, 8080, '1.2.3', 'yes', '0x10', '5']);
  });

  test('several documents are several roots', () => {
    expect(parseYamlText('a: 1\n---\nb: 2\n').roots.map((root) => entriesOf(root)[0]?.key)).toEqual(['a', 'b']);
  });

  test('repeated keys are all there', () => {
    expect(names('x:\n  a: 1\n  a: 2\n', 'x')).toEqual(['a 2:3', 'a 3:3']);
  });

  test('aliases, merges, and maps that merge themselves', () => {
    const [root] = parseYamlText('d: &d { command: npx, args: [a] }\nx: { <<: *d, args: [b] }\ny: *d\nz: &z { <<: *z, k: 1 }\n').roots;
    const x = valueAt(root, 'x');
    expect(entriesOf(x).map(({ key }) => key)).toEqual(['command', 'args']);
    expect(scalar(itemsOf(valueAt(x, 'args'))[0])).toBe('b');
    expect(scalar(valueAt(valueAt(root, 'y'), 'command'))).toBe('npx');
    expect(entriesOf(valueAt(root, 'z')).map(({ key }) => key)).toContain('k');
  });

  test('an alias bomb stays folded', () => {
    const lines = ['a0: &a0 [x, x]', ...Array.from({ length: 60 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`)];
    expect(parseYamlText(lines.join('\n')).roots.length).toBe(1);
  });
});

describe('damage', () => {
  test('only the entry with the fault is lost', () => {
    const text = 'extensions:\n  a:\n    cmd: x\n  b:\n    cmd: "x\n  c:\n    cmd: y\nother: 1\n';
    expect(names(text, 'extensions').toSorted()).toEqual(['a 2:3', 'c 6:3']);
    expect(faults(text)[0]).toMatch(/^malformed/);
  });

  test('a quote that is never closed, before many entries', () => {
    const entries = (prefix: string) => Array.from({ length: 30 }, (_, at) => `  ${prefix}${at}:\n    cmd: x\n`).join('');
    expect(names(`x:\n${entries('a')}  bad:\n    cmd: "x\n${entries('b')}`, 'x').length).toBe(60);
    const items = Array.from({ length: 30 }, (_, at) => `- name: s${at}\n  command: x\n`).join('');
    const roots = parseYamlText(`mcpServers:\n${items}- name: "bad\n${items}`).roots.flatMap((root) => itemsOf(valueAt(root, 'mcpServers')));
    expect(roots.length).toBe(60);
  });

  test('a fault in one entry leaves those before and after', () => {
    const text = 'x:\n  a: 1\n  b: [1, 2\n  c: 3\n';
    expect(faults(text).length).toBeGreaterThan(0);
    expect(names(text, 'x')[0]).toBe('a 2:3');
  });

  test('a tab as indentation', () => {
    expect(faults('x:\n\ta: 1\n').length).toBeGreaterThan(0);
  });

  test('nesting without end, and noise', () => {
    for (const open of ['[', '{a: ', '- ']) expect(faults(open.repeat(100_000))[0]).toMatch(/^too-deep/);
    expect(() => parseYamlText('\u0000\u0001%&*!|>@`')).not.toThrow();
    expect(parseYamlText('').roots.flatMap(entriesOf)).toEqual([]);
  });
});
