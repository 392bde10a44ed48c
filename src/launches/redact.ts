// A command line that can be shown: every value that is or may be a secret is replaced by its name. Where it is not certain, it is
// replaced: a line that hides too much is a nuisance, one that prints a token is a leak.
import { LIMITS } from '../model/limits.ts';
import type { NamedValue } from '../model/server.ts';
import { hasSecretName, isReference, namedValue, type ValueDigest } from '../text/named-value.ts';
import { redactAddresses } from './redact-url.ts';
import { decodeCommand } from './shells.ts';
import { textPieces } from './text-pieces.ts';
import { hasKeyForm, isUuid, looksLikeToken } from './token-form.ts';

/** The line as it may be shown, and what it holds that reads like a secret. */
export interface Redacted {
  readonly text: string;
  /** Each name once. */
  readonly secrets: readonly NamedValue[];
}

const HEADER_FLAG = /^(?:-H|--(?:http-|custom-|extra-)?headers?)$/i;
const ENVIRONMENT_FLAG = /^(?:-e|--env|--env-var|--set-env|--setenv)$/;
const USER_FLAG = /^(?:-u|--user|--proxy-user)$/;
/** The word behind is a line for a shell, which may begin with a variable. */
const LINE_FLAG = /^(?:|-[a-z]{0,4}c|\/[ck]|-S|-command|--(?:stdio|command|call|exec|inner|run|split-string))$/i;
const ENCODED_FLAG = /^[-/–—]e(?:c|nc?o?d?e?d?c?o?m?m?a?n?d?)?$/i;
/** Short for a key or a token in many programs, for other things in others: the value decides. */
const SHORT_FLAG = /^-[kKtp]$/;
const OPAQUE_VALUE = /^(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}$/;
/** npm's own settings, as `npm config set //host/:_authToken VALUE` has them. */
const NPM_AUTH = /(?:^|:)_(?:authToken|auth|password)$/;
/** A list of words, as `Start-Process -ArgumentList` takes it. */
const LIST_OF_FLAGS = /^[^\s,="']*(?:,[^\s,="']+)*,--?[A-Za-z][^\s"']*$/;
const SECRET_HEADER = /authorization|api-?key|token|cookie|secret|password|^x-/i;
/** A package, an image or a download by digest or version holds long runs of digits and letters by nature. */
const NAMED_BY_DIGEST = /@sha\d{3}:[0-9a-f]{40,128}$|#[0-9a-f]{7,64}$|^(?:@[\w.-]+\/)?[\w.-]+@(?:npm:)?[v^~<>=]*\d[\w.+-]*$/i;

/** A program and its arguments. */
export function redactWords(words: readonly string[], digest?: ValueDigest): Redacted {
  const state = newState(digest);
  const shown = words.map((word) => shellQuoted(redactWord(word, state, 0)));
  return { text: shown.join(' '), secrets: [...state.secrets.values()] };
}

/** A text for a shell. */
export function redactLine(text: string, digest?: ValueDigest): Redacted {
  const state = newState(digest);
  return { text: redactText(text, state, 0), secrets: [...state.secrets.values()] };
}

interface State {
  readonly digest: ValueDigest | undefined;
  readonly secrets: Map<string, NamedValue>;
  /** The word before: a flag tells what its value is. */
  previous: string;
  /** The name that the next word is the value of (`--env NAME VALUE`). */
  valueOf: { readonly place: NamedValue['in']; readonly name: string } | undefined;
  /** `-e NAME` of a container engine takes no second word. */
  engine: boolean;
}

function newState(digest: ValueDigest | undefined): State {
  return { digest, secrets: new Map(), previous: '', valueOf: undefined, engine: false };
}

function redactWord(word: string, state: State, depth: number): string {
  const { previous, valueOf } = state;
  state.previous = word;
  state.valueOf = undefined;
  if (/^(?:.*[/\\])?(?:docker|podman|nerdctl|finch)(?:\.exe)?$/i.test(word.slice(-40))) state.engine = true;
  if (valueOf !== undefined && !isFlag(word)) return hidden(valueOf.place, valueOf.name, word, state);
  if (depth < LIMITS.launchNesting && word.length <= LIMITS.launchDisplay && LIST_OF_FLAGS.test(word)) return word.split(',').map((part) => redactWord(part, state, depth + 1)).join(',');
  return valueOfFlag(word, previous, state, depth) ?? ownForm(word, state, depth, LINE_FLAG.test(previous));
}

