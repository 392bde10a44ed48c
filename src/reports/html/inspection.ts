// What a package is and does, on the HTML page.
import type { Inspection, Report } from '../../model/report.ts';
import { type BehaviorSection, behaviorSections, identityRows, inspectedName } from '../shared/inspection.ts';
import { plural } from '../shared/words.ts';
import { code, fact, text } from './elements.ts';

const OPEN = 15;
const ROWS = 1_000;
const PLACES = 10;

/** One section for each package; nothing where none was inspected. */
export function* inspectionHtml({ inspected = [], startedAt }: Report): Iterable<string> {
  for (const [at, inspection] of inspected.entries()) {
    yield `<section aria-labelledby="package-${at}"><h2 id="package-${at}">${text(inspectedName(inspection))}</h2>\n<p class="muted">From the ${inspection.source} ${code(inspection.path)}</p>\n`;
    yield `<dl>${identityRows(inspection, startedAt).map(([label, value]) => fact(label, [/^sha|^integrity|^promised/.test(label) ? code(value) : text(value)])).join('')}</dl>\n`;
    yield* doings(inspection, at);
    yield '</section>\n';
  }
}

function* doings(inspection: Inspection, at: number): Iterable<string> {
  const sections = behaviorSections(inspection);
  yield '<h3>What its code does</h3>\n';
  if (sections.length === 0) yield '<p>Nothing that mcp-audit looks for.</p>\n';
  for (const section of sections) {
    yield `<h4 id="package-${at}-${section.kind}">${text(section.title)}</h4>\n`;
    yield* table(section.rows.slice(0, OPEN));
    const folded = section.rows.slice(OPEN, ROWS);
    if (folded.length === 0) continue;
    yield `<details><summary>${plural(section.rows.length - OPEN, 'more')}</summary>`;
    yield* table(folded);
    yield `${section.rows.length > ROWS ? `<p>And ${plural(section.rows.length - ROWS, 'more row')}, which the JSON report lists.</p>` : ''}</details>\n`;
  }
}

function* table(rows: BehaviorSection['rows']): Iterable<string> {
  yield '<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">What</th><th scope="col">Where</th><th scope="col">Line</th></tr></thead><tbody>\n';
  for (const { what, places, excerpt } of rows) {
    const shown = places.slice(0, PLACES).map(code).join('<br>');
    const more = places.length > PLACES ? `<br>and ${plural(places.length - PLACES, 'more place')}` : '';
    yield `<tr><td>${text(what)}</td><td class="where">${shown}${more}</td><td>${excerpt === undefined ? '' : code(excerpt)}</td></tr>\n`;
  }
  yield '</tbody></table></div>\n';
}
