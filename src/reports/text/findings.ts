// Findings on a terminal: worst group first, what to do once a group, and a table instead of a flood.
import type { AcceptedFinding, Finding, Location } from '../../model/finding.ts';
import type { FindingGroup } from '../shared/groups.ts';
import { groupFindings, isKnownBad, ownSteps } from '../shared/groups.ts';
import { whereOf } from '../shared/problems.ts';
import { grouped, plural, severityCounts } from '../shared/words.ts';
import { type Context, numbered, paragraph, place, row } from './context.ts';
import { columns, flow, padded, safe, words } from './layout.ts';

/** More findings of one group than this fold into a table, unless everything was asked for. */
const FLOOD = 10;
const TABLE_ROWS = 100;
/** The same server in forty clients must not bury what is worse. */
const TABLE_ROWS_MILD = 12;
const LOCATIONS = 5;
const REFERENCES = 3;

/** All groups. */
export function* findingsSection(context: Context): Iterable<string> {
  for (const group of groupFindings(context.report.findings, context.rules)) {
    yield '';
    yield* heading(context, group);
    if (group.findings.length > FLOOD && context.detail !== 'verbose') yield* table(context, group);
    else yield* each(context, group);
    yield* guidance(context, group);
  }
}

function heading({ paint, width }: Context, group: FindingGroup): readonly string[] {
  const lead = `${group.severity.toUpperCase()}  `;
  const about = group.about === '' ? [] : words(`(${group.about})`);
  const [first = '', ...rest] = flow([...words(group.title), ...about], width, lead, '  ');
  return [`${paint.severity[group.severity](group.severity.toUpperCase())}  ${paint.strong(first.slice(lead.length))}`, ...rest.map(paint.strong)];
}

function* each(context: Context, group: FindingGroup): Iterable<string> {
  if (group.campaign?.summary !== undefined) yield* paragraph(context, group.campaign.summary);
  const mixed = group.findings.some((finding) => finding.severity !== group.severity);
  let why = '';
  for (const finding of sameSaidOnce(context, group)) {
    yield '';
    yield* title(context, finding, mixed ? ` [${finding.severity}]` : '');
    if (isToldAbove(context, finding)) {
      yield* locations(context, finding.locations);
      continue;
    }
    if (finding.why !== why) yield* row(context, 'why', words(finding.why));
    why = finding.why;
    yield* facts(context, finding);
    const steps = ownSteps(finding, group);
    yield* row(context, 'do now', words(steps.join(' ')));
  }
}

// One version in a lockfile, in the tree beside it and in a cache is three findings that say the same: one block with three places.
function sameSaidOnce(context: Context, group: FindingGroup): readonly Finding[] {
  const blocks = new Map<string, Finding>();
  for (const finding of group.findings) {
    const key = JSON.stringify(isToldAbove(context, finding) ? [finding.ruleId, finding.severity, finding.title] : [finding.ruleId, finding.severity, finding.confidence, finding.title, finding.why, finding.evidence.filter(({ kind }) => kind !== 'time'), ownSteps(finding, group), finding.scope, finding.dependencyPath]);
    const other = blocks.get(key);
    blocks.set(key, other ? joined(other, finding) : finding);
  }
  return [...blocks.values()];
}

function distinctPlaces(all: readonly Location[]): Finding['locations'] {
  return [...new Map(all.map((location) => [JSON.stringify([whereOf(location), location.entry]), location])).values()] as unknown as Finding['locations'];
}

// The block of an affected version has said why, since when and what to do; --verbose repeats it with the evidence.
function isToldAbove({ report, detail }: Context, { package: subject }: Finding): boolean {
  return detail !== 'verbose' && (report.affected ?? []).some(({ name, version }) => name === subject?.name && (subject.version === undefined || version === subject.version));
}

function joined(first: Finding, second: Finding): Finding {
  const credentials = [...new Set([...first.credentials ?? [], ...second.credentials ?? []])].sort();
  const since = [first.since, second.since].filter((time) => time !== undefined).sort()[0];
  const told = new Set(first.evidence.map(({ text }) => text));
  return {
    ...first,
    locations: distinctPlaces([...first.locations, ...second.locations]),
    evidence: [...first.evidence, ...second.evidence.filter(({ text }) => !told.has(text))],
    ...(credentials.length === 0 ? {} : { credentials }),
    ...(since === undefined ? {} : { since }),
    fingerprint: `${first.fingerprint}, ${second.fingerprint}`,
  };
}

function title({ paint, width }: Context, finding: Finding, mark: string): readonly string[] {
  return flow(words(`${finding.title}${mark}`), width, '  ', '    ').map(paint.strong);
}

