// One entry of a list of servers as the common shape has it (`command`, `args`, `env`, or an address), with the names that clients
// have given the same things. What one client does not know is read all the same: an auditor misses less that way.
import type { McpServer } from '../../model/server.ts';
import { hasUnprintable } from '../../text/printable.ts';
import { quoted, type Collector } from './collect.ts';
import type { Dialect } from './dialect.ts';
import { isToggle, readLaunches } from './launch.ts';
import { entriesOf, firstAt, isBoolean, itemsOf, textAt, textOf, valueAt, type At, type ConfigNode } from './node.ts';
import { readEnvironment, readHeaders } from './values.ts';

/** What is known of an entry from around it. */
export interface EntryOptions {
  /** Folder of the project for which a user's file states the entry. */
  readonly project?: string;
  /** Switched off from outside the entry. */
  readonly disabled?: true;
}

/** Keys of every JavaScript object, with which an entry changes the reader of a careless client. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const LONGEST_NAME = 500;

/** Adds what the entry states, or a problem that says why it states nothing. */
export function readEntry(node: ConfigNode, name: string, at: At, dialect: Dialect, collect: Collector, options: EntryOptions = {}): void {
  if (!collect.spend(1)) return;
  if (PROTOTYPE_KEYS.has(name) || hasUnprintable(name) || name.trim() === '' || name.length > LONGEST_NAME) collect.problem('invalid-name', `${quoted(name)} cannot be the name of a server`, at);
  if (node.kind !== 'map') {
    collect.problem('unknown-entry', `the server ${quoted(name)} is not a map of settings`, at);
    return;
  }
  reportRepeated(node, name, collect);
  // Continue's older form holds everything one level deeper: `transport: { type, command, args }`.
  const inner = valueAt(node, 'transport');
  const entry = inner?.kind === 'map' ? inner : node;
  const file = textAt(entry, ['envFile', 'env_file']) ?? textOf(itemsOf(firstAt(entry, ['envFile', 'env_file']))[0]);
  const shared: Omit<McpServer, 'client' | 'scope' | 'launch' | 'urlSecrets'> = {
    name,
    ...(options.project === undefined ? {} : { project: options.project }),
    state: options.disabled === true || isDisabled(node, name, dialect, collect) ? 'disabled' : 'enabled',
    environment: readEnvironment(entry, name, collect),
    headers: readHeaders(entry, name, collect),
    ...(file === undefined ? {} : { environmentFile: file }),
    approvals: approvalsOf(node, dialect),
  };
  const launches = readLaunches(entry, name, dialect, collect);
  for (const launched of launches) collect.server({ ...shared, ...launched }, at);
  if (launches.length > 0) return;
  if (isToggle(node)) {
    collect.server({ ...shared, launch: { kind: 'toggle' }, urlSecrets: [] }, at);
    return;
  }
  collect.problem('unknown-entry', `the server ${quoted(name)} has neither a command nor an address that could be read`, at);
  collect.server({ ...shared, launch: { kind: 'unknown' }, urlSecrets: [] }, at);
}

/** A problem for each key that stands twice in one map. */
export function reportRepeated(node: ConfigNode, of: string, collect: Collector): void {
  const seen = new Set<string>();
  for (const { key, at } of entriesOf(node)) {
    if (seen.has(key)) collect.problem('duplicate-key', `the key ${quoted(key)} stands twice in ${quoted(of)}; readers differ in which they use`, at);
    seen.add(key);
  }
}

function isDisabled(entry: ConfigNode, name: string, dialect: Dialect, collect: Collector): boolean {
  const off = [
    ...(isBoolean(valueAt(entry, 'disabled'), true) ? ['disabled' as const] : []),
    ...(isBoolean(valueAt(entry, 'enabled'), false) ? ['enabled' as const] : []),
  ];
  const obeyed = off.some((key) => dialect.switches?.includes(key) === true);
  if (off.length > 0 && !obeyed) collect.note(`the server ${quoted(name)} is marked as switched off with a key that this client is not known to obey; it counts as enabled`);
  return obeyed;
}

function approvalsOf(entry: ConfigNode, dialect: Dialect): McpServer['approvals'] {
  const named = (dialect.approvals ?? []).flatMap((key) => {
    const tools = toolsOf(valueAt(entry, key));
    return tools === undefined ? [] : [{ key, tools }];
  });
  return [...named, ...(dialect.moreApprovals?.(entry) ?? [])];
}

function toolsOf(node: ConfigNode | undefined): readonly string[] | '*' | undefined {
  if (isBoolean(node, true)) return '*';
  const tools = itemsOf(node).flatMap((item) => textOf(item) ?? []);
  if (tools.length === 0) return undefined;
  return tools.includes('*') ? '*' : tools;
}
