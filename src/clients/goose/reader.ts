// `extensions` of Goose's config.yaml: a map, of whose entries some are no servers but parts of Goose or Python code.
import { createHash } from 'node:crypto';
import type { ServerLaunch } from '../../model/server.ts';
import type { ClientReader } from '../contract.ts';
import { quoted, type Collector } from '../shared/collect.ts';
import { textAt, valueAt, type ConfigNode } from '../shared/node.ts';
import { yamlReader } from '../shared/yaml-reader.ts';

const BUILT_IN = new Set(['builtin', 'platform', 'frontend']);

function launch(entry: ConfigNode, name: string, collect: Collector): ServerLaunch | undefined {
  const type = textAt(entry, ['type']);
  if (type === undefined) return undefined;
  if (BUILT_IN.has(type)) return { kind: 'builtin', name: `${type} ${textAt(entry, ['name']) ?? name}` };
  if (type !== 'inline_python') return undefined;
  const code = textAt(entry, ['code']);
  if (code !== undefined) return { kind: 'inline', language: 'python', sha256: createHash('sha256').update(code, 'utf8').digest('hex') };
  collect.problem('unknown-entry', `the extension ${quoted(name)} is Python code, but holds none`, valueAt(entry, 'type')?.at);
  return { kind: 'unknown' };
}

export const reader: ClientReader = yamlReader({ client: 'goose', lists: [['extensions']], switches: ['enabled'], launch });
