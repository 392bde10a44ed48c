// Programs that the code starts, with the command line as far as it is constant. Threads are not programs; a terminal that a user
// types into is.
import type { ProcessBehavior } from '../model/behavior.ts';
import { withoutSecrets } from '../text/lines.ts';
import { apiCalls, apiNames, type ApiCall } from './apis.ts';
import type { Code, Extractor, Value } from './contract.ts';
import { entryOf, product, tellingTexts, textsOf, type Special } from './folded-text.ts';
import { mergedOrigins } from './merged-origins.ts';
import { processApi, type CommandForm } from './process-apis.ts';

const MAX_COMMAND = 2_000;
const MAX_WORDS = 200;

/** Process facts. */
export const processes: Extractor = {
  kind: 'process',
  extract: (code) => apiCalls(code).flatMap((call) => {
    const form = processApi(call.api);
    // `$('.menu')` of a page is no shell; a tag is.
    return form === undefined || (call.api === '$' && call.site.node.type !== 'TaggedTemplateExpression') ? [] : facts(code, call, form);
  }),
};

/** Command lines that a call runs, `*` for what is not known; what they are made of. */
export function commandsOfCall(call: ApiCall, form: CommandForm): { readonly commands: readonly string[]; readonly values: readonly Value[] } {
  const [first, second] = call.args;
  const list = second === undefined ? undefined : second.kind === 'record' ? entryOf(second, 'args') : second;
  switch (form) {
    case 'line': return { commands: tellingTexts(first, program), values: present(first) };
    case 'template': return { commands: templateTexts(call.args), values: call.args };
    case 'module': return { commands: product([['node '], textsOf(first, program), list?.kind === 'list' ? words(list) : ['']], ''), values: [...present(first), ...(list?.kind === 'list' ? [list] : [])] };
    case 'list': {
      const items = first?.kind === 'record' ? entryOf(first, 'cmd') : first;
      return { commands: items === undefined ? ['*'] : words(items).map((text) => text.trim()), values: present(items) };
    }
    case 'program': {
      const withArguments = list !== undefined && list.kind !== 'function' && list.kind !== 'literal';
      return { commands: withArguments ? product([textsOf(first, program), words(list)], '') : tellingTexts(first, program), values: [...present(first), ...(withArguments ? [list] : [])] };
    }
  }
}

function facts(code: Code, call: ApiCall, form: CommandForm): readonly ProcessBehavior[] {
  const { commands, values } = commandsOfCall(call, form);
  const common = { kind: 'process' as const, api: call.api, origins: mergedOrigins(code, values), ...code.context(call.site.node, call.site.module) };
  const telling = commands.filter((command) => /[^*\s]/.test(command));
  if (telling.length === 0) return [common];
  return telling.map((command) => ({ ...common, command: withoutSecrets(command.slice(0, MAX_COMMAND)) }));
}

// The arguments with a blank before each.
function words(list: Value): readonly string[] {
  if (list.kind === 'choice') return [...new Set(list.among.flatMap(words))].slice(0, 6);
  if (list.kind !== 'list') return [' *'];
  return product([...list.items, ...list.more].slice(0, MAX_WORDS).map((item) => textsOf(item, program).map((text) => ` ${text}`)), '');
}

// The first argument of a tag is the list of the texts between the values: https://tc39.es/ecma262/#sec-gettemplateobject
function templateTexts(args: readonly Value[]): readonly string[] {
  const [strings, ...values] = args;
  if (strings?.kind !== 'list') return tellingTexts(strings, program);
  return product(strings.items.flatMap((item, at) => (values[at] === undefined ? [textsOf(item)] : [textsOf(item), textsOf(values[at], program)])), '');
}

const program: Special = (value) => (apiNames(value).some((name) => name === 'process.execPath' || name === 'process.argv0') ? ['node'] : undefined);

function present(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}
