// yarn.lock of yarn 1: https://classic.yarnpkg.com/lang/en/docs/yarn-lock/ . Limits: it does not tell the projects it serves, nor
// dev or optional. A file cut right behind an entry's last hash looks whole: that entry's own block of dependencies is then unknown.
// The format has no room for workspace members, so a reference that only one of them answers looks dangling: see `unlessProvided`.
import type { Inventory } from '../model/inventory.ts';
import { isUnverifiable, type Package } from '../model/package.ts';
import type { LockfileReader } from './contract.ts';
import { classicPackage } from './yarn-classic-package.ts';
import { identityOfTarballUrl } from './registry-url.ts';
import { isBadName, isVersion, sourceOfRange, splitIdent } from './yarn-descriptor.ts';
import { indexEntries, type YarnIndex } from './yarn-index.ts';
import { fieldOf, pairsIn, readYarnEntries, type YarnEntry, type YarnWords } from './yarn-lines.ts';
import { toProblems, type YarnProblem } from './yarn-problems.ts';

const WORDS: YarnWords = {
  dialect: 'classic',
  scalars: new Set(['version', 'resolved', 'integrity', 'name', 'uid', 'registry']),
  blocks: new Set(['dependencies', 'optionalDependencies', 'peerDependencies', 'permissions', 'prebuiltVariants']),
  nestedBlocks: new Set(),
};
const EDGES = ['dependencies', 'optionalDependencies'] as const;
const KNOWN_VERSION = '1';

/** Reads yarn classic lockfiles. */
export const yarnClassic: LockfileReader = { id: 'yarn-classic', parse };

function parse(text: string, path: string): Inventory {
  const { entries, problems } = readYarnEntries(text, WORDS);
  const index = indexEntries(text, entries, problems);
  const packages = entries.map((entry, position) => classicPackage(entry, index.ids[position] ?? ''));
  const stated = /^# yarn lockfile v([^\r\n]*)/m.exec(text);
  const formatVersion = stated?.[1]?.trim() ?? '';
  problems.push(...versionProblems(formatVersion, entries.length, stated?.index));
  for (const [position, found] of packages.entries()) {
    const entry = entries[position];
    if (!entry) continue;
    if (isBadName(found.name)) problems.push({ code: 'invalid-name', message: `${JSON.stringify(found.name)} is no name that a registry can hold`, offset: entry.offset });
    const checked = !isUnverifiable(found.source);
    if (checked && found.version && !isVersion(found.version)) problems.push({ code: 'unknown-package-version', message: `${JSON.stringify(found.version)} of ${found.name} is no version`, offset: entry.offset });
    if (isStrangeUrl(entry, found)) problems.push({ code: 'unknown-entry', message: `${found.name} is resolved to a place that does not name it`, offset: entry.offset });
    if (!found.version) problems.push({ code: 'unknown-package-version', message: `the entry of ${found.name} has no version`, offset: entry.offset });
  }
  problems.push(...cutLastEntry(entries), ...brokenHash(entries.at(-1)), ...dangling(entries, index));
  return {
    formatVersion: `v${formatVersion || KNOWN_VERSION}`,
    packages,
    importers: [],
    problems: toProblems(text, path, problems),
    notes: stated || entries.length === 0 ? [] : ['the comment that names the version of the format is missing; read as version 1'],
    dependenciesOf: (id) => {
      const entry = entries[index.positionOfId(id) ?? -1];
      if (!entry) return [];
      const targets = EDGES.flatMap((block) => pairsIn(entry, block)).map((pair) => answerTo(index, pair.key, pair.value));
      return [...new Set(targets.filter((target) => target !== undefined))];
    },
    locate: index.locate,
    answer: (_importer, name, spec) => answerTo(index, name, spec),
  };
}

function versionProblems(version: string, entries: number, offset: number | undefined): readonly YarnProblem[] {
  if (offset === undefined) return entries === 0 ? [{ code: 'no-packages', message: 'not a yarn lockfile: no entry, and no comment that names the format' }] : [];
  if (version === KNOWN_VERSION) return [];
  return [{ code: 'unknown-version', message: `the file says format version ${JSON.stringify(version)}; only version 1 of yarn classic is known`, offset }];
}

// Yarn writes patterns without a range as `a@` and, in old files, as `a`.
function answerTo(index: YarnIndex, name: string, spec: string): string | undefined {
  const position = index.byPattern.get(`${name}@${spec}`) ?? (spec === '' || spec === '*' ? index.byPattern.get(name) ?? index.byPattern.get(`${name}@`) : undefined);
  return position === undefined ? undefined : index.ids[position];
}

// Yarn keeps the pattern that was asked for even where `resolutions` answer it with another version, and lists optional
// dependencies of every platform: a healthy file answers every reference, but for those that a workspace member answers.
function dangling(entries: readonly YarnEntry[], index: YarnIndex): readonly YarnProblem[] {
  const found: YarnProblem[] = [];
  for (const entry of entries) {
    for (const block of EDGES) {
      for (const pair of pairsIn(entry, block)) {
        if (index.byPattern.has(`${pair.key}@${pair.value}`) || answerTo(index, pair.key, pair.value) !== undefined) continue;
        found.push({
          code: 'dangling-reference',
          message: `${splitIdent(entry.patterns[0] ?? '').name} depends on ${pair.key}@${pair.value}, which the file does not have`,
          offset: pair.offset,
          unlessProvided: pair.key,
        });
      }
    }
  }
  return found;
}

// Every registry has the name in its URLs, also those without the usual form; a range that is answered from elsewhere was edited or damaged.
function isStrangeUrl(entry: YarnEntry, found: Package): boolean {
  if (found.resolved === undefined || found.source !== 'registry' || !isFromRegistry(entry)) return false;
  const base = found.name.slice(found.name.lastIndexOf('/') + 1);
  return identityOfTarballUrl(found.resolved) === undefined && !found.resolved.includes(base);
}

// A cut inside the last line leaves half a hash.
const SRI = /^(?:sha1-[\w+/]{27}=|sha256-[\w+/]{43}=|sha384-[\w+/]{64}|sha512-[\w+/]{86}==|md5-[\w+/]{22}==)(?:\?.*)?$/;

function brokenHash(entry: YarnEntry | undefined): readonly YarnProblem[] {
  if (!entry) return [];
  const integrity = fieldOf(entry, 'integrity');
  if (integrity === undefined || integrity.split(' ').every((hash) => SRI.test(hash))) return [];
  return [{ code: 'malformed', message: 'the integrity is not a complete hash', offset: entry.offset }];
}

// Yarn writes version, resolved and integrity in this order; a file cut between two lines ends in an entry that lacks the later ones.
function cutLastEntry(entries: readonly YarnEntry[]): readonly YarnProblem[] {
  const last = entries.at(-1);
  if (!last || !isFromRegistry(last)) return [];
  const others = entries.slice(0, -1).filter(isFromRegistry);
  if (others.length === 0) return [];
  const lost = ['resolved', 'integrity'].find((field) => fieldOf(last, field) === undefined && others.every((other) => fieldOf(other, field) !== undefined));
  return lost === undefined ? [] : [{ code: 'malformed', message: `the last entry alone has no ${lost} field, as in a truncated file`, offset: last.offset }];
}

function isFromRegistry(entry: YarnEntry): boolean {
  return sourceOfRange(splitIdent(entry.patterns[0] ?? '').range) === 'registry';
}
