// The reader of a client whose files are YAML alone.
import type { ClientReader } from '../contract.ts';
import type { Dialect } from './dialect.ts';
import { parseYamlText } from './yaml.ts';
import { dialectReader } from './reader.ts';

/** Reads YAML by a client's dialect. */
export function yamlReader(dialect: Dialect): ClientReader {
  return dialectReader(dialect, { yaml: parseYamlText });
}
