// Campaign file text to content, with errors that name file, line and field: as `locatedProblem` prints them,
// `iocs/x.yaml:12:5 packages[3].versions: …`.
import type { Advisory } from '../model/advisory.ts';
import type { Problem } from '../model/coverage.ts';
import type { CodePattern, Indicator } from '../model/indicator.ts';
import type { CampaignFile, CampaignPackage } from './campaign-schema.ts';
import type { CampaignContent } from './content.ts';
import { nearestWord } from './nearest-word.ts';
import { parseYaml } from './yaml-positions.ts';
import type { Path, Place } from './yaml-positions.ts';

/** A campaign file as the model sees it. */
export interface ParsedCampaign {
  readonly content: CampaignContent;
  readonly advisories: readonly Advisory[];
  readonly indicators: readonly Indicator[];
  readonly patterns: readonly CodePattern[];
  /** Newest day that the file speaks of. */
  readonly date: string;
}

/** The campaign, or every fault of the file. */
export type CampaignResult =
  | { readonly ok: true; readonly parsed: ParsedCampaign }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses and validates one campaign file. A file with any fault is refused as a whole: half a campaign is not what its author meant. */
export async function parseCampaign(path: string, text: string): Promise<CampaignResult> {
  if (text.trim() === '') return refuse([problemAt(path, { line: 1, column: 1 }, [], 'the file is empty')]);
  const yaml = await parseYaml(text);
  if (!yaml.ok) return refuse([problemAt(path, yaml.place, [], yaml.message)]);
  if (yaml.value === null) return refuse([problemAt(path, { line: 1, column: 1 }, [], 'the file holds nothing but comments')]);
  const [v, schema, { checkCampaign }] = await Promise.all([import('valibot'), import('./campaign-schema.ts'), import('./campaign-checks.ts')]);
  const shape = v.safeParse(schema.campaignSchema, yaml.value);
  if (!shape.success) {
    const keys = {
      root: Object.keys(schema.campaignSchema.pipe[0].entries), packages: Object.keys(schema.packageSchema.entries), indicators: Object.keys(schema.indicatorSchema.entries),
      patterns: Object.keys(schema.patternSchema.entries), conditions: Object.keys(schema.conditionSchema.entries),
    };
    return refuse(shape.issues.flatMap((issue) => innermost(issue, [])).map(({ issue, field }) => problemAt(path, yaml.place(field), field, messageOf(issue, field, keys))));
  }
  const faults = await checkCampaign(shape.output, baseName(path));
  if (faults.length > 0) return refuse(faults.map((fault) => problemAt(path, yaml.place(fault.path), fault.path, fault.message)));
  return { ok: true, parsed: contentOf(shape.output) };
}

function refuse(problems: readonly Problem[]): CampaignResult {
  return { ok: false, problems };
}

/** File name without folder and extension. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

function problemAt(path: string, place: Place | undefined, field: Path, message: string): Problem {
  return { code: 'bundle', message: field.length === 0 ? message : `${fieldName(field)}: ${message}`, path, ...place };
}

/** A problem with its place in front, as compilers print it; the message of a Problem itself does not repeat the place. */
export function locatedProblem(problem: Problem): string {
  const place = [problem.path, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  return place === '' ? problem.message : `${place} ${problem.message}`;
}

function fieldName(path: Path): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}

interface Issue {
  readonly type: string;
  readonly expected: string | null;
  readonly received: string;
  readonly path?: readonly { readonly key: unknown }[] | undefined;
  readonly issues?: readonly Issue[] | undefined;
}

// A field that may be a word or a list says only that it is neither; what is wrong inside the list stands deeper.
function innermost(issue: Issue, around: Path): readonly { readonly issue: Issue; readonly field: Path }[] {
  const field = [...around, ...(issue.path ?? []).map((part) => part.key as string | number)];
  const inside = (issue.issues ?? []).filter((inner) => (inner.path ?? []).length > 0);
  return inside.length === 0 ? [{ issue, field }] : inside.flatMap((inner) => innermost(inner, field));
}

interface Keys {
  readonly root: readonly string[];
  readonly packages: readonly string[];
  readonly indicators: readonly string[];
  readonly patterns: readonly string[];
  readonly conditions: readonly string[];
}

function knownKeys(field: Path, keys: Keys): readonly string[] {
  if (field.length === 1) return keys.root;
  if (field[0] === 'patterns') return field.length > 3 ? keys.conditions : keys.patterns;
  return field[0] === 'packages' ? keys.packages : keys.indicators;
}

function messageOf(issue: Issue, field: Path, keys: Keys): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const known = knownKeys(field, keys);
    const near = nearestWord(String(field.at(-1)), known);
    return near === undefined ? `unknown field; known ones are ${known.join(', ')}` : `unknown field, did you mean ${near}?`;
  }
  if (issue.received === 'undefined') return 'is missing';
  if (issue.type === 'min_length') return 'must not be empty';
  if (issue.type === 'string' && /^-?\d/.test(issue.received)) return `must be text, not the number ${issue.received}: put it in quotes`;
  if (issue.type === 'regex') return `${issue.received} has not the expected form ${issue.expected ?? ''}`;
  return `must be ${(issue.expected ?? 'something else').replace(/^\((.*)\)$/, '$1').replaceAll('|', 'or').replace('Array', 'a list')}, not ${issue.received}`;
}

function contentOf(file: CampaignFile): ParsedCampaign {
  const packages = file.packages ?? [];
  const npm = packages.filter((entry) => (entry.ecosystem ?? 'npm') === 'npm');
  const foreign = packages.filter((entry) => (entry.ecosystem ?? 'npm') !== 'npm');
  return {
    content: {
      campaign: { id: file.id, title: file.title, date: file.date, class: file.class, confidence: file.confidence, summary: file.summary.trim(), advice: file.advice, references: file.references, ...(file.records === undefined ? {} : { records: file.records }) },
      foreign: foreign.map((entry) => ({ ecosystem: entry.ecosystem ?? '', name: entry.name, versions: entry.versions ?? [], ranges: entry.ranges ?? [] })),
      genuine: file.genuine ?? [],
    },
    advisories: npm.map((entry) => advisoryOf(file, entry)),
    indicators: (file.indicators ?? []).map((entry) => ({
      type: entry.type, value: entry.value, use: entry.use, packages: entry.packages ?? [], campaign: file.id, ids: [], sources: [],
      ...(entry.of === undefined ? {} : { of: entry.of }),
      ...(entry.notes === undefined ? {} : { notes: entry.notes }),
    })),
    patterns: (file.patterns ?? []).map((entry) => ({ ...entry, campaign: file.id })),
    date: newest([file.date, ...packages.flatMap((entry) => [entry.asOf ?? '', entry.removed ?? ''])]),
  };
}

function advisoryOf(file: CampaignFile, entry: CampaignPackage): Advisory {
  return {
    name: entry.name,
    class: entry.class ?? file.class,
    confidence: entry.confidence ?? file.confidence,
    versions: entry.versions ?? [],
    ranges: entry.ranges ?? [],
    safe: entry.safe ?? [],
    campaign: file.id,
    ids: entry.ids ?? [],
    sources: [],
    ...(entry.severity === undefined ? {} : { severity: entry.severity }),
    ...(entry.alive === undefined ? {} : { alive: entry.alive }),
    ...(entry.notes === undefined ? {} : { notes: entry.notes }),
  };
}

/** The latest of some dates as a day; a month or a year counts from its first day. */
export function newest(dates: readonly string[]): string {
  return dates.map((date) => (date === '' ? '' : `${date}-01-01`.slice(0, 10))).sort().at(-1) ?? '';
}
