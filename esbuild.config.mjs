// Builds dist/: never minified, the same bytes from the same sources; the compiled indicator bundle (dist/iocs.bin); and the
// types of the library.
//
// The command is a few CommonJS files, each loaded when it is needed. CommonJS, because a start of node with one empty ES module
// already costs 1.14 times that of `node -e 0`. Few, because each file costs a fifth of a millisecond; not one, because V8 reads
// through all the text that it is given, 26 microseconds a kilobyte, whether it runs or not. So: cli.js (the version, and the border
// for errors), core.js (what every scan needs), one file for each module that is loaded with import(), with all that it alone needs,
// and one for each room with what several of these need. Beside the command line's own files and the readers of lockfiles, a module
// is in one file only, so that an error thrown in one is known in another.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.17',
  legalComments: 'none',
  define: { MCP_AUDIT_VERSION: JSON.stringify(version) },
};

// Loaded on need from node_modules, as they are published. commander and chalk are inside: the first is needed at every start,
// the second is an ES module, which Node 20.17 cannot require.
const OUTSIDE = ['@npmcli/arborist', '@npmcli/config', '@sigstore/bundle', '@sigstore/verify', 'js-yaml', 'jsonc-parser', 'make-fetch-happen', 'npm-package-arg', 'npm-registry-fetch', 'pacote', 'semver', 'smol-toml', 'tar/parse', 'valibot', 'yauzl'];

/** What every scan runs: these modules, and what they import. */
const CORE_FILE = 'core.js';
const CORE = ['src/commands/run-scan.ts', 'src/commands/write-outputs.ts', 'src/reports/text/plain.ts'];
/** Parse command lines: they have their own copies of the few modules that they share with core.js, and load it when they are done. */
const LIGHT = ['src/cli.ts', 'src/commands/program.ts'];

/** Run as threads or processes of their own. */
const APART = ['src/io/read-ahead.ts', 'src/sweep/sweep-thread.ts', 'src/sweep/parser-child.ts'];

const below = (path) => relative(join(root, 'src'), path).replaceAll('\\', '/');
const fileOf = (module) => `${module === 'src/cli.ts' ? 'cli' : module.replace(/^src\//, '').replace(/\.ts$/, '').replaceAll('/', '.')}.js`;

// Readers of lockfiles have few modules in common, and a scan loads one of them.
const COPIED = new Set(['lockfiles']);

const roomOf = (module) => module.split('/')[1];

/** Of the pipelines, what looks at a machine needs the rooms of clients, launches and caches, and the rest needs none of them. */
const homeOf = (module) => (module.startsWith('src/pipelines/machine/') ? 'pipelines.machine.js' : `${roomOf(module)}.js`);

/**
 * Where our modules go. `homes` holds those that are in a file with others (`core.js`, or what several files of a room have in common);
 * `inside` is the file that is built. `used` notes, for each such file, what others need of it, `targets` every target of import().
 */
function parts({ homes, inside, targets, used }) {
  return {
    name: 'parts',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind, resolveDir, importer }) => {
        const module = `src/${below(join(resolveDir, path))}`;
        const dynamic = kind === 'dynamic-import';
        const home = homes.get(module);
        if (importer === '' || home === inside) return undefined;
        if (home !== undefined && (dynamic || inside !== 'light')) {
          used.set(home, (used.get(home) ?? new Set()).add(module));
          return { path: module, namespace: 'shared' };
        }
        if (dynamic) targets.add(module);
        return dynamic || (inside !== 'light' && targets.has(module)) ? { path: `./${fileOf(module)}`, external: true } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => ({ contents: `module.exports = require('./${homes.get(path)}')[${JSON.stringify(path)}];` }));
      onResolve({ filter: /^\.\/.*\.js$/, namespace: 'shared' }, ({ path }) => ({ path, external: true }));
    },
  };
}

