// scan --deep over trees in memory: which code is given to which package, what is parsed and in which order, what coverage says.
// The search and the parser are stand-ins; test/cli/deep.test.ts has the real ones.
import { expect, test } from 'vitest';
import type { MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Report } from '../../src/model/report.ts';
import { plainDeep } from '../support/deep.ts';
import { npmProject, problemsOf, scanFiles, usualBundle } from '../support/scan.ts';

const HIDDEN = "send({ bcc }); // mail stranger@example.com\n";

function manifest(name: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ name, version: '1.0.0', ...more });
}

async function deepScan(files: Readonly<Record<string, MemoryEntry>>, options: Parameters<typeof scanFiles>[1] = {}) {
  const deep = plainDeep(options.bundles ?? await usualBundle());
  const report = await scanFiles(files, { allowEmpty: 'allow', ...options, deep });
  return { report, parsed: deep.given.map(({ files: given, manifest: text }) => [JSON.parse(text ?? '{"name":"-"}').name as string, ...given.map(({ path }) => path)]) };
}

function codePlace(report: Report) {
  return report.coverage.places.find(({ kind }) => kind === 'package-code');
}

test('MCP servers come first and whole, then mail, then what installs run, then own code, then what opened a gate', async () => {
  const { parsed } = await deepScan({
    'package.json': manifest('project'),
    'src/app.ts': 'export const a = 1;',
    'node_modules/gated/package.json': manifest('gated'),
    'node_modules/gated/index.js': "require('./lib/other');\nexecute();",
    'node_modules/gated/lib/other.js': '// comes along',
    'node_modules/gated/lib/alone.js': '// stays',
    'node_modules/plain/package.json': manifest('plain'),
    'node_modules/plain/index.js': 'exports.a = 1;',
    'node_modules/installs/package.json': manifest('installs', { scripts: { postinstall: 'node ./build.js && echo done' } }),
    'node_modules/installs/build.js': "import('./helper.mjs')",
    'node_modules/installs/helper.mjs': '',
    'node_modules/installs/index.js': '',
    'node_modules/mailer/package.json': manifest('mailer', { dependencies: { nodemailer: '6' } }),
    'node_modules/mailer/lib/send.js': '',
    'node_modules/server/package.json': manifest('server', { dependencies: { '@modelcontextprotocol/sdk': '1', gated: '1' } }),
    'node_modules/server/index.js': '',
    'node_modules/server/dist/esm/package.json': '{"type":"module"}',
    'node_modules/server/dist/esm/index.js': '//',
  });
  expect(parsed).toEqual([
    ['server', 'index.js', 'dist/esm/index.js'],
    ['gated', 'index.js', 'lib/other.js'],
    ['mailer', 'lib/send.js'],
    ['installs', 'build.js', 'helper.mjs'],
    ['project', 'src/app.ts'],
  ]);
});

test('coverage says in numbers what was searched and what was parsed', async () => {
  const { report } = await deepScan({ ...npmProject({ a: '1.0.0' }), 'node_modules/a/package.json': manifest('a'), 'node_modules/a/index.js': 'atob', 'node_modules/a/other.js': '', 'node_modules/a/README.md': 'a' });
  const place = codePlace(report);
  expect(place).toMatchObject({ path: '.', status: 'read', problems: [] });
  expect(place?.notes[0]).toBe('6 files and 2 scripts among them searched; 1 script parsed in 2 packages');
  expect(report.verdict).toMatchObject({ status: 'clean' });
  expect(report.verdict.notExamined.join()).not.toContain('--deep');
});

test('without --deep nothing is searched, and the report says so', async () => {
  const report = await scanFiles({ ...npmProject({ a: '1.0.0' }), 'node_modules/a/index.js': HIDDEN });
  expect(codePlace(report)).toBeUndefined();
  expect(report.verdict.notExamined).toContain('the code of installed packages; add --deep');
});

test('a string of the bundle is found in the package it lies in, with its place', async () => {
  const { report } = await deepScan({
    ...npmProject({ a: '1.0.0' }),
    'node_modules/a/package.json': manifest('a'),
    'node_modules/a/data/hosts.json': '{\n"x": "https://giftshop.club/collect"}',
  });
  const finding = report.findings.find(({ ruleId }) => ruleId === 'known-indicator-in-code');
  expect(finding).toMatchObject({ package: { name: 'a', version: '1.0.0' }, locations: [{ path: 'node_modules/a/data/hosts.json', line: 2 }] });
});

test('links of a pnpm store are not followed, and the package there is one', async () => {
  const { parsed, report } = await deepScan({
    'package.json': manifest('project'),
    'node_modules/server': { link: '.pnpm/server@1.0.0/node_modules/server' },
    'node_modules/.pnpm/server@1.0.0/node_modules/server/package.json': manifest('server', { dependencies: { '@modelcontextprotocol/sdk': '1' } }),
    'node_modules/.pnpm/server@1.0.0/node_modules/server/index.js': '',
  });
  expect(parsed).toEqual([['server', 'index.js'], ['project']]);
  expect(codePlace(report)?.notes.join('\n')).toContain('all code of 1 MCP server package was parsed first');
});

