// The reader of a client whose files are TOML alone.
import type { ClientReader } from '../contract.ts';
import type { Dialect } from './dialect.ts';
import { parseTomlText } from './toml.ts';
import { dialectReader } from './reader.ts';

/** Reads TOML by a client's dialect. */
export function tomlReader(dialect: Dialect): ClientReader {
  return dialectReader(dialect, { toml: parseTomlText });
}
