// Launch lines that leave the version open.
import { expect, test } from 'vitest';
import { judged as judgeFixture } from '../support/rules.ts';
import { entry, judgeEntries, npm, run } from '../support/server-facts.ts';

const judged = (...entries: Parameters<typeof entry>[0][]) => judgeEntries('unpinned-mcp-server', ...entries.map(entry));

test('a tag is medium, with the line to paste: the version that ran here', async () => {
  const [finding] = await judged({ line: 'npx -y a-server@latest --root .', credentials: ['TOKEN'], subjects: [npm('a-server', 'latest', { runs: [run('1.2.3', { since: '2025-09-17T00:00:00Z' })] })] });
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'high', title: 'a-server@latest names a tag: each start may run another release', credentials: ['TOKEN'], locations: [{ path: '.mcp.json', line: 3 }] });
  expect(finding?.remediation).toEqual([
    'Write a-server@1.2.3 (the version that ran here; review it first).',
    'The line: npx -y a-server@1.2.3 --root .',
    expect.stringContaining('pins the package, not what it depends on') as string,
  ]);
  expect(finding?.evidence).toEqual([
    { kind: 'range', text: 'a-server@latest: tag' },
    { kind: 'version', text: expect.stringContaining('1.2.3') as string },
    { kind: 'time', text: 'since 2025-09-17T00:00:00Z' },
    { kind: 'launch', text: 'npx -y a-server@latest --root .' },
  ]);
});

test('a version that a bundle speaks against is never the one to pin', async () => {
  const advisory = { name: 'a-server', class: 'malware', confidence: 'high', versions: ['1.0.1'], ranges: [], safe: ['1.0.0'], campaign: 'c', ids: [], sources: [] } as const;
  const bad = run('1.0.1', { matches: [{ packageId: 'x', name: 'a-server', version: '1.0.1', kind: 'version', matched: '1.0.1', advisory }] });
  expect((await judged({ subjects: [npm('a-server', '', { runs: [bad] })] }))[0]?.remediation).toEqual([expect.stringContaining('Do not pin it') as string]);
  const [finding] = await judged({ subjects: [npm('a-server', '', { runs: [bad], safe: ['0.9.0', '1.0.0'] })] });
  expect(finding?.remediation.slice(0, 2)).toEqual(['Write a-server@1.0.0 (the newest release known to be good).', 'The line: npx -y a-server@1.0.0']);
});

test.each([
  ['a range that its cache folder holds', npm('a', '^1.0.0', { runs: [run('1.2.0')] }), 'low'],
  ['a range that only the content cache shows', npm('a', '^1.0.0', { runs: [run('1.2.0', { route: 'content-cache', recorded: false })] }), 'medium'],
  ['a bare name that an installed copy answers', npm('a', '', { runs: [run('1.2.0', { route: 'project' })] }), 'low'],
  ['a tag, whatever the cache holds', npm('a', 'latest', { runs: [run('1.2.0')] }), 'medium'],
  ['a branch', npm('a', 'git+https://code.example/o/r#main', { versionClass: 'git-branch' }), 'medium'],
  ['an address', npm('a', 'https://registry.example/a.tgz', { versionClass: 'url' }), 'medium'],
] as const)('%s', async (_case, subject, severity) => {
  expect(await judged({ subjects: [subject] })).toMatchObject([{ severity }]);
});

test.each([
  ['exact', npm('a', '1.0.0')],
  ['commit', npm('a', `github:o/r#${'0'.repeat(40)}`, { versionClass: 'git-commit' })],
  ['project lockfile', npm('a', '', { lookup: 'project', versionClass: 'project-lockfile' })],
  ['digest', npm('image', `sha256:${'0'.repeat(64)}`, { kind: 'oci', versionClass: 'image-digest' })],
  ['hidden by a variable', npm('a', '$V', { versionClass: 'unresolvable' })],
] as const)('%s is silent', async (_case, subject) => {
  expect(await judged({ subjects: [subject] })).toEqual([]);
});

test('an image gets a digest to write, and the command that tells it', async () => {
  const [finding] = await judged({ line: 'docker run -i --rm ghcr.io/o/server:1', subjects: [npm('ghcr.io/o/server', '1', { kind: 'oci', tool: 'docker', versionClass: 'image-tag' })] });
  expect(finding?.remediation).toEqual(expect.arrayContaining(['Write ghcr.io/o/server@sha256:<digest>.', 'The line: docker run -i --rm ghcr.io/o/server@sha256:<digest>', expect.stringContaining('docker image inspect') as string]));
  expect(finding?.package).toBeUndefined();
});

