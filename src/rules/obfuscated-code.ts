// Code that is made hard to read, one finding a package. Minified code is not: bundlers write it.
import type { Behavior, ObfuscationBehavior } from '../model/behavior.ts';
import { listed } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { installFiles, runsAtInstall } from './install-context.ts';

type Technique = ObfuscationBehavior['technique'];

/** What a technique says alone. Data in base64 and escapes of other alphabets are in many honest bundles. */
const WEIGHT: Readonly<Record<Technique, { readonly severity: 'high' | 'medium' | 'low'; readonly confidence: CodeRemark['confidence']; readonly words: string }>> = {
  'invisible-characters': { severity: 'high', confidence: 'high', words: 'characters that no editor shows' },
  'self-defending': { severity: 'medium', confidence: 'high', words: 'code that stops working when it is read or changed' },
  'string-table': { severity: 'medium', confidence: 'high', words: 'a table of encoded strings' },
  packed: { severity: 'medium', confidence: 'medium', words: 'a packed program' },
  'control-flow': { severity: 'medium', confidence: 'medium', words: 'a shuffled order of statements' },
  identifiers: { severity: 'medium', confidence: 'medium', words: 'names as obfuscators make them' },
  'off-screen': { severity: 'medium', confidence: 'medium', words: 'code behind hundreds of blanks' },
  'hidden-value': { severity: 'low', confidence: 'medium', words: 'values that only its own decoder gives' },
  'encoded-literal': { severity: 'low', confidence: 'low', words: 'long encoded texts' },
  escapes: { severity: 'low', confidence: 'low', words: 'escaped text' },
};
const ORDER = ['high', 'medium', 'low'] as const;

export const obfuscatedCode: Rule<'code'> = {
  page: {
    id: 'obfuscated-code',
    summary: 'Code is made hard to read',
    why: 'Published packages are read by those who depend on them. Code that hides from them can hide anything, and nearly every hostile payload of the last years did. Some vendors obfuscate what they sell.',
    remediation: ['Ask what is in it: compare with the repository and with the release before.', 'mcp-audit inspect lists what could be followed through the obfuscation.'],
    limits: 'Techniques are told by their form. Low ones (encoded texts, escapes) are told only where hooks run them or values of requests and commands are hidden; data in a bundle looks the same.',
    severities: ['high', 'medium'],
    references: ['https://attack.mitre.org/techniques/T1027/'],
  },
  judge: (facts) => {
    const found = facts.behaviors.filter((behavior): behavior is ObfuscationBehavior => behavior.kind === 'obfuscation');
    const installed = installFiles(facts);
    return codeFindings(obfuscatedCode.page, facts, found.flatMap((behavior) => remarksOf(facts, behavior, found, installed)));
  },
};

function remarksOf(facts: CodeFacts, behavior: ObfuscationBehavior, found: readonly ObfuscationBehavior[], installed: ReadonlySet<string>): readonly CodeRemark[] {
  const weight = weightOf(behavior);
  const hook = runsAtInstall(installed, behavior) && behavior.technique !== 'escapes';
  const position = hook || weight.severity === 'low' && behavior.technique !== 'hidden-value' ? undefined : hiddenPosition(facts, behavior.place.path);
  const severity = hook || position ? 'high' : weight.severity;
  if (severity === 'low') return [];
  const words = [...new Set(found.toSorted((a, b) => ORDER.indexOf(weightOf(a).severity) - ORDER.indexOf(weightOf(b).severity)).map(({ technique }) => WEIGHT[technique].words))];
  return [{
    subject: ['obfuscated'],
    severity,
    confidence: weight.confidence,
    title: `${subjectOf(facts)} is made hard to read: ${listed(words.slice(0, 3))}${hook ? ', in a file that installing runs' : position ? ', which hide where it sends or what it runs' : ''}`,
    shown: position ? [behavior, position] : [behavior],
  }];
}

// Code as a plain text, as libraries make functions for speed, can be read where it stands; a packer's cannot.
function weightOf({ technique, api }: ObfuscationBehavior): (typeof WEIGHT)[Technique] {
  return technique === 'packed' && api.endsWith('of a long text') ? WEIGHT['encoded-literal'] : WEIGHT[technique];
}

// A request, a command or code of that file that could not be followed. What was decoded is no longer hidden: other rules judge it.
function hiddenPosition({ behaviors }: CodeFacts, path: string): Behavior | undefined {
  return behaviors.find((behavior) => behavior.place.path === path && (behavior.kind === 'network' || behavior.kind === 'process' || behavior.kind === 'dynamic-code')
    && behavior.origins.some((origin) => origin.kind === 'hidden'));
}
