// Every example of README is run: the commands through the built command, the files through their readers.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RULES } from '../../src/rules/registry.ts';
import { parseConfig } from '../../src/trust/config.ts';
import { cliBeside, temporaryFolder } from '../support/cli.ts';
import { modelCase } from '../support/diff.ts';
import { type FixtureRegistry, startRegistry } from '../support/fixture-registry.ts';
import { tar } from '../support/image.ts';
import { repository } from '../support/git.ts';
import { npmProject, ROOT } from '../support/scan.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const blocks = [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({ language: match[1] as string, text: match[2] as string }));
const commands = blocks.filter((block) => block.language === 'sh').flatMap((block) => block.text.split('\n')).map((line) => line.replace(/\s+#.*$/, '').trim()).filter((line) => line !== '');

/** Words as a shell splits these lines: single quotes only. */
function words(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

let registry: FixtureRegistry;
const indexOf = (version: string) => ({ 'index.js': `module.exports = '${version}';\n` });

beforeAll(async () => {
  registry = await startRegistry();
  for (const version of ['1.0.0', '1.2.3', '1.2.4']) registry.publish('some-server', version, { files: indexOf(version) });
  for (const version of ['4.18.2', '4.18.3']) registry.publish('express', version, { files: indexOf(version) });
  for (const [version, time] of [['1.0.15', '2025-09-17T06:00:00.000Z'], ['1.0.16', '2025-09-17T06:30:00.000Z']] as const) {
    const { 'package.json': manifest = '', ...files } = modelCase(version);
    registry.publish('postmark-mcp', version, { manifest: JSON.parse(manifest) as Record<string, unknown>, files, time, publisher: { name: 'dev', email: 'dev@mail.example' } });
  }
});
afterAll(() => registry.close());

/** A home whose npm asks the registry above. */
function home(): { readonly HOME: string } {
  return { HOME: temporaryFolder({ '.npmrc': `registry=${registry.url}\n` }) };
}

function workspace(): string {
  const good = npmProject({ express: '4.18.2' });
  const files = Object.entries(good).flatMap(([name, text]) => ['', 'app/', 'service/'].map((folder) => [`${folder}${name}`, text] as const));
  return temporaryFolder({ ...Object.fromEntries(files), 'mnt/image/home/dev/.cursor/mcp.json': '{"mcpServers":{"files":{"command":"npx","args":["-y","some-server@1.0.0"]}}}', 'archive/package-lock.json': '{', 'some-server-1.2.3.tgz': gzipSync(tar([{ name: 'package/package.json', text: '{"name":"some-server","version":"1.2.3"}' }])), 'our-indicators/example.yaml': readFileSync(join(ROOT, 'iocs', 'postmark-mcp.yaml'), 'utf8').replace('id: postmark-mcp', 'id: example') });
}

/** The folder as a clone on a branch that updates a package, with another clone beside it. */
function committed(folder: string): void {
  const repo = repository({ at: folder });
  repo.git('add', '-A');
  repo.commit({});
  repo.git('tag', 'v1.2.0');
  repo.git('switch', '-q', '-c', 'update');
  repo.commit(npmProject({ express: '4.18.3' }));
  const clone = repository({ at: join(folder, 'clone') });
  clone.commit({ 'package.json': `${JSON.stringify({ name: 'some-server', version: '1.2.4' }, null, 2)}\n`, ...indexOf('1.2.4') });
  clone.git('tag', 'v1.2.4');
}

describe('commands', () => {
  test('there are some, and the first two are the ones that a newcomer runs', () => {
    expect(commands.length).toBeGreaterThan(12);
    expect(commands[0]).toMatch(/^npm ci && npm run build && node dist\/cli\.js scan /);
    expect(commands[1]).toBe('npm ci && npm test');
  });

  test.each(commands.filter((line) => line.startsWith('mcp-audit ')))('%s', async (line) => {
    const folder = workspace();
    const [, ...args] = words(line);
    // Examples on a whole folder must not meet the broken archive unless they exclude it.
    if (!line.includes('archive')) execFileSync('rm', ['-r', join(folder, 'archive')]);
    if (/exposure|#|--lockfiles|--against-repo/.test(line)) committed(folder);
    const env = home();
    // Somebody who is offline has fetched it before.
    if (args.includes('--offline')) await cliBeside(args.filter((word) => word !== '--offline'), { cwd: folder, env });
    const ran = await cliBeside(args, { cwd: folder, env });
    // What the machine that runs the tests has is not ours to say.
    const allowed = line.includes('--system') ? [0, 1, 2] : [0];
    expect([allowed.includes(ran.code ?? -1), ran.stderr]).toEqual([true, '']);
    expect(ran.stdout.length).toBeGreaterThan(20);
  });

  test('all others are npm\'s', () => {
    expect(commands.filter((line) => !line.startsWith('mcp-audit ') && !line.startsWith('npm '))).toEqual([]);
  });
});

describe('what is printed', () => {
  const [first, machine, , inspected, fetched, compared] = blocks.filter((block) => block.language === 'text');
  const [comment] = blocks.filter((block) => block.language === 'markdown');

  function expectLines(stdout: string, block: { readonly text: string } | undefined): void {
    let at = 0;
    for (const line of (block?.text ?? '').split('\n').filter((text) => text.trim() !== '')) {
      const found = stdout.indexOf(line, at);
      expect([line, found >= at]).toEqual([line, true]);
      at = found + line.length;
    }
    expect(at).toBeGreaterThan(100);
  }

  test.each([['scan', 'fixtures/scan/postmark-mcp', first], ['scan --root', 'fixtures/machines/laptop', machine], ['inspect', 'fixtures/behaviors/model-case/1.0.16', inspected], ['inspect', 'postmark-mcp@1.0.16', fetched], ['diff', 'fixtures/behaviors/model-case/1.0.15 fixtures/behaviors/model-case/1.0.16', compared]] as const)('%s %s: the lines of the real output, in order', async (command, path, block) => {
    const ran = await cliBeside([...command.split(' '), ...path.split(' ')], { env: home() });
    expect(ran.code).toBe(1);
    expectLines(ran.stdout, block);
  });

  test('the comment on a pull request', async () => {
    const repo = repository();
    repo.commit(npmProject({ 'postmark-mcp': '1.0.15', express: '4.18.2' }));
    repo.git('switch', '-q', '-c', 'update');
    repo.commit(npmProject({ 'postmark-mcp': '1.0.16', express: '4.18.3' }));
    const ran = await cliBeside(['diff', '--lockfiles', 'main', 'HEAD', '--format', 'markdown'], { cwd: repo.folder, env: home() });
    expect(ran.code).toBe(1);
    expectLines(ran.stdout, comment);
  });

  test('fits: title, both commands and the output stand in the first 50 lines', () => {
    const top = README.split('\n').slice(0, 50).join('\n');
    for (const part of ['# mcp-audit', 'npm ci && npm test', 'FINDINGS']) expect(top).toContain(part);
  });
});

interface Locked { readonly dependencies?: object; readonly optionalDependencies?: object; readonly peerDependencies?: object; readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>> }

/** Names that npm installs with a package. */
function needed({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }: Locked = {}): readonly string[] {
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true)];
}

describe('files', () => {
  const yaml = blocks.filter((block) => block.language === 'yaml').map((block) => block.text);

  test('the configuration is one', async () => {
    const config = yaml.find((text) => text.startsWith('schema: 1'));
    expect((await parseConfig((config ?? '').replace('fingerprint: v1:…', ''), 'README.md', RULES.map((rule) => rule.id))).accept).toHaveLength(1);
  });

  test('the recipes are YAML, and name inputs that exist', () => {
    expect(yaml.map((text) => typeof load(text))).toEqual(yaml.map(() => 'object'));
    const action = load(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: object };
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(['path', 'fail-on']));
  });

  test('every exit code and every link is true', () => {
    const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] as string);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(join(ROOT, link.endsWith('/') ? `${link}.` : link))).not.toThrow(/ENOENT/);
  });

  test('every runtime dependency has its reason', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    for (const name of Object.keys(dependencies)) expect(README).toMatch(new RegExp(`^\\| ${name} \\|`, 'm'));
    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('the size of the tree is that of an installation', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Readonly<Record<string, Locked>> };
    const installed = new Set<string>();
    const add = (from: string, name: string): void => {
      const parts = from.split('/node_modules/');
      const places = [...parts.map((_, at) => `${parts.slice(0, parts.length - at).join('/node_modules/')}/node_modules/${name}`), `node_modules/${name}`];
      const place = places.find((path) => packages[path] !== undefined) ?? '';
      if (place === '' || installed.has(place)) return;
      installed.add(place);
      for (const next of needed(packages[place])) add(place, next);
    };
    for (const name of needed(packages[''])) add('', name);
    expect(README).toContain(`An installation has ${installed.size} packages`);
  });

  test('the library exports what README imports', async () => {
    const code = blocks.find((block) => block.language === 'js')?.text ?? '';
    const names = /\{([^}]+)\}/.exec(code)?.[1]?.split(',').map((name) => name.trim()) ?? [];
    const library = await import('../../src/index.ts') as Record<string, unknown>;
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(typeof library[name]).toBe('function');
  });
});
