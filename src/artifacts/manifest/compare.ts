// What two manifests differ in, one fact a line, in the order in which a reviewer asks: who is it, what runs, what comes along.
import type { ManifestChange, ManifestSummary } from '../../model/difference.ts';
import { propertyLocator } from '../../text/json.ts';
import { withoutSecrets } from '../../text/lines.ts';
import { sameRepository } from '../../text/repository.ts';
import { type Table, tableOf } from './tables.ts';

/** The package.json of each side, for line numbers. */
interface ManifestTexts {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** One fact of a manifest. `paths`: where it can stand in a package.json, first one found counts. */
interface Fact {
  readonly field: string;
  readonly text: string;
  readonly paths: readonly (readonly (string | number)[])[];
}

/** Characters of one value that are kept for display. */
const SHOWN = 4_000;

/** Differences of two manifests, by meaning: the order of keys and the forms that npm takes for the same do not count. */
export function compareManifests(before: ManifestSummary, after: ManifestSummary, texts: ManifestTexts = {}): readonly ManifestChange[] {
  const [was, now] = [factsOf(before), factsOf(after)];
  const lineBefore = linesIn(texts.before);
  const lineAfter = linesIn(texts.after);
  const fields = [...now.keys(), ...[...was.keys()].filter((field) => !now.has(field))];
  return fields.flatMap((field): readonly ManifestChange[] => {
    const [old, current] = [was.get(field), now.get(field)];
    if (old && current && isSame(field, old.text, current.text)) return [];
    const line = current ? lineAfter(current) : old && lineBefore(old);
    return [{ field, ...shown(field, old?.text, current?.text), ...(line === undefined ? {} : { line }) }];
  });
}

function factsOf(summary: ManifestSummary): ReadonlyMap<string, Fact> {
  const facts = [
    ...plain('name', summary.name),
    ...plain('version', summary.version),
    ...table('scripts', summary.scripts),
    ...table('dependencies', summary.dependencies),
    ...table('optionalDependencies', summary.optionalDependencies),
    ...table('peerDependencies', summary.peerDependencies),
    ...table('bundleDependencies', tableOf(summary.bundled.map((name) => [name, 'bundled'])), ['bundledDependencies']),
    ...table('bin', summary.bins),
    ...plain('repository', summary.repository, 'repositories'),
    ...plain('homepage', summary.homepage),
    ...plain('author', summary.author),
    ...plain('license', summary.license, 'licenses'),
    ...plain('description', summary.description),
    ...Object.keys(summary.fields).toSorted().map((field) => ({ field, text: summary.fields[field] ?? '', paths: [[field], field.split('.')] })),
  ];
  return new Map(facts.map((fact) => [fact.field, fact]));
}

function plain(field: string, text: string | undefined, ...others: readonly string[]): readonly Fact[] {
  return text === undefined ? [] : [{ field, text, paths: [[field], ...others.map((other) => [other])] }];
}

function table(section: string, entries: Table, others: readonly string[] = []): readonly Fact[] {
  return Object.keys(entries).toSorted().map((name) => ({
    field: `${section}.${name}`,
    text: entries[name] ?? '',
    paths: [[section, name], [section], ...others.map((other) => [other])],
  }));
}

function isSame(field: string, was: string, now: string): boolean {
  return was === now || (field === 'repository' && sameRepository(was, now));
}

function linesIn(text: string | undefined): (fact: Fact) => number | undefined {
  if (text === undefined) return () => undefined;
  const locate = propertyLocator(text);
  return ({ paths }) => paths.map((path) => locate(path)?.line).find((line) => line !== undefined);
}

// Commands can hold secrets; addresses lost theirs when they were read. What is left out may be all that differs.
function shown(field: string, was: string | undefined, now: string | undefined): Pick<ManifestChange, 'was' | 'now'> {
  const display = (text: string) => (field.startsWith('scripts.') ? withoutSecrets(text.slice(0, SHOWN)) : text.slice(0, SHOWN));
  const [old, current] = [was, now].map((text) => (text === undefined ? undefined : display(text)));
  return {
    ...(old === undefined ? {} : { was: old }),
    ...(current === undefined ? {} : { now: old === current ? `${current} (differs in a part that is not shown)` : current }),
  };
}