function* facts(context: Context, finding: Finding): Iterable<string> {
  yield* locations(context, finding.locations);
  if (finding.change?.was !== undefined) yield* row(context, 'was', words(finding.change.was));
  if (finding.change !== undefined) yield* row(context, 'now', words(finding.change.now));
  if (finding.standing === 'kept') yield* row(context, 'before', words('the earlier version had it too; it counts one step less'));
  if (finding.dependencyPath !== undefined) yield* row(context, 'why here', chain(finding.dependencyPath));
  if (finding.dependents !== undefined && !(finding.dependencyPath !== undefined && finding.dependents.length === 1)) {
    yield* row(context, 'needed by', list(finding.dependents));
  }
  yield* row(context, 'evidence', list(finding.evidence.map((evidence) => evidence.text), '; '));
  if (finding.scope !== undefined && finding.scope.length > 0) yield* row(context, 'scope', [finding.scope.join(', ')]);
  if (finding.registry !== undefined) yield* row(context, 'registry', [safe(finding.registry)]);
  if (finding.since !== undefined) yield* row(context, 'since', words(finding.since));
  if (finding.credentials !== undefined && finding.credentials.length > 0) yield* row(context, 'rotate', list(finding.credentials));
  if (finding.confidence !== 'high') yield* row(context, 'confidence', [finding.confidence]);
  if (context.detail !== 'verbose') return;
  yield* row(context, 'rule', [finding.ruleId]);
  yield* row(context, 'id', [finding.fingerprint]);
}

function* locations(context: Context, all: readonly Location[]): Iterable<string> {
  const shown = context.detail === 'verbose' ? all : all.slice(0, LOCATIONS);
  for (const [index, location] of shown.entries()) {
    const entry = location.entry === undefined ? [] : [`(${safe(location.entry)})`];
    yield* row(context, index === 0 ? 'where' : '', [place(whereOf(location)), ...entry]);
    if (location.excerpt !== undefined && context.detail === 'verbose') yield* row(context, '', [`| ${safe(location.excerpt)}`]);
  }
  if (shown.length < all.length) yield* row(context, '', words(`and ${plural(all.length - shown.length, 'more place')} (--verbose lists them)`));
}

/** `your project > a 1.0.0 > b 2.0.0`: each name with its version is one piece. */
function chain(path: readonly string[]): readonly string[] {
  return ['your project', ...path].map((step, index) => (index === 0 ? step : `> ${safe(step)}`));
}

function list(items: readonly string[], separator = ', '): readonly string[] {
  const mark = separator.trimEnd();
  return items.flatMap((item, index) => words(index < items.length - 1 ? `${item}${mark}` : item));
}

function* table(context: Context, group: FindingGroup): Iterable<string> {
  yield* paragraph(context, `${plural(group.findings.length, 'finding')}: ${severityCounts(group.findings)}. --verbose shows each in full.`);
  yield '';
  const limit = group.severity === 'critical' || group.severity === 'high' ? TABLE_ROWS : TABLE_ROWS_MILD;
  const rows = group.findings.slice(0, limit).map((finding) => [label(finding), place(whereOf(finding.locations[0]))] as const);
  const first = Math.min(Math.max(...rows.map(([name]) => columns(name))), Math.max(16, Math.floor(context.width / 2) - 4));
  for (const [name, where] of rows) yield `    ${padded(name, first)}  ${where}`;
  const left = group.findings.length - rows.length;
  if (left > 0) yield* paragraph(context, `and ${grouped(left)} more; --verbose or --format json lists them all`, '    ');
  const credentials = [...new Set(group.findings.flatMap((finding) => finding.credentials ?? []))].toSorted();
  if (credentials.length > 0) {
    yield '';
    yield* row(context, 'rotate', list(credentials));
  }
}

function label(finding: Finding): string {
  const { package: found } = finding;
  return safe(found === undefined ? finding.title : [found.name, found.version].filter((part) => part !== undefined).join(' '));
}

function* guidance(context: Context, group: FindingGroup): Iterable<string> {
  const { steps } = group;
  const references = context.detail === 'verbose' ? group.references : group.references.slice(0, REFERENCES);
  if (steps.length > 0) {
    yield '';
    yield `  ${context.paint.strong('What to do now')}`;
    yield* numbered(context, steps);
  }
  if (references.length > 0) yield '';
  for (const [index, reference] of references.entries()) yield* row(context, index === 0 ? 'more' : '', [safeReference(reference)]);
}

// A reference is the bundle's: its query is part of the address, but it is still text for a terminal.
function safeReference(reference: string): string {
  return safe(reference.replaceAll('?', '\u0001')).replaceAll('\\u{1}', '?');
}

/** Accepted findings: listed, never dropped, and known-bad ones said to be so. */
export function* acceptedSection(context: Context): Iterable<string> {
  const { accepted } = context.report;
  if (accepted.length === 0) return;
  yield '';
  yield* paragraph(context, `Accepted, not counted: ${plural(accepted.length, 'finding')}`, '').map(context.paint.strong);
  for (const entry of accepted) yield* acceptedEntry(context, entry);
}

function* acceptedEntry(context: Context, entry: AcceptedFinding): Iterable<string> {
  const { finding } = entry;
  yield* title(context, finding, ` [${finding.severity}]`);
  yield* locations(context, finding.locations);
  yield* row(context, 'accepted', words(`by ${entry.owner} until ${entry.expires} in ${entry.by}: ${entry.reason}`));
  if (isKnownBad(finding)) yield* row(context, 'warning', words('this is a known-bad version; accepting it does not make it harmless'));
}
