// Code that is made hard to read: signs in the text, signs in the tree, and values that are hidden where something is sent, run or
// started. Minified code, bundles, compilers' output, tables of data and inlined WebAssembly, images or fonts have none of them.
import type { ObfuscationBehavior } from '../model/behavior.ts';
import { apiCalls, type ApiCall } from './apis.ts';
import type { CallSite, Code, Extractor, Module, Value } from './contract.ts';
import { runCode, type RunCode } from './dynamic-code.ts';
import { fileUses } from './file-apis.ts';
import { alternatives } from './folded-text.ts';
import { networkApi } from './network-apis.ts';
import { processApi } from './process-apis.ts';
import { readsLikeCode } from './signs/encoded-text.ts';
import { offScreen, textSigns, type Sign } from './signs/text-signs.ts';
import { treeSigns, type Range } from './signs/tree-signs.ts';

/** Code as text of that length is packed; what people write into `new Function` is shorter. */
const PACKED_TEXT = 2_000;

/** Text that javascript-obfuscator's traps search in their own source, or run, once its table is read. */
const OWN_SOURCE = /^\(\(\(\.[+*]\)\+\)\+\)\+\$$/;
const TRAP = /^\s{0,10}(?:debugger\b|while\s{0,5}\((?:true|1|!0)\)\s{0,5}\{\s{0,5}\})/;

/** Obfuscation facts. */
export const obfuscation: Extractor = {
  kind: 'obfuscation',
  extract: (code) => {
    const run = runCode(code);
    return withoutRepeats([
      ...code.modules.flatMap((module) => signsIn(code, module)),
      ...apiCalls(code).flatMap((call) => hidden(code, call)),
      ...run.flatMap((one) => [...hiddenCode(code, one), ...packedText(code, one)]),
      ...code.calls().flatMap((site) => ownSource(code, site)),
    ]);
  },
};

// A chain of calls starts at one place.
function withoutRepeats(facts: readonly ObfuscationBehavior[]): readonly ObfuscationBehavior[] {
  return [...new Map(facts.map((one) => [`${one.technique} ${one.api} ${one.place.path}:${one.place.line}:${one.place.column}`, one])).values()];
}

function signsIn(code: Code, module: Module): readonly ObfuscationBehavior[] {
  const tree = treeSigns(module);
  const text = [
    ...textSigns(module.text).filter((sign) => sign.technique === 'packed' || !isInside(sign.start, sign.technique === 'identifiers' ? tree.literals : tree.patterns)),
    ...offScreen(module.text).filter((sign) => !isInside(sign.start, tree.literals)),
  ];
  return [...tree.signs, ...text].map((sign) => fact(code, module, sign));
}

function fact(code: Code, module: Module, sign: Sign): ObfuscationBehavior {
  return { kind: 'obfuscation', api: sign.what, technique: sign.technique, size: sign.end - sign.start, place: code.place({ type: 'Text', start: sign.start, end: sign.end }, module) };
}

// The ranges come in the order of the tree, in which a template's own literals follow it: any range will do.
function isInside(offset: number, ranges: readonly Range[]): boolean {
  return ranges.some(([start, end]) => start < offset && offset < end);
}

/** A value that constants make, but no one can tell, in a place where it matters. */
function hidden(code: Code, { site, api, args }: ApiCall): readonly ObfuscationBehavior[] {
  if (networkApi(api) === undefined && processApi(api) === undefined && fileUses(api) === undefined) return [];
  return args.some((value) => isHidden(code, value)) ? [fromSite(code, site, 'hidden-value', api)] : [];
}

function hiddenCode(code: Code, { site, api, value }: RunCode): readonly ObfuscationBehavior[] {
  return isHidden(code, value) ? [fromSite(code, site, 'hidden-value', api)] : [];
}

function isHidden(code: Code, value: Value): boolean {
  return value.kind !== 'function' && code.origins(value).some(({ kind }) => kind === 'hidden');
}

/** `eval('…')` of a long constant, and code that stops a debugger. Development bundles of webpack hold each module so, with its name behind it. */
function packedText(code: Code, { site, api, value }: RunCode): readonly ObfuscationBehavior[] {
  const text = longestText(value);
  if (text === undefined) return [];
  if (TRAP.test(text)) return [fromSite(code, site, 'self-defending', `${api} of a debugger trap`)];
  if (text.length < PACKED_TEXT || /\/\/[#@] source(?:URL|MappingURL)=/.test(text.slice(-400)) || !readsLikeCode(text)) return [];
  return [{ ...fromSite(code, site, 'packed', `${api} of a long text`), size: text.length }];
}

function ownSource(code: Code, site: CallSite): readonly ObfuscationBehavior[] {
  if (site.name !== 'search' || site.isNew) return [];
  const [pattern] = site.args;
  // As a plain literal the text has shown it already.
  return pattern?.kind === 'text' && pattern.via.length > 0 && OWN_SOURCE.test(pattern.text) ? [fromSite(code, site, 'self-defending', 'regular expression on its own source')] : [];
}

function fromSite(code: Code, site: CallSite, technique: ObfuscationBehavior['technique'], api: string): ObfuscationBehavior {
  return { kind: 'obfuscation', technique, api, ...code.context(site.node, site.module) };
}

function longestText(value: Value): string | undefined {
  const texts = alternatives(value).flatMap((one) => (one.kind === 'text' ? [one.text] : []));
  return texts.sort((a, b) => b.length - a.length)[0];
}
