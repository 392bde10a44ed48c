// yarn.lock of yarn 2 and later, `__metadata` versions 4 to 10:
// https://github.com/yarnpkg/berry/blob/master/packages/yarnpkg-core/sources/Project.ts . Limits: it does not tell dev or optional
// roots. An entry that only `packageExtensions` ask for is referred to by nothing: where a file is cut right before such last entries, they are lost unseen.
import type { Importer, Inventory } from '../model/inventory.ts';
import { isUnverifiable, type Package } from '../model/package.ts';
import type { LockfileReader } from './contract.ts';
import { berryEdges, isAnsweredByName, labelOf, pairsOf, type BerryEdges } from './yarn/berry-edges.ts';
import { berryPackage } from './yarn/berry-package.ts';
import { isBadName, isVersion } from './yarn/descriptor.ts';
import { indexEntries, type YarnIndex } from './yarn/index.ts';
import { fieldOf, readYarnEntries, type YarnEntry, type YarnPair, type YarnWords } from './yarn/lines.ts';
import { readLocator, type Located } from './yarn/locator.ts';
import { toProblems, type YarnProblem } from './yarn/problems.ts';
import { askedBy } from './yarn/usual.ts';

const WORDS: YarnWords = {
  dialect: 'berry',
  scalars: new Set(['version', 'resolution', 'checksum', 'conditions', 'languageName', 'linkType', 'cacheKey']),
  blocks: new Set(['dependencies', 'optionalDependencies', 'peerDependencies', 'bin']),
  nestedBlocks: new Set(['dependenciesMeta', 'peerDependenciesMeta']),
};
const METADATA = '__metadata';
// Before it, from version 5 on, the key of the cache that it belongs to.
const CHECKSUM = /^(?:[\w.-]{1,16}\/)?[0-9a-f]{128}$/;
const VERSIONS = /^(?:[4-9]|10)$/;

/** Reads yarn berry lockfiles. */
export const yarnBerry: LockfileReader = { id: 'yarn-berry', parse };

interface Read {
  readonly text: string;
  readonly index: YarnIndex;
  readonly edges: BerryEdges;
  readonly entries: readonly YarnEntry[];
  readonly located: readonly (Located | undefined)[];
}

function parse(text: string, path: string): Inventory {
  const { entries: all, problems } = readYarnEntries(text, WORDS);
  const metadata = all.filter(isMetadata);
  const entries = all.filter((entry) => !isMetadata(entry));
  const version = (metadata[0] && fieldOf(metadata[0], 'version')) ?? '';
  problems.push(...metadataProblems(metadata, version));
  const index = indexEntries(text, entries, problems);
  const located = entries.map((entry) => (entry.plain ? undefined : readLocator(fieldOf(entry, 'resolution') ?? '')));
  const packages = entries.map((entry, position): Package => packageOf(entry, index.ids[position] ?? '', located[position]));
  const read: Read = { text, index, edges: berryEdges(text, entries, index), entries, located };
  for (const [position, entry] of entries.entries()) {
    if (!entry.plain) for (const problem of entryProblems(entry, packages[position], located[position])) problems.push(problem);
  }
  if (!located.some((one) => one?.folder === '')) problems.push({ code: 'malformed', message: 'the entry of the root workspace is missing: the file was cut or edited' });
  for (const problem of dangling(read)) problems.push(problem);
  let members: ReadonlyMap<string, Member> | undefined;
  return {
    formatVersion: version || 'unknown',
    packages,
    get importers() { return importersOf(read); },
    problems: toProblems(text, path, problems),
    notes: [],
    dependenciesOf: (id) => dependenciesOf(read, index.positionOfId(id)),
    locate: index.locate,
    answer: (importer, name, spec) => answer(read, (members ??= membersOf(read)).get(importer), name, spec),
  };
}

function isMetadata(entry: YarnEntry): boolean {
  return entry.patterns[0] === METADATA;
}

function metadataProblems(metadata: readonly YarnEntry[], version: string): readonly YarnProblem[] {
  const [first, second] = metadata;
  if (!first) return [{ code: 'malformed', message: 'the block __metadata is missing' }];
  if (second) return [{ code: 'duplicate-key', message: 'the block __metadata stands twice', offset: second.offset }];
  if (VERSIONS.test(version)) return [];
  return [{ code: 'unknown-version', message: `the file says format version ${JSON.stringify(version)}; versions 4 to 10 are known`, offset: first.offset }];
}

