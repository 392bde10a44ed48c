// One self-contained HTML page for people: no script, no request to anywhere. The policy in it forbids both, so that a name that
// slipped through the escaping still could not run (https://www.w3.org/TR/CSP3/).
import type { Report } from '../model/report.ts';
import type { RenderOptions, Reporter } from './contract.ts';
import { affectedHtml, serversHtml } from './html/affected.ts';
import { coverageHtml, problemsHtml } from './html/coverage.ts';
import { differencesHtml, headlineHtml } from './html/difference.ts';
import { code, text } from './html/elements.ts';
import { exposureHtml } from './html/exposure.ts';
import { inspectionHtml } from './html/inspection.ts';
import { lockfilesHtml } from './html/lockfiles.ts';
import { acceptedHtml, findingsHtml, rulesHtml } from './html/findings.ts';
import { STYLE } from './html/style.ts';
import { allProblems } from './shared/problems.ts';
import { bundleDates, exitWords, plural, verdictWords } from './shared/words.ts';

/** One HTML page. */
export const html: Reporter = { id: 'html', render };

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function* render(report: Report, options: RenderOptions): Iterable<string> {
  const { rules } = options;
  const { word } = verdictWords(report);
  yield `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n';
  yield `<title>mcp-audit: ${text(word)}</title>\n<style>\n${STYLE}\n</style>\n</head>\n<body>\n<div class="page">\n`;
  yield* header(report);
  yield '<main>\n';
  yield* affectedHtml(report);
  yield* lockfilesHtml(report);
  yield* headlineHtml(report);
  yield* inspectionHtml(report);
  yield* differencesHtml(report, options);
  yield* problemsFirst(report, rules);
  yield* exposureHtml(report.exposure);
  yield* acceptedHtml(report.accepted);
  yield* serversHtml(report);
  yield* coverageHtml(report.coverage);
  yield* rulesHtml(rules, report.findings);
  yield '</main>\n';
  yield `<footer><p class="muted">${text(exitWords(report))}</p></footer>\n</div>\n</body>\n</html>\n`;
}

function* header(report: Report): Iterable<string> {
  const { tool, command, startedAt, targets, verdict, coverage } = report;
  const { word, detail } = verdictWords(report);
  const problems = allProblems(coverage).length;
  yield `<header><p class="brand">${text(`${tool.name} ${tool.version} ${command}`)} of ${targets.length === 0 ? text(verdict.scope) : targets.map(code).join(', ')}, <time datetime="${text(startedAt)}">${text(startedAt)}</time></p>\n`;
  yield `<div class="verdict ${verdict.status}"><h1>${text(word)}</h1><p>${text(detail)}. <strong>${text(bundleDates(coverage))}.</strong></p>\n`;
  if (verdict.status === 'findings' && problems > 0) yield `<p><strong>Also incomplete:</strong> ${plural(problems, 'problem')}. There may be more findings in what was not read.</p>\n`;
  yield `<p>Examined: ${text(verdict.scope)}.</p>\n${verdict.notExamined.map((missing) => `<p>Not examined: ${text(missing)}</p>\n`).join('')}</div></header>\n`;
}

// Where there is no verdict, the reasons for that come before all else.
function* problemsFirst(report: Report, rules: RenderOptions['rules']): Iterable<string> {
  if (report.verdict.status === 'incomplete') {
    yield* problemsHtml(report.coverage);
    yield* findingsHtml(report.findings, rules);
    return;
  }
  yield* findingsHtml(report.findings, rules);
  yield* problemsHtml(report.coverage);
}
