// Compact lists: one package or one indicator a line, tab-separated, so that a change of one fact is a change of one line.
//
//   # mcp-audit packages 1          or   # mcp-audit indicators 1
//   # list: known-malicious-npm          the campaign id that its entries carry; the file's name where absent
//   # as-of: 2026-08-23                  day of its newest fact
//   name  versions  ranges  confidence  class  ids  sources            versions: `*` or several, blank between
//   type  value  use  of  packages  ids  sources  notes                ranges: `;` between. `-`: nothing
import { ADVISORY_CLASSES } from '../model/advisory.ts';
import type { Advisory } from '../model/advisory.ts';
import type { Problem } from '../model/coverage.ts';
import { CONFIDENCES } from '../model/finding.ts';
import { HASH_SUBJECTS, INDICATOR_TYPES, INDICATOR_USES } from '../model/indicator.ts';
import type { Indicator } from '../model/indicator.ts';
import { hasUnprintable } from '../text/printable.ts';
import { formProblem } from './indicator-forms.ts';
import { baseName } from './validate.ts';
import { isExactVersion } from './versions.ts';

/** What a list holds; the faulty lines stand in `problems`. */
export interface ParsedList {
  readonly advisories: readonly Advisory[];
  readonly indicators: readonly Indicator[];
  readonly date: string;
  readonly problems: readonly Problem[];
}

type Line<T> = { readonly ok: true; readonly value: T; readonly key: string } | { readonly ok: false; readonly field: string; readonly message: string };

type Fault = (line: number, field: string, message: string) => void;

interface Header {
  readonly kind: 'packages' | 'indicators';
  readonly list: string;
  /** Empty where the list does not say it. */
  readonly date: string;
}

/** Parses a list. A line with a fault is named in `problems` and left out; the others stand. */
export async function parseList(path: string, text: string): Promise<ParsedList> {
  const { default: semver } = await import('semver');
  const problems: Problem[] = [];
  const fault: Fault = (line, field, message) => {
    problems.push({ code: 'bundle', message: field === '' ? message : `${field}: ${message}`, path, line });
  };
  const advisories: Advisory[] = [];
  const indicators: Indicator[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const header = readHeader(lines, baseName(path), fault);
  if (header === undefined) return { advisories, indicators, date: '', problems };
  const seen = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    if (line === '' || line.startsWith('# ') || line === '#') continue;
    const parsed: Line<Advisory | Indicator> = header.kind === 'packages' ? packageLine(line.split('\t'), header.list) : indicatorLine(line.split('\t'), header.list);
    if (!parsed.ok) { fault(at + 1, parsed.field, parsed.message); continue; }
    const badRange = 'name' in parsed.value ? parsed.value.ranges.find((range) => semver.validRange(range) === null) : undefined;
    if (badRange !== undefined) { fault(at + 1, 'ranges', `${JSON.stringify(badRange)} is not a semver range`); continue; }
    const first = seen.get(parsed.key);
    if (first !== undefined) { fault(at + 1, '', `stands twice, first in line ${first}`); continue; }
    seen.set(parsed.key, at + 1);
    if ('name' in parsed.value) advisories.push(parsed.value);
    else indicators.push(parsed.value);
  }
  if (seen.size === 0 && problems.length === 0) fault(1, '', 'the list has no entries');
  return { advisories, indicators, date: header.date, problems };
}

function readHeader(lines: readonly string[], name: string, fault: Fault): Header | undefined {
  const kind = /^# mcp-audit (packages|indicators) (\d+)\s*$/.exec(lines[0] ?? '');
  if (!kind) {
    fault(1, '', lines.every((line) => line.trim() === '') ? 'the file is empty' : 'must start with the line "# mcp-audit packages 1" or "# mcp-audit indicators 1"');
    return undefined;
  }
  if (kind[2] !== '1') {
    fault(1, '', `has version ${kind[2]} of the list form, this version of mcp-audit reads 1`);
    return undefined;
  }
  const stated = setting(lines, 'as-of') ?? '';
  const date = /^\d{4}-\d{2}-\d{2}$/.test(stated) ? stated : '';
  // Every verdict prints the date of the facts that it rests on.
  if (date === '') fault(Math.max(1, lines.findIndex((line) => line.startsWith('# as-of:')) + 1), 'as-of', 'the day of the newest fact is missing: write a line "# as-of: YYYY-MM-DD"');
  return { kind: kind[1] === 'packages' ? 'packages' : 'indicators', list: setting(lines, 'list') ?? name, date };
}