test('an alias keeps its name in the pinned spec', async () => {
  const [finding] = await judged({ line: 'npx -y b@npm:a', subjects: [npm('a', '', { alias: 'b' })] });
  expect(finding?.remediation[0]).toBe('Write b@npm:a@<version>.');
});

test('the same package in many entries of one file is one finding; another file is another fingerprint', async () => {
  const findings = await judged(...Array.from({ length: 40 }, (_, at) => ({ server: { name: `s${at}` }, location: { path: '.mcp.json', line: at + 1 }, credentials: [`T${at}`], subjects: [npm('a-server')] })));
  expect(findings).toHaveLength(1);
  expect(findings[0]?.locations).toHaveLength(20);
  expect(findings[0]?.credentials).toHaveLength(40);
  expect(findings[0]?.evidence).toContainEqual({ kind: 'count', text: '40 entries of this file, 20 shown' });
});

test('a disabled entry is information, an ambiguous reading is of low confidence', async () => {
  expect(await judged({ server: { state: 'disabled' }, subjects: [npm('a')] })).toMatchObject([{ severity: 'info' }]);
  expect(await judged({ subjects: [npm('a', '', { role: 'candidate' })] })).toMatchObject([{ confidence: 'low' }]);
});

test('the fingerprint does not hold the line', async () => {
  const at = async (line: number) => (await judged({ location: { path: '.mcp.json', line }, subjects: [npm('a')] }))[0]?.fingerprint;
  expect(await at(3)).toBe(await at(300));
});

test('an address without a package name gets a commit to write', async () => {
  const { subject: { name: _, ...subject }, ...facts } = npm('', 'git+https://code.example/o/r#main', { versionClass: 'git-branch' });
  const [finding] = await judged({ line: 'npx -y git+https://code.example/o/r#main', subjects: [{ ...facts, subject }] });
  expect(finding?.title).toBe('git+https://code.example/o/r#main names no commit: a push changes what runs');
  expect(finding?.remediation).toContain('The line: npx -y git+https://code.example/o/r#<commit, 40 hexadecimal digits>');
});

test('code from an address is unpinned, a remote server is not', async () => {
  const at = (kind: 'script' | 'remote') => ({ subject: { role: 'server', kind, tool: 'deno', spec: '', versionClass: 'url', lookup: 'none', url: 'https://code.example/server.ts' } as const, runs: [], safe: [] });
  expect(await judged({ subjects: [at('script')] })).toMatchObject([{ severity: 'medium', title: 'https://code.example/server.ts names an address: what it serves can change' }]);
  expect(await judged({ subjects: [at('remote')] })).toEqual([]);
});

test('its fixtures', async () => {
  expect(await judgeFixture('unpinned-mcp-server', 'bad')).toMatchObject([{ severity: 'medium', title: expect.stringContaining('@modelcontextprotocol/server-filesystem@latest') as string, remediation: expect.arrayContaining(['The line: npx -y @modelcontextprotocol/server-filesystem@<version> .']) as string[] }]);
  expect(await judgeFixture('unpinned-mcp-server', 'good')).toEqual([]);
});

test('a version out of a cache that is no plain word is not put on the line', async () => {
  const [finding] = await judged({ subjects: [npm('a-server', '', { runs: [run('1.0.0; touch x')] })] });
  expect(finding?.remediation.slice(0, 2).join(' ')).not.toContain('touch');
});

test.each([
  ['deno run npm:a@latest', npm('a', 'latest', { tool: 'deno' }), 'The line: deno run npm:a@<version>'],
  ['deno run jsr:@s/a', npm('@s/a', '', { tool: 'deno', kind: 'jsr' }), 'The line: deno run jsr:@s/a@<version>'],
  ['uvx a', npm('a', '', { tool: 'uvx', kind: 'pypi' }), 'The line: uvx a@<version>'],
] as const)('%s', async (line, subject, fixed) => {
  expect((await judged({ line, subjects: [subject] }))[0]?.remediation).toContain(fixed);
});
