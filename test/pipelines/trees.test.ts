// Installed trees through the whole scan: monorepos, links, ignored folders, several repositories in one run.
import { describe, expect, it } from 'vitest';
import type { MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Report } from '../../src/model/report.ts';
import { npmProject, problemsOf, scanFiles } from '../support/scan.ts';

type Files = Readonly<Record<string, MemoryEntry>>;

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
const installed = (folder: string, name: string, version: string, more: object = {}): Files => ({ [`${folder}/${name}/package.json`]: json({ name, version, ...more }) });
const below = (folder: string, files: Files): Files => Object.fromEntries(Object.entries(files).map(([path, entry]) => [`${folder}/${path}`, entry]));
const target = (absolute: string, shown: string) => ({ absolute, shown, stable: '' });
const BAD = ['postmark-mcp', '1.0.16'] as const;

/** A root with the members a and b, linked as npm and yarn do; a has a package of its own. */
const MONOREPO: Files = {
  'package.json': json({ name: 'root', private: true, workspaces: ['packages/*'], dependencies: { ms: '2.1.3' } }),
  'packages/a/package.json': json({ name: 'a', version: '1.0.0', dependencies: { ms: '2.0.0', b: '1.0.0' } }),
  'packages/b/package.json': json({ name: 'b', version: '1.0.0' }),
  'package-lock.json': json({
    name: 'root', lockfileVersion: 3, requires: true,
    packages: {
      '': { name: 'root', workspaces: ['packages/*'], dependencies: { ms: '2.1.3' } },
      'node_modules/a': { resolved: 'packages/a', link: true },
      'node_modules/b': { resolved: 'packages/b', link: true },
      'node_modules/ms': { version: '2.1.3' },
      'packages/a': { version: '1.0.0', dependencies: { b: '1.0.0', ms: '2.0.0' } },
      'packages/a/node_modules/ms': { version: '2.0.0' },
      'packages/b': { version: '1.0.0' },
    },
  }),
  'node_modules/a': { link: '../packages/a' },
  'node_modules/b': { link: '../packages/b' },
  ...installed('node_modules', 'ms', '2.1.3'),
  ...installed('packages/a/node_modules', 'ms', '2.0.0'),
};

function seen(report: Report): readonly string[] {
  return (report.inventory ?? []).filter((entry) => entry.format !== 'npm 3').map((entry) => `${entry.path} ${entry.package.id} ${entry.package.name}@${entry.package.version}`);
}

function trees(report: Report) {
  return report.coverage.places.filter((place) => place.kind === 'installed-tree').map(({ path, packages, status }) => ({ path, packages, status }));
}

describe('a hidden lockfile that cannot be read in full', () => {
  const path = 'node_modules/.package-lock.json';
  it.each([
    ['null', 'malformed'], ['', 'empty-file'], ['{"packages":{"node_modules/a":{', 'malformed'], ['{"lockfileVersion":3,"packages":[]}', 'unknown-entry'], ['{"lockfileVersion":3,"packages":{"node_modules/ms":5}}', 'unknown-entry'],
    ['{"lockfileVersion":3,"packages":{"node_modules/ms":{"version":"1.0.0"},"node_modules/ms":{"version":"2.1.3"}}}', 'duplicate-key'], ['\0', 'bad-encoding'],
  ])('%j makes the run incomplete', async (text, code) => {
    const report = await scanFiles({ 'package.json': json({ name: 'root' }), ...installed('node_modules', 'ms', '2.1.3'), [path]: text });
    expect(problemsOf(report).filter((problem) => problem.path === path).map((problem) => problem.code)).toContain(code);
    expect(report.verdict.exitCode).toBe(2);
  });
});

