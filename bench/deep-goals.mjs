// B1, B4, B6: --deep over real packages. Beside the whole command the sweep alone is measured, which is what these goals were set on:
// what parsing adds depends on which packages the tree has.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { deepTree, HIT_FILES, indicatorFiles, NEAR_FILES, plantedFiles } from './deep.mjs';
import { cleanEnvironment, compare, runChecked } from './lib/measure.mjs';
import { peaksOf } from './lib/peaks.mjs';

/** B1, B4 and B6, each with the share of the sweep. */
export async function deepGoals({ root, work, tools, runs }) {
  const tree = deepTree(work);
  const mixed = indicatorFiles(work, 'mixed');
  const command = await sweepCommand(root, work);
  const some = Math.min(runs, 5);
  const ripgrep = { name: 'rg', command: ['rg', '-uuu', '-a', '-i', '-F', '-l', '-f', mixed.lines, tree], check: ({ status, stdout }) => counted(status, stdout.trim().split('\n').length, HIT_FILES + NEAR_FILES, 'files of ripgrep') };
  const sweep = (kind, cache) => ({ name: `sweep ${kind}`, command: [process.execPath, command, root, tree, indicatorFiles(work, kind).lines, ...(cache ? [cache] : [])], check: sweptRight });
  const deep = (kind, ...flags) => ({ name: `scan --deep ${kind}`, command: [process.execPath, tools.shipped, 'scan', '--deep', '--json', '--iocs', 'none', '--iocs', indicatorFiles(work, kind).yaml, ...flags, tree], check: scannedRight(tree) });
  const rows = [];
  if (spawnSync('rg', ['--version']).error === undefined) {
    rows.push(row('B1 the sweep to ripgrep', compare(work, sweep('mixed'), ripgrep, some)), row('B1 scan --deep to ripgrep', compare(work, deep('mixed', '--no-cache'), ripgrep, Math.min(some, 3))));
  }
  const cache = join(work, 'deep', 'cache');
  const first = { ...sweep('mixed', cache), prepare: () => rmSync(cache, { recursive: true, force: true }) };
  rows.push(row('B4 the sweep again to the first', alternate(work, sweep('mixed', cache), first, some)));
  const home = join(work, 'home', '.cache', 'mcp-audit');
  rows.push(row('B4 scan --deep again to the first', alternate(work, deep('mixed'), { ...deep('mixed'), prepare: () => rmSync(home, { recursive: true, force: true }) }, Math.min(some, 3))));
  const peaks = await peaksOf(deep('mixed', '--no-cache').command, cleanEnvironment(work));
  rows.push({ id: 'B4 peak of the largest process, MiB', figure: peaks.largest }, { id: 'B4 peak of all processes together, MiB', figure: peaks.together });
  rows.push(row('B6 the sweep, 50,000 domains to 500', compare(work, sweep('many'), sweep('few'), some)));
  rows.push(row('B6 scan --deep, 50,000 domains to 500', compare(work, deep('many', '--no-cache'), deep('few', '--no-cache'), Math.min(some, 3))));
  return rows;
}

// Each left run finds what the right one before it left behind.
function alternate(work, left, right, runs) {
  const pairs = [];
  for (let at = 0; at <= runs; at += 1) {
    right.prepare();
    const before = runChecked(work, right).cpu;
    const after = runChecked(work, left).cpu;
    if (at > 0) pairs.push([after, before]);
  }
  const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
  return { ratio: middle(pairs.map(([a, b]) => a / b)), left: middle(pairs.map(([a]) => a)), right: middle(pairs.map(([, b]) => b)) };
}

function counted(status, found, wanted, what) {
  if (status !== 0) return `exit code ${status}`;
  return found === wanted ? undefined : `${found} ${what}, ${wanted} were planted`;
}

function sweptRight({ status, stdout }) {
  if (status !== 0) return `exit code ${status}`;
  const { hits, complete } = JSON.parse(stdout);
  if (!complete) return 'not all was read';
  return hits === HIT_FILES ? undefined : `${hits} files with indicators, ${HIT_FILES} were planted`;
}

function scannedRight(tree) {
  const wanted = plantedFiles().sort().join(' ');
  return ({ status, stdout }) => {
    if (status !== 1) return `exit code ${status}, findings were expected`;
    const { findings } = JSON.parse(stdout);
    const places = findings.filter(({ ruleId }) => ruleId === 'known-indicator-in-code').flatMap(({ location, locations }) => [location, ...locations ?? []]).flatMap((place) => (place?.path ? [place.path] : []));
    const found = [...new Set(places.map((path) => path.slice(path.indexOf('node_modules/planted-'))))].sort().join(' ');
    return found === wanted ? undefined : `found ${found.slice(0, 500)} below ${tree}`;
  };
}

// The sweep of this build, in a program of its own: the same threads, the same cache.
async function sweepCommand(root, work) {
  const outfile = join(work, 'deep', 'sweep.cjs');
  await build({
    absWorkingDir: root, bundle: true, format: 'cjs', platform: 'node', target: 'node20.17', outfile, logLevel: 'error',
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename', MCP_AUDIT_VERSION: '"bench"' },
    stdin: { resolveDir: root, loader: 'ts', contents: `
      import { readFileSync } from 'node:fs';
      import { fileBlobStore } from './src/io/blob-store.ts';
      import { openFolderTree } from './src/io/file-tree.ts';
      import { openSweepCache } from './src/store/sweep-cache.ts';
      import { sweepWith } from './src/sweep/sweep-tree.ts';
      const [root, tree, lines, cache] = process.argv.slice(2);
      const strings = readFileSync(lines, 'utf8').trim().split('\\n').map((text) => ({ text, boundary: text.includes('@') ? 'address' : text.includes('/') ? 'url' : 'host' }));
      const files = cache === undefined ? undefined : openSweepCache(fileBlobStore(cache));
      let hits = 0;
      const gates = {};
      const threads = { file: root + '/dist/sweep.sweep-thread.js', count: 2, from: 2_000 };
      void sweepWith(threads, openFolderTree({ root: '/' }), tree, { strings, hashes: new Set(), names: new Set(), ...(files ? { cache: { files, version: 'bench' } } : {}) }, (file) => {
        if (file.strings.length > 0) hits += 1;
        for (const { gate } of file.gates) {
          gates[gate] ??= { files: 0, bytes: 0 };
          gates[gate].files += 1;
          gates[gate].bytes += file.size;
        }
      }).then((totals) => {
        files?.save();
        process.stdout.write(JSON.stringify({ hits, gates, ...totals, packageFolders: totals.packageFolders.length }) + '\\n');
      });` },
  });
  return outfile;
}

function row(id, { ratio, left, right }) {
  return { id, figure: ratio, detail: `${left.toFixed(0)} ms to ${right.toFixed(0)} ms` };
}
