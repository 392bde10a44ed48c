// What comes back from a process that has read hostile source is not trusted: only what has the shape of a PackageBehaviors, in bounds,
// goes on. The same is asked of what the cache gives back.
import type { PackageBehaviors } from '../behaviors/contract.ts';
import { CONDITIONS, OBFUSCATION_TECHNIQUES, RECIPIENT_FIELDS, RECIPIENT_FORMS, TRANSFORMS } from '../model/behavior.ts';

type Check = (value: unknown) => boolean;

const MOST_FACTS = 200_000;
const MOST_PARTS = 1_000;
const LONGEST = 100_000;

const text: Check = (value) => typeof value === 'string' && value.length <= LONGEST;
const count: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const oneOf = (...words: readonly string[]): Check => (value) => typeof value === 'string' && words.includes(value);
const listOf = (check: Check, most = MOST_PARTS): Check => (value) => Array.isArray(value) && value.length <= most && value.every(check);

// A question mark behind a key: it may be absent.
function shape(keys: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(keys).map(([key, check]) => ({ key: key.replace('?', ''), check, optional: key.endsWith('?') }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const found = value as Readonly<Record<string, unknown>>;
    return checks.every(({ key, check, optional }) => (Object.hasOwn(found, key) ? check(found[key]) : optional));
  };
}

function byKind(shapes: ReadonlyMap<string, Check>): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') return false;
    return shapes.get(value.kind)?.(value) ?? false;
  };
}

const anything = shape({});
const via = listOf(oneOf(...TRANSFORMS));
const origin = byKind(new Map([
  ['constant', shape({ text, via })],
  ['argument', shape({ 'name?': text })],
  ['environment', shape({ 'name?': text })],
  ['remote', shape({ 'from?': text })],
  ['file', shape({ 'path?': text })],
  ['machine', shape({ 'name?': text })],
  ['clock', anything],
  ['random', anything],
  ['hidden', shape({ why: text })],
  ['unknown', anything],
]));
const origins = listOf(origin);
const place = shape({ path: text, line: count, column: count, 'excerpt?': text });
const base = {
  place,
  api: text,
  'within?': text,
  'when?': listOf(oneOf(...CONDITIONS)),
};

const behavior = byKind(new Map([
  ['mail', shape({
    ...base, field: oneOf(...RECIPIENT_FIELDS), form: oneOf(...RECIPIENT_FORMS), origins, message: text, sender: text,
    content: listOf(oneOf('constant', 'argument', 'environment', 'remote', 'file', 'machine', 'clock', 'random', 'hidden', 'unknown')), state: oneOf('sent', 'built'), 'together?': oneOf('all', 'one'), 'every?': (value) => value === true,
  })],
  ['network', shape({ ...base, method: oneOf('request', 'dns', 'socket', 'websocket', 'listen'), 'host?': text, 'url?': text, origins, sends: origins })],
  ['process', shape({ ...base, 'command?': text, origins })],
  ['environment', shape({ ...base, access: oneOf('name', 'all', 'computed'), 'name?': text })],
  ['file', shape({ ...base, access: oneOf('read', 'write', 'delete', 'list'), 'path?': text, origins, 'credential?': text, 'writes?': origins })],
  ['dynamic-code', shape({ ...base, origins, 'code?': text })],
  ['native-code', shape({ ...base, form: oneOf('addon', 'webassembly', 'binding-gyp', 'binary'), 'command?': text })],
  ['install-script', shape({ ...base, hook: text, command: text, runs: listOf(text) })],
  ['obfuscation', shape({ ...base, technique: oneOf(...OBFUSCATION_TECHNIQUES), 'size?': count })],
]));

const found = shape({
  behaviors: listOf(behavior, MOST_FACTS),
  folded: listOf(shape({ text, via, place }), MOST_FACTS),
  problems: listOf(shape({ code: text, message: text, 'path?': text, 'line?': count, 'column?': count, 'hint?': text }), MOST_FACTS),
  files: listOf(shape({ path: text, read: oneOf('whole', 'with-errors', 'windows', 'not') }), MOST_FACTS),
});

/** True where the value can be taken for what `analyse` gives. */
export function isPackageBehaviors(value: unknown): value is PackageBehaviors {
  return found(value);
}
