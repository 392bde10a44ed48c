// Findings of the rules over one copy, told apart by whether the earlier copy gave them too. What a package always did counts one step
// less, what an update brings one step more, unless a rule over the difference tells it anyway; what the bundles know stays what it is.
import { CONFIDENCES, type Finding, reaches, type RuleId, type Severity } from '../model/finding.ts';

/** What the bundles say: neither habit nor novelty changes it, and lists of indicators grow with every update of who keeps them. */
const BY_BUNDLE: ReadonlySet<RuleId> = new Set([
  'known-malicious-version', 'known-malicious-tarball', 'open-malicious-range', 'impostor-package', 'reported-malicious-name', 'known-vulnerable-version', 'known-indicator-in-code', 'obfuscated-indicator',
  'known-malicious-file', 'campaign-code-pattern',
]);
const LESS: Readonly<Record<Severity, Severity>> = { critical: 'critical', high: 'medium', medium: 'low', low: 'info', info: 'info' };
const MORE: Readonly<Record<Severity, Severity>> = { critical: 'critical', high: 'high', medium: 'high', low: 'medium', info: 'info' };

/**
 * Rules of whose matter a rule over the difference judges what is new, with the facts of both copies: told twice, they count no more.
 * And that of the sources that our own parser has no memory for: a bundle that grew is one.
 */
const NO_WORSE_FOR_NEW: ReadonlySet<RuleId> = new Set(['hidden-mail-recipient', 'credential-file-access', 'environment-sent-away', 'encoded-payload-executed', 'obfuscated-code', 'install-script-downloads-code', 'parser-killing-source']);

/**
 * The later findings in their order, each with its standing. `kept`: the earlier copy has a finding of the same rule about the same
 * thing that is as bad. The same thing is told by the fingerprint, or, as some hold the path or call that an edit changes, by the title
 * without the package's name. `earlier`: where that copy was read in part, nothing counts more for being new.
 */
export function standingOf(before: readonly Finding[], after: readonly Finding[], earlier: 'whole' | 'in-part' = 'whole'): readonly Finding[] {
  const known = groupsOf(before);
  return after.map((finding) => {
    const same = keysOf(finding).flatMap((key) => known.get(key) ?? []);
    if (same.some((former) => isAsBad(former, finding) && (former.fingerprint !== finding.fingerprint || saysTheSame(former, finding)))) return kept(finding);
    // The same thing, grown or worse: it is new in part, and its own severity tells how bad that is.
    return same.length > 0 || earlier === 'in-part' ? { ...finding, standing: 'new' } : fresh(finding);
  });
}

function kept(finding: Finding): Finding {
  return { ...finding, standing: 'kept', severity: isOfBundle(finding) ? finding.severity : LESS[finding.severity] };
}

function fresh(finding: Finding): Finding {
  const stays = isOfBundle(finding) || finding.confidence === 'low' || NO_WORSE_FOR_NEW.has(finding.ruleId);
  return { ...finding, standing: 'new', severity: stays ? finding.severity : MORE[finding.severity] };
}

function isOfBundle({ ruleId, campaign, evidence }: Finding): boolean {
  return BY_BUNDLE.has(ruleId) || campaign !== undefined || evidence.some(({ kind }) => kind === 'indicator');
}

function isAsBad(former: Finding, finding: Finding): boolean {
  return reaches(former.severity, finding.severity) && CONFIDENCES.indexOf(former.confidence) <= CONFIDENCES.indexOf(finding.confidence);
}

// One fingerprint can stand for all that a package does of a kind: what it names decides whether something came to it.
function saysTheSame(former: Finding, finding: Finding): boolean {
  if (titleOf(former) === titleOf(finding)) return true;
  const said = new Set(behaviorsOf(former));
  return behaviorsOf(finding).every((text) => said.has(text));
}

// A file that moved does the same elsewhere.
function behaviorsOf({ evidence }: Finding): readonly string[] {
  return evidence.filter(({ kind }) => kind === 'behavior').map(({ text }) => text.replace(/^[^\s:]{1,1000}: /, ''));
}

function groupsOf(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const key of keysOf(finding)) {
      const group = groups.get(key);
      if (group) group.push(finding);
      else groups.set(key, [finding]);
    }
  }
  return groups;
}

function keysOf(finding: Finding): readonly string[] {
  return [finding.fingerprint, `${finding.ruleId} ${titleOf(finding)}`];
}

/** Without the name and the version of the package, which differ between two copies. */
function titleOf({ title, package: of }: Finding): string {
  if (of === undefined) return title;
  return title.replaceAll(of.version === undefined ? of.name : `${of.name} ${of.version}`, '…');
}
