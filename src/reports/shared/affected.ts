// Known-bad versions that a machine runs or ran, as rows that all formats for people share: what a responder asks first.
import type { AffectedPackage, RanVersion, Report } from '../../model/report.ts';
import { whereOf } from './problems.ts';

/** A piece of a row: prose, or something to copy as it is. */
export type Piece = string | { readonly code: string };
/** One question with its answers. */
export interface AffectedRow {
  readonly label: string;
  readonly items: readonly (readonly Piece[])[];
}

/** The rows for one version; `report` gives the day of the run. */
export function affectedRows(affected: AffectedPackage, report: Report): readonly AffectedRow[] {
  const today = report.startedAt.slice(0, 10);
  return [
    { label: 'ran', items: affected.ran.length > 0 ? affected.ran.map(ran) : [['no cache or tree here shows that it was installed']] },
    { label: 'since', items: affected.since === undefined ? [] : [[`${affected.since}, the first sign of it here`]] },
    { label: 'started by', items: affected.servers.map((server) => [`${server.client}: "${server.name}"${server.state === 'disabled' ? ' (disabled)' : ''},`, { code: whereOf(server) ?? '' }]) },
    { label: 'tarball', items: tarballs(affected) },
    { label: 'rotate', items: [affected.credentials.length > 0 ? [affected.credentials.join(', ')] : ['the entries that start it hold no secret; it could still read the variables and files of its user']] },
    { label: 'records', items: affected.records.map(({ holder, days, until }) => [`${holder}: kept ${days} days${until === undefined ? '' : `, so those of the first day ${until < today ? 'were deleted on' : 'are deleted on'} ${until}`}`]) },
    { label: 'remove', items: affected.servers.map((server) => [`the entry "${server.name}" in`, { code: whereOf(server) ?? '' }]) },
    { label: 'instead', items: affected.pins.length > 0 ? affected.pins.map((pin) => [{ code: pin }]) : [['no clean release is known; an older one is no remedy']] },
    { label: 'block', items: [[{ code: `${affected.name}@${affected.version}` }, 'in the registry proxy, and in pnpm-workspace.yaml', { code: `overrides: { '${affected.name}@${affected.version}': '-' }` }]] },
  ].filter(({ items }) => items.length > 0);
}

function ran({ route, path, since }: RanVersion): readonly Piece[] {
  return [`${route},`, { code: path }, ...(since === undefined ? [] : [`since ${since}`])];
}

function tarballs({ tarballs: copies }: AffectedPackage): readonly (readonly Piece[])[] {
  const items = copies.map(({ path, held, fetched, recovered, integrity }): readonly Piece[] => [
    `${recovered !== undefined ? 'taken out as' : held ? 'still held,' : 'no longer held,'}`,
    ...(recovered === undefined ? [] : [{ code: recovered }]),
    ...(fetched === undefined ? [] : [`fetched ${fetched},`]),
    { code: path },
    ...(integrity === undefined ? [] : [{ code: integrity }]),
  ]);
  return copies.some((copy) => copy.held && copy.recovered === undefined) ? [...items, [{ code: '--recover DIR' }, 'takes the held copies out, unopened']] : items;
}
