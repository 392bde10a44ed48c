// Findings of the HTML page: a section for each campaign or rule, an article for each finding.
import type { AcceptedFinding, Finding, Location } from '../../model/finding.ts';
import type { RulePage } from '../../model/rule.ts';
import { type FindingGroup, groupFindings, isKnownBad, ownSteps } from '../shared/groups.ts';
import { whereOf } from '../shared/problems.ts';
import { plural } from '../shared/words.ts';
import { badge, code, fact, link, steps, text } from './elements.ts';

/** Findings of one group beyond this stand folded in a table. */
const OPEN = 10;
const PLACES = 20;

/** The section of all findings. */
export function* findingsHtml(findings: readonly Finding[], rules: readonly RulePage[]): Iterable<string> {
  yield `<section aria-labelledby="findings"><h2 id="findings">Findings</h2>\n`;
  if (findings.length === 0) yield '<p>No findings in what was read. The coverage below says what that was.</p>\n';
  let number = 0;
  for (const group of groupFindings(findings, rules)) {
    number += 1;
    yield* groupHtml(group, `group-${number}`);
  }
  yield '</section>\n';
}

function* groupHtml(group: FindingGroup, id: string): Iterable<string> {
  const about = group.about === '' ? '' : ` <span class="muted">(${text(group.about)})</span>`;
  yield `<section class="group" aria-labelledby="${id}"><h3 id="${id}">${badge(group.severity)} ${text(group.title)}${about}</h3>\n`;
  if (group.campaign?.summary !== undefined) yield `<p>${text(group.campaign.summary)}</p>\n`;
  if (group.steps.length > 0) yield `<div class="steps"><h4>What to do now</h4>${steps(group.steps)}</div>\n`;
  for (const finding of group.findings.slice(0, OPEN)) yield articleHtml(finding, group);
  if (group.findings.length > OPEN) yield* folded(group.findings.slice(OPEN));
  if (group.references.length > 0) yield `<p>References:</p><ul>${group.references.map((reference) => `<li>${link(reference)}</li>`).join('')}</ul>\n`;
  yield '</section>\n';
}

function* folded(findings: readonly Finding[]): Iterable<string> {
  yield `<details><summary>${plural(findings.length, 'more finding')} of this group</summary><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">Where</th></tr></thead><tbody>\n`;
  for (const finding of findings) {
    yield `<tr><td>${badge(finding.severity)}</td><td>${text(finding.title)}</td><td>${code(whereOf(finding.locations[0]) ?? '')}</td></tr>\n`;
  }
  yield '</tbody></table></div></details>\n';
}

function articleHtml(finding: Finding, group: FindingGroup): string {
  const own = ownSteps(finding, group);
  return `<article><h4>${badge(finding.severity)} ${text(finding.title)}</h4><p>${text(finding.why)}</p>\n<dl>${[
    fact('Where', placesOf(finding.locations)),
    fact('Was', finding.change?.was === undefined ? [] : [text(finding.change.was)]),
    fact('Now', finding.change === undefined ? [] : [text(finding.change.now)]),
    fact('Before', finding.standing === 'kept' ? ['the earlier version had it too; it counts one step less'] : []),
    fact('Why it is here', finding.dependencyPath === undefined ? [] : [`<span>your project &rarr; ${finding.dependencyPath.map(text).join(' &rarr; ')}</span>`]),
    fact('Needed by', (finding.dependents ?? []).map(code)),
    fact('Evidence', finding.evidence.map((evidence) => `<span>${text(evidence.text)} <span class="muted">(${text(evidence.kind)})</span></span>`)),
    fact('Excerpt', finding.locations[0].excerpt === undefined ? [] : [code(finding.locations[0].excerpt)]),
    fact('Scope', finding.scope === undefined || finding.scope.length === 0 ? [] : [text(finding.scope.join(', '))]),
    fact('Registry', finding.registry === undefined ? [] : [code(finding.registry)]),
    fact('Since', finding.since === undefined ? [] : [text(finding.since)]),
    fact('Rotate', (finding.credentials ?? []).map(code)),
    fact('Do now', own.map((step) => `<span>${text(step)}</span>`)),
    fact('Confidence', [text(finding.confidence)]),
    fact('Rule', [code(finding.ruleId)]),
    fact('Fingerprint', [code(finding.fingerprint)]),
  ].join('')}</dl></article>\n`;
}

function placesOf(locations: readonly Location[]): readonly string[] {
  const shown = locations.slice(0, PLACES).map((location) => `${code(whereOf(location) ?? '')}${location.entry === undefined ? '' : `<span class="muted">${text(location.entry)}</span>`}`);
  return locations.length > PLACES ? [...shown, `<span>and ${plural(locations.length - PLACES, 'more place')}</span>`] : shown;
}

/** The section of what a configuration accepts; nothing where there is none. */
export function* acceptedHtml(accepted: readonly AcceptedFinding[]): Iterable<string> {
  if (accepted.length === 0) return;
  yield `<section aria-labelledby="accepted"><h2 id="accepted">Accepted, not counted: ${plural(accepted.length, 'finding')}</h2>\n`;
  for (const { finding, owner, reason, expires, by } of accepted) {
    yield `<article><h3>${badge(finding.severity)} ${text(finding.title)}</h3><dl>${[
      fact('Where', placesOf(finding.locations)),
      fact('Accepted by', [text(owner)]),
      fact('Until', [text(expires)]),
      fact('In', [code(by)]),
      fact('Reason', [text(reason)]),
    ].join('')}</dl>${isKnownBad(finding) ? '<p class="warning">This is a known-bad version. Accepting it does not make it harmless.</p>' : ''}</article>\n`;
  }
  yield '</section>\n';
}

/** The pages of the rules that gave findings, folded. */
export function* rulesHtml(rules: readonly RulePage[], findings: readonly Finding[]): Iterable<string> {
  const used = rules.filter((rule) => findings.some((finding) => finding.ruleId === rule.id));
  if (used.length === 0) return;
  yield `<section aria-labelledby="rules"><h2 id="rules">Rules that fired</h2>\n`;
  for (const rule of used) {
    yield `<details><summary>${code(rule.id)}: ${text(rule.summary)}</summary><p>${text(rule.why)}</p>${steps(rule.remediation)}<p><strong>Limits.</strong> ${text(rule.limits)}</p></details>\n`;
  }
  yield '</section>\n';
}
