// What a package is and does, in Markdown: one table each.
import type { Report } from '../../model/report.ts';
import { behaviorSections, identityRows, inspectedName } from '../shared/inspection.ts';
import { plural } from '../shared/words.ts';
import { cell, code, prose } from './text.ts';

const ROWS = 30;
const PLACES = 3;

/** Empty where nothing was inspected. */
export function inspectionLines({ inspected = [], startedAt }: Report): readonly string[] {
  return inspected.flatMap((inspection) => {
    const sections = behaviorSections(inspection);
    return [
      '', `### ${prose(inspectedName(inspection))}`, '',
      `From the ${inspection.source} ${code(inspection.path)}.`, '',
      ...identityRows(inspection, startedAt).map(([label, text]) => `- ${label}: ${prose(text)}`),
      '',
      ...(sections.length === 0 ? ['Its code does nothing that mcp-audit looks for.'] : ['| Kind | What its code does | Where |', '| --- | --- | --- |']),
      ...sections.flatMap(({ label, rows }) => [
        ...rows.slice(0, ROWS).map(({ what, places }) => `| ${label} | ${prose(what)} | ${places.slice(0, PLACES).map(cell).join(' ')}${places.length > PLACES ? ` and ${plural(places.length - PLACES, 'more place')}` : ''} |`),
        ...(rows.length > ROWS ? [`| ${label} | and ${plural(rows.length - ROWS, 'more', 'more')} | |`] : []),
      ]),
    ];
  });
}
