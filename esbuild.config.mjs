// Builds dist/: chunks that are loaded on need, never minified, the same bytes from the same sources; the compiled indicator
// bundle (dist/iocs.bin); and the types of the library.
//
// The chunks are CommonJS: a program of one empty ES module takes 1.14 times the processor time of `node -e 0`, and each
// further module file a little more; as ES modules with their dependencies outside, a scan loaded 84 files (bench/README.md).
// So what every scan needs is one file, and the small dependencies are inside. Arborist stays outside.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  external: ['@npmcli/arborist'],
  legalComments: 'none',
  define: { MCP_AUDIT_VERSION: JSON.stringify(version), 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
};

/** Modules that are always loaded together, one file each; what an earlier file has, a later one does not repeat. */
const TOGETHER = [
  ['cli', ['src/cli.ts']],
  ['program', ['src/commands/program.ts']],
  ['scan', ['src/commands/run-scan.ts', 'src/reports/text.ts']],
];

// commander would start programs for subcommands that are files of their own. Here only io/processes.ts starts any, and
// loading the module takes longer than the rest of commander.
const commanderStartsNothing = {
  name: 'commander starts nothing',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) => (/[\\/]commander[\\/]/.test(importer) ? { path: 'nothing', namespace: 'nothing' } : undefined));
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Files of the embedded bundle, in one order everywhere. */
function bundleFiles(folder = 'iocs') {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? bundleFiles(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .filter((path) => /\.(yaml|tsv)$/.test(path))
    .sort();
}

async function compileIndicators() {
  const compiler = join(dist, 'compiler.tmp.mjs');
  await build({ ...shared, packages: 'external', entryPoints: ['src/indicators/compile.ts'], outfile: compiler });
  const { compileBundle } = await import(compiler);
  const { index, problems } = await compileBundle(bundleFiles().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
  rmSync(compiler);
  for (const problem of problems) process.stderr.write(`${problem.path ?? 'iocs'}${problem.line ? `:${problem.line}` : ''} ${problem.message}\n`);
  if (problems.length > 0) process.exit(1);
  writeFileSync(join(dist, 'iocs.bin'), index);
}

async function buildCode() {
  const { outputFiles, metafile } = await build({
    ...shared,
    plugins: [commanderStartsNothing],
    entryPoints: ['src/cli.ts', 'src/index.ts'],
    outdir: 'dist',
    splitting: true,
    chunkNames: '[name]-[hash]',
    write: false,
    metafile: true,
  });
  const chunks = new Map();
  refuseCircles(metafile.outputs);
  for (const file of outputFiles) chunks.set(basename(file.path), commonJs(file.text));
  const packed = packs(metafile.outputs);
  for (const [name, code] of chunks) if (!packed.has(name)) writeChunk(name, redirected(code, packed));
  for (const [pack, entries] of TOGETHER) {
    const names = [...packed].filter(([, other]) => other === pack).map(([name]) => name);
    writeChunk(`${pack}.js`, packOf(pack, names, chunks, packed, entries));
  }
  const api = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === 'src/index.ts').exports;
  writeFileSync(join(dist, 'index.mjs'), `import api from './index.js';\n\nexport const { ${[...api].sort().join(', ')} } = api;\n`);
  writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
  return metafile;
}

// esbuild's own conversion reads every import through a getter at each use, which a scan, run once and cold, feels. Here an import
// is a constant; so chunks must not import each other in a circle (checked below) nor export what is assigned later (we do not).
function commonJs(code) {
  const exported = [];
  const text = code
    .replace(/^#!.*\n/, '')
    .replace(/^import (?:([\w$]+)|\{([^}]*)\}|\* as ([\w$]+)) from "((?:node:|\.\/)[^"]+)";$/gm, (_, whole, names, space, from) => `const ${whole ?? space ?? `{${names.replaceAll(' as ', ': ')}}`} = require("${from}");`)
    .replace(/^import "(\.\/[^"]+)";$/gm, 'require("$1");')
    .replace(/^export default (.*);$/gm, 'exports.default = $1;')
    .replace(/^export \{([^}]*)\};$/gm, (_, names) => { exported.push(...names.split(',').map((name) => name.trim()).filter((name) => name !== '')); return ''; })
    .replace(/\bimport\("(\.\/[^"]+)"\)/g, 'Promise.resolve().then(() => require("$1"))');
  if (/^(?:import|export)\b/m.test(text)) throw new Error(`a statement that is not converted: ${/^(?:import|export)\b.*/m.exec(text)[0]}`);
  const entries = exported.map((name) => name.split(' as ')).map(([local, name = local]) => (name === local ? local : `${name}: ${local}`));
  return `${text.trimEnd()}\n${entries.length === 0 ? '' : `Object.assign(exports, { ${entries.join(', ')} });\n`}`;
}

function refuseCircles(outputs) {
  const state = new Map();
  const visit = (path) => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') throw new Error(`chunks import each other in a circle: ${path}`);
    state.set(path, 'open');
    for (const { path: imported, kind, external } of outputs[path].imports) if (kind === 'import-statement' && !external) visit(imported);
    state.set(path, 'done');
  };
  Object.keys(outputs).forEach(visit);
}

/** Chunk -> file that holds it, for all that the entries of TOGETHER import statically. */
function packs(outputs) {
  const packed = new Map();
  const add = (path, pack) => {
    const name = basename(path);
    if (packed.has(name)) return;
    packed.set(name, pack);
    for (const { path: imported, kind, external } of outputs[path].imports) if (kind === 'import-statement' && !external) add(imported, pack);
  };
  for (const [pack, entries] of TOGETHER) {
    for (const entry of entries) add(Object.keys(outputs).find((path) => outputs[path].entryPoint === entry), pack);
  }
  return packed;
}

// A packed chunk is asked for by name from the file that holds it.
function redirected(code, packed) {
  return code.replace(/\brequire\("\.\/([^"]+)"\)/g, (call, name) => (packed.has(name) ? `require("./${packed.get(name)}.js")("${name}")` : call));
}

function packOf(pack, names, chunks, packed, entries) {
  const factories = names.sort().map((name) => `${JSON.stringify(name)}(module, exports, load) {\n${redirected(chunks.get(name), packed).replaceAll(`require("./${pack}.js")(`, 'load(')}}`);
  const start = entries[0] === 'src/cli.ts' ? 'if (require.main === module) load("cli.js");\n' : '';
  return `const factories = {
${factories.join(',\n')}
};
const loaded = new Map();
function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  factories[name](module, module.exports, load);
  return module.exports;
}
module.exports = load;
${start}`;
}

function writeChunk(name, code) {
  writeFileSync(join(dist, name), `${name === 'cli.js' ? '#!/usr/bin/env node\n' : ''}"use strict";\n${code}`, { mode: name === 'cli.js' ? 0o755 : 0o644 });
}

/** Licences of what is inside the chunks. */
function writeLicences({ inputs }) {
  const packages = new Set(Object.keys(inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  const texts = [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    return `${name} ${JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version}\n\n${readFileSync(join(folder, licence), 'utf8').trim()}\n`;
  });
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES'), `The files of this folder hold code of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
writeLicences(await buildCode());
await compileIndicators();
execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
writeFileSync(join(dist, 'types', 'package.json'), '{ "type": "module" }\n');
