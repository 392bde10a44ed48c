// Runs commands and takes their processor time, user and system together with their children's, from bash's `time` (in
// thousandths of a second; /usr/bin/time has hundredths). Wall time says more about the machine's other work: one goal only is set in it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = 'TIMEFORMAT="%3U %3S %3R"; out=$1; shift; { time "$@" >"$out.out" 2>"$out.err" </dev/null; code=$?; } 2>"$out.time"; exit $code';

let inherited = {};

/** Also measures with these variables of the caller, such as NODE_EXTRA_CA_CERTS, with which every start of Node 20 reads certificates. */
export function inherit(names) {
  inherited = Object.fromEntries(names.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]));
}

/** Nothing else of the caller's environment changes what is measured. */
export function cleanEnvironment(work, extra = {}) {
  return { ...inherited, PATH: process.env.PATH, HOME: join(work, 'home'), TMPDIR: join(work, 'tmp'), LC_ALL: 'C.UTF-8', TZ: 'UTC', ...extra };
}

/** One run: `cpu` and `wall` in milliseconds, exit code, and what it printed. */
export function runOnce(work, { command, cwd, env = {} }) {
  for (const folder of ['home', 'tmp', 'runs']) mkdirSync(join(work, folder), { recursive: true });
  const out = join(work, 'runs', 'last');
  const { status, error } = spawnSync('bash', ['-c', SCRIPT, 'bench', out, ...command], { cwd: cwd ?? work, env: cleanEnvironment(work, env), stdio: 'ignore' });
  if (error) throw error;
  const [user, system, wall] = readFileSync(`${out}.time`, 'utf8').trim().split(' ').map(Number);
  return { cpu: (user + system) * 1000, wall: wall * 1000, status, stdout: readFileSync(`${out}.out`, 'utf8'), stderr: readFileSync(`${out}.err`, 'utf8') };
}

/**
 * Runs `left` and `right` in turn, `runs` times after one that does not count, and gives the median of the pairs' ratios:
 * a machine that slows down slows both of a pair. Each output is checked; a wrong one ends the benchmark.
 */
export function compare(work, left, right, runs) {
  const pairs = [];
  for (let at = 0; at <= runs; at += 1) {
    const pair = [left, right].map((side) => checked(side, runOnce(work, side)));
    if (at > 0) pairs.push(pair.map(({ cpu }) => cpu));
  }
  return { ratio: median(pairs.map(([a, b]) => a / b)), left: median(pairs.map(([a]) => a)), right: median(pairs.map(([, b]) => b)), difference: median(pairs.map(([a, b]) => a - b)) };
}

function checked(side, result) {
  const fault = side.check?.(result);
  if (fault) throw new Error(`${side.name ?? side.command.join(' ')}: ${fault}\n${result.stderr.slice(0, 2000)}${result.stdout.slice(0, 2000)}`);
  return result;
}

/** One run that is checked and not measured. */
export function runChecked(work, side) {
  return checked(side, runOnce(work, side));
}

/** Medians of `runs` runs after one that does not count, each checked. */
export function measureAlone(work, side, runs) {
  const results = [];
  for (let at = 0; at <= runs; at += 1) {
    const result = checked(side, runOnce(work, side));
    if (at > 0) results.push(result);
  }
  return { cpu: median(results.map(({ cpu }) => cpu)), wall: median(results.map(({ wall }) => wall)) };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const EMPTY_NODE = { name: 'node -e 0', command: [process.execPath, '-e', '0'] };
