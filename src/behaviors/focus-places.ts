// Where a file that is too large to be parsed is read: at what matters of it, what looks like doing something first, and where the
// names that stand there seem to be declared. Found as text, so a name of another scope is met now and then.
import type { TextRange } from './contract.ts';

/** Words of code that reaches out of the program: of many changes those that hold one are read first. */
const TELLING = /\b(?:require|import|fetch|https?|eval|exec\w*|spawn\w*|child_process|fs|net|dns|tls|atob|fromCharCode|XMLHttpRequest|WebSocket|sendBeacon|send\w*|\w*[bB]cc|smtp|e?[mM]ail\w*)\b|\bprocess\.|\bFunction\(|:\/\/|@[\w-]+\.[a-z]/;
/** Characters of one range that are looked at. */
const LOOKED_AT = 4_000;
/** Names asked for, and places passed over in search of one that declares a name. */
const MOST_NAMES = 24;
const MOST_TRIES = 50;
const WORDS = new Set(['var', 'let', 'const', 'function', 'return', 'if', 'else', 'for', 'while', 'new', 'this', 'typeof', 'void', 'async', 'await', 'true', 'false', 'null', 'in', 'of', 'class', 'try', 'catch', 'throw', 'switch', 'case', 'break', 'exports', 'module', 'require', 'undefined']);

/** At most `most` offsets, in order. */
export function placesOf(text: string, focus: readonly TextRange[], most: number): readonly number[] {
  const told = (range: TextRange) => TELLING.test(text.slice(range.from, Math.min(range.to, range.from + LOOKED_AT)));
  const telling = new Set(focus.filter(told));
  const ranked = [...telling, ...focus.filter((range) => !telling.has(range))];
  // Half of the room is for where the names come from.
  const shown = ranked.slice(0, Math.ceil(most / 2));
  const places = new Set(shown.map(({ from, to }) => Math.floor((from + Math.min(to, from + LOOKED_AT)) / 2)));
  const names = new Map<string, number>();
  for (const { from, to } of shown) {
    for (const [name] of text.slice(from, Math.min(to, from + LOOKED_AT)).matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*/g)) if (!WORDS.has(name) && names.size < MOST_NAMES && !names.has(name)) names.set(name, from);
  }
  for (const [name, at] of names) {
    for (const place of [importOf(text, name), declaredBefore(text, name, at)]) if (place !== undefined && places.size < most) places.add(place);
  }
  return [...places].toSorted((a, b) => a - b);
}

function importOf(text: string, name: string): number | undefined {
  return [`${name}=require(`, `${name} = require(`, `import ${name} `, `import*as ${name} `, `* as ${name} `].map((words) => text.indexOf(words)).find((at) => at !== -1);
}

function declaredBefore(text: string, name: string, at: number): number | undefined {
  let from = at;
  for (let tries = 0; tries < MOST_TRIES && from > 0; tries += 1) {
    from = text.lastIndexOf(name, from - 1);
    if (from === -1) return undefined;
    if (/(?:\b(?:var|let|const|function|class)\s+|[,{]\s*)$/.test(text.slice(Math.max(0, from - 12), from)) && /^\s*(?:=[^=>]|\()/.test(text.slice(from + name.length, from + name.length + 8))) return from;
  }
  return undefined;
}
