// Container images through the built command, made by hand in both layouts as docker and the OCI image specification describe them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { dockerLegacy, dockerSave, layer, ociImage, ociIndex, ociLayout, tar, type TarMember } from '../support/image.ts';
import { npmProject, ROOT } from '../support/scan.ts';

const GOOD = npmProject({ express: '4.18.2' }, {}, 'app/');
const BAD = npmProject({ 'postmark-mcp': '1.0.16' }, {}, 'app/');
const INSTALLED = { 'app/node_modules/postmark-mcp/package.json': JSON.stringify({ name: 'postmark-mcp', version: '1.0.16' }), 'app/node_modules/postmark-mcp/index.js': 'code' };

function scan(files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]) {
  const folder = temporaryFolder(files);
  const ran = cli(['scan', '--json', ...args], { cwd: folder });
  return { code: ran.code, stderr: ran.stderr, report: JSON.parse(ran.stdout) as Report, folder };
}

const found = ({ findings }: Report) => findings.map((finding) => `${finding.ruleId} ${finding.package?.name ?? ''} ${finding.locations[0].path}`);
const problems = ({ coverage }: Report) => [...coverage.problems, ...coverage.places.flatMap((place) => place.problems)].map(({ code, path }) => `${code} ${path ?? ''}`);

describe('an image with a bad package', () => {
  const layouts: readonly (readonly [string, string, (layers: readonly Uint8Array[]) => Buffer])[] = [
    ['docker save before 25', 'image.tar', (layers) => tar(dockerLegacy(layers))],
    ['docker save', 'image.tar', (layers) => tar(dockerSave(layers))],
    ['docker save, packed', 'image.tar.gz', (layers) => gzipSync(tar(dockerSave(layers)))],
    ['OCI layout with packed layers', 'image.oci', (layers) => tar(ociLayout(layers, { packed: 'gzip' }))],
    ['OCI layout, packed', 'image.tgz', (layers) => gzipSync(tar(ociLayout(layers)))],
  ];
  test.each(layouts)('%s', (_name, file, make) => {
    const { code, report, stderr } = scan({ [file]: make([layer({ ...BAD, ...INSTALLED, 'etc/hostname': 'x' }), layer({ 'other': 'x' })]) }, file);
    expect([code, stderr]).toEqual([1, '']);
    expect(found(report)).toEqual([`known-malicious-version postmark-mcp ${file}!/app/node_modules/postmark-mcp`, `known-malicious-version postmark-mcp ${file}!/app/package-lock.json`]);
    expect(problems(report)).toEqual([]);
    expect(report.coverage.places.filter(({ kind }) => kind === 'image-layer').map(({ path, status }) => `${path} ${status}`)).toEqual([`${file}!layer 1 read`, `${file}!layer 2 read`]);
  });

  test('a folder with an OCI layout', () => {
    const folder = temporaryFolder();
    for (const { name, text } of ociLayout([layer(BAD)])) {
      mkdirSync(dirname(join(folder, 'image', String(name))), { recursive: true });
      writeFileSync(join(folder, 'image', String(name)), text ?? '');
    }
    const ran = cli(['scan', 'image'], { cwd: folder });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('image!/app/package-lock.json');
  });

  test('deleted by a later layer, it is still found, and said to be deleted', () => {
    const gone = layer({ ...GOOD, 'app/node_modules': null });
    const { code, report } = scan({ 'image.tar': tar(dockerSave([layer({ ...BAD, ...INSTALLED }), gone])) }, 'image.tar');
    expect(code).toBe(1);
    expect(found(report)).toEqual(['app/node_modules/postmark-mcp', 'app/package-lock.json'].map((path) => `known-malicious-version postmark-mcp image.tar!layer 1 (deleted later)/${path}`));
    expect(problems(report)).toEqual([]);
    expect(report.coverage.places.find(({ path }) => path === 'image.tar!layer 1')?.notes).toContain('3 of its files that a scan reads were deleted or replaced in layer 2, and were read by themselves');
  });

  test('a user of /etc/passwd has a home elsewhere', () => {
    const config = JSON.stringify({ mcpServers: { mail: { command: 'npx', args: ['-y', 'postmark-mcp@latest'] } } });
    const { code, report } = scan({ 'image.tar': tar(dockerSave([layer({ ...GOOD, 'etc/passwd': 'dev:x:1:1::/opt/dev:/bin/sh\n', 'opt/dev/.claude.json': config })])) }, 'image.tar');
    expect(code).toBe(1);
    expect(found(report)).toContain('could-resolve-to-malicious-version postmark-mcp image.tar!/opt/dev/.claude.json');
    expect(problems(report)).toEqual([]);
  });

  test('the JSON report keeps to its schema', () => {
    const { report } = scan({ 'image.tar': tar(dockerSave([layer({ ...BAD, ...INSTALLED }), layer({ app: null })])) }, 'image.tar');
    const ajv = new Ajv2020({ allErrors: true });
    (addFormats as unknown as typeof addFormats.default)(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', 'report.schema.json'), 'utf8')) as object);
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('a client of the image that starts it, and a Dockerfile that installs it', () => {
    const files = {
      'root/.cursor/mcp.json': JSON.stringify({ mcpServers: { mail: { command: 'npx', args: ['-y', 'postmark-mcp@1.0.16'] } } }),
      'app/Dockerfile': 'FROM node\nRUN npm install -g postmark-mcp@1.0.16\n',
    };
    const { code, report } = scan({ 'image.tar': tar(dockerSave([layer({ ...GOOD, ...files })])) }, 'image.tar');
    expect(code).toBe(1);
    const paths = report.findings.filter(({ ruleId }) => ruleId === 'known-malicious-version').flatMap(({ locations }) => locations.map(({ path }) => path));
    expect(new Set(paths)).toEqual(new Set(['image.tar!/app/Dockerfile', 'image.tar!/root/.cursor/mcp.json']));
  });

  test('text names the place as a user would', () => {
    const folder = temporaryFolder({ 'image.tar': tar(dockerSave([layer(BAD)])) });
    const ran = cli(['scan', 'image.tar'], { cwd: folder });
    expect(ran.stdout).toContain('image.tar!/app/package-lock.json');
    expect(ran.stdout).toContain('image.tar!layer 1 (image layer)');
  });

  test('a project that is hard-linked to pnpm\'s store, which sorts before it', () => {
    const store = '.pnpm-store/v3/files/00/aa';
    for (const pack of [(bytes: Buffer) => bytes, gzipSync]) {
      const { report } = scan({ 'image.tar': pack(tar(dockerSave([layer({ [store]: INSTALLED['app/node_modules/postmark-mcp/package.json'], 'app/package.json': '{"name":"app"}', 'app/node_modules/postmark-mcp/package.json': { hardlink: store } })]))) }, 'image.tar');
      expect([found(report), problems(report)]).toEqual([['known-malicious-version postmark-mcp image.tar!/app/node_modules/postmark-mcp'], []]);
    }
  });
});

describe('a healthy image', () => {
  test('is clean with the files that every image has', () => {
    const users = 'root:x:0:0:root:/root:/bin/bash\n';
    const first = layer({ 'etc/passwd': users, 'root/.bashrc': '', 'usr/bin/sh': 'program', 'usr/local/lib/node_modules/npm/package.json': JSON.stringify({ name: 'npm', version: '10.8.2' }) });
    const second = layer({ ...GOOD, 'etc/passwd': `${users}node:x:1000:1000::/home/node:/bin/bash\n`, 'home/node/.npmrc': '//registry.example/:_authToken=secret-value-1\n', 'home/node/.config/pnpm/rc': 'store-dir=/pnpm\n' });
    const third = layer({ 'home/node/.npmrc': null });
    for (const layers of [[first, second], [first, second, third]]) {
      const { code, report } = scan({ 'image.tar': tar(dockerSave(layers)) }, 'image.tar');
      expect([code, problems(report)]).toEqual([0, []]);
      expect(JSON.stringify(report)).not.toContain('secret-value');
    }
  });
});

describe('an image without', () => {
  test('is clean where everything was read', () => {
    const { code, report } = scan({ 'image.tar': tar(dockerSave([layer(GOOD)])) }, 'image.tar');
    expect([code, report.verdict.status, problems(report)]).toEqual([0, 'clean', []]);
    expect(report.coverage.totals.lockfiles).toBe(1);
  });
  test('what a later layer replaced in part asks for nothing', () => {
    const older = npmProject({ express: '4.18.1' }, {}, 'app/');
    const { code, report } = scan({ 'image.tar': tar(dockerSave([layer({ ...older, 'app/package.json': GOOD['app/package.json'] ?? '' }), layer(GOOD)])) }, 'image.tar');
    expect([code, problems(report)]).toEqual([0, []]);
  });
  test('of any package is incomplete, unless that is expected; also beside another target', () => {
    const files = { 'image.tar': tar(dockerSave([layer({ 'etc/hostname': 'x' })])), 'good.tar': tar(dockerSave([layer(GOOD)])) };
    expect(scan(files, 'image.tar').code).toBe(2);
    expect(scan(files, 'image.tar', '--allow-empty').code).toBe(0);
    expect(scan(files, 'good.tar').code).toBe(0);
    expect(problems(scan(files, 'good.tar', 'image.tar').report)).toEqual(['nothing-found image.tar']);
  });
});

describe('bad input', () => {
  test('two images: each has a label in its paths', () => {
    const images = ['arm64', 'amd64'].map((architecture, at) => ociImage([layer(at === 0 ? BAD : GOOD)], { platform: { os: 'linux', architecture } }));
    const { report } = scan({ 'image.tar': tar([...images.flatMap(({ blobs }) => blobs), ...ociIndex(images.map(({ descriptor }) => descriptor))]) }, 'image.tar');
    expect(found(report)).toContain('known-malicious-version postmark-mcp image.tar![linux/arm64]/app/package-lock.json');
    expect(problems(report)).toEqual([]);
  });

  test('labels that are the same, or odd, stay apart', () => {
    const images = ['a', 'b', 'c'].map((name, at) => ociImage([layer({ [`${name}/package.json`]: '{"name":"x"}' })], { annotations: { 'org.opencontainers.image.ref.name': at === 2 ? '\u001b[31m\n' : 'same' } }));
    const { report } = scan({ 'image.tar': tar([...images.flatMap(({ blobs }) => blobs), ...ociIndex(images.map(({ descriptor }) => descriptor))]) }, 'image.tar');
    expect(report.coverage.places.filter(({ kind }) => kind === 'manifest').map(({ path }) => path)).toEqual(['image.tar![31m]/c/package.json', 'image.tar![same #2]/b/package.json', 'image.tar![same]/a/package.json']);
  });

  test('a lockfile that a later layer deleted and that is cut is still told to be', () => {
    const cut = (npmProject({ a: '1.0.0' }, { a: { dependencies: { b: '1.0.0' } } })['package-lock.json'] ?? '');
    const { code, report } = scan({ 'image.tar': tar(dockerSave([layer({ 'app/package-lock.json': cut }), layer({ ...GOOD, 'app/x': 'x' })])) }, 'image.tar');
    expect([code, problems(report)]).toEqual([2, ['dangling-reference image.tar!layer 1 (deleted later)/app/package-lock.json']]);
  });

  test.each<readonly [string, (members: TarMember[]) => Buffer, string]>([
    ['cut', (members) => tar(members).subarray(0, 4000), 'malformed image.tar'],
    ['without its manifest', (members) => tar(members.filter(({ name }) => name !== 'manifest.json')), 'unknown-version image.tar'],
    ['with a layer that is gone', (members) => tar(members.filter(({ name }) => !String(name).endsWith('layer.tar'))), 'not-found image.tar!layer 1'],
    ['with another layer', (members) => tar(members.map((member) => (String(member.name).endsWith('layer.tar') ? { ...member, text: layer(GOOD) } : member))), 'malformed image.tar!layer 1'],
    ['with a manifest of odd values', (members) => tar(members.map((member) => (member.name === 'manifest.json' ? { ...member, text: '[{"__proto__":{"Layers":["x"]},"Layers":[null,"../../../etc/passwd"]}]' } : member))), 'not-found image.tar!layer 1'],
  ])('an archive %s is incomplete', (_name, make, problem) => {
    const { code, report } = scan({ 'image.tar': make(dockerLegacy([layer({ 'app/x': 'x' })])) }, 'image.tar');
    expect(code).toBe(2);
    expect(problems(report)).toContain(problem);
  });

  test('a layer with escapes, devices and links out of the root: nothing of the host is read', () => {
    const members = [{ name: '../../etc/passwd', text: 'x' }, { name: 'dev/sda', type: '3' }, { name: 'app', type: '2', link: '/../../../../etc' }, { name: 'lock/package-lock.json', type: '2', link: '/etc/passwd' }];
    const { code, report } = scan({ 'image.tar': tar(dockerSave([tar(members), layer(GOOD)])) }, 'image.tar');
    // `app` leads to /etc inside the image, and the second layer writes there.
    expect([code, report.coverage.places.some(({ path }) => path === 'image.tar!/etc/package-lock.json')]).toEqual([2, true]);
    expect(problems(report)).toContain('unknown-entry image.tar!layer 1');
    expect(JSON.stringify(report)).not.toContain('root:');
  });

  test('a tar of something else is no target, as before', () => {
    const { code, report } = scan({ 'other.tar': tar([{ name: 'package/package.json', text: '{}' }]), 'other.tgz': gzipSync(tar([{ name: 'package/package.json', text: '{}' }])) }, 'other.tar', 'other.tgz');
    expect(code).toBe(2);
    expect(problems(report)).toEqual(['unknown-entry other.tar', 'unknown-entry other.tgz']);
  });
  test('a packing that is not read is said', () => {
    const { code, report } = scan({ 'image.tar.bz2': 'BZh91AY&SY' }, 'image.tar.bz2');
    expect([code, problems(report)]).toEqual([2, ['unread-format image.tar.bz2']]);
  });
});