// commander would start programs for subcommands that are files of their own. Here only io/processes.ts may start any, and
// loading the module takes longer than the rest of commander.
const commanderStartsNothing = {
  name: 'commander starts nothing',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) => (/[\\/]commander[\\/]/.test(importer) ? { path: 'nothing', namespace: 'nothing' } : undefined));
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const command = {
  ...shared,
  format: 'cjs',
  // import() of a CommonJS file has Node scan its text for exports, which costs more than running it.
  supported: { 'dynamic-import': false },
  define: { ...shared.define, 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  external: OUTSIDE,
};

async function buildCommand() {
  const { homes, targets } = await arrange();
  const used = new Map();
  for (const module of targets) {
    const inside = LIGHT.includes(module) ? 'light' : fileOf(module);
    await build({ ...command, plugins: [parts({ homes, inside, targets, used }), commanderStartsNothing], entryPoints: [module], outfile: join(dist, fileOf(module)) });
  }
  // A map gives its entries in the order they were added, also those that are added during the loop; core.js needs no other file.
  const files = [...new Set(homes.values())].filter((file) => file !== CORE_FILE);
  for (let before = -1; before < sizeOf(used);) {
    before = sizeOf(used);
    for (const file of [...files, CORE_FILE]) {
      const exported = [...used.get(file) ?? []].sort().map((module) => `export * as ${JSON.stringify(module)} from './${module}';`).join('\n');
      if (exported !== '') await build({ ...command, plugins: [parts({ homes, inside: file, targets, used })], stdin: { contents: exported, resolveDir: root }, outfile: join(dist, file) });
    }
  }
  // Each with all that it needs: they load next to nothing else.
  for (const entry of APART) await build({ ...command, entryPoints: [entry], outfile: join(dist, fileOf(entry)) });
  writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
}

function sizeOf(used) {
  return [...used.values()].reduce((sum, modules) => sum + modules.size, 0);
}

/** Finds every target of import(), and what more than one of them needs. */
async function arrange() {
  const targets = new Set(LIGHT);
  // Those that load a package from node_modules, or import one that does: they stay apart, with their own importers.
  const heavy = new Set();
  const inputsOf = async (entryPoints, homes, inside) => {
    const { metafile } = await build({ ...command, plugins: [parts({ homes, inside, targets, used: new Map() }), commanderStartsNothing], entryPoints, outdir: dist, write: false, metafile: true });
    for (const [path, { imports }] of Object.entries(metafile.inputs)) {
      if (imports.some((item) => item.kind === 'import-statement' && (OUTSIDE.includes(item.path) || heavy.has(item.path)))) heavy.add(path);
    }
    return Object.keys(metafile.inputs).filter((path) => path.startsWith('src/'));
  };
  const homes = new Map((await inputsOf(CORE, new Map(CORE.map((module) => [module, CORE_FILE])), CORE_FILE)).map((module) => [module, CORE_FILE]));
  const needs = new Map();
  // A set gives its entries in the order they were added, also those that are added during the loop.
  for (const module of targets) {
    const inputs = await inputsOf([module], homes, LIGHT.includes(module) ? 'light' : fileOf(module));
    if (!LIGHT.includes(module)) for (const input of inputs) needs.set(input, (needs.get(input) ?? 0) + 1);
  }
  for (const [module, count] of needs) if (count > 1 && !targets.has(module) && !heavy.has(module) && !COPIED.has(roomOf(module))) homes.set(module, homeOf(module));
  return { homes, targets };
}

async function buildLibrary() {
  await build({ ...shared, format: 'esm', packages: 'external', entryPoints: ['src/index.ts'], outfile: join(dist, 'index.mjs') });
  mkdirSync(join(dist, 'types'));
  writeFileSync(join(dist, 'types', 'package.json'), '{ "type": "module" }\n');
  execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}

async function compileIndicators() {
  const compiler = join(dist, 'compiler.tmp.mjs');
  await build({ ...shared, format: 'esm', packages: 'external', entryPoints: ['src/indicators/compile.ts'], outfile: compiler });
  const { compileBundle, isBundleFile } = await import(compiler);
  const files = readdirSync(join(root, 'iocs')).filter(isBundleFile).sort();
  const { index, problems } = await compileBundle(files.map((path) => ({ path, text: readFileSync(join(root, 'iocs', path), 'utf8') })));
  rmSync(compiler);
  for (const { path, line, message } of problems) process.stderr.write(`iocs/${path ?? ''}${line ? `:${line}` : ''} ${message}\n`);
  if (problems.length > 0) process.exit(1);
  writeFileSync(join(dist, 'iocs.bin'), index);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await buildCommand();
await buildLibrary();
await compileIndicators();
