// The reader of a client whose files are JSON alone.
import type { ClientReader } from '../contract.ts';
import type { Dialect } from './dialect.ts';
import { parseJsonText } from './json.ts';
import { dialectReader } from './reader.ts';

/** Reads JSON by a client's dialect. */
export function jsonReader(dialect: Dialect): ClientReader {
  return dialectReader(dialect, { json: parseJsonText });
}
