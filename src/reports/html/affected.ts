// Known-bad versions of a machine, and its MCP servers, on the HTML page.
import type { Report } from '../../model/report.ts';
import { affectedRows, type Piece } from '../shared/affected.ts';
import { whereOf } from '../shared/problems.ts';
import { plural } from '../shared/words.ts';
import { code, fact, text } from './elements.ts';

/** Before the findings: what ran, since when, what to rotate; nothing where no version is affected. */
export function* affectedHtml(report: Report): Iterable<string> {
  if (report.affected === undefined || report.affected.length === 0) return;
  yield '<section aria-labelledby="affected"><h2 id="affected">Affected</h2>\n';
  for (const affected of report.affected) {
    const rows = affectedRows(affected, report).map(({ label, items }) => fact(label, items.map((pieces) => `<span>${pieces.map(pieceHtml).join(' ')}</span>`)));
    yield `<article><h3>${text(`${affected.name} ${affected.version}`)}</h3><dl>${rows.join('')}</dl></article>\n`;
  }
  yield '</section>\n';
}

function pieceHtml(piece: Piece): string {
  return typeof piece === 'string' ? text(piece) : code(piece.code);
}

/** Every server of every configuration, folded. */
export function* serversHtml({ servers }: Report): Iterable<string> {
  if (servers === undefined || servers.length === 0) return;
  yield `<section aria-labelledby="servers"><h2 id="servers">MCP servers</h2>\n<details><summary>${plural(servers.length, 'server')} in the configurations read</summary><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Client</th><th scope="col">Server</th><th scope="col">Starts</th><th scope="col">What ran</th><th scope="col">Where</th></tr></thead><tbody>\n`;
  for (const server of servers) {
    const ran = [...new Set(server.subjects.flatMap((subject) => subject.ran.map(({ version, route }) => `${subject.name ?? ''} ${version} (${route})`)))];
    yield `<tr><td>${text(server.client)}</td><td>${text(server.name)}${server.state === 'disabled' ? ' <span class="muted">(disabled)</span>' : ''}</td><td>${code(server.launch ?? server.kind)}</td><td>${ran.map(text).join('<br>')}</td><td>${code(whereOf(server) ?? '')}</td></tr>\n`;
  }
  yield '</tbody></table></div></details></section>\n';
}
