// Builds dist/: never minified, the same bytes from the same sources; the compiled indicator bundle (dist/iocs.bin); and the
// types of the library.
//
// The command is three CommonJS files, each loaded by the one before when it is needed: cli.js (the version, and the border for
// errors), program.js (flags and help), actions.js (everything else). CommonJS, because a start of node with one empty ES module
// already costs 1.14 times that of `node -e 0`; three, because a module file more costs more than its code: as ES modules by
// the folder, a scan loaded 84 files (bench/README.md). Modules of actions.js run when they are first imported, not before.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** `import('./program.ts')` and `import('./actions.ts')` lead to files of their own. */
const parts = {
  name: 'parts',
  setup({ onResolve }) {
    onResolve({ filter: /\/(program|actions)\.ts$/ }, ({ path, kind }) => (kind === 'dynamic-import' ? { path: `./${/(\w+)\.ts$/.exec(path)[1]}.js`, external: true } : undefined));
  },
};

// commander would start programs for subcommands that are files of their own. Here only io/processes.ts may start any, and
// loading the module takes longer than the rest of commander.
const commanderStartsNothing = {
  name: 'commander starts nothing',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) => (/[\\/]commander[\\/]/.test(importer) ? { path: 'nothing', namespace: 'nothing' } : undefined));
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

async function buildCommand() {
  for (const [entry, name] of [['src/cli.ts', 'cli'], ['src/commands/program.ts', 'program'], ['src/commands/actions.ts', 'actions']]) {
    await build({
      ...shared,
      format: 'cjs',
      // import() of a CommonJS file has Node scan its text for exports, which costs more than running it.
      supported: { 'dynamic-import': false },
      define: { ...shared.define, 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
      external: OUTSIDE,
      plugins: [parts, commanderStartsNothing],
      entryPoints: [entry],
      outfile: join(dist, `${name}.js`),
    });
  }
  writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
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
