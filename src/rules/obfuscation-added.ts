// Code that could be read in the earlier version and cannot in this one. Minified code is not meant, and a vendor who always obfuscated
// what he sells does nothing new.
import type { Behavior, ObfuscationBehavior } from '../model/behavior.ts';
import { listed, quoted } from './behavior-words.ts';
import type { CodeFacts, DifferenceFacts, Rule } from './contract.ts';
import { destinationOf } from './destinations.ts';
import { addedOf, differenceFindings, laterByEarlierWords, laterSubject, type NewThing } from './difference-findings.ts';
import { installFiles } from './install-context.ts';
import { hiddenPosition, weightOf, WEIGHT_OF_TECHNIQUE } from './obfuscation-weights.ts';

/** Of obfuscation that grew by no more than this with its code, nothing is said. */
const GROWTH = 1.5;

export const obfuscationAdded: Rule<'difference'> = {
  page: {
    id: 'obfuscation-added',
    summary: 'This version hides code that the earlier one showed',
    why: 'Nobody makes an open package hard to read in an update for the sake of its users. Nearly every hostile release of the last years hid what it added.',
    remediation: ['Do not install this version. Compare the file with the repository: the source that it was built from is not hidden there.', 'mcp-audit inspect lists what could be followed through the obfuscation.'],
    limits: 'Techniques are told by their form. Encoded texts and escapes alone are not told, nor is obfuscation of which the earlier version had about as much.',
    severities: ['high', 'medium'],
    references: ['https://attack.mitre.org/techniques/T1027/'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'obfuscation').map(({ behavior }) => behavior).filter(isTelling);
    if (changes.length === 0) return [];
    const before = amountOf(facts.before.behaviors);
    if (before > 0 && amountOf(facts.after.behaviors) <= before * GROWTH) return [];
    const later = laterByEarlierWords(facts);
    const installed = installFiles(later);
    return differenceFindings(obfuscationAdded.page, facts, [...byFile(changes)].map(([path, found]) => thingOf(facts, later, path, found, { before: before > 0, atInstall: installed.has(path) })));
  },
};

function isTelling(behavior: ObfuscationBehavior): boolean {
  return weightOf(behavior).severity !== 'low';
}

function byFile(found: readonly ObfuscationBehavior[]): ReadonlyMap<string, readonly ObfuscationBehavior[]> {
  const files = new Map<string, ObfuscationBehavior[]>();
  for (const behavior of found) {
    const file = files.get(behavior.place.path);
    if (file) file.push(behavior);
    else files.set(behavior.place.path, [behavior]);
  }
  return files;
}

/** Characters that techniques which tell something cover. */
function amountOf(behaviors: readonly Behavior[]): number {
  return behaviors.reduce((sum, behavior) => (behavior.kind === 'obfuscation' && isTelling(behavior) ? sum + Math.max(1, behavior.size ?? 1) : sum), 0);
}

function thingOf(facts: DifferenceFacts, later: CodeFacts, path: string, found: readonly ObfuscationBehavior[], { before, atInstall }: { readonly before: boolean; readonly atInstall: boolean }): NewThing {
  const hidden = hiddenIn(facts, later, path);
  const clear = found.some((behavior) => weightOf(behavior).severity === 'high');
  const words = listed([...new Set(found.map(({ technique }) => WEIGHT_OF_TECHNIQUE[technique].words))].slice(0, 3));
  const why = atInstall ? ', in a file that installing runs' : hidden ? ', and hides what else is new in it' : '';
  return {
    subject: [path],
    severity: clear || atInstall || hidden ? 'high' : 'medium',
    confidence: before ? 'low' : found.some((behavior) => weightOf(behavior).confidence === 'high') ? 'high' : 'medium',
    title: `${laterSubject(facts)} makes ${quoted(path)} hard to read: ${words}${why}`,
    shown: hidden ? [...found.slice(0, 1), hidden, ...found.slice(1)] : found,
    was: before ? 'less of it was obfuscated' : 'code that could be read',
    now: words,
  };
}

// A request, command or code of that file that is new and not to the package's own places, or that could not be followed.
function hiddenIn(facts: DifferenceFacts, later: CodeFacts, path: string): Behavior | undefined {
  const fresh = facts.behaviors.find(({ kind, behavior }) => kind === 'added' && behavior.place.path === path && isActing(later, behavior));
  return fresh?.behavior ?? hiddenPosition(later, path);
}

function isActing(later: CodeFacts, behavior: Behavior): boolean {
  switch (behavior.kind) {
    case 'network': return !['own', 'registry', 'local'].includes(destinationOf(later, behavior));
    case 'file': return behavior.credential !== undefined;
    case 'environment': return behavior.access === 'all';
    case 'mail': case 'process': case 'dynamic-code': return true;
    default: return false;
  }
}