// What the flag before says about the word.
function valueOfFlag(word: string, previous: string, state: State, depth: number): string | undefined {
  if (HEADER_FLAG.test(previous) && !isFlag(word)) return header(word, state);
  if (ENCODED_FLAG.test(previous)) {
    const command = decodeCommand(word);
    if (command !== undefined && command.length > 8 && depth < LIMITS.launchNesting) {
      redactText(command, state, depth + 1);
      return '<encoded>';
    }
  }
  if (ENVIRONMENT_FLAG.test(previous) && !state.engine && /^[A-Za-z_]\w*$/.test(word) && hasSecretName(word)) state.valueOf = { place: 'environment', name: word };
  if (USER_FLAG.test(previous) && /:(?!\d+$)./s.test(word) && !word.includes('://')) return hidden('argument', 'user', word, state);
  if (/(?:^|[:=\s])(?:bearer|basic)$/i.test(previous.slice(-10)) && !isFlag(word)) return hidden('header', 'Authorization', word, state);
  if (NPM_AUTH.test(previous)) return hidden('argument', 'authToken', word, state);
  if (SHORT_FLAG.test(previous) && !state.engine && OPAQUE_VALUE.test(word)) return hidden('argument', previous.slice(1), word, state);
  if (!/^-{1,2}[^-=]/.test(previous) || previous.includes('=') || isFlag(word)) return undefined;
  const name = flagName(previous);
  return hasSecretName(name) && !isSwitch(name) && !/^(?:\d{1,5}|true|false)$/.test(word) ? hidden('argument', name, word, state) : undefined;
}

