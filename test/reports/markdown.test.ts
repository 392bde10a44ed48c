// Markdown for a pull request: what it says, what it must not become, and GitHub's limit.
import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/reports/markdown.ts';
import { cell, code, html, link, prose } from '../../src/reports/markdown/text.ts';
import { ALL_HOSTILE, HOSTILE, cleanReport, incompleteReport, manyFindings, plainReport, rendered, sampleFinding, sampleReport } from '../support/sample-report.ts';

const golden = (name: string): string => new URL(`../../fixtures/reports/markdown/${name}.md`, import.meta.url).pathname;
// What is left once code, comments and our own tags are taken away: the text in which GitHub looks for markup.
const withoutCode = (output: string): string => output.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, 'CODE').replaceAll('<!-- -->', '\u0001');

describe('markdown report', () => {
  it.each([['findings', plainReport()], ['clean', cleanReport()], ['incomplete', incompleteReport()]] as const)('looks as agreed: %s', async (name, report) => {
    await expect(rendered(markdown, report)).toMatchFileSnapshot(golden(name));
  });

  it.each([sampleReport(), cleanReport(), incompleteReport()])('begins with the verdict and folds coverage in', (report) => {
    const output = rendered(markdown, report);
    expect(output).toMatch(/^## mcp-audit: (?:FINDINGS|CLEAN|INCOMPLETE)/);
    expect(output).toMatch(/<details><summary>Coverage: [\d,]+ packages/);
    expect(output).toContain('Bundle 2026-11-12');
    expect(output.match(/<details>/g)).toHaveLength(output.match(/<\/details>/g)?.length ?? -1);
  });

  it('has no mention, link, image, reference, HTML or secret of the audited side', () => {
    const output = withoutCode(rendered(markdown, sampleReport()));
    expect(output).not.toMatch(/@\w|#\d|<script|<img|hunter2|s3cr3t/);
    expect(output).not.toMatch(/(?<!\\)!?\[\w*\]\(/);
    expect(output.replaceAll(/<https:\/\/advisories\.example\/[\w-]+>/g, '')).not.toMatch(/https?:\/\/|www\.\w/);
    expect(output.replaceAll(/<\/?(?:details|summary)>|<https:[^>]*>/g, '')).not.toContain('<');
  });

  it('keeps every row of the table at four cells', () => {
    const rows = rendered(markdown, sampleReport()).split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
    expect(rows).toHaveLength(5);
  });

  it.each([200, 3_000])('stays below the limit of GitHub with %i findings, and says what is left out', (count) => {
    const findings = manyFindings(count).map((finding, index) => sampleFinding({ ...finding, title: `${finding.title} ${ALL_HOSTILE}`, campaign: { id: `c${index}`, title: `${index} ${ALL_HOSTILE}`, class: 'malware' } }));
    const output = rendered(markdown, sampleReport({ findings }));
    expect(output.length).toBeLessThan(65_536);
    expect(output).toMatch(/and [\d,]+ more findings, left out/);
    expect(output).toMatch(/Coverage: /);
  });

  it('stays below the limit with thousands of places, problems and accepted findings', () => {
    const report = sampleReport();
    const places = Array.from({ length: 5_000 }, (_, index) => ({ path: `${index}/package-lock.json`, kind: 'lockfile', status: 'partial', problems: [{ code: 'malformed', message: ALL_HOSTILE }], notes: [] }) as const);
    const accepted = Array.from({ length: 2_000 }, () => report.accepted[0]).filter((entry) => entry !== undefined);
    const output = rendered(markdown, { ...report, accepted, coverage: { ...report.coverage, places } });
    expect(output.length).toBeLessThan(65_536);
    expect(output).toMatch(/and [\d,]+ more lines of places/);
  });
});

describe('text in markdown', () => {
  it('escapes markup and breaks what GitHub links', () => {
    expect(prose('a|b *c* `d` <e> @f #1')).toBe('a&vert;b \\*c\\* &grave;d&grave; &lt;e&gt; @<!-- -->f #<!-- -->1');
    expect(prose('https://evil.example :smile: www.evil.example')).toBe('https:<!-- -->//evil.example :<!-- -->smile: www.<!-- -->evil.example');
    expect(prose('- no list')).toBe('\\- no list');
    expect(prose('1. not a list')).toBe('1\\. not a list');
  });

  it('writes code that its own backticks cannot end', () => {
    expect(code('a`b``c')).toBe('```a`b``c```');
    expect(code('`x`')).toBe('`` `x` ``');
    expect(code('a|b')).toBe('`a|b`');
    expect(cell('a|b')).toBe('`a\\|b`');
    expect(code('')).toBe('`  `');
  });

  it('links only plain https addresses', () => {
    expect(link('https://osv.dev/MAL-1?x=1')).toBe('<https://osv.dev/MAL-1?x=1>');
    expect(link('javascript:alert(1)')).toBe('`javascript:alert(1)`');
    expect(link('https://x.example/a)b')).toBe('`https://x.example/a)b`');
  });

  it('is plain HTML inside a summary', () => {
    expect(html(HOSTILE.html)).toBe('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&apos;&amp;amp;');
  });
});
