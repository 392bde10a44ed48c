// Values as short text, so that a test reads as the source it is about.
import { openCode } from '../../src/behaviors/code.ts';
import type { Code, SourceFile, Value } from '../../src/behaviors/contract.ts';

/** A value in one line: texts quoted, parts of lists and records inside, `<parameter>`, `<unknown>`. */
export function shown(value: Value, depth = 0): string {
  const each = (values: readonly Value[], between: string) => values.map((one) => shown(one, depth + 1)).join(between);
  if (depth > 8) return '…';
  switch (value.kind) {
    case 'text': return `'${value.text}'`;
    case 'literal': return String(value.value);
    case 'list': return `[${each(value.items, ', ')}${value.more.length === 0 ? '' : ` ...${each(value.more, ' ...')}`}]`;
    case 'record': return `{${value.entries.map((entry) => `${entry.key ?? '?'}: ${shown(entry.value, depth + 1)}`).join(', ')}${value.more.length === 0 ? '' : ` ...${each(value.more, ' ...')}`}}`;
    case 'choice': return `(${each(value.among, ' | ')})`;
    case 'joined': return each(value.parts, ' + ');
    case 'call': return `${value.isNew ? 'new ' : ''}${shown(value.callee, depth + 1)}(${each(value.args, ', ')})`;
    case 'member': return `${shown(value.of, depth + 1)}.${value.key ?? '?'}`;
    case 'import': return [`<${value.module}>`, ...value.path].join('.');
    case 'global': return value.path.join('.');
    case 'parameter': return `<${value.name ?? value.index}>`;
    default: return `<${value.kind}>`;
  }
}

/** Code of some files; a text alone is `index.js`. */
export function codeOf(source: string | Readonly<Record<string, string>>): Code {
  const files: SourceFile[] = typeof source === 'string' ? [{ path: 'index.js', text: source }] : Object.entries(source).map(([path, text]) => ({ path, text }));
  return openCode({ files }).code;
}

/** Arguments of all calls of `send`, in order. */
export function sent(source: string | Readonly<Record<string, string>>): readonly string[] {
  return codeOf(source).calls().filter((site) => site.name === 'send').flatMap((site) => site.args.map((arg) => shown(arg)));
}

/** Origins of the arguments of all calls of `send`, each as `kind text-or-name`. */
export function sentOrigins(source: string | Readonly<Record<string, string>>): readonly string[] {
  const code = codeOf(source);
  return code.calls().filter((site) => site.name === 'send').flatMap((site) => site.args).map((arg) => code.origins(arg).map((origin) => {
    if (origin.kind === 'constant') return `'${origin.text}'${origin.via.length === 0 ? '' : ` ${origin.via.join('+')}`}`;
    const name = 'name' in origin ? origin.name : 'from' in origin ? origin.from : 'path' in origin ? origin.path : undefined;
    return name === undefined ? origin.kind : `${origin.kind} ${name}`;
  }).join(', '));
}
