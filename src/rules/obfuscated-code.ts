// Code that is made hard to read, one finding a package. Minified code is not: bundlers write it.
import type { ObfuscationBehavior } from '../model/behavior.ts';
import { listed } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { installFiles, runsAtInstall } from './install-context.ts';
import { hiddenPosition, weightOf, WEIGHT_OF_TECHNIQUE } from './obfuscation-weights.ts';

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
  const words = [...new Set(found.toSorted((a, b) => ORDER.indexOf(weightOf(a).severity) - ORDER.indexOf(weightOf(b).severity)).map(({ technique }) => WEIGHT_OF_TECHNIQUE[technique].words))];
  return [{
    subject: ['obfuscated'],
    severity,
    confidence: weight.confidence,
    title: `${subjectOf(facts)} is made hard to read: ${listed(words.slice(0, 3))}${hook ? ', in a file that installing runs' : position ? ', which hide where it sends or what it runs' : ''}`,
    shown: position ? [behavior, position] : [behavior],
  }];
}
