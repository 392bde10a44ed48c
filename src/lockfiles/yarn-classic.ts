// yarn.lock of yarn 1: https://classic.yarnpkg.com/lang/en/docs/yarn-lock/ . Limits: it does not tell the projects it serves, nor
// dev or optional. A file cut right behind an entry's last hash looks whole: that entry's own block of dependencies is then unknown.
// The format has no room for workspace members, so a reference that only one of them answers looks dangling: see `unlessProvided`.
import type { Inventory } from '../model/inventory.ts';
import { isUnverifiable, type Package } from '../model/package.ts';
import type { LockfileReader } from './contract.ts';
import { classicPackage } from './yarn/classic-package.ts';
import { identityOfTarballUrl } from '../text/registry-url.ts';
import { isBadName, isVersion, sourceOfRange, splitIdent } from './yarn/descriptor.ts';
import { indexEntries, type YarnIndex } from './yarn/index.ts';
import { fieldOf, pairsIn, readYarnEntries, type YarnEntry, type YarnWords } from './yarn/lines.ts';
import { toProblems, type YarnProblem } from './yarn/problems.ts';
import { askedBy } from './yarn/usual.ts';

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
    if (entry && !entry.plain) for (const problem of entryProblems(entry, found)) problems.push(problem);
  }
  problems.push(...cutLastEntry(entries));
  for (const problem of dangling(text, entries, index)) problems.push(problem);
  return {
    formatVersion: `v${formatVersion || KNOWN_VERSION}`,
    packages,
    importers: [],
    problems: toProblems(text, path, problems),
    notes: stated || entries.length === 0 ? [] : ['the comment that names the version of the format is missing; read as version 1'],
    dependenciesOf: (id) => {
      const entry = entries[index.positionOfId(id) ?? -1];
      if (!entry) return [];
      const targets = EDGES.flatMap((block) => pairsIn(text, entry, block)).map((pair) => answerTo(index, pair.key, pair.value));
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

function entryProblems(entry: YarnEntry, found: Package): readonly YarnProblem[] {
  const problems: YarnProblem[] = [];
  const say = (code: YarnProblem['code'], message: string) => problems.push({ code, message, offset: entry.offset });
  const { name, version } = found;
  if (isBadName(name)) say('invalid-name', `${JSON.stringify(name)} is no name that a registry can hold`);
  if (!version) say('unknown-package-version', `the entry of ${name} has no version`);
  else if (!isUnverifiable(found.source) && !isVersion(version)) say('unknown-package-version', `${JSON.stringify(version)} of ${name} is no version`);
  if (isStrangeUrl(entry, found)) say('unknown-entry', `${name} is resolved to a URL that is damaged or does not name it`);
  if (isBrokenHash(entry)) say('malformed', `the integrity of ${name} is not a complete hash`);
  return problems;
}

// Yarn writes patterns without a range as `a@` and, in old files, as `a`.
function answerTo(index: YarnIndex, name: string, spec: string): string | undefined {
  const position = index.byPattern.get(`${name}@${spec}`) ?? (spec === '' || spec === '*' ? index.byPattern.get(name) ?? index.byPattern.get(`${name}@`) : undefined);
  return position === undefined ? undefined : index.ids[position];
}

// Yarn keeps the pattern that was asked for even where `resolutions` answer it with another version, and lists optional
// dependencies of every platform: a healthy file answers every reference, but for those that a workspace member answers.
function dangling(text: string, entries: readonly YarnEntry[], index: YarnIndex): readonly YarnProblem[] {
  const found: YarnProblem[] = [];
  const answered = askedBy(entries).every((asked) => index.byPattern.has(asked));
  for (const entry of entries) {
    if (entry.plain && answered) continue;
    for (const block of EDGES) {
      for (const pair of pairsIn(text, entry, block)) {
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

// Every registry has the name in its URLs, also those without the usual form, and yarn adds the SHA-1 as the fragment. A range that
// is answered from elsewhere was edited or damaged.
const URL_START = /^https?:\/\/[^/]+\//i;
const SHA1 = /^[0-9a-f]{40}$/i;

function isStrangeUrl(entry: YarnEntry, found: Package): boolean {
  const { resolved } = found;
  if (resolved === undefined || found.source !== 'registry' || !isFromRegistry(entry)) return false;
  const hash = resolved.indexOf('#');
  if (hash !== -1 && !SHA1.test(resolved.slice(hash + 1))) return true;
  if (resolved.startsWith('http') && !URL_START.test(resolved)) return true;
  const base = found.name.slice(found.name.lastIndexOf('/') + 1);
  return !resolved.includes(base) && identityOfTarballUrl(resolved) === undefined;
}

// A damage across two entries leaves half a hash, or a hash and a half.
const SRI = /^(?:sha1-[\w+/]{27}=|sha256-[\w+/]{43}=|sha384-[\w+/]{64}|sha512-[\w+/]{86}==|md5-[\w+/]{22}==)(?:\?.*)?$/;

function isBrokenHash(entry: YarnEntry): boolean {
  const integrity = fieldOf(entry, 'integrity');
  if (integrity === undefined || (integrity.length === 95 && integrity.startsWith('sha512-') && integrity.endsWith('=='))) return false;
  return !integrity.split(' ').every((hash) => SRI.test(hash));
}

// Yarn writes version, resolved and integrity in this order; a file cut between two lines ends in an entry that lacks the later ones.
function cutLastEntry(entries: readonly YarnEntry[]): readonly YarnProblem[] {
  const last = entries.at(-1);
  if (!last || !isFromRegistry(last)) return [];
  const absent = ['resolved', 'integrity'].filter((field) => fieldOf(last, field) === undefined);
  if (absent.length === 0) return [];
  const others = entries.slice(0, -1).filter(isFromRegistry);
  if (others.length === 0) return [];
  const lost = absent.find((field) => others.every((other) => fieldOf(other, field) !== undefined));
  return lost === undefined ? [] : [{ code: 'malformed', message: `the last entry alone has no ${lost} field, as in a truncated file`, offset: last.offset }];
}

function isFromRegistry(entry: YarnEntry): boolean {
  return sourceOfRange(splitIdent(entry.patterns[0] ?? '').range) === 'registry';
}
