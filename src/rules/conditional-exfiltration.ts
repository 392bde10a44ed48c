// Theft or destruction that waits for its moment: for a day, a language, a host, a user, for no debugger. Telemetry that keeps quiet in CI
// and caches that look at the clock have conditions too; what is sent, and where, makes the difference.
// Sources: iocs/node-ipc-2022.yaml (time and country), iocs/sandworm-mode.yaml (delays, CI), the wipers of iocs/shai-hulud-2.yaml.
import type { Behavior, Condition, FileBehavior, MailBehavior, NetworkBehavior, ProcessBehavior } from '../model/behavior.ts';
import { conditionWords, quoted } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { destinationOf, SUSPECT } from './destinations.ts';
import { carriedBy, type Sensitive } from './sensitive-data.ts';
import { wipesHome, wipesTree } from './wipers.ts';

/** Conditions by which hostile code chooses its victims or hides from whoever looks. */
const CHOOSING: ReadonlySet<Condition> = new Set(['locale', 'time-zone', 'host-name', 'user-name', 'network-address', 'counter', 'debugger']);
const WAITING: ReadonlySet<Condition> = new Set(['time', 'ci', 'random', ...CHOOSING]);

export const conditionalExfiltration: Rule<'code'> = {
  page: {
    id: 'conditional-exfiltration',
    summary: 'Code that steals or destroys only at a certain time, place, host or user',
    why: 'The condition keeps the harm away from tests, analysts and the author\'s own country, so that a trial run shows nothing. Honest code has no reason to tie the theft of an environment or the removal of a home folder to a language or an hour.',
    remediation: ['Treat every machine and time as hit where the condition can have held.', 'Isolate, keep the code, and replace what it could read from a clean machine.'],
    limits: 'The condition must stand around the call or return before it, and the value must be followed to the request. Version, platform and counts that telemetry sends are not told, nor is an address of the caller\'s choice.',
    severities: ['critical', 'high', 'medium'],
    references: ['https://attack.mitre.org/techniques/T1480/', 'https://nvd.nist.gov/vuln/detail/CVE-2022-23812'],
  },
  judge: (facts) => codeFindings(conditionalExfiltration.page, facts, facts.behaviors.flatMap((behavior) => remarksOf(facts, behavior))),
};

function remarksOf(facts: CodeFacts, behavior: Behavior): readonly CodeRemark[] {
  const when = (behavior.when ?? []).filter((condition) => WAITING.has(condition));
  switch (behavior.kind) {
    case 'network': return when.length > 0 && behavior.method !== 'listen' ? requestRemarks(facts, behavior, when) : [];
    case 'mail': return when.some((condition) => CHOOSING.has(condition)) ? mailRemarks(facts, behavior, when) : [];
    case 'process': case 'file': return wipeRemarks(facts, behavior, when);
    default: return [];
  }
}

function requestRemarks(facts: CodeFacts, request: NetworkBehavior, when: readonly Condition[]): readonly CodeRemark[] {
  const destination = destinationOf(facts, request);
  if (destination === 'own' || destination === 'registry' || destination === 'local' || destination === 'open') return [];
  const chosen = when.some((condition) => CHOOSING.has(condition));
  return carriedBy(facts, request).flatMap(({ what, words }): readonly CodeRemark[] => {
    const severity = severityOf(what, SUSPECT.has(destination), chosen);
    if (severity === undefined) return [];
    return [{ subject: ['sent', request.host ?? destination], severity, confidence: chosen ? 'high' : 'medium', title: `${subjectOf(facts)} sends ${words} away, depending on ${conditionWords(when)}`, shown: [request] }];
  });
}

function severityOf(what: Sensitive, suspect: boolean, chosen: boolean): CodeRemark['severity'] | undefined {
  switch (what) {
    case 'environment': case 'secrets': case 'credential-file': return 'high';
    case 'secret': return suspect ? 'high' : undefined;
    case 'machine': return suspect ? (chosen ? 'high' : 'medium') : undefined;
    // A rate limit looks at the clock before it sends what it was given.
    case 'argument': return suspect && chosen ? 'high' : undefined;
  }
}

// A message of the tool that gets another recipient on one machine or day; constant recipients by themselves are hidden-mail-recipient's.
function mailRemarks(facts: CodeFacts, mail: MailBehavior, when: readonly Condition[]): readonly CodeRemark[] {
  const foreign = mail.field !== 'from' && mail.origins.some(({ kind }) => kind === 'constant' || kind === 'hidden' || kind === 'remote');
  const valuable = mail.content.some((kind) => kind === 'argument' || kind === 'environment' || kind === 'file');
  if (!foreign || !valuable || mail.state !== 'sent') return [];
  return [{ subject: ['mail', mail.field], severity: 'high', confidence: 'medium', title: `${subjectOf(facts)} mails what it handles to an address of its own, depending on ${conditionWords(when)}`, shown: [mail] }];
}

function wipeRemarks(facts: CodeFacts, behavior: ProcessBehavior | FileBehavior, when: readonly Condition[]): readonly CodeRemark[] {
  const target = behavior.kind === 'process' ? wipesHome(behavior) : wipesTree(behavior);
  if (target === undefined) return [];
  const chosen = when.some((condition) => CHOOSING.has(condition));
  // A generator of projects empties the folder that it was started in, and asks no clock whether to.
  if (target === '.' && when.length === 0) return [];
  return [{
    subject: ['destroys', target],
    severity: chosen ? 'critical' : 'high',
    confidence: chosen ? 'high' : 'medium',
    title: `${subjectOf(facts)} removes ${target === '.' ? 'the folder that it is started in' : quoted(target)}${when.length > 0 ? `, depending on ${conditionWords(when)}` : ''}`,
    ...(when.length > 0 ? {} : { why: 'No program has a reason to remove the whole home folder or disk of its user. Worms of 2025 and 2026 do it where they cannot steal, or when a stolen token is revoked.' }),
    shown: [behavior],
  }];
}
