// Writes what the benchmark reads, from a seed: the same bytes on every machine.
//   node bench/generate.mjs [folder]      default: bench/.work
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeHistory } from './exposure.mjs';
import { FORMATS } from './formats/index.mjs';
import { locationOf, packagesOf } from './formats/npm.mjs';
import { badName, listedNames } from './lib/names.mjs';
import { BAD, HONEST, MADE_UP } from './lib/planted.mjs';
import { integrityOf, makeProject, manifestOf, rangeOf, record } from './lib/project.mjs';
import { randomFrom } from './lib/random.mjs';
import { writeMachine } from './machine.mjs';

const here = import.meta.dirname;
export const ROOT = dirname(here);
export const WORK = join(here, '.work');

/** Packages of the lockfiles; the goals are about MIDDLE. */
export const SIZES = [100, 2_000, 10_000, 50_000];
export const MIDDLE = 2_000;
export const TREE_PACKAGES = 2_500;
export const CHECKOUTS = 300;

const MADE_UP_BAD = MADE_UP.map((position) => ({ name: badName(position), version: '1.0.0' }));

/** All that is planted in a project with bad packages. */
export const PLANTED = [...BAD, ...MADE_UP_BAD];

/** Folder of one lockfile project: `clean` or `planted`. */
export function lockfileFolder(work, format, size, kind) {
  return join(work, 'lockfiles', `${format}-${size}-${kind}`);
}

/** Writes everything below `work` that is not there yet, and tells what the scans must find. */
export function generate(work = WORK, sizes = SIZES) {
  const avoid = listedNames(ROOT);
  const stamp = stampOf();
  const project = (size, kind, seed = size) => makeProject({ seed, name: 'bench-project', count: size, planted: [...HONEST, ...(kind === 'planted' ? PLANTED : [])].map((entry) => ({ ...entry, planted: true })), avoid });
  for (const size of sizes) {
    for (const kind of size === MIDDLE ? ['clean', 'planted'] : ['clean']) {
      const made = once(() => project(size, kind));
      for (const format of FORMATS) fill(lockfileFolder(work, format.id, size, kind), stamp, (folder) => writeCheckout(folder, made(), format));
    }
  }
  const installed = once(() => project(TREE_PACKAGES, 'clean', 7));
  fill(join(work, 'tree', 'alone'), stamp, (folder) => writeTree(folder, installed(), { lockfiles: false }));
  fill(join(work, 'tree', 'npm'), stamp, (folder) => writeTree(folder, installed(), { lockfiles: true }));
  const plantedTree = once(() => project(TREE_PACKAGES, 'planted', 7));
  fill(join(work, 'tree', 'planted'), stamp, (folder) => writeTree(folder, plantedTree(), { lockfiles: false }));
  for (const [name, seed, checkouts, bad] of [['fleet/one', 1, CHECKOUTS / 2, []], ['fleet/two', 2, CHECKOUTS / 2, []], ['fleet-bad', 3, FORMATS.length, BAD]]) {
    fill(join(work, name), stamp, (folder) => writeFleet(folder, { seed, checkouts, bad, avoid }));
  }
}

/** Lockfiles and entries of a part of the fleet, as written. */
export function fleetFacts(work, ...parts) {
  const facts = parts.map((part) => JSON.parse(readFileSync(join(work, `${part}.json`), 'utf8')));
  return { lockfiles: sum(facts, 'lockfiles'), packages: sum(facts, 'packages') };
}

/** Histories that are measured: form and commits. */
export const HISTORIES = [['npm-3', 10_000], ['yarn-classic', 2_000], ['pnpm-9', 2_000]];

/** A bare repository with one lockfile in `commits` versions; made where it is missing. */
export async function historyFolder(work, format, commits) {
  const folder = join(work, 'histories', `${format.id}-${commits}`);
  const mark = `${folder}.stamp`;
  const stamp = stampOf();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === stamp) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await writeHistory(folder, { format, commits, avoid: listedNames(ROOT), seed: 11 });
  writeFileSync(mark, stamp);
  return folder;
}

/** A home with clients, run folders and a content cache; made where it is missing. */
export function machineHome(work) {
  fill(join(work, 'machine'), stampOf(), writeMachine);
  return join(work, 'machine', 'home', 'dev');
}

function sum(facts, key) {
  return facts.reduce((total, fact) => total + fact[key], 0);
}

function once(make) {
  let made;
  return () => (made ??= make());
}

// The generator's own text: a change of it makes everything anew.
function stampOf() {
  const hash = createHash('sha256');
  for (const folder of ['.', 'lib', 'formats']) {
    for (const name of readdirSync(join(here, folder)).filter((file) => /^(?:generate|exposure|machine|index|npm|yarn|pnpm|bun|random|names|project|planted)\.mjs$/.test(file)).sort()) hash.update(readFileSync(join(here, folder, name)));
  }
  return hash.digest('hex');
}

