// Rules of the run as SARIF reporting descriptors. Code scanning takes the severity of a security alert from the rule and not
// from the result, so a rule carries the worst severity that it has in this report.
import { CONFIDENCES, SEVERITIES, type Confidence, type Finding, type RuleId, type Severity } from '../../model/finding.ts';
import type { RulePage } from '../../model/rule.ts';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' };
// https://docs.github.com/code-security/code-scanning: over 9.0 critical, from 7.0 high, from 4.0 medium, below low.
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '0.1' };

/** SARIF level of a severity. */
export function levelOf(severity: Severity): string {
  return LEVELS[severity];
}

/** The rules of a run, and where each stands among them. */
export interface RuleTable {
  readonly descriptors: readonly object[];
  readonly indexOf: (id: RuleId) => number;
}

/** Every page given, and a bare descriptor for each rule without one. */
export function ruleTable(pages: readonly RulePage[], findings: readonly Finding[]): RuleTable {
  const ids = [...new Set([...pages.map((page) => page.id), ...findings.map((finding) => finding.ruleId)])];
  const facts = new Map<RuleId, { severity: Severity; confidence: Confidence }>();
  for (const { ruleId, severity, confidence } of findings) {
    const known = facts.get(ruleId) ?? { severity, confidence };
    if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known.severity)) known.severity = severity;
    if (CONFIDENCES.indexOf(confidence) < CONFIDENCES.indexOf(known.confidence)) known.confidence = confidence;
    facts.set(ruleId, known);
  }
  const index = new Map(ids.map((id, at) => [id, at]));
  return {
    descriptors: ids.map((id) => descriptorOf(id, pages.find((page) => page.id === id), facts.get(id))),
    indexOf: (id) => index.get(id) ?? -1,
  };
}

function descriptorOf(id: RuleId, page: RulePage | undefined, fact: { readonly severity: Severity; readonly confidence: Confidence } | undefined): object {
  const severity = fact?.severity ?? page?.severities[0] ?? 'medium';
  const reference = page?.references.find((url) => /^https:\/\/[\w.~:/?#@!$&'()*+,;=%-]+$/.test(url));
  return {
    id,
    name: id.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(''),
    shortDescription: { text: page?.summary ?? id },
    fullDescription: { text: page?.why ?? id },
    ...(page === undefined ? {} : { help: helpOf(page) }),
    ...(reference === undefined ? {} : { helpUri: reference }),
    defaultConfiguration: { level: levelOf(severity) },
    properties: { 'security-severity': SCORES[severity], precision: fact?.confidence ?? 'high', tags: ['security', 'supply-chain'] },
  };
}

function helpOf(page: RulePage): object {
  const steps = page.remediation.map((step, index) => `${index + 1}. ${step}`).join('\n');
  const references = page.references.map((url) => `- ${url}`).join('\n');
  return {
    text: `${page.why}${section('What to do now:', steps)}\n\nLimits: ${page.limits}${section('References:', references)}`,
    markdown: `${page.why}${section('**What to do now**\n', steps)}\n\n**Limits**\n\n${page.limits}${section('**References**\n', references)}`,
  };
}

function section(heading: string, body: string): string {
  return body === '' ? '' : `\n\n${heading}\n${body}`;
}