describe('a monorepo', () => {
  it('is clean, and each place is counted once', async () => {
    const report = await scanFiles(MONOREPO, { inventory: 'keep' });
    expect({ problems: problemsOf(report), findings: report.findings, exit: report.verdict.exitCode }).toEqual({ problems: [], findings: [], exit: 0 });
    expect(seen(report).filter((line) => line.includes('ms@2.0.0'))).toHaveLength(1);
    expect(trees(report).reduce((sum, tree) => sum + (tree.packages ?? 0), 0)).toBe(4);
  });

  it('names a bad package of a member once, by its path from the target', async () => {
    const files = { ...MONOREPO, ...installed('packages/a/node_modules', ...BAD) };
    const report = await scanFiles(files, { inventory: 'keep' });
    const finding = report.findings.find((one) => one.ruleId === 'known-malicious-version');
    expect(finding?.locations.map((location) => location.path)).toEqual(['packages/a/node_modules/postmark-mcp']);
    expect(report.findings.filter((one) => one.ruleId === 'known-malicious-version')).toHaveLength(1);
  });

  it('a member scanned alone shows where linked packages lie', async () => {
    const report = await scanFiles(below('/mono', {
      ...MONOREPO,
      'packages/a/node_modules/b': { link: '../../b' },
      'packages/a/node_modules/postmark-mcp': { link: '../../../node_modules/.pnpm/postmark-mcp@1.0.16/node_modules/postmark-mcp' },
      ...installed('node_modules/.pnpm/postmark-mcp@1.0.16/node_modules', ...BAD),
    }), { targets: [target('/mono/packages/a', 'packages/a')] });
    const finding = report.findings.find((one) => one.ruleId === 'known-malicious-version');
    expect(finding?.locations.map((location) => location.path)).toEqual(['node_modules/.pnpm/postmark-mcp@1.0.16/node_modules/postmark-mcp']);
  });
});

describe('a tree without a lockfile', () => {
  const project = { 'package.json': json({ name: 'x', dependencies: { a: '^1.0.0', ms: '^2.0.0' }, devDependencies: { never: '1' }, optionalDependencies: { other: '1' } }) };

  it('answers for the manifest beside it; development and optional packages may be left out', async () => {
    const report = await scanFiles({ ...project, ...installed('node_modules', 'a', '1.0.0'), ...installed('node_modules', 'ms', '2.1.3') });
    expect({ problems: problemsOf(report), exit: report.verdict.exitCode }).toEqual({ problems: [], exit: 0 });
  });

  it('is no answer where a part of it lies above the target', async () => {
    const files = below('/mono', { ...installed('node_modules', 'ms', '2.1.3'), ...below('packages/x', { ...project, ...installed('node_modules', 'a', '1.0.0') }) });
    const alone = await scanFiles(files, { targets: [target('/mono/packages/x', 'x')] });
    expect([alone.verdict.exitCode, problemsOf(alone).map(({ code, message }) => [code, message])]).toEqual([2, [['missing-dependency', 'it asks for ms, which is not in the installed tree beside it']]]);
    expect((await scanFiles(files, { targets: [target('/mono', '.')] })).verdict.exitCode).toBe(0);
  });
});

describe('what lies in the tree', () => {
  it('.gitignore hides no node_modules', async () => {
    const report = await scanFiles({ ...npmProject({ ms: '2.1.3' }), '.gitignore': 'node_modules\n', ...installed('node_modules', 'ms', '2.1.3'), ...installed('node_modules', ...BAD) });
    expect(report.findings.map((finding) => finding.ruleId)).toContain('known-malicious-version');
  });

  it('loops of links end', async () => {
    const report = await scanFiles({
      ...MONOREPO,
      'packages/a/node_modules/root': { link: '../../..' },
      'packages/a/up': { link: '..' },
      'node_modules/self': { link: '.' },
      'node_modules/ms/node_modules': { link: '..' },
      'node_modules/circle': { link: 'circle' },
      ...installed('packages/b/node_modules', ...BAD),
    });
    const found = report.findings.filter((finding) => finding.ruleId === 'known-malicious-version');
    expect(found.map((finding) => finding.locations.map((location) => location.path))).toEqual([['packages/b/node_modules/postmark-mcp']]);
  });

  it('a folder linked under another name, by Plug\'n\'Play too, is no disguise', async () => {
    const state = json({
      dependencyTreeRoots: [{ name: 'root', reference: 'workspace:.' }], packageRegistryData: [
        [null, [[null, { packageLocation: './', packageDependencies: [['linked', ['root', 'link:./vendor/x::locator=root%40workspace%3A.']]], linkType: 'SOFT' }]]],
        ['root', [['workspace:.', { packageLocation: './', packageDependencies: [['root', 'workspace:.'], ['linked', 'link:./vendor/x::locator=root%40workspace%3A.']], linkType: 'SOFT' }]]],
        ['linked', [['link:./vendor/x::locator=root%40workspace%3A.', { packageLocation: './vendor/x/', packageDependencies: [], linkType: 'SOFT' }]]],
      ],
    });
    const report = await scanFiles({ 'package.json': json({ name: 'root', dependencies: { linked: 'link:./vendor/x' } }), '.pnp.data.json': state, 'vendor/x/package.json': json({ name: 'real-name', version: '1.0.0' }) });
    expect({ problems: problemsOf(report), findings: report.findings, exit: report.verdict.exitCode }).toEqual({ problems: [], findings: [], exit: 0 });
  });
});