function packageOf(entry: YarnEntry, id: string, located: Located | undefined): Package {
  const { plain } = entry;
  return plain ? { id, name: plain.name, source: 'registry', version: plain.version } : berryPackage(entry, id, located ?? fallback(entry));
}

// An entry whose resolution is lost is still listed under the name that its key tells.
function fallback(entry: YarnEntry): Located {
  return { name: labelOf(entry), source: 'registry', identities: [], understood: false };
}

function entryProblems(entry: YarnEntry, found: Package | undefined, located: Located | undefined): readonly YarnProblem[] {
  const link = fieldOf(entry, 'linkType');
  const problems: YarnProblem[] = [];
  const say = (code: YarnProblem['code'], message: string) => problems.push({ code, message, offset: entry.offset });
  const label = labelOf(entry);
  if (!located) say('unknown-entry', `the resolution of ${label} is missing or was not understood`);
  else if (!located.understood) say('unknown-entry', `the resolution of ${label} has a protocol that is not known: ${located.resolved ?? ''}`);
  if (found && isBadName(found.name)) say('invalid-name', `${JSON.stringify(found.name)} is no name that a registry can hold`);
  if (found && !isUnverifiable(found.source) && !isVersion(found.version ?? '')) say('unknown-package-version', `the entry of ${label} has no version that a registry could hold`);
  if (fieldOf(entry, 'version') === undefined) say('malformed', `the entry of ${label} has no version field`);
  // The last field that every version of yarn writes: without it the entry is not whole.
  if (link !== 'hard' && link !== 'soft') say('malformed', `the entry of ${label} has no valid linkType: it was cut or edited`);
  const checksum = fieldOf(entry, 'checksum');
  if (checksum !== undefined && !CHECKSUM.test(checksum)) say('malformed', `the checksum of ${label} is not a complete SHA-512: the entry was cut or edited`);
  return problems;
}

function dependenciesOf(read: Read, position: number | undefined): readonly string[] {
  const entry = position === undefined ? undefined : read.entries[position];
  if (!entry) return [];
  const ids = pairsOf(read.text, entry).map((pair) => read.index.ids[read.edges.answer(entry, pair.key, pair.value)?.position ?? -1]);
  return [...new Set(ids.filter((id) => id !== undefined))];
}

function importersOf(read: Read): readonly Importer[] {
  return read.located.flatMap((one, position) => one?.folder === undefined ? [] : [{ folder: one.folder, dependencies: dependenciesOf(read, position) }]);
}

interface Member {
  readonly entry: YarnEntry;
  readonly pairs: ReadonlyMap<string, YarnPair>;
}

// Asked hundreds of times for one folder. Of two entries for one folder, and two lines for one name, the first counts.
function membersOf({ text, entries, located }: Read): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const [position, one] of located.entries()) {
    const entry = entries[position];
    if (one?.folder === undefined || !entry || members.has(one.folder)) continue;
    members.set(one.folder, { entry, pairs: new Map(pairsOf(text, entry).toReversed().map((pair) => [pair.key, pair])) });
  }
  return members;
}

function answer(read: Read, member: Member | undefined, name: string, spec: string): string | undefined {
  const entry = member?.entry;
  const pair = member?.pairs.get(name);
  if (!entry || !pair) return undefined;
  const asked = read.edges.answer(entry, name, spec);
  const found = asked?.by === 'descriptor' ? asked : read.edges.answer(entry, name, pair.value);
  return found && read.index.ids[found.position];
}

function dangling(read: Read): readonly YarnProblem[] {
  const found: YarnProblem[] = [];
  const allAnswered = askedBy(read.entries).every((asked) => isAnswered(read.index, asked));
  for (const entry of read.entries) {
    if (entry.plain && allAnswered) continue;
    for (const pair of pairsOf(read.text, entry)) {
      const answered = read.edges.answer(entry, pair.key, pair.value);
      if (answered?.by === 'descriptor' || (answered && isAnsweredByName(pair.value))) continue;
      const message = `${labelOf(entry)} depends on ${pair.key}@${pair.value}, which the file does not have`;
      found.push({ code: 'dangling-reference', message, offset: pair.offset, ...(answered ? { unlessProvided: pair.key } : {}) });
    }
  }
  return found;
}

// yarn 4 writes the protocol into the lists too, older ones leave the default one out.
function isAnswered({ byPattern }: YarnIndex, asked: string): boolean {
  if (byPattern.has(asked)) return true;
  const at = asked.indexOf('@', 1) + 1;
  return byPattern.has(`${asked.slice(0, at)}npm:${asked.slice(at)}`);
}
