// Figures that are the same on every run: modules loaded, bytes of them, files opened and bytes read. From Node's own coverage
// output, a small preloaded file, and strace where there is one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './measure.mjs';

const PROBE = join(import.meta.dirname, 'probe.cjs');

/** Modules that a command loads (https://nodejs.org/api/cli.html#node_v8_coveragedir), and their bytes; `own` are those of the tool itself. */
export function modulesOf(work, command, cwd) {
  const folder = mkdtempSync(join(work, 'coverage-'));
  spawnSync(process.execPath, command, { cwd, env: cleanEnvironment(work, { NODE_V8_COVERAGE: folder }), stdio: 'ignore' });
  const files = new Set();
  for (const name of readdirSync(folder)) {
    for (const { url } of JSON.parse(readFileSync(join(folder, name), 'utf8')).result) if (url.startsWith('file:')) files.add(fileURLToPath(url));
  }
  rmSync(folder, { recursive: true });
  const paths = [...files].sort();
  return { modules: paths.length, bytes: paths.reduce((sum, path) => sum + statSync(path).size, 0), paths };
}

/** Modules of Node itself beyond those of an empty program, and peak memory in MiB (that of the process, which has no children). */
export function processOf(work, command, cwd) {
  const probe = (rest) => {
    const { stderr } = spawnSync(process.execPath, ['--require', PROBE, ...rest], { cwd, env: cleanEnvironment(work), encoding: 'utf8', maxBuffer: 1 << 28 });
    return JSON.parse(stderr.slice(stderr.lastIndexOf('\n', stderr.length - 2) + 1));
  };
  const empty = new Set(probe(['-e', '0']).builtins);
  const { builtins, peak } = probe(command);
  return { builtins: builtins.filter((name) => !empty.has(name)), peak: Math.round(peak / 102.4) / 10 };
}

/** Files that a command opens and bytes that it reads from them below `folders`; undefined without strace (Linux only). */
export function filesOf(work, command, cwd, folders) {
  const log = join(work, 'strace.log');
  const { error, status } = spawnSync('strace', ['-f', '-qq', '-e', 'trace=openat,open,read,pread64,getdents64,statx', '-o', log, process.execPath, ...command], { cwd, env: cleanEnvironment(work), stdio: 'ignore' });
  if (error || status === null || statSync(log, { throwIfNoEntry: false }) === undefined) return undefined;
  const names = new Map();
  const found = { opened: 0, bytes: 0, stats: 0, lists: 0 };
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const opened = /^\d+ +openat\([^"]*"([^"]*)".*\) = (\d+)/.exec(line);
    if (opened) {
      names.set(opened[2], opened[1]);
      if (isBelow(opened[1], folders)) found.opened += 1;
      continue;
    }
    const stat = /^\d+ +statx\([^"]*"([^"]+)"/.exec(line);
    if (stat && isBelow(stat[1], folders)) found.stats += 1;
    const read = /^\d+ +(read|pread64|getdents64)\((\d+),.* = (\d+)$/.exec(line);
    if (!read || !isBelow(names.get(read[2]) ?? '', folders)) continue;
    if (read[1] === 'getdents64') found.lists += 1;
    else found.bytes += Number(read[3]);
  }
  return found;
}

function isBelow(path, folders) {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