describe('several repositories in one run', () => {
  const targets = ['one', 'two', 'three'].map((name) => ({ absolute: `/repos/${name}`, shown: name, stable: name }));

  it('each has its own verdict lines, and one broken one spoils the whole', async () => {
    const files = Object.assign({}, ...['one', 'two', 'three'].map((name) => below(`/repos/${name}`, npmProject({ ms: '2.1.3' })))) as Files;
    expect((await scanFiles(files, { targets })).verdict.exitCode).toBe(0);
    const broken = await scanFiles({ ...files, '/repos/two/package-lock.json': '{' }, { targets });
    expect([broken.verdict.exitCode, [...new Set(problemsOf(broken).map((problem) => problem.path))]]).toEqual([2, ['two/package-lock.json']]);
  });

  it('one folder that holds them all reads the same', async () => {
    const files = { ...npmProject({ ms: '2.1.3' }, {}, 'one/'), ...npmProject({ [BAD[0]]: BAD[1] }, {}, 'deep/er/two/') };
    const report = await scanFiles(files);
    expect(report.findings.map((finding) => finding.locations[0].path)).toEqual(['deep/er/two/package-lock.json']);
    expect(report.coverage.totals.lockfiles).toBe(2);
  });

  it('a target named twice, or inside another, is read once; inside node_modules it is read', async () => {
    const files = below('/repos/one', npmProject({ [BAD[0]]: BAD[1] }));
    const nested = { ...files, ...below('/repos/two/node_modules/x', npmProject({ [BAD[0]]: BAD[1] })) };
    const report = await scanFiles(files, { targets: [target('/repos/one', 'one'), target('/repos/one', './one'), target('/repos', '.')] });
    expect([report.coverage.totals.lockfiles, report.findings.length, report.coverage.places.filter((place) => place.kind === 'target').length]).toEqual([1, 1, 3]);
    expect((await scanFiles(nested, { targets: [target('/repos', '.'), target('/repos/two/node_modules/x', 'x')] })).coverage.totals.lockfiles).toBe(2);
    expect(problemsOf(await scanFiles(files, { targets: [target('/repos', '.'), target('/repos/none', 'none')] })).map((problem) => problem.code)).toEqual(['not-found']);
  });
});

describe('bun.lockb', () => {
  const project = { 'package.json': json({ name: 'x', dependencies: { a: '^1.0.0' } }), 'bun.lockb': 'binary' };
  const whole = { ...project, ...installed('node_modules', 'a', '1.0.0', { dependencies: { b: '^1.0.0' } }), ...installed('node_modules', 'b', '1.0.0') };

  it('is forgiven beside a whole installed tree', async () => {
    const report = await scanFiles(whole);
    expect({ problems: problemsOf(report), exit: report.verdict.exitCode }).toEqual({ problems: [], exit: 0 });
    expect(report.coverage.places.find((place) => place.path === 'bun.lockb')).toMatchObject({ status: 'skipped' });
  });

  it.each([
    ['nothing installed', project],
    ['a root dependency missing', { ...project, ...installed('node_modules', 'b', '1.0.0') }],
    ['a transitive one missing', { ...project, ...installed('node_modules', 'a', '1.0.0', { dependencies: { b: '^1.0.0' } }) }],
    ['one unreadable', { ...whole, 'node_modules/b/package.json': '{' }],
  ] as const)('is not, with %s', async (_what, files) => {
    const report = await scanFiles(files);
    expect(report.verdict.exitCode).toBe(2);
    expect(problemsOf(report).map((problem) => problem.code)).toContain('binary-lockfile');
  });
});
