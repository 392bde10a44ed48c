// What a registry says of a version and what of it was proved, in words. Never an all-clear: worms were published with valid
// signatures and provenance. It quotes the registry and the publisher: escape before printing.
import type { DifferenceSide } from '../../model/difference.ts';
import type { Person, ProvenRelease, ProvenanceFact, Release, SignatureFact } from '../../model/release.ts';
import { minute } from './exposure.ts';
import { grouped, plural } from './words.ts';

/** `phanpak <phan@example.com>`. */
function personWords({ name, email }: Person): string {
  if (name === undefined) return email ?? 'nobody named';
  return email === undefined ? name : `${name} <${email}>`;
}

function publisherWords({ publisher }: Release): string | undefined {
  if (publisher === undefined) return undefined;
  return publisher.trustedBy === undefined ? personWords(publisher) : `${publisher.trustedBy}, trusted publishing (as ${personWords(publisher)})`;
}

const MAINTAINERS = 4;

function maintainersWords({ maintainers }: Release): string | undefined {
  if (maintainers === undefined) return undefined;
  const shown = maintainers.slice(0, MAINTAINERS).map(personWords).join(', ');
  return maintainers.length > MAINTAINERS ? `${shown} and ${grouped(maintainers.length - MAINTAINERS)} more` : shown;
}

/** What became of the signatures: the bad ones first. */
function signatureWords(facts: readonly SignatureFact[]): string {
  if (facts.length === 0) return 'none given';
  const bad = facts.filter((fact) => fact.kind !== 'verified').map((fact) => `${SIGNATURES[fact.kind]} (${fact.why}), key ${fact.keyid}`);
  const good = facts.filter(({ kind }) => kind === 'verified').map(({ keyid }) => `verified, key ${keyid}`);
  return [...bad, ...good].join('; ');
}

const SIGNATURES = { wrong: 'WRONG', 'unknown-key': 'by a key that the registry does not list', 'expired-key': 'by a key that had expired', unreadable: 'not readable', 'not-checked': 'not checked' } as const;

const ISSUERS: ReadonlyMap<string, string> = new Map([['https://token.actions.githubusercontent.com', 'GitHub Actions'], ['https://gitlab.com', 'GitLab CI']]);

/** `verified (GitHub Actions, github.com/owner/name at v1.2.3)`, `none`, `WRONG: why`. */
export function provenanceWords(fact: ProvenanceFact): string {
  switch (fact.kind) {
    case 'none': return 'none';
    case 'not-fetched': return `claimed, not judged: ${fact.why}`;
    case 'wrong': return `WRONG: ${fact.why}`;
    case 'verified': {
      const { issuer, repository, ref, commit } = fact.source ?? {};
      const at = ref === undefined ? commit?.slice(0, 12) : ref.replace(/^refs\/(?:tags|heads)\//, '');
      const parts = [issuer === undefined ? undefined : ISSUERS.get(issuer) ?? withoutScheme(issuer), repository === undefined ? undefined : `${withoutScheme(repository)}${at === undefined ? '' : ` at ${at}`}`].filter((part) => part !== undefined);
      return `verified${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
    }
  }
}

function withoutScheme(address: string): string {
  return address.replace(/^(?:git\+)?https?:\/\//, '').replace(/\.git$/, '');
}

/** Said wherever something was verified. */
export const PROOF_NOTE = 'A verified signature or provenance says who made these bytes, not that they are harmless.';

/** True where a reader could take a fact for an all-clear. */
export function isProved(release: ProvenRelease | undefined): boolean {
  return release !== undefined && (release.provenance.kind === 'verified' || release.signatures.some(({ kind }) => kind === 'verified'));
}

const DAY = 86_400_000;

/** `2 days`, `5 hours`, `3 years`: one unit is enough for a reader. */
export function spanWords(milliseconds: number): string {
  const span = Math.abs(milliseconds);
  if (span < 3_600_000) return plural(Math.round(span / 60_000), 'minute');
  if (span < 1.5 * DAY) return plural(Math.round(span / 3_600_000), 'hour');
  if (span < 60 * DAY) return plural(Math.round(span / DAY), 'day');
  return span < 730 * DAY ? plural(Math.round(span / (30.44 * DAY)), 'month') : plural(Math.round(span / (365.25 * DAY)), 'year');
}

function publishedWords({ published }: Release, today: string, before?: Release): string | undefined {
  if (published === undefined) return undefined;
  const time = Date.parse(published.time);
  const gap = time - Date.parse(before?.published?.time ?? '');
  const age = Date.parse(today) - time;
  const told = [
    Number.isNaN(gap) ? undefined : `${spanWords(gap)} ${gap < 0 ? 'earlier' : 'later'}`,
    Number.isNaN(age) || before !== undefined ? undefined : `${spanWords(age)} ${age < 0 ? 'after this run' : 'ago'}`,
    published.from === 'last-modified' ? 'by its Last-Modified header' : undefined,
  ].filter((part) => part !== undefined);
  return `${minute(published.time)}${told.length === 0 ? '' : ` (${told.join('; ')})`}`;
}

/** Label and text of each fact of a release; `today` is the day of the run. */
export function releaseRows({ release, signatures, provenance }: ProvenRelease, today: string): readonly (readonly [string, string])[] {
  return releaseFacts({ release, signatures, provenance }, today).flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
}

function releaseFacts({ release, signatures, provenance }: ProvenRelease, today: string, before?: Release): readonly (readonly [string, string | undefined])[] {
  return [
    ['registry', release.registry],
    ['published', publishedWords(release, today, before)],
    ['publisher', publisherWords(release)],
    ['kept by', maintainersWords(release)],
    ['tags', release.tags === undefined ? undefined : release.tags.length === 0 ? 'none' : release.tags.join(', ')],
    ['deprecated', release.deprecated],
    ['signed', signatureWords(signatures)],
    ['provenance', provenanceWords(provenance)],
  ];
}

/** `published 2025-09-17 08:04 by phanpak <…>, signed: verified, key x, provenance: none`, for formats that have no table. */
export function releaseSummary({ release, signatures, provenance }: ProvenRelease): string {
  const publisher = publisherWords(release);
  return `${release.published === undefined ? 'no time of publication told' : `published ${minute(release.published.time)}`}${publisher === undefined ? '' : ` by ${publisher}`}, signed: ${signatureWords(signatures)}, provenance: ${provenanceWords(provenance)}`;
}

/** One fact of both sides. `same`: the later side says what the earlier one says. */
export interface SideRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly same: boolean;
}

/** The facts of both sides, one row each; what neither side tells is left out. */
export function sideRows(before: DifferenceSide, after: DifferenceSide, today: string): readonly SideRow[] {
  const facts = (side: DifferenceSide, earlier?: Release): ReadonlyMap<string, string | undefined> => new Map([
    ['version', side.name === undefined ? side.label : `${side.name} ${side.version ?? ''}`.trim()],
    ['from', side.source === 'registry' ? undefined : `${side.source} ${side.label}`],
    ['commit', side.commit],
    ['holds', `${plural(side.files, 'file')}, ${plural(side.bytes, 'byte')}`],
    ...(side.release === undefined ? [] : releaseFacts(side.release, today, earlier)),
    ['integrity', side.release?.release.integrity ?? side.hashes?.integrity],
  ]);
  const [first, second] = [facts(before), facts(after, before.release?.release)];
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((label) => {
    const [was, now] = [first.get(label), second.get(label)];
    return was === undefined && now === undefined ? [] : [{ label, before: was ?? '-', after: now ?? '-', same: was === now }];
  });
}
