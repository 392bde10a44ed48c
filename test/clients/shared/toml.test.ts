import { describe, expect, test } from 'vitest';
import { entriesAt, entriesOf, itemsOf, type ConfigNode } from '../../../src/clients/shared/node.ts';
import { parseTomlText } from '../../../src/clients/shared/toml.ts';

const names = (roots: readonly ConfigNode[], ...path: string[]) => roots.flatMap((root) => entriesAt(root, path)).flatMap(({ value }) => entriesOf(value)).map(({ key, at }) => `${key} ${at()?.line}:${at()?.column}`);
const faults = (text: string) => parseTomlText(text).problems.map(({ code, line }) => `${code} ${line}`);

describe('positions', () => {
  test('headers, dotted keys, inline tables, quoted keys; never inside a string', () => {
    const text = [
      'note = """', '[mcp_servers.fake]', 'command = "x" """', "other = '''", "[mcp_servers.fake2]'''", 'list = [', '  "[mcp_servers.fake3]", # [a]', ']',
      'mcp_servers.dotted.command = "x"', '[mcp_servers."a b"]', 'command = "y"', '  [ mcp_servers . \'c\' ] # comment', 'command = "z"', '[mcp_servers.d.env]', 'A = "1"',
    ].join('\n');
    expect(names(parseTomlText(text).roots, 'mcp_servers')).toEqual(['dotted 9:1', 'a b 10:1', 'c 12:3', 'd 14:1']);
  });

  test('one inline table for all: the key before it', () => {
    expect(names(parseTomlText('a = 1\nmcp_servers = { x = { command = "y" } }\n').roots, 'mcp_servers')).toEqual(['x 2:1']);
  });

  test('arrays of tables, also nested ones', () => {
    const [root] = parseTomlText('[[s]]\nname = "a"\n\n[[s]]\nname = "b"\n[[s.t]]\n[[s.t]]\nx = 1\n').roots;
    const items = entriesAt(root, ['s']).flatMap(({ value }) => itemsOf(value));
    expect(items.map(({ at }) => at()?.line)).toEqual([1, 4]);
    expect(entriesOf(items[1]).flatMap(({ value }) => itemsOf(value)).map(({ at }) => at()?.line)).toEqual([6, 7]);
  });

  test('strings with escapes and quotes at their ends', () => {
    expect(names(parseTomlText('a = "\\"[s.x]\\\\"\nb = """x"""""\n[s.y]\n').roots, 's')).toEqual(['y 3:1']);
  });

  test('line ends of Windows', () => {
    expect(names(parseTomlText('[s.x]\r\na = 1\r\n[s.y]\r\nb = 2\r\n').roots, 's')).toEqual(['x 1:1', 'y 3:1']);
  });
});

describe('damage', () => {
  test('a table that stands twice is read twice', () => {
    const { roots } = parseTomlText('[s.a]\nx = 1\n[s.a]\nx = 2\n[s.b]\nx = 3\n');
    expect(names(roots, 's')).toEqual(['a 1:1', 'b 5:1', 'a 3:1']);
    expect(faults('[s.a]\nx = 1\n[s.a]\nx = 2\n')).toEqual(['duplicate-key 3']);
  });

  test('only the table with the fault is lost', () => {
    const text = '[s.a]\nx = 1\n[s.b]\nx = = 2\n[s.c]\nx = 3\n';
    expect([names(parseTomlText(text).roots, 's'), faults(text)]).toEqual([['a 1:1', 'c 5:1'], ['malformed 4']]);
  });

  test('a string that is never closed, before many tables', () => {
    const tables = (prefix: string) => Array.from({ length: 30 }, (_, at) => `[s.${prefix}${at}]\nx = 1\n`).join('');
    expect(names(parseTomlText(`${tables('a')}[s.bad]\nx = """\n${tables('b')}`).roots, 's').length).toBe(60);
  });

  test('a fault above the first table', () => {
    const text = 'a = \nb = 1\n[s.c]\nx = 3\n';
    expect([names(parseTomlText(text).roots, 's'), faults(text)]).toEqual([['c 3:1'], ['malformed 1']]);
  });

  test('noise ends after a few rounds', () => {
    expect(parseTomlText('[[[[\n'.repeat(2_000)).roots).toEqual([]);
    expect(faults('[[[[\n'.repeat(2_000)).length).toBeLessThan(10);
  });

  test('nesting without end', () => {
    expect(faults(`a = ${'['.repeat(100_000)}`)[0]).toMatch(/^too-deep/);
    expect(parseTomlText(`[${'a.'.repeat(20_000)}a]\nb = 1`).problems).toEqual([]);
  });

  test('keys of prototypes are keys like any other', () => {
    expect(names(parseTomlText('[s.__proto__]\nx = 1\n[s.constructor]\nx = 1\n').roots, 's')).toEqual(['__proto__ 1:1', 'constructor 3:1']);
  });
});
