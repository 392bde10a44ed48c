// Whether a code pattern of a bundle holds for the facts about the code of one package. Pure; patterns and facts may both be hostile.
import { type Behavior, HIDING_TRANSFORMS, type Origin } from '../model/behavior.ts';
import type { CodeCondition, CodePattern } from '../model/indicator.ts';

/** For each condition, in order, the facts that meet it; undefined where a condition is met by none. */
export function patternHits(pattern: CodePattern, behaviors: readonly Behavior[]): readonly (readonly Behavior[])[] | undefined {
  // A pattern without conditions is met by nothing: a bundle cannot hold one, a forged index could.
  if (pattern.all.length === 0) return undefined;
  const hits: (readonly Behavior[])[] = [];
  for (const condition of pattern.all) {
    const met = behaviors.filter((behavior) => meets(behavior, condition));
    if (met.length === 0) return undefined;
    hits.push(met);
  }
  return hits;
}

function meets(behavior: Behavior, { kind, call, key, value, content, origin, when }: CodeCondition): boolean {
  if (behavior.kind !== kind) return false;
  const facts = factsOf(behavior);
  return (call === undefined || someMatches(call, [behavior.api]))
    && (key === undefined || someMatches(key, facts.keys))
    && (value === undefined || someMatches(value, facts.values))
    && (content === undefined || someMatches(content, facts.contents))
    && (origin === undefined || facts.origins.some((one) => origin.includes(one)))
    && (when === undefined || (behavior.when ?? []).some((one) => when.includes(one)));
}

interface ConditionFacts {
  readonly keys: readonly (string | undefined)[];
  readonly values: readonly (string | undefined)[];
  readonly contents: readonly string[];
  readonly origins: readonly NonNullable<CodeCondition['origin']>[number][];
}

// What each kind has of these also stands in indicators/pattern-checks.ts, which refuses conditions that can never hold.
function factsOf(behavior: Behavior): ConditionFacts {
  const none = { keys: [], values: [], contents: [], origins: [] };
  switch (behavior.kind) {
    case 'mail': return { ...aimedAt(behavior.origins), keys: [behavior.field] };
    case 'network': return { ...aimedAt(behavior.origins, behavior.host, behavior.url), keys: [behavior.method], contents: textsOf(behavior.sends) };
    case 'process': return aimedAt(behavior.origins, behavior.command);
    case 'environment': return { ...none, keys: [behavior.access, behavior.name], values: [behavior.name] };
    case 'file': return { ...aimedAt(behavior.origins, behavior.path), keys: [behavior.access], contents: textsOf(behavior.writes ?? []) };
    case 'dynamic-code': return aimedAt(behavior.origins, behavior.code);
    case 'native-code': return { ...none, keys: [behavior.form], values: [behavior.command] };
    case 'install-script': return { ...none, keys: [behavior.hook], values: [behavior.command, ...behavior.runs] };
    case 'obfuscation': return { ...none, keys: [behavior.technique], values: [behavior.technique] };
  }
}

function aimedAt(origins: readonly Origin[], ...values: readonly (string | undefined)[]): ConditionFacts {
  return { keys: [], values: [...values, ...textsOf(origins)], contents: [], origins: origins.flatMap(originName) };
}

function textsOf(origins: readonly Origin[]): readonly string[] {
  return origins.flatMap((origin) => (origin.kind === 'constant' ? [origin.text] : []));
}

function originName(origin: Origin): ConditionFacts['origins'] {
  if (origin.kind === 'constant') return [origin.via.some((transform) => HIDING_TRANSFORMS.has(transform)) ? 'decoded' : 'constant'];
  return origin.kind === 'clock' || origin.kind === 'random' || origin.kind === 'unknown' ? [] : [origin.kind];
}

function someMatches(patterns: readonly string[], texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && patterns.some((pattern) => matchesText(pattern, text)));
}

/** The whole text, in any case; `*` in the pattern stands for any characters, line ends too. Each part is looked for once, leftmost first. */
export function matchesText(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const folded = text.toLowerCase();
  if (!folded.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return folded.length === first.length;
  let at = first.length;
  for (const part of rest) {
    const found = folded.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return folded.length - last.length >= at && folded.endsWith(last);
}
