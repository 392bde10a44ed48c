// --iocs none: the embedded bundle is left out because the user says so, and every report says that.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { npmProject } from '../support/scan.ts';

const OWN = ['schema: 1', 'id: own', 'title: Our own', 'date: "2026-08-20"', 'class: malware', 'confidence: high', 'summary: Ours.', 'packages:', '  - { name: our-package, versions: ["1.0.0"] }', 'advice: [Remove it.]', 'references: ["https://registry.example/own"]', ''].join('\n');
const project = () => temporaryFolder({ ...npmProject({ 'postmark-mcp': '1.0.16', 'our-package': '1.0.0' }), 'own.yaml': OWN, none: OWN.replaceAll('id: own', 'id: none') });

function scan(folder: string, ...flags: readonly string[]) {
  const { code, stdout, stderr } = cli(['scan', '.', '--json', ...flags], { cwd: folder });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  return { code, found: report.findings.map((finding) => finding.package?.name), notes: report.coverage.notes, bundles: report.coverage.bundles.map(({ id }) => id), verdict: report.verdict, problems: report.coverage.problems };
}

test('a run without any bundle is complete, and says what it did not look for', () => {
  expect(scan(project(), '--iocs', 'none')).toMatchObject({
    code: 0, found: [], bundles: [], problems: [], notes: ['no indicator bundle was used: --iocs none asks for that'],
    verdict: { status: 'clean', notExamined: ['known-bad versions and known indicators; leave out --iocs none', expect.any(String), expect.any(String)] },
  });
});

test('with a bundle of one\'s own, that one alone is used, in either order', () => {
  const folder = project();
  for (const flags of [['--iocs', 'none', '--iocs', 'own.yaml'], ['--iocs', 'own.yaml', '--iocs', 'none']]) {
    expect(scan(folder, ...flags)).toMatchObject({
      code: 1, found: ['our-package'], bundles: ['own'], problems: [], notes: ['the embedded indicator bundle was not used: --iocs none asks for that'],
      verdict: { notExamined: ['known-bad versions and indicators that the embedded bundle alone lists; leave out --iocs none', expect.any(String), expect.any(String)] },
    });
  }
});

test('a file called none is ./none', () => {
  const folder = project();
  expect(scan(folder, '--iocs', './none')).toMatchObject({ code: 1, found: ['our-package', 'postmark-mcp'], bundles: ['mcp-audit', 'none'], notes: [] });
  expect(scan(folder, '--iocs', join(folder, 'none'))).toMatchObject({ found: ['our-package', 'postmark-mcp'] });
});

test('the text for people says it too', () => {
  const { stdout } = cli(['scan', '.', '--iocs', 'none'], { cwd: project() });
  expect(stdout).toContain('known-bad versions and known indicators');
  expect(stdout).toContain('no indicator bundle was used: --iocs none asks for that');
});

test.each([['exposure', '.'], ['ioc', 'list'], ['ioc', 'show', 'postmark-mcp']])('%s %s can do nothing without a bundle', (...args) => {
  const { code, stderr } = cli([...args, '--iocs', 'none']);
  expect(code).toBe(3);
  expect(stderr).toContain('needs a bundle, and --iocs none leaves it without one');
});

test('ioc list with a bundle of one\'s own lists that one alone', () => {
  const { code, stdout } = cli(['ioc', 'list', '--json', '--iocs', 'none', '--iocs', 'own.yaml'], { cwd: project() });
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { bundles: { id: string }[] }).bundles.map(({ id }) => id)).toEqual(['own']);
});

test('a run without any bundle takes no bundle\'s age for a fault', () => {
  expect(scan(project(), '--iocs', 'none', '--max-bundle-age', '1')).toMatchObject({ code: 0, problems: [] });
});
