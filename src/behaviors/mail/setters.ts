// Recipients that are set by a call or an assignment on an object: `.bcc(x)`, `.addHeader('Bcc', x)`, `form.append('bcc', x)`,
// `msg.bcc.push(x)`, `Object.defineProperty(msg, 'bcc', …)`, `mail.data.bcc = x`. Setters of one object are one message.
import type { MailBehavior, RecipientField } from '../../model/behavior.ts';
import type { CallSite, Module, Node, Value } from '../contract.ts';
import { fieldOf, isContent, tellsMessage } from './fields.ts';
import { DEPTH, entryOf, nameOf, receiverOf, textOf } from './values.ts';

/** One setter of a recipient or of content. */
export interface Setter {
  readonly what: RecipientField | 'content';
  /** Content that only messages have. */
  readonly telling: boolean;
  readonly form: MailBehavior['form'];
  readonly value: Value;
  /** The object that is set. */
  readonly on: Value;
  readonly node: Node;
  /** Where to point: the name of the method rather than the start of its chain. */
  readonly at: Node;
  readonly module: Module;
  readonly api: string;
}

const PREFIX = /^(?:set|add|with|append|put|push|insert|attach|use|and)(?=[A-Z_])_?/;
const HEADER_SETTERS = /^(?:add|set|append|insert|put|with)?_?(?:custom)?(?:headers?|field|option|property|param|parameter|data|entry)$/i;
const KEY_SETTERS = /^(?:append|set|add|field|put|attr|header|setfield)$/i;
const RECIPIENT_SETTERS = /^(?:add|set|append|with|push|insert)_?recipients?$/i;
const GROWS = /^(?:push|unshift|concat|add|splice)$/;

/** The setter that a call is, if it is one. */
export function setterOf(call: CallSite): Setter | undefined {
  const { name } = call;
  // Names first: arguments are followed when they are read.
  if (name === undefined || call.isNew || !isSetterName(name)) return undefined;
  const on = call.on ?? receiverOf(call.callee);
  const [first, second, third] = call.args;
  if (first === undefined) return undefined;
  const base = { node: call.node, at: nameNode(call), module: call.module };
  const property = /^(?:defineProperty|set)$/.test(name) && on?.kind === 'global' && (on.path[0] === 'Object' || on.path[0] === 'Reflect');
  if (property) return keyed(second, third?.kind === 'record' ? entryOf(third, 'value')?.value ?? entryOf(third, 'get')?.value : third, { ...base, on: first, form: 'assignment', api: `${on.path[0] ?? ''}.${name}` });
  if (on === undefined || on.kind === 'global') return undefined;
  if (RECIPIENT_SETTERS.test(name)) return { ...base, what: fieldOf(kindOf(second) ?? '') ?? fieldOf(textOf(first) ?? '') ?? 'to', telling: false, form: 'call', value: fieldOf(textOf(first) ?? '') !== undefined && second ? second : first, on, api: `.${name}()` };
  if (second !== undefined && HEADER_SETTERS.test(name)) return keyed(first, second, { ...base, on, form: 'header', api: `.${name}()` });
  if (second !== undefined && KEY_SETTERS.test(name)) return keyed(first, second, { ...base, on, form: 'call', api: `.${name}()` });
  if (GROWS.test(name) && on.kind === 'member' && on.key !== undefined) return keyed({ kind: 'text', text: on.key, via: [] }, { kind: 'list', items: call.args, more: [] }, { ...base, on: on.of, form: 'call', api: `.${on.key}.${name}()` });
  // `.to(a, b)` takes several; a second argument that is no address is a name or an option.
  const several = second?.kind === 'text' && second.text.includes('@');
  return keyed({ kind: 'text', text: name.replace(PREFIX, ''), via: [] }, several ? { kind: 'list', items: call.args, more: [] } : first, { ...base, on, form: 'call', api: `.${name}()` });
}

/** Identity of the object that setters and calls name, so that they can be brought together. Unique in the package. */
export function identityOf(value: Value, depth = 0): string | undefined {
  if (depth > DEPTH) return undefined;
  switch (value.kind) {
    case 'record': return `${value.module.path}:${value.node.start}`;
    case 'call': {
      const receiver = receiverOf(value.callee);
      // A chain `new Mail().to(x).bcc(y)` is about its first object.
      const chained = receiver !== undefined && !value.isNew && isChain(nameOf(value.callee));
      return chained ? identityOf(receiver, depth + 1) ?? `${value.module.path}:${value.node.start}` : `${value.module.path}:${value.node.start}`;
    }
    case 'parameter': return `${value.module.path}:${value.fn.start}#${value.index}`;
    case 'member': {
      const of = identityOf(value.of, depth + 1);
      return of === undefined ? undefined : `${of}.${value.key ?? '*'}`;
    }
    case 'choice': return value.among.map((one) => identityOf(one, depth + 1)).find((id) => id !== undefined);
    default: return undefined;
  }
}

/** True for a name that sets something on a message, by itself or with a key. */
export function isSetterName(name: string): boolean {
  const plain = name.replace(PREFIX, '');
  return name === 'defineProperty' || GROWS.test(name) || HEADER_SETTERS.test(name) || KEY_SETTERS.test(name) || RECIPIENT_SETTERS.test(name) || fieldOf(plain) !== undefined || isContent(plain);
}

function isChain(name: string | undefined): boolean {
  if (name === undefined) return false;
  const plain = name.replace(PREFIX, '');
  return fieldOf(plain) !== undefined || isContent(plain) || HEADER_SETTERS.test(name) || KEY_SETTERS.test(name) || RECIPIENT_SETTERS.test(name);
}

function keyed(key: Value | undefined, value: Value | undefined, rest: Omit<Setter, 'what' | 'value' | 'telling'>): Setter | undefined {
  const text = textOf(key);
  if (text === undefined || value === undefined) return undefined;
  const field = fieldOf(text);
  if (field !== undefined) return { ...rest, what: field, value, telling: false };
  return isContent(text) || /^h:subject$/i.test(text) ? { ...rest, what: 'content', value, telling: tellsMessage(text) || /^h:subject$/i.test(text) } : undefined;
}

function kindOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'record') return textOf(entryOf(value, 'type')?.value);
  return textOf(value);
}

function nameNode(call: CallSite): Node {
  const callee = call.node['callee'] as Node | undefined;
  const property = callee?.type === 'MemberExpression' ? (callee['property'] as Node | undefined) : undefined;
  return property ?? call.node;
}
