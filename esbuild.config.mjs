// Builds dist/: ESM in chunks that are loaded on need, never minified, the same bytes from the same sources; the compiled
// indicator bundle (dist/iocs.bin); and the types of the library.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  packages: 'external',
  legalComments: 'none',
  define: { MCP_AUDIT_VERSION: JSON.stringify(version) },
};

/** Files of the embedded bundle, in one order everywhere. */
function bundleFiles(folder = 'iocs') {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? bundleFiles(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .filter((path) => /\.(yaml|tsv)$/.test(path))
    .sort();
}

async function compileIndicators() {
  const compiler = join(root, 'dist', 'compiler.tmp.mjs');
  await build({ ...shared, entryPoints: ['src/indicators/compile.ts'], outfile: compiler });
  const { compileBundle } = await import(compiler);
  const { index, problems } = await compileBundle(bundleFiles().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
  rmSync(compiler);
  for (const problem of problems) process.stderr.write(`${problem.path ?? 'iocs'}${problem.line ? `:${problem.line}` : ''} ${problem.message}\n`);
  if (problems.length > 0) process.exit(1);
  writeFileSync(join(root, 'dist', 'iocs.bin'), index);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist'));
await build({
  ...shared,
  entryPoints: ['src/cli.ts', 'src/index.ts'],
  outdir: 'dist',
  splitting: true,
  chunkNames: '[name]-[hash]',
});
await compileIndicators();
execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
