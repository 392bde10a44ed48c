// Builds dist/: never minified, the same bytes from the same sources; the compiled indicator bundle (dist/iocs.bin); and the
// types of the library.
//
// The command is a few CommonJS files, each loaded when it is needed. CommonJS, because a start of node with one empty ES module
// already costs 1.14 times that of `node -e 0`. Few, because each file costs a fifth of a millisecond; not one, because V8 reads
// through all the text that it is given, 26 microseconds a kilobyte, whether it runs or not. So: cli.js (the version, and the border
// for errors), core.js (what every scan needs), and one file for each module that is loaded with import(), with all that it needs and
// core.js has not. A module of core.js is never in a second file beside those of the command line, so that an error thrown in one
// file is known in another.
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
const OUTSIDE = ['@npmcli/arborist', 'js-yaml', 'jsonc-parser', 'semver', 'smol-toml', 'valibot', 'yauzl'];

/** What every scan runs: these modules, and what they import. */
const CORE = ['src/commands/run-scan.ts', 'src/commands/write-outputs.ts', 'src/reports/text.ts'];
/** Parse command lines: they have their own copies of the few modules that they share with core.js, and load it when they are done. */
const LIGHT = ['src/cli.ts', 'src/commands/program.ts'];

const below = (path) => relative(join(root, 'src'), path).replaceAll('\\', '/');
const fileOf = (module) => `${module === 'src/cli.ts' ? 'cli' : module.replace(/^src\//, '').replace(/\.ts$/, '').replaceAll('/', '.')}.js`;

/** Our modules by what imports them: `core` holds those of core.js, `used` notes which of them other files need, `targets` every target of import(). */
function parts({ core, inside, targets, used }) {
  return {
    name: 'parts',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind, resolveDir, importer }) => {
        const module = `src/${below(join(resolveDir, path))}`;
        const dynamic = kind === 'dynamic-import';
        if (core.has(module) && (inside === 'core' || importer === '')) return undefined;
        if (core.has(module) && (dynamic || inside === 'part')) {
          used.add(module);
          return { path: module, namespace: 'core' };
        }
        if (!dynamic) return undefined;
        targets.add(module);
        return { path: `./${fileOf(module)}`, external: true };
      });
      onLoad({ filter: /.*/, namespace: 'core' }, ({ path }) => ({ contents: `module.exports = require('./core.js')[${JSON.stringify(path)}];` }));
      onResolve({ filter: /^\.\/core\.js$/, namespace: 'core' }, () => ({ path: './core.js', external: true }));
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
  const { core, targets } = await coreModules();
  const used = new Set();
  // A set gives its entries in the order they were added, also those that are added during the loop.
  for (const module of targets) {
    const inside = LIGHT.includes(module) ? 'light' : 'part';
    await build({ ...command, plugins: [parts({ core, inside, targets, used }), commanderStartsNothing], entryPoints: [module], outfile: join(dist, fileOf(module)) });
  }
  const exported = [...used].sort().map((module) => `export * as ${JSON.stringify(module)} from './${module}';`).join('\n');
  await build({ ...command, plugins: [parts({ core, inside: 'core', targets, used })], stdin: { contents: exported, resolveDir: root }, outfile: join(dist, 'core.js') });
  writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
}

async function coreModules() {
  const targets = new Set(LIGHT);
  const { metafile } = await build({ ...command, plugins: [parts({ core: new Set(CORE), inside: 'core', targets, used: new Set() })], entryPoints: CORE, outdir: dist, write: false, metafile: true });
  const core = new Set(Object.keys(metafile.inputs).filter((path) => path.startsWith('src/')));
  return { core, targets };
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
