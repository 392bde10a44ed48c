// The MCP servers that configurations start: one line each, with what ran. What is wrong with one stands among the findings.
import type { ServerEntry } from '../../model/report.ts';
import { whereOf } from '../shared/problems.ts';
import { plural } from '../shared/words.ts';
import { type Context, paragraph, place, row } from './context.ts';
import { safe, words } from './layout.ts';

const SHOWN = 20;

/** A summary; every server with `--verbose`, and where there are few. */
export function* serversSection(context: Context): Iterable<string> {
  const servers = context.report.servers ?? [];
  if (servers.length === 0) return;
  yield '';
  yield context.paint.strong(`MCP servers: ${servers.length}`);
  yield* paragraph(context, `${summary(servers)}.`);
  if (servers.length > SHOWN && context.detail !== 'verbose') {
    yield* paragraph(context, '--verbose lists them; --format json has all that is known of each.');
    return;
  }
  for (const server of servers) yield* serverLines(context, server);
}

function summary(servers: readonly ServerEntry[]): string {
  const files = new Set(servers.map((server) => server.path)).size;
  const off = servers.filter((server) => server.state === 'disabled').length;
  const remote = servers.filter((server) => server.kind === 'remote').length;
  const undecided = servers.filter((server) => server.doubts.length > 0 || server.subjects.some((subject) => subject.versionClass === 'unresolvable')).length;
  return [`in ${plural(files, 'configuration')}`, ...part(off, 'disabled'), ...part(remote, 'remote'), ...part(undecided, 'not decidable from the line alone')].join(', ');
}

function part(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function* serverLines(context: Context, server: ServerEntry): Iterable<string> {
  const off = server.state === 'disabled' ? ' (disabled)' : '';
  yield* row(context, 'server', [...words(`"${server.name}"${off} of ${server.client},`), place(whereOf(server))]);
  yield* row(context, '', words(server.launch ?? server.kind));
  const ran = server.subjects.flatMap((subject) => subject.ran.map(({ version, route }) => `${subject.name ?? ''} ${version} (${route})`));
  const asked = server.subjects.filter((subject) => subject.kind === 'npm').map((subject) => `${subject.name ?? '?'}: ${classWords(subject)}`);
  yield* row(context, '', [...words([...asked, ...(ran.length > 0 ? [`ran ${[...new Set(ran)].join(', ')}`] : [])].join('; '))]);
  for (const doubt of server.doubts) yield* row(context, '', words(`note: ${doubt}`));
}

function classWords({ versionClass, spec }: ServerEntry['subjects'][number]): string {
  return versionClass === 'none' ? 'no version' : versionClass === 'tag' ? `tag ${safe(spec)}` : versionClass === 'range' ? `range ${safe(spec)}` : versionClass;
}
