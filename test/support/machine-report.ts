// What a machine and a git history add to a report, with one text in every place that the audited side writes.
import type { Exposure, HistoryCommit } from '../../src/model/exposure.ts';
import type { AffectedPackage, Report, ServerEntry } from '../../src/model/report.ts';

const TIME = '2025-09-18T07:41:12.204Z';

/** The sections of a machine and of a history. `text` stands for all that an attacker chooses. */
export function machineSections(text: string): Pick<Report, 'servers' | 'affected' | 'exposure'> {
  const ran = { version: text, route: 'npx cache', path: text, since: TIME };
  const server: ServerEntry = {
    path: text, line: 3, client: 'cursor', name: text, scope: 'user', project: text, state: 'enabled', kind: 'command', launch: text,
    subjects: [{ role: 'server', kind: 'npm', tool: 'npx', name: text, spec: text, versionClass: 'tag', registry: text, ran: [ran] }], doubts: [text], credentials: [text],
  };
  const affected: AffectedPackage = {
    name: text, version: text, campaign: 'postmark-mcp', since: TIME, ran: [ran], servers: [{ client: 'cursor', name: text, path: text, line: 3, state: 'disabled' }],
    tarballs: [{ path: text, held: true, fetched: TIME, integrity: text, recovered: text }], credentials: [text], records: [{ holder: 'Holder', days: 45, until: '2025-11-02', source: 'https://holder.example/' }], pins: [text],
  };
  return { servers: [server], affected: [affected], exposure: exposureOf(text) };
}

function exposureOf(text: string): Exposure {
  const signature = { name: text, email: text, time: TIME };
  const commit: HistoryCommit = { id: 'a'.repeat(40), author: signature, committer: signature };
  const subject = { name: text, version: text };
  return {
    repositories: [{ path: text, refs: 1, commits: 2, files: 1, versions: 2, bytes: 10 }],
    windows: [{ repository: text, path: text, package: subject, finding: 'v1:0', state: 'closed', first: commit, last: commit, introducedBy: [commit], removedBy: [commit], from: TIME, to: TIME, days: 9, commits: 2, refs: [text], refCount: 1, onHead: [{ from: commit, to: commit }], doubt: 'the dates contradict themselves' }],
    timeline: [{ time: TIME, event: 'introduced', repository: text, path: text, package: subject, commit: commit.id, author: signature }],
  };
}