function fill(folder, stamp, write) {
  const mark = `${folder}.stamp`;
  if (existsSync(mark) && readFileSync(mark, 'utf8') === stamp) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  write(folder);
  writeFileSync(mark, stamp);
}

function writeCheckout(folder, project, format) {
  writeJson(join(folder, 'package.json'), manifestOf(project));
  writeFileSync(join(folder, format.file), format.write(project));
}

function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

function writeTree(folder, project, { lockfiles }) {
  writeJson(join(folder, 'package.json'), manifestOf(project));
  for (const entry of project.packages) writeInstalled(join(folder, locationOf(entry)), entry);
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  if (!lockfiles) return;
  writeFileSync(join(folder, 'package-lock.json'), FORMATS.find(({ id }) => id === 'npm-3').write(project));
  writeJson(join(folder, 'node_modules', '.package-lock.json'), { name: project.name, version: project.version, lockfileVersion: 3, requires: true, packages: packagesOf(project, { root: false }) });
}

const PROSE = 'A small module that does one thing and does it as its documentation says, with tests for each case that was met in the field. ';

function writeInstalled(folder, entry) {
  const base = entry.name.slice(entry.name.indexOf('/') + 1);
  mkdirSync(join(folder, 'lib', 'internal'), { recursive: true });
  writeJson(join(folder, 'package.json'), {
    name: entry.name,
    version: entry.version,
    description: PROSE.trim(),
    keywords: base.split('-'),
    homepage: `https://code.example/${base}#readme`,
    bugs: { url: `https://code.example/${base}/issues` },
    license: 'MIT',
    author: { name: 'Example Author', url: 'https://author.example' },
    repository: { type: 'git', url: `git+https://code.example/${base}.git` },
    main: './lib/index.js',
    exports: { '.': { types: './lib/index.d.ts', import: './lib/index.mjs', require: './lib/index.js' }, './package.json': './package.json' },
    files: ['lib'],
    scripts: { test: 'node --test', lint: 'eslint .', build: 'tsc -p .', 'test:watch': 'node --test --watch', release: 'node scripts/release.js' },
    engines: { node: '>=18' },
    ...(entry.needs.length === 0 ? {} : { dependencies: record(entry.needs, rangeOf) }),
    devDependencies: { eslint: '^9.0.0', typescript: '^5.0.0', prettier: '^3.0.0', tap: '^21.0.0' },
    dist: { integrity: integrityOf(entry) },
  });
  writeFileSync(join(folder, 'README.md'), `# ${base}\n\n${PROSE.repeat(8)}\n`);
  writeFileSync(join(folder, 'LICENSE'), PROSE.repeat(6));
  for (const name of ['index.js', 'index.mjs', 'index.d.ts', 'internal/core.js']) writeFileSync(join(folder, 'lib', name), `// ${base}\n${'export const value = 1;\n'.repeat(10)}`);
}

// Formats in turn, sizes from 100 to 4,000 with few large ones, every tenth checkout with a second project below.
function writeFleet(folder, { seed, checkouts, bad, avoid }) {
  const random = randomFrom(seed);
  const facts = { lockfiles: 0, packages: 0 };
  for (let at = 0; at < checkouts; at += 1) {
    const checkout = join(folder, `repo-${String(at).padStart(3, '0')}`);
    const format = FORMATS[at % FORMATS.length];
    for (const below of at % 10 === 9 ? ['.', 'services/api'] : ['.']) {
      const count = Math.round(100 * 40 ** (random.next() ** 1.3));
      const planted = [...HONEST, ...(bad.length === 0 ? [] : [bad[at % bad.length]])].map((entry) => ({ ...entry, planted: true }));
      const project = makeProject({ seed: random.below(1e9), name: `project-${at}`, count, planted, avoid });
      mkdirSync(join(checkout, below), { recursive: true });
      writeCheckout(join(checkout, below), project, format);
      facts.lockfiles += 1;
      facts.packages += count + format.extra;
    }
    writeSources(checkout, random);
  }
  writeJson(`${folder}.json`, facts);
}

function writeSources(checkout, random) {
  const folders = random.between(10, 30);
  for (let at = 0; at < folders; at += 1) {
    const folder = join(checkout, at % 3 === 0 ? 'test' : 'src', `part-${at}`);
    mkdirSync(folder, { recursive: true });
    for (let file = random.between(4, 12); file > 0; file -= 1) writeFileSync(join(folder, `module-${file}.ts`), `export const part = ${at};\n`);
  }
}

if (process.argv[1] === import.meta.filename) generate(process.argv[2] ?? WORK);
