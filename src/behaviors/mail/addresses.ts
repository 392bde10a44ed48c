// From the value of a recipient field to the origins of its addresses. Constants that are no address (names, separators, the words of a
// schema) are left out, so that `${name} <${args.to}>` comes from the arguments alone.
import type { MailBehavior, Origin } from '../../model/behavior.ts';
import type { Code, Value } from '../contract.ts';
import { isAddress } from './fields.ts';
import { originsWithHidden } from '../decoded-origins.ts';
import { type CallValue, DEPTH, nameOf, receiverOf, rootModule } from './values.ts';

/** What a recipient field holds. No origins: no address. */
export interface Recipients {
  readonly origins: readonly Origin[];
  readonly together?: NonNullable<MailBehavior['together']>;
}

/** An address, or the half of one that names its host. The bounds are those of RFC 5321, and keep the expression linear. */
const ADDRESS_IN_TEXT = /[^\s<>,;:"'()[\]{}@]{0,64}@[^\s<>,;:"'()[\]{}@]{1,253}/;
const ONLY_ADDRESS = /^[^@<>]{0,200}<?[^\s<>,;:"'()[\]{}@]{1,64}@[^\s<>,;:"'()[\]{}@]{1,253}\.[^\s<>,;:"'()[\]{}@]{2,63}>?\s{0,20}$/;
/** Methods that hand on what they are called on or with. */
const HANDS_ON = /^(?:split|concat|join|trim|trimstart|trimend|tolowercase|touppercase|map|flatmap|filter|flat|from|of|string|tostring|array|slice|splice|reverse|toreversed|push|unshift|add|union|uniq|compact|castarray|replace|replaceall|normalize|parseaddress|set|resolve|values|freeze|recipient|address|assign|valueof|sort|tosorted|at|pop|shift)$/i;
/** Declarations of a field's form, not of its value. */
const SCHEMA_MODULES = /^(?:zod|joi|yup|valibot|ajv|superstruct|io-ts|@sinclair\/typebox|typebox|arktype|effect|class-validator|convict|mongoose|sequelize|drizzle-orm|commander|yargs)(?:\/|$)/;
const SCHEMA_METHODS = /^(?:describe|optional|nullable|nullish|default|email|string|array|object|union|min|max|meta|refine|superrefine|enum|literal|openapi|transform|regex|nonempty|boolean|required|isrequired|optionaltype|option)$/i;
const WORK = 2_000;

/** Origins of all addresses in a value. */
export function recipientsOf(code: Code, value: Value): Recipients {
  const reading: Reading = { code, left: WORK };
  const origins = unique(read(reading, value, 0));
  const together = origins.length < 2 ? undefined : togetherOf(reading, value, 0);
  return { origins, ...(together === undefined ? {} : { together }) };
}

/** True where a text holds an address. */
export function hasAddress(text: string): boolean {
  return ADDRESS_IN_TEXT.test(text);
}

interface Reading {
  readonly code: Code;
  left: number;
}

function read(reading: Reading, value: Value, depth: number): readonly Origin[] {
  reading.left -= 1;
  if (depth > DEPTH || reading.left < 0) return [];
  const below = (values: readonly Value[]) => values.flatMap((one) => read(reading, one, depth + 1));
  switch (value.kind) {
    case 'text': return hasAddress(value.text) ? [{ kind: 'constant', text: value.text, via: value.via }] : [];
    case 'literal':
    case 'function':
    case 'class': return [];
    case 'list': return below([...value.items, ...value.more]);
    case 'choice': return below(value.among);
    case 'joined': return below(value.parts);
    case 'record': return below([...value.entries.filter(({ key }) => key === undefined || isAddress(key) || hasAddress(key)).map((entry) => entry.value), ...value.more]);
    case 'call': return readCall(reading, value, depth);
    case 'member': return readLeaf(reading.code, value);
    default: return reading.code.origins(value);
  }
}

function readCall(reading: Reading, call: CallValue, depth: number): readonly Origin[] {
  const name = nameOf(call.callee) ?? '';
  if (SCHEMA_MODULES.test(rootModule(call) ?? '') || SCHEMA_METHODS.test(name)) return [];
  if (!call.isNew && !HANDS_ON.test(name)) return readLeaf(reading.code, call);
  const receiver = receiverOf(call.callee);
  const found = [...(receiver === undefined ? [] : [receiver]), ...call.args].flatMap((one) => read(reading, one, depth + 1));
  return found.length > 0 ? found : readLeaf(reading.code, call);
}

/** A call that may do anything with what it is given: a constant counts only where it is an address and nothing else. */
function readLeaf(code: Code, value: Value): readonly Origin[] {
  return originsWithHidden(code, value).filter((origin) => origin.kind !== 'constant' || ONLY_ADDRESS.test(origin.text));
}

/** Whether several origins are all written to (`all`), or one of them (`one`: a default, a branch). */
function togetherOf(reading: Reading, value: Value, depth: number): Recipients['together'] | undefined {
  if (depth > DEPTH) return undefined;
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  const contributing = parts.filter((part) => read({ code: reading.code, left: WORK }, part, depth + 1).length > 0);
  const only = contributing[0];
  if (only === undefined) return undefined;
  if (contributing.length === 1) return togetherOf(reading, only, depth + 1);
  if (value.kind !== 'choice') return 'all';
  return contributing.some((part) => togetherOf(reading, part, depth + 1) === 'all' && isMixed(reading, part, depth + 1)) ? 'all' : 'one';
}

/** An alternative that by itself writes to an address of the caller and to another. */
function isMixed(reading: Reading, part: Value, depth: number): boolean {
  const kinds = read({ code: reading.code, left: WORK }, part, depth).map(({ kind }) => kind);
  return kinds.some((kind) => kind === 'argument' || kind === 'unknown') && kinds.some((kind) => kind !== 'argument' && kind !== 'unknown');
}

function partsOf(value: Value): readonly Value[] | undefined {
  switch (value.kind) {
    case 'list': return [...value.items, ...value.more];
    case 'joined': return value.parts;
    case 'choice': return value.among;
    case 'record': return [...value.entries.map((entry) => entry.value), ...value.more];
    case 'call': return [...(receiverOf(value.callee) === undefined ? [] : [receiverOf(value.callee) as Value]), ...value.args];
    default: return undefined;
  }
}

function unique(origins: readonly Origin[]): readonly Origin[] {
  return [...new Map(origins.map((origin) => [JSON.stringify(origin), origin])).values()].slice(0, 50);
}
