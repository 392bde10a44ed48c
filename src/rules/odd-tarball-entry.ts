// What is odd about a package archive, by what it can do: write outside the package, show another package to another reader, or
// nothing. The kinds are recorded by io/tarball/; https://docs.npmjs.com/cli/commands/npm-pack writes none of them.
import { TARBALL_ODDITIES, type TarballOddity, type TarballOddityKind } from '../model/archive.ts';
import type { Evidence } from '../model/finding.ts';
import { shorten } from '../text/printable.ts';
import { subjectOf } from './code-findings.ts';
import type { ArchiveFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings } from './fact-findings.ts';

type Weight = 'high' | 'medium' | 'info';

const PATH = 120;

/** `high`: it escapes, or hides which manifest counts. `medium`: readers see different packages. `info`: other tools than npm write it so. */
const WEIGHTS: Readonly<Record<TarballOddityKind, Weight>> = {
  'absolute-path': 'high', 'parent-path': 'high', link: 'high', device: 'high', 'set-id': 'high', 'second-manifest': 'high',
  'several-members': 'medium', 'bytes-after-gzip': 'medium', 'bytes-after-end': 'medium', 'bad-checksum': 'medium', 'invalid-entry': 'medium', 'no-top-folder': 'medium', 'several-top-folders': 'medium',
  duplicate: 'medium', 'case-collision': 'medium', 'unicode-collision': 'medium', 'file-and-folder': 'medium', 'unknown-type': 'medium', sparse: 'medium', 'global-header': 'medium', 'not-utf8': 'medium', 'odd-name': 'medium', 'no-manifest': 'medium',
  'not-gzip': 'info', 'top-folder': 'info', 'extended-header': 'info',
};
const NAMES: Readonly<Record<TarballOddityKind, string>> = {
  'absolute-path': 'absolute paths', 'parent-path': 'paths with ..', link: 'links', device: 'devices', 'set-id': 'files that run with their owner\'s rights', 'second-manifest': 'a second package.json',
  'several-members': 'several gzip members', 'bytes-after-gzip': 'bytes behind the compressed archive', 'bytes-after-end': 'bytes behind its end', 'bad-checksum': 'blocks that are no headers', 'invalid-entry': 'entries that are not valid',
  'no-top-folder': 'files outside the package\'s folder', 'several-top-folders': 'several folders at the top', duplicate: 'files that stand in it twice', 'case-collision': 'names that differ in case alone', 'unicode-collision': 'names that some disks take for one',
  'file-and-folder': 'a path that is file and folder', 'unknown-type': 'entries of unknown types', sparse: 'sparse files', 'global-header': 'a header for all entries', 'not-utf8': 'names that are not UTF-8', 'odd-name': 'names that other systems write differently', 'no-manifest': 'no package.json',
  'not-gzip': 'no compression', 'top-folder': 'a folder of another name than package', 'extended-header': 'unusual extended headers',
};
const WHY: Readonly<Record<Weight, string>> = {
  high: 'Such an entry is written outside the package by an extractor that trusts it, or lets two readers take different manifests for the package\'s. No packing tool makes it by accident.',
  medium: 'Readers disagree on such an archive: what a scanner or a reviewer sees may not be what is installed.',
  info: 'Other packing tools write archives so; npm reads them alike.',
};

const BY_WEIGHT = (['high', 'medium', 'info'] as const).flatMap((weight) => TARBALL_ODDITIES.filter((kind) => WEIGHTS[kind] === weight));

export const oddTarballEntry: Rule<'archive'> = {
  page: {
    id: 'odd-tarball-entry',
    summary: 'A package archive with entries that escape it, or that readers disagree on',
    why: 'An archive is a program for whoever unpacks it. Paths and links that leave the package overwrite files; names that stand twice or differ in case alone show one package to a scanner and install another.',
    remediation: ['Do not unpack it with another tool; keep it as evidence.', 'Ask who made the archive: no npm pack writes such entries.'],
    limits: 'Nothing is written here, so nothing escapes. Names that differ in case alone also come from honest projects that were never unpacked on macOS or Windows.',
    severities: ['high', 'medium', 'info'],
    references: ['https://docs.npmjs.com/cli/commands/npm-pack', 'https://github.com/isaacs/node-tar/security/advisories'],
  },
  // A finding a kind: one that was looked at and accepted hides no other.
  judge: (facts) => factFindings(oddTarballEntry.page, facts, BY_WEIGHT.flatMap((kind) => remarkOf(facts, kind))),
};

function remarkOf(facts: ArchiveFacts, kind: TarballOddityKind): readonly FactRemark[] {
  const found = facts.oddities.filter((oddity) => oddity.kind === kind);
  const [first, ...others] = found.map((oddity): Evidence => ({ kind: 'record', text: wordsOf(oddity) }));
  if (!first) return [];
  const severity = WEIGHTS[kind];
  return [{
    subject: [kind],
    severity,
    confidence: severity === 'medium' ? 'medium' : 'high',
    title: `the archive of ${subjectOf(facts)} has ${NAMES[kind]}`,
    why: WHY[severity],
    evidence: [first, ...others],
    locations: found.map(({ path }) => ({ path: facts.path, ...(path === undefined ? {} : { entry: path }) })),
  }];
}

function wordsOf({ path, detail, more }: TarballOddity): string {
  return `${path === undefined ? '' : `${shorten(path, PATH)}: `}${detail}${more === undefined ? '' : ` (and ${more} more such)`}`;
}
