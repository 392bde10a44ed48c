// Words about exposure windows that the formats share.
import type { ExposureEvent, ExposureWindow, HistoryCommit, Signature } from '../../model/exposure.ts';
import { plural } from './words.ts';

/** `2025-09-17 10:00`; every time of a report is UTC. */
export function minute(time: string): string {
  return time === '' ? 'no date' : time.slice(0, 16).replace('T', ' ');
}

/** Enough of an id to find the commit. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

/** `Dev <dev@example.com>`, as the commit says. */
export function personOf({ name, email }: Signature): string {
  return `${name === '' ? 'nobody' : name}${email === '' ? '' : ` <${email}>`}`;
}

/** Who stands behind a commit; the committer and the author's date where they differ. */
export function peopleOf({ author, committer }: HistoryCommit): string {
  const other = author.name === committer.name && author.email === committer.email ? '' : `, committed by ${personOf(committer)}`;
  return `${personOf(author)}${author.time === committer.time ? '' : `, written ${minute(author.time)}`}${other}`;
}

/** `postmark-mcp 1.0.16`, or `postmark-mcp@latest` for a request. */
export function subjectWords({ package: { name, version, spec } }: ExposureWindow | ExposureEvent): string {
  if (spec !== undefined) return spec === '' ? `${name} (any version)` : `${name}@${spec}`;
  return version === undefined ? name : `${name} ${version}`;
}

/** `9 days, 14 commits`. */
export function stayWords({ days, commits }: ExposureWindow): string {
  return `${days === 1 ? '1 day' : `${days} days`}, ${plural(commits, 'commit')}`;
}

/** Where the file stands, with its repository where that is not the current folder. */
export function fileOf({ repository, path }: ExposureWindow | ExposureEvent): string {
  return repository === '.' || repository === '' || repository.endsWith(path) ? path : `${repository}: ${path}`;
}