function fail(field: string, message: string): { readonly ok: false; readonly field: string; readonly message: string } {
  return { ok: false, field, message };
}

function setting(lines: readonly string[], name: string): string | undefined {
  const prefix = `# ${name}:`;
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length).trim();
}

function packageLine(fields: readonly string[], campaign: string): Line<Advisory> {
  const [name = '', versions = '', ranges = '', confidence = '', kind = '', ids = '', sources = ''] = fields;
  if (fields.length !== 7) return fail('', `has ${fields.length} fields, must have 7 (name, versions, ranges, confidence, class, ids, sources) with tabs between`);
  if (name === '' || /\s/.test(name) || hasUnprintable(name)) return fail('name', 'must be a package name without white space and control characters');
  const listed = versions === '*' ? '*' as const : several(versions, ' ');
  const bad = listed === '*' ? undefined : listed.find((version) => !isExactVersion(version));
  if (bad !== undefined) return fail('versions', `${JSON.stringify(bad)} is not an exact version`);
  const allRanges = several(ranges, ';');
  if (listed.length === 0 && allRanges.length === 0) return fail('versions', 'names no version and no range: write * for every version');
  const known = CONFIDENCES.find((word) => word === confidence);
  if (known === undefined) return fail('confidence', `must be one of ${CONFIDENCES.join(', ')}`);
  const advisoryClass = ADVISORY_CLASSES.find((word) => word === kind);
  if (advisoryClass === undefined) return fail('class', `must be one of ${ADVISORY_CLASSES.join(', ')}`);
  return { ok: true, key: name, value: { name, class: advisoryClass, confidence: known, versions: listed, ranges: allRanges, safe: [], campaign, ids: several(ids, ' '), sources: several(sources, ' ') } };
}

function indicatorLine(fields: readonly string[], campaign: string): Line<Indicator> {
  const [type = '', value = '', use = '', of = '', packages = '', ids = '', sources = '', notes = ''] = fields;
  if (fields.length !== 8) return fail('', `has ${fields.length} fields, must have 8 (type, value, use, of, packages, ids, sources, notes) with tabs between`);
  const knownType = INDICATOR_TYPES.find((word) => word === type);
  if (knownType === undefined) return fail('type', `must be one of ${INDICATOR_TYPES.join(', ')}`);
  const knownUse = INDICATOR_USES.find((word) => word === use);
  if (knownUse === undefined) return fail('use', `must be one of ${INDICATOR_USES.join(', ')}`);
  // What is only listed to be refused may be a fragment that has no proper form.
  const problem = knownUse === 'match' ? formProblem(knownType, value) : value === '' ? 'must not be empty' : undefined;
  if (problem !== undefined) return fail('value', `${JSON.stringify(value)} ${problem}`);
  const knownOf = of === '-' ? undefined : HASH_SUBJECTS.find((word) => word === of);
  if (of !== '-' && knownOf === undefined) return fail('of', `must be one of ${HASH_SUBJECTS.join(', ')} or -`);
  return {
    ok: true,
    key: `${type} ${value}`,
    value: {
      type: knownType, value, use: knownUse, packages: several(packages, ' '), campaign, ids: several(ids, ' '), sources: several(sources, ' '),
      ...(knownOf === undefined ? {} : { of: knownOf }),
      ...(notes === '-' || notes === '' ? {} : { notes }),
    },
  };
}

function several(field: string, separator: string): readonly string[] {
  return field === '-' || field === '' ? [] : field.split(separator).map((part) => part.trim()).filter((part) => part !== '');
}