// What the word says by itself.
function ownForm(word: string, state: State, depth: number, isLine: boolean): string {
  if (depth >= LIMITS.launchNesting) return '…';
  if (word.startsWith('-')) return flag(word, state, depth);
  if (isLine && /\s/.test(word) && /^(?:\$env:)?[A-Za-z_]\w*=/.test(word)) return nested(word, state, depth);
  const assignment = /^(\$env:)?([A-Za-z_][\w.]*)\+?=(.*)$/is.exec(word);
  if (assignment !== null && !/^(?:type|source|src|target|dst|destination|driver|readonly|volume-opt)$/.test(assignment[2] as string)) {
    return `${assignment[1] ?? ''}${assignment[2] as string}=${hidden('environment', assignment[2] as string, assignment[3] as string, state)}`;
  }
  if (/^\s*[{[]/.test(word) && word.includes('"')) return json(word, state);
  if (/^[A-Za-z][\w-]{0,60}:\s/.test(word) && SECRET_HEADER.test(word.slice(0, word.indexOf(':')))) return header(word, state);
  if (/[\s;&|]/.test(word) && !/^[a-z][a-z0-9+.-]*:\/\/\S*$/i.test(word)) return nested(word, state, depth);
  return plain(word, state);
}

function nested(word: string, state: State, depth: number): string {
  const before = state.previous;
  state.previous = '';
  const text = redactText(word, state, depth + 1);
  state.previous = before;
  return text;
}

function redactText(text: string, state: State, depth: number): string {
  if (depth >= LIMITS.launchNesting) return '…';
  const shown: string[] = [];
  for (const piece of textPieces(text)) {
    if (piece.kind === 'separator') {
      if (/[;&|\n]/.test(piece.text)) state.previous = '';
      shown.push(piece.text);
    } else {
      const word = redactWord(piece.text, state, depth);
      shown.push(piece.quoted || /\s/.test(word) ? shellQuoted(word) : word);
    }
  }
  return shown.join('');
}

function flag(word: string, state: State, depth: number): string {
  const equals = word.indexOf('=');
  if (/^-H./.test(word)) return `-H${header(word.slice(2), state)}`;
  const glued = /^-[a-zA-Z]{0,3}?([A-Z_][A-Z0-9_]+)=(.*)$/s.exec(word);
  if (glued !== null) return `${word.slice(0, word.indexOf('=') + 1)}${hidden('environment', glued[1] as string, glued[2] as string, state)}`;
  if (equals === -1) return looksLikeToken(word.slice(2)) ? `${word.slice(0, 2)}${hidden('argument', 'argument', word.slice(2), state)}` : plain(word, state);
  const head = word.slice(0, equals);
  const name = flagName(head);
  const value = word.slice(equals + 1);
  if (HEADER_FLAG.test(head)) return `${head}=${header(value, state)}`;
  if (hasSecretName(name) && !isSwitch(name) && !/^(?:\d{1,5}|true|false)$/.test(value)) return `${head}=${hidden('argument', name, value, state)}`;
  return `${looksLikeToken(head) ? '<argument>' : head}=${ownForm(value.startsWith('-') ? ` ${value}` : value, state, depth + 1, LINE_FLAG.test(head))}`;
}

function plain(word: string, state: State): string {
  const addresses = redactAddresses(word, state.digest);
  for (const secret of addresses.secrets) keep(secret, state);
  if (NAMED_BY_DIGEST.test(addresses.text.slice(-300))) return addresses.text;
  // Addresses have been looked at part by part, and folders are often named by a hash.
  const outside = addresses.text.replace(/[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>,;|]*/gi, ' ');
  const suspect = /^(?:\.{0,2}[/\\]|~[/\\]|[a-z]:[\\/])/i.test(word) ? hasKeyForm(outside) : isUuid(outside) || looksLikeToken(outside);
  return suspect ? hidden('argument', 'argument', word, state) : addresses.text;
}

// `Name: value`, also `Name=value` and `Name:value`.
function header(word: string, state: State): string {
  if (/^\s*[{[]/.test(word)) return json(word, state);
  const end = word.search(/[:=]/);
  if (end > 0) return `${word.slice(0, end + 1)}${word[end + 1] === ' ' ? ' ' : ''}${hidden('header', word.slice(0, end).trim(), word.slice(end + 1).trim(), state)}`;
  if (/^[A-Za-z][\w-]{0,60}$/.test(word) && SECRET_HEADER.test(word) && !looksLikeToken(word)) {
    state.valueOf = { place: 'header', name: word };
    return word;
  }
  return /^\$|^%|^@/.test(word) ? word : hidden('header', 'header', word, state);
}

// Every text value: a configuration in one argument may hold keys under any name.
function json(word: string, state: State): string {
  return word.replace(/"([^"\\]{1,100})"(\s{0,100}:\s{0,100})"((?:[^"\\]|\\.)*)("|\\?$)/gs, (_, name: string, colon: string, value: string, end: string) => `"${name}"${colon}"${hidden('argument', name, value, state)}${end}`)
    .replace(/(\[|,)(\s{0,100})"((?:[^"\\]|\\.)*)("|\\?$)(?!\s{0,100}:)/gs, (all, open: string, space: string, value: string, end: string) => (looksLikeToken(value) || value.includes('://') ? `${open}${space}"${hidden('argument', 'argument', value, state)}${end}` : all));
}

// The value is noted by its name; what somebody else fills in stays, for it tells more than it hides.
function hidden(place: NamedValue['in'], name: string, value: string, state: State): string {
  const named = namedValue(place, name, value, state.digest);
  if (value === '' || (named.value === 'reference' && isReference(value))) {
    keep(named, state);
    return value;
  }
  const secret = named.secret || (looksLikeToken(value) && !/^[0-9a-f]{40}$|^[0-9a-f]{64}$/i.test(value)) || (place === 'header' && SECRET_HEADER.test(name)) || name === 'user';
  if (secret) keep({ ...named, secret: true }, state);
  for (const found of redactAddresses(value, state.digest).secrets) keep(found, state);
  return `<${name}>`;
}

function keep(value: NamedValue, state: State): void {
  if (!value.secret && (value.value !== 'reference' || !hasSecretName(value.name))) return;
  const key = `${value.in} ${value.name}`;
  if (state.secrets.size < 1_000 && !state.secrets.has(key)) state.secrets.set(key, value);
}

function flagName(word: string): string {
  return word.replace(/^-+/, '');
}

// A secret may begin with a dash; a flag is a short word.
function isFlag(word: string): boolean {
  return /^--?[A-Za-z]/.test(word) && !/\s/.test(word) && !looksLikeToken(word);
}

function isSwitch(name: string): boolean {
  return /^(?:no|without|disable|enable|skip|use|allow|require)-/i.test(name);
}

function shellQuoted(word: string): string {
  if (word !== '' && !/[\s"'`\\]/.test(word)) return word;
  return word.includes('"') && !word.includes("'") ? `'${word}'` : `"${word.replaceAll('"', '\\"')}"`;
}
