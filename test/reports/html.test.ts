// The HTML page: what it says, that nothing of the audited side becomes markup, and what a real browser makes of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/reports/html.ts';
import { link, text } from '../../src/reports/html/elements.ts';
import { STYLE } from '../../src/reports/html/style.ts';
import { chromiumPath, dumpDom } from '../support/chromium.ts';
import { machineSections } from '../support/machine-report.ts';
import { ALL_HOSTILE, HOSTILE, cleanReport, incompleteReport, manyFindings, plainReport, rendered, sampleFinding, sampleReport } from '../support/sample-report.ts';
import { diffReport, lockfilesReport, quietReport } from '../support/sample-difference.ts';

const ELEMENTS = new Set(['html', 'head', 'meta', 'title', 'style', 'body', 'div', 'header', 'main', 'footer', 'section', 'article', 'h1', 'h2', 'h3', 'h4', 'p', 'a', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'span', 'strong', 'code', 'time', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'pre', 'br']);
const tagsOf = (page: string): readonly string[] => [...page.matchAll(/<([a-z][a-z0-9]*)\b/gi)].map(([, name = '']) => name.toLowerCase());
const browser = chromiumPath();

// WCAG 2.1, relative luminance and contrast ratio.
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: string, second: string): number {
  const [dark = 0, light = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('style', () => {
  const themes = [...STYLE.matchAll(/:root \{([^}]*--bg: #\w{6}[^}]*)\}/g)].map(([, body = '']) => new Map([...body.matchAll(/--([a-z]+): (#\w{6})/g)].map(([, name = '', colour = '']) => [name, colour])));

  it('has readable colours in light and dark', () => {
    expect(themes).toHaveLength(2);
    for (const theme of themes) {
      for (const name of ['text', 'muted', 'link', 'critical', 'high', 'medium', 'low', 'info', 'good', 'warn']) {
        for (const ground of ['bg', 'panel']) expect(contrast(theme.get(name) ?? '#000000', theme.get(ground) ?? '#000000')).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});

describe('html report', () => {
  it.each([['findings', sampleReport()], ['clean', cleanReport()], ['incomplete', incompleteReport()], ['flood', plainReport({ findings: manyFindings(40) })]] as const)('has only its own elements, each closed: %s', (_, report) => {
    const page = rendered(html, report);
    for (const tag of tagsOf(page)) expect(ELEMENTS).toContain(tag);
    for (const tag of ['div', 'pre', 'section', 'article', 'details', 'table', 'dl', 'code', 'span', 'ul', 'ol']) {
      expect(page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0).toBe(page.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0);
    }
    expect(page).not.toMatch(/\son\w+="|javascript:|<script|<img/i);
  });

  it('asks for nothing and forbids the rest', () => {
    const page = rendered(html, sampleReport());
    expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">`);
    expect(page).not.toMatch(/<[^>]*\ssrc=|<link|@import|url\(/);
    expect(STYLE).not.toMatch(/<|url\(|@import/);
  });

  it('has no secret and no character that reorders or rewrites text', () => {
    const page = rendered(html, sampleReport());
    expect(page).not.toMatch(/hunter2|s3cr3t/);
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u);
  });

  it('is a document with language, title, landmarks and headings in order', () => {
    const page = rendered(html, plainReport());
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('<title>mcp-audit: FINDINGS</title>');
    for (const landmark of ['header', 'main', 'footer']) expect(tagsOf(page).filter((tag) => tag === landmark)).toHaveLength(1);
    const levels = tagsOf(page).filter((tag) => /^h\d$/.test(tag)).map((tag) => Number(tag.slice(1)));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(page.match(/<th /g)?.length).toBe(page.match(/<th scope="col"/g)?.length);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    [plainReport(), 'FINDINGS', ['2 findings: 1 critical, 1 high, 1 more accepted', 'Bundle 2026-11-12', 'Also incomplete', 'Not examined: MCP clients', 'Accepting it does not make it harmless']],
    [cleanReport(), 'CLEAN (this folder)', ['No findings in what was read', '1,623 packages (812 distinct)', 'Exit code 0']],
    [incompleteReport(), 'INCOMPLETE: no verdict', ['Not read in full: 2 problems', 'left-pad@1.3.0', 'Exit code 2']],
  ])('says verdict and coverage', (report, word, parts) => {
    const page = rendered(html, report);
    expect(page).toContain(`<h1>${word}</h1>`);
    for (const part of parts) expect(page).toContain(part);
    expect(page).toContain('places looked at');
  });

  it('names the machine where no path was asked for', () => {
    const report = plainReport({ targets: [] });
    expect(rendered(html, { ...report, verdict: { ...report.verdict, scope: 'this machine' } })).toContain('scan of this machine, <time');
  });

  it('folds a flood', () => {
    const page = rendered(html, plainReport({ findings: manyFindings(40) }));
    expect(page).toContain('30 more findings of this group');
    expect(page).toContain('color-39 1.0.39');
  });

  it('links only https addresses of the bundle', () => {
    expect(link('javascript:alert(1)')).toBe('<code>javascript:alert(1)</code>');
    expect(link('https://x.example/"onmouseover="alert(1)')).not.toContain('<a');
    expect(link('https://osv.dev/?a=1&b=2')).toBe('<a href="https://osv.dev/?a=1&amp;b=2" rel="noreferrer noopener">https://osv.dev/?a=1&amp;b=2</a>');
  });

  it('escapes what HTML acts on', () => {
    expect(text(HOSTILE.html)).toBe('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&apos;&amp;amp;');
    expect(text('x'.repeat(1_000_000)).length).toBeLessThan(2_100);
  });

  it.skipIf(browser === undefined)('is the same in a browser: no element of the audited side, nothing run (skipped where no Chromium is installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-html-'));
    const file = join(folder, 'report.html');
    // The last element would change the page if the policy let a script run.
    const page = rendered(html, sampleReport()).replace('</main>', '<script>document.title = "ran"; document.querySelector("h1").remove()</script></main>');
    writeFileSync(file, page);
    try {
      const dom = dumpDom(browser ?? '', file);
      expect(dom).toContain('<h1>FINDINGS</h1>');
      expect(dom).not.toContain('<title>ran</title>');
      expect(tagsOf(dom).filter((tag) => !ELEMENTS.has(tag))).toEqual(['script']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 70_000);

  it('keeps a title with markup as text', () => {
    expect(rendered(html, plainReport({ findings: [sampleFinding({ title: '</h4></article><h1>CLEAN</h1>' })] }))).not.toContain('<h1>CLEAN');
  });
});

it('shows a machine and a history as text, whatever they are named', () => {
  const page = rendered(html, sampleReport(machineSections('<img src=x onerror=alert(1)>"\'')));
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(page).not.toMatch(/<img|<script/i);
});

describe('a comparison on the page', () => {
  const show = { patch: true } as const;

  it.each([['two copies', diffReport(ALL_HOSTILE)], ['an honest update', quietReport()], ['two lockfiles', lockfilesReport(ALL_HOSTILE)]] as const)('has only its own elements, each closed: %s', (_, report) => {
    const page = rendered(html, report, { show });
    for (const tag of tagsOf(page)) expect(ELEMENTS).toContain(tag);
    for (const tag of ['div', 'pre', 'section', 'article', 'details', 'table', 'dl', 'code', 'span', 'p']) {
      expect([tag, page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0]).toEqual([tag, page.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0]);
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const levels = tagsOf(page).filter((tag) => /^h\d$/.test(tag)).map((tag) => Number(tag.slice(1)));
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('begins with what matters, and colours a patch by class', () => {
    const page = rendered(html, diffReport(), { show });
    expect(page.indexOf('What matters')).toBeLessThan(page.indexOf('id="difference-0"'));
    expect(page).toContain('<strong>a blind copy of every mail goes to phan@giftshop.club</strong> <code>index.js:231</code>');
    expect(page).toContain('<span class="side">was</span> <span class="muted">to: the argument to</span>');
    expect(page).toContain('<span class="added">+      Bcc: &apos;phan@giftshop.club&apos;,</span>\n');
    expect(page).toContain('<span class="removed">-\tTextBody: body,</span>');
    expect(page).not.toMatch(/ style="/);
  });

  it('is bounded whatever the patches are', () => {
    const [difference] = diffReport().differences ?? [];
    if (difference === undefined) throw new Error('no comparison');
    const patch = `@@ -1 +1,100000 @@\n${`+${'x'.repeat(300)}\n`.repeat(5_000)}`;
    const files = Array.from({ length: 20 }, (_, at) => ({ path: `${at}.js`, kind: 'added', content: 'code', patch }) as const);
    const page = rendered(html, { ...diffReport(), differences: [{ ...difference, files }] }, { show });
    expect(page.length).toBeLessThan(8 * 1024 * 1024);
    expect(page).toMatch(/And [\d,]+ more files; <code>mcp-audit diff --patch<\/code> prints them/);
  });

  it.skipIf(browser === undefined)('is the same in a browser (skipped where no Chromium is installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-html-'));
    const file = join(folder, 'diff.html');
    writeFileSync(file, rendered(html, diffReport(ALL_HOSTILE), { show }));
    try {
      const dom = dumpDom(browser ?? '', file);
      expect(dom).toContain('What matters');
      expect(tagsOf(dom).filter((tag) => !ELEMENTS.has(tag))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 70_000);
});
