// Code that is made hard to read: signs in the text, signs in the tree, and values that are hidden where something is sent, run or
// started. Minified code, bundles, compilers' output, tables of data and inlined WebAssembly, images or fonts have none of them.
import type { ObfuscationBehavior } from '../model/behavior.ts';
import { apiCalls, type ApiCall } from './apis.ts';
import type { Code, Extractor, Module, Value } from './contract.ts';
import { codeOfCall } from './dynamic-code.ts';
import { fileUses } from './file-apis.ts';
import { alternatives } from './folded-text.ts';
import { networkApi } from './network-apis.ts';
import { processApi } from './process-apis.ts';
import { readsLikeCode } from './signs/encoded-text.ts';
import { offScreen, textSigns, type Sign } from './signs/text-signs.ts';
import { treeSigns, type Range } from './signs/tree-signs.ts';

/** Code as text of that length is packed; what people write into `new Function` is shorter. */
const PACKED_TEXT = 2_000;

/** Obfuscation facts. */
export const obfuscation: Extractor = {
  kind: 'obfuscation',
  extract: (code) => [...code.modules.flatMap((module) => signsIn(code, module)), ...apiCalls(code).flatMap((call) => [...hidden(code, call), ...packedText(code, call)])],
};

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
  if (networkApi(api) === undefined && processApi(api) === undefined && fileUses(api) === undefined && codeOfCall(api, args) === undefined) return [];
  const isHidden = args.some((value) => value.kind !== 'function' && code.origins(value).some(({ kind }) => kind === 'hidden'));
  return isHidden ? [{ kind: 'obfuscation', technique: 'hidden-value', api, ...code.context(site.node, site.module) }] : [];
}

/** `eval('…')` of a long constant. Development bundles of webpack hold each module so, with its name behind it. */
function packedText(code: Code, { site, api, args }: ApiCall): readonly ObfuscationBehavior[] {
  const value = codeOfCall(api, args);
  const text = value === undefined ? undefined : longestText(value);
  if (text === undefined || text.length < PACKED_TEXT || /\/\/[#@] source(?:URL|MappingURL)=/.test(text.slice(-400)) || !readsLikeCode(text)) return [];
  return [{ kind: 'obfuscation', technique: 'packed', api: `${api} of a long text`, size: text.length, ...code.context(site.node, site.module) }];
}

function longestText(value: Value): string | undefined {
  const texts = alternatives(value).flatMap((one) => (one.kind === 'text' ? [one.text] : []));
  return texts.sort((a, b) => b.length - a.length)[0];
}
