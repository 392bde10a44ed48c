// The house, as data: who may import what, and where the outside world may be touched.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLIENTS } from '../src/clients/registry.ts';
import { BUILDS } from '../src/builds/registry.ts';
import { INSTALLS } from '../src/installs/registry.ts';
import { LAUNCHES } from '../src/launches/registry.ts';
import { LOCKFILES } from '../src/lockfiles/registry.ts';
import { REPORTERS } from '../src/reports/registry.ts';
import { RULES } from '../src/rules/registry.ts';

const ROOT = join(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

/** Room -> rooms that it may import, beside itself. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  text: ['model'],
  io: ['model', 'text'],
  store: ['model', 'text'],
  lockfiles: ['model', 'text'],
  installs: ['model', 'text'],
  manifests: ['model', 'text'],
  clients: ['model', 'text'],
  launches: ['model', 'text'],
  caches: ['model', 'text'],
  builds: ['model', 'text'],
  indicators: ['model', 'text'],
  behaviors: ['model', 'text'],
  sweep: ['model', 'text', 'io', 'store', 'indicators', 'behaviors'],
  artifacts: ['model', 'text'],
  signatures: ['model', 'text'],
  rules: ['model', 'text'],
  trust: ['model', 'text'],
  reports: ['model', 'text'],
  pipelines: ['model', 'text', 'io', 'store', 'lockfiles', 'installs', 'manifests', 'clients', 'launches', 'caches', 'builds', 'indicators', 'behaviors', 'sweep', 'artifacts', 'signatures', 'rules', 'trust'],
  commands: ['model', 'text', 'io', 'store', 'sweep', 'lockfiles', 'indicators', 'rules', 'trust', 'signatures', 'reports', 'pipelines', '.'],
  '.': ['model', 'text', 'io', 'commands', 'pipelines', 'indicators', 'rules', 'reports', 'trust'],
};

/** Modules that reach nothing outside the process; every room may use them. */
const PURE = ['node:crypto', 'node:path', 'node:path/posix', 'node:buffer', 'node:url'];

/** Module -> rooms (or files) that may import it. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  'node:fs': ['io'],
  'node:os': ['io'],
  'node:zlib': ['io/image/unpack.ts', 'io/tarball/inflate.ts'],
  'node:child_process': ['io/processes.ts'],
  'node:stream': ['io/image/unpack.ts', 'io/processes.ts', 'io/tarball/inflate.ts'],
  'node:worker_threads': ['io/read-ahead.ts', 'io/read-folders.ts', 'io/threads.ts', 'io/parent.ts'],
  '@npmcli/arborist': ['io/npm-reader.ts'],
  '@npmcli/config': ['io'],
  '@npmcli/config/lib/definitions/index.js': ['io'],
  'make-fetch-happen': ['io'],
  'npm-package-arg': ['io'],
  'npm-registry-fetch': ['io'],
  pacote: ['io'],
  '@sigstore/bundle': ['signatures'],
  '@sigstore/verify': ['signatures'],
  diff: ['artifacts'],
  '@sveltejs/acorn-typescript': ['behaviors'],
  acorn: ['behaviors'],
  'acorn-loose': ['behaviors'],
  meriyah: ['behaviors'],
  commander: ['commands'],
  chalk: ['reports'],
  semver: ['indicators', 'io'],
  'js-yaml': ['indicators', 'manifests', 'trust', 'clients', 'builds'],
  'jsonc-parser': ['clients', 'builds'],
  'smol-toml': ['clients'],
  'tar/parse': ['io'],
  'tar/read-entry': ['io'],
  valibot: ['indicators', 'trust'],
  yauzl: ['installs'],
};

interface Source {
  readonly file: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly { readonly from: string; readonly static: boolean }[];
}

const sources: readonly Source[] = filesBelow(SRC).map((path) => {
  const text = readFileSync(path, 'utf8');
  const file = relative(SRC, path).replaceAll('\\', '/');
  const imports = [
    ...[...text.matchAll(/^(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]/gm)].map((match) => ({ from: match[1] as string, static: !/^(?:import|export) type/.test(match[0]) })),
    ...[...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map((match) => ({ from: match[1] as string, static: false })),
  ];
  return { file, room: file.includes('/') ? (file.split('/')[0] as string) : '.', text, imports };
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : entry.name.endsWith('.ts') ? [join(folder, entry.name)] : []));
}

function target(source: Source, from: string): string {
  return relative(SRC, join(SRC, dirname(source.file), from)).replaceAll('\\', '/');
}

/** Lines of code: comments and strings must not count as use. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1').replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

describe('rooms', () => {
  test('every folder of src is a room of the table', () => {
    expect([...new Set(sources.map((source) => source.room))].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  test('a room imports only what the table allows', () => {
    const wrong = sources.flatMap((source) => source.imports.filter(({ from }) => from.startsWith('.')).flatMap(({ from }) => {
      const path = target(source, from);
      const room = path.includes('/') ? (path.split('/')[0] as string) : '.';
      return room === source.room || ROOMS[source.room]?.includes(room) === true ? [] : [`${source.file} imports ${path}`];
    }));
    expect(wrong).toEqual([]);
  });

  test('the outside is reached only through its door', () => {
    const wrong = sources.flatMap((source) => source.imports.filter(({ from }) => !from.startsWith('.')).flatMap(({ from }) => {
      if (PURE.includes(from)) return [];
      return OUTSIDE[from]?.some((place) => source.file === place || source.room === place) === true ? [] : [`${source.file} imports ${from}`];
    }));
    expect(wrong).toEqual([]);
  });

  test('relative imports name a file that is there', () => {
    const wrong = sources.flatMap((source) => source.imports.filter(({ from }) => from.startsWith('.') && !existsSync(join(SRC, target(source, from)))).map(({ from }) => `${source.file} imports ${from}`));
    expect(wrong).toEqual([]);
  });

  test('no import cycles', () => {
    const edges = new Map(sources.map((source) => [source.file, source.imports.filter((item) => item.static && item.from.startsWith('.')).map(({ from }) => target(source, from))]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]) => {
      if (path.includes(file)) { cycles.push([...path.slice(path.indexOf(file)), file].join(' -> ')); return; }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of edges.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('places of what is not pure', () => {
  const USES: readonly { readonly what: string; readonly pattern: RegExp; readonly allowed: (file: string) => boolean }[] = [
    { what: 'process', pattern: /\bprocess\.(?!exitCode\b)/, allowed: (file) => file === 'cli.ts' || file.startsWith('io/') },
    { what: 'the clock', pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, allowed: (file) => file.startsWith('io/') },
    { what: 'randomness', pattern: /\bMath\.random\(|\brandomBytes\(|\brandomUUID\(/, allowed: (file) => file.startsWith('io/') },
    { what: 'eval', pattern: /\beval\(|\bnew Function\(|\bvm\./, allowed: () => false },
    { what: 'a shell', pattern: /\bshell:\s*true/, allowed: () => false },
    { what: 'console', pattern: /\bconsole\./, allowed: () => false },
    { what: 'a default export', pattern: /^export default\b/m, allowed: () => false },
    { what: 'an enum', pattern: /^(?:export )?(?:const )?enum\b/m, allowed: () => false },
  ];

  for (const { what, pattern, allowed } of USES) {
    test(`${what} is used only in its place`, () => {
      expect(sources.filter((source) => !allowed(source.file) && pattern.test(code(source.text))).map((source) => source.file)).toEqual([]);
    });
  }

  test('classes are errors', () => {
    const wrong = sources.flatMap((source) => [...code(source.text).matchAll(/^(?:export )?class (\w+)(?: extends (\w+))?/gm)].filter((match) => match[2] !== 'Error').map((match) => `${source.file}: ${match[1] ?? ''}`));
    expect(wrong).toEqual([]);
  });

  test('every file says what it is in its first line', () => {
    expect(sources.filter((source) => !/^(#![^\n]*\n)?\/\/ \S/.test(source.text)).map((source) => source.file)).toEqual([]);
  });
});

describe('plugins', () => {
  const plugins = [
    ...LOCKFILES.map(({ id }) => ({ room: 'lockfiles', id })),
    ...INSTALLS.map(({ id }) => ({ room: 'installs', id })),
    ...BUILDS.map(({ id }) => ({ room: 'builds', id })),
    ...LAUNCHES.map(({ id }) => ({ room: 'launches', id })),
    ...RULES.map(({ id }) => ({ room: 'rules', id })),
    ...REPORTERS.map(({ id }) => ({ room: 'reports', id })),
  ];
  test('the registries are not empty', () => {
    expect(plugins.length).toBeGreaterThan(25);
  });
  test.each(plugins)('$room/$id has its file, its line in the registry and its test', ({ room, id }) => {
    expect(existsSync(join(SRC, room, `${id}.ts`))).toBe(true);
    expect(readFileSync(join(SRC, room, 'registry.ts'), 'utf8')).toContain(`./${id}.ts`);
    expect(existsSync(join(ROOT, 'test', room, `${id}.test.ts`))).toBe(true);
  });
  test.each(LOCKFILES.map(({ id }) => id).filter((id) => id !== 'bun-binary'))('lockfiles/%s has fixtures', (id) => {
    expect(readdirSync(join(ROOT, 'fixtures', 'lockfiles', id)).length).toBeGreaterThan(0);
  });
  test('a program is read by one family of launches', () => {
    const programs = LAUNCHES.flatMap((family) => family.programs);
    expect(programs.filter((program, at) => programs.indexOf(program) !== at)).toEqual([]);
  });
  test.each(CLIENTS.map(({ id }) => id))('clients/%s has its file, its line in the registry, a reader, a fixture on each system and a test', async (id) => {
    expect(existsSync(join(SRC, 'clients', `${id}.ts`))).toBe(true);
    expect(readFileSync(join(SRC, 'clients', 'registry.ts'), 'utf8')).toContain(`./${id}.ts`);
    expect(typeof (await CLIENTS.find((client) => client.id === id)?.load())?.read).toBe('function');
    const homes = join(ROOT, 'fixtures', 'clients', 'homes');
    const configured = ['linux', 'macos', 'windows'].filter((system) => {
      const files = Object.entries(JSON.parse(readFileSync(join(homes, `${system}.expected.json`), 'utf8')) as Record<string, { readonly client: string }>);
      return files.some(([path, { client }]) => client === id && existsSync(join(homes, system, path)));
    });
    expect(configured).toEqual(['linux', 'macos', 'windows']);
    expect(readFileSync(join(ROOT, 'test', 'clients', 'readers.test.ts'), 'utf8')).toContain(`client: '${id}',`);
  });
  test('every file of a client is in the registry, once, and a walk for places loads no reader', () => {
    const files = readdirSync(join(SRC, 'clients')).filter((name) => name.endsWith('.ts')).map((name) => name.slice(0, -3));
    expect(CLIENTS.map(({ id }) => id).toSorted()).toEqual(files.filter((name) => !['contract', 'places', 'registry'].includes(name)).toSorted());
    const loaded = (file: string): readonly string[] => {
      const found = sources.find((source) => source.file === file);
      return [file, ...(found?.imports.filter((item) => item.static && item.from.startsWith('.')).flatMap(({ from }) => loaded(target(found, from))) ?? [])];
    };
    expect(loaded('clients/places.ts').filter((file) => /reader|json|toml|yaml/.test(file))).toEqual([]);
    expect(loaded('clients/shared/json-reader.ts').filter((file) => /toml|yaml/.test(file))).toEqual([]);
  });
  test.each(BUILDS.map(({ id }) => id))('builds/%s has fixtures', (id) => {
    expect(readdirSync(join(ROOT, 'fixtures', 'builds', id)).length).toBeGreaterThan(0);
  });
  test('rules are listed by id, once each', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