test('the same content in two places is parsed once and judged in both', async () => {
  const server = { 'package.json': manifest('server', { dependencies: { '@modelcontextprotocol/sdk': '1' } }), 'index.js': HIDDEN };
  const twice = Object.fromEntries(['a', 'b'].flatMap((folder) => Object.entries(server).map(([name, text]) => [`${folder}/node_modules/server/${name}`, text])));
  const { parsed, report } = await deepScan(twice);
  expect(parsed.filter(([name]) => name === 'server')).toHaveLength(1);
  expect(codePlace(report)?.notes).toContain('1 package with the same content as another, parsed once');
});

test('what killed the parser is a problem with its file, and the rest is read', async () => {
  const { report, parsed } = await deepScan({
    'package.json': manifest('project'),
    'node_modules/bad/package.json': manifest('bad', { dependencies: { fastmcp: '1' } }),
    'node_modules/bad/deep/nest.js': '// dies out-of-memory',
    'node_modules/good/package.json': manifest('good', { dependencies: { fastmcp: '1' } }),
    'node_modules/good/index.js': '',
  });
  expect(problemsOf(report)).toContainEqual({ code: 'parser-died', message: 'the process that parses ran out of memory', path: 'node_modules/bad/deep/nest.js' });
  expect(report.verdict.status).not.toBe('clean');
  expect(parsed.map(([name]) => name)).toContain('good');
});

test('a file with errors is counted; one that was not read at all is a gap', async () => {
  const files = { 'package.json': manifest('project'), 'a.js': '// syntax' };
  const healthy = await deepScan(files);
  expect(problemsOf(healthy.report)).toEqual([]);
  expect(codePlace(healthy.report)?.notes).toContain('1 script with syntax errors, read as far as they go');
  const gap = await deepScan({ ...files, 'lib/b.js': '// unread' });
  expect(problemsOf(gap.report)).toEqual([{ code: 'malformed', message: 'a syntax error', path: 'lib/b.js', line: 1 }]);
  expect(gap.report.verdict.exitCode).toBe(2);
});

test('--exclude hides code too', async () => {
  const { parsed } = await deepScan({ 'package.json': manifest('project'), 'a.js': '', 'old/b.js': '' }, { exclude: ['old'] });
  expect(parsed).toEqual([['project', 'a.js']]);
});

test('a folder without any manifest is still code, and so is one that cannot be read', async () => {
  const { parsed, report } = await deepScan({ 'tool.js': 'execute()', 'locked/x.js': { error: 'unreadable' } });
  expect(parsed).toEqual([['-', 'tool.js']]);
  expect(problemsOf(report).length).toBeGreaterThan(0);
});

test('names of the prototype are names, and a manifest of noise is no manifest', async () => {
  const { parsed } = await deepScan({
    'node_modules/__proto__/package.json': '{"name":"__proto__","dependencies":{"fastmcp":"1","__proto__":{"a":1}}}',
    'node_modules/__proto__/index.js': '',
    'node_modules/noise/package.json': '{"name": ["fastmcp"',
    'node_modules/noise/index.js': 'execute()',
  });
  expect(parsed.map(([, ...files]) => files)).toEqual([['index.js'], ['index.js']]);
});

test('what a configured server runs is parsed whole, and findings name the server and its credentials', async () => {
  const { parsed, report } = await deepScan({
    'package.json': manifest('project'),
    '.mcp.json': JSON.stringify({ mcpServers: { mail: { command: 'node', args: ['node_modules/tool/index.js'], env: { API_TOKEN: '0123456789abcdef0123456789abcdef' } } } }),
    'node_modules/tool/package.json': manifest('tool'),
    'node_modules/tool/index.js': '// nothing opens a gate here\n',
    'node_modules/tool/hosts.txt': 'giftshop.club',
  });
  expect(parsed).toContainEqual(['tool', 'index.js']);
  const finding = report.findings.find(({ ruleId, package: found }) => ruleId === 'known-indicator-in-code' && found?.name === 'tool');
  expect(finding?.locations.map(({ path }) => path)).toEqual(['node_modules/tool/hosts.txt', '.mcp.json']);
  expect(finding?.credentials).toEqual(['API_TOKEN']);
});

test('code in the archives of Plug\'n\'Play is named as not read', async () => {
  const { report } = await deepScan({
    'package.json': manifest('project', { dependencies: { a: '1.0.0' } }),
    '.pnp.data.json': JSON.stringify({ __info: ['x'], enableTopLevelFallback: true, packageRegistryData: [[null, [[null, { packageLocation: './', packageDependencies: [['a', 'npm:1.0.0']], linkType: 'SOFT' }]]], ['a', [['npm:1.0.0', { packageLocation: './.yarn/cache/a-npm-1.0.0-0123456789-0123456789.zip/node_modules/a/', packageDependencies: [['a', 'npm:1.0.0']], linkType: 'HARD' }]]]] }),
  });
  expect(problemsOf(report).map(({ code, path }) => [code, path])).toContainEqual(['unread-format', '.pnp.data.json']);
});
