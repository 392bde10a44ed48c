// JUnit's elements as XML 1.0 (https://www.w3.org/TR/xml/#charsets), which has no way to write most control characters at all.
import { printable } from '../../text/printable.ts';
import { escapeHtml } from '../shared/markup.ts';
import { withoutSecrets } from '../shared/redact.ts';

/** What became of a test case that did not pass; `failure` is a finding, `error` is something not read. */
type Outcome =
  | { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly body: readonly string[] }
  | { readonly kind: 'skipped'; readonly message: string };

/** One `testcase`. */
export interface TestCase {
  readonly name: string;
  readonly className: string;
  readonly file?: string;
  readonly line?: number;
  /** Absent: passed. */
  readonly outcome?: Outcome;
  /** Lines. */
  readonly output?: readonly string[];
}

/** One `testsuite`; its numbers are counted from its cases. */
export interface TestSuite {
  readonly name: string;
  readonly properties: readonly (readonly [string, string])[];
  readonly cases: readonly TestCase[];
  /** Lines. */
  readonly output: readonly string[];
}

/** The document: its element, then a piece for each suite. */
export function* testsuitesXml(suites: readonly TestSuite[], pieces: Iterable<string>): Iterable<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mcp-audit"${counts(suites.flatMap((suite) => suite.cases))}>\n`;
  yield* pieces;
  yield '</testsuites>\n';
}

/** One suite. `startedAt` is RFC 3339 in UTC; JUnit's timestamp has no zone. */
export function suiteXml(suite: TestSuite, startedAt: string): string {
  const timestamp = startedAt.replace(/(?:\.\d+)?Z$/, '');
  return [
    `  <testsuite${attributes([['name', suite.name]])}${counts(suite.cases)}${attributes([['timestamp', timestamp]])}>`,
    ...(suite.properties.length === 0 ? [] : ['    <properties>', ...suite.properties.map(([name, value]) => `      <property${attributes([['name', name], ['value', value]])}/>`), '    </properties>']),
    ...suite.cases.map(caseXml),
    ...outputXml(suite.output, '    '),
    '  </testsuite>\n',
  ].join('\n');
}

function caseXml({ name, className, file, line, outcome, output }: TestCase): string {
  const open = `    <testcase${attributes([['name', name], ['classname', className], ['file', file], ['line', line === undefined ? undefined : String(line)], ['time', '0']])}`;
  const children = [...(outcome === undefined ? [] : [outcomeXml(outcome)]), ...outputXml(output ?? [], '      ')];
  return children.length === 0 ? `${open}/>` : [`${open}>`, ...children, '    </testcase>'].join('\n');
}

function outcomeXml(outcome: Outcome): string {
  if (outcome.kind === 'skipped') return `      <skipped${attributes([['message', outcome.message]])}/>`;
  return `      <${outcome.kind}${attributes([['message', outcome.message], ['type', outcome.type]])}>${multiline(outcome.body)}</${outcome.kind}>`;
}

function outputXml(output: readonly string[], indent: string): readonly string[] {
  return output.length === 0 ? [] : [`${indent}<system-out>${multiline(output)}</system-out>`];
}

function counts(cases: readonly TestCase[]): string {
  const count = (kind: Outcome['kind']): string => String(cases.filter(({ outcome }) => outcome?.kind === kind).length);
  return attributes([['tests', String(cases.length)], ['failures', count('failure')], ['errors', count('error')], ['skipped', count('skipped')], ['time', '0']]);
}

function attributes(pairs: readonly (readonly [string, string | undefined])[]): string {
  return pairs.map(([name, value]) => (value === undefined ? '' : ` ${name}="${xml(value)}"`)).join('');
}

function multiline(lines: readonly string[]): string {
  return lines.map(xml).join('\n');
}

/** Text for a node or an attribute: visible escapes instead of what XML cannot hold. */
export function xml(text: string): string {
  const visible = printable(withoutSecrets(text)).replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
  return escapeHtml(visible.replace(/##(?=\[|vso\[|teamcity\[)/gi, '\\u{23}#'));
}
