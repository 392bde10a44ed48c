// What the report of an exposure run says beside what every report says.
import type { ExposureEvent, ExposureWindow } from '../../model/exposure.ts';
import type { ReportAbout } from '../scan/report.ts';
import type { ExposureState } from './context.ts';

export function exposureReport(state: ExposureState): ReportAbout {
  const windows = state.windows.toSorted((a, b) => compare(a.repository, b.repository) || compare(a.package.name, b.package.name) || compare(a.package.version ?? '', b.package.version ?? '') || compare(a.package.spec ?? '', b.package.spec ?? '') || compare(a.path, b.path) || compare(a.from, b.from) || compare(a.first.id, b.first.id));
  return {
    command: 'exposure',
    notExamined: ['the working tree, and what is not committed; run mcp-audit scan', 'commits that no ref leads to (rewritten history, reflogs, other forks), submodules, package.json without a lockfile, Dockerfiles and CI files'],
    entries: state.entries,
    exposure: { repositories: state.repositories, windows, timeline: windows.flatMap(eventsOf).toSorted((a, b) => compare(a.time, b.time) || compare(a.commit, b.commit) || compare(a.path, b.path) || compare(a.package.name, b.package.name)) },
  };
}

function eventsOf(window: ExposureWindow): readonly ExposureEvent[] {
  const about = { repository: window.repository, path: window.path, package: window.package };
  return [
    ...window.introducedBy.map((commit): ExposureEvent => ({ time: commit.committer.time, event: 'introduced', ...about, commit: commit.id, author: commit.author })),
    ...window.removedBy.map((commit): ExposureEvent => ({ time: commit.committer.time, event: 'removed', ...about, commit: commit.id, author: commit.author })),
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
