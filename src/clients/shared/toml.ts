// TOML (https://toml.io/en/v1.0.0) with smol-toml, which stops at the first fault: the table with the fault is then left out.
import { parse, TomlError, type TomlValue } from 'smol-toml';
import { LIMITS } from '../../model/limits.ts';
import { positionsIn } from '../../text/lines.ts';
import { memo, scalarNode, type At, type ConfigNode, type ConfigText } from './node.ts';
import { salvage, type Block, type Parsed } from './salvage.ts';
import { tomlOffsets } from './toml-keys.ts';

type Path = readonly (string | number)[];

/** Never throws. */
export function parseTomlText(text: string): ConfigText {
  return salvage(text, parsed, tableAt);
}

function parsed(text: string): Parsed {
  try {
    const value: TomlValue = parse(text, { maxDepth: LIMITS.nesting });
    const offsetOf = tomlOffsets(text);
    let locate: ReturnType<typeof positionsIn> | undefined;
    const atPath = (path: Path): At => () => {
      const offset = offsetOf(path);
      return offset === undefined ? undefined : (locate ??= positionsIn(text))(offset);
    };
    return { roots: [nodeOf(value, [], atPath)] };
  } catch (error) {
    // The library throws for whatever it refuses; its words would quote the file.
    if (error instanceof TomlError) return { problem: faultOf(error) };
    if (error instanceof RangeError) return { problem: { code: 'too-deep', message: 'tables or lists are nested too deep to be read' } };
    throw error;
  }
}

function faultOf(error: TomlError) {
  const position = { line: error.line, column: error.column };
  if (/depth|nested structures/i.test(error.message)) return { code: 'too-deep', message: 'tables or lists are nested too deep to be read', ...position } as const;
  if (/redefine|already/i.test(error.message)) return { code: 'duplicate-key', message: 'one table or key stands twice, which TOML forbids', ...position } as const;
  return { code: 'malformed', message: 'not valid TOML', ...position } as const;
}

// The fault may show behind its table (an open string): then the rounds leave out one table after the other.
function tableAt(lines: readonly string[], line: number): Block | undefined {
  const isHeader = (at: number) => /^\s*\[/.test(lines[at] ?? '');
  let start = line;
  while (start > 0 && !isHeader(start)) start -= 1;
  // Above the first table there are single keys only.
  if (!isHeader(start)) return lines[line]?.trim() === '' ? undefined : { start: line, end: line + 1 };
  let end = start + 1;
  while (end < lines.length && !isHeader(end)) end += 1;
  return { start, end };
}

function nodeOf(value: TomlValue, path: Path, atPath: (path: Path) => At): ConfigNode {
  const at = atPath(path);
  if (Array.isArray(value)) return { kind: 'list', items: memo(() => value.map((item, index) => nodeOf(item, [...path, index], atPath))), at };
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return scalarNode(value, at);
  if (typeof value === 'bigint' || value instanceof Date) return scalarNode(String(value), at);
  return {
    kind: 'map',
    entries: memo(() => Object.entries(value).map(([key, inner]) => ({ key, value: nodeOf(inner, [...path, key], atPath), at: atPath([...path, key]) }))),
    at,
  };
}
