// The goals as measurements. Each gives rows: what, figure, and whatever a person wants to see beside it. Every measured
// output is checked against what was planted.
import { join } from 'node:path';
import { FORMATS } from './formats/index.mjs';
import { STAY } from './exposure.mjs';
import { CHECKOUTS, fleetFacts, HISTORIES, historyFolder, lockfileFolder, machineHome, MIDDLE, PLANTED, TREE_PACKAGES } from './generate.mjs';
import { processOf } from './lib/counts.mjs';
import { compare, EMPTY_NODE, measureAlone, runChecked } from './lib/measure.mjs';
import { startPeer } from './lib/peers.mjs';
import { BAD } from './lib/planted.mjs';
import { MANY_NAMES } from './lib/tools.mjs';
import { CACHE_ENTRIES, CLIENT_FILES, MACHINE_BAD, RUN_FOLDERS } from './machine.mjs';

const grouped = (count) => count.toLocaleString('en-US');

/** A scan that must be clean and must have read just `packages`. */
export function cleanScan(cli, folder, packages, leastNames = MANY_NAMES) {
  return {
    name: `scan ${folder}`,
    command: [process.execPath, cli, 'scan', folder],
    check: ({ status, stdout }) => {
      if (status !== 0 || !stdout.startsWith('CLEAN')) return `exit code ${status}, clean was expected`;
      const read = /([\d,]+)\s+packages\s+\(/.exec(stdout)?.[1];
      if (read !== grouped(packages)) return `${read} packages, ${grouped(packages)} were written`;
      const names = Number((/([\d,]+)\s+names/.exec(stdout)?.[1] ?? '0').replaceAll(',', ''));
      return names >= leastNames ? undefined : `compared with ${names} names, ${leastNames} were wanted`;
    },
  };
}

/** A scan that must find just `planted`. */
export function plantedScan(cli, folders, planted) {
  const wanted = [...new Set(planted.map(({ name, version }) => `${name}@${version}`))].sort();
  return {
    name: `scan ${folders.join(' ')}`,
    command: [process.execPath, cli, 'scan', '--json', ...folders],
    check: ({ status, stdout }) => {
      if (status !== 1) return `exit code ${status}, findings were expected`;
      const found = [...new Set(JSON.parse(stdout).findings.filter(({ severity }) => severity === 'critical' || severity === 'high').map((finding) => `${finding.package.name}@${finding.package.version}`))].sort();
      return found.join(' ') === wanted.join(' ') ? undefined : `found ${found.join(' ')}; planted were ${wanted.join(' ')}`;
    },
  };
}

/** S1: version and help. */
export function startGoals({ work, tools, runs }) {
  return ['--version', '--help'].map((flag) => {
    const side = { command: [process.execPath, tools.shipped, flag], check: ({ status, stdout }) => (status === 0 && stdout.length > 3 ? undefined : `exit code ${status}`) };
    return row(`S1 ${flag}`, compare(work, side, EMPTY_NODE, runs * 2));
  });
}

/** A1: one lockfile of each format. */
export function lockfileGoals({ work, tools, runs }) {
  return FORMATS.map((format) => {
    runChecked(work, plantedScan(tools.many, [lockfileFolder(work, format.id, MIDDLE, 'planted')], PLANTED));
    return row(`A1 ${format.id}`, compare(work, cleanScan(tools.many, lockfileFolder(work, format.id, MIDDLE, 'clean'), MIDDLE + format.extra), EMPTY_NODE, runs));
  });
}

/** A3: against readers that people have, the cost of a large bundle, memory. */
export async function peerGoals({ root, work, tools, runs }) {
  const folder = lockfileFolder(work, 'npm-3', MIDDLE, 'clean');
  const scan = cleanScan(tools.many, folder, MIDDLE);
  const few = cleanScan(tools.few, folder, MIDDLE, 1_000);
  const registry = await startPeer(root, 'registry.mjs');
  try {
    const env = { npm_config_cache: join(work, 'npm-cache'), npm_config_update_notifier: 'false', npm_config_fund: 'false', npm_config_registry: `http://127.0.0.1:${registry.port}/` };
    const peers = [
      { name: 'Arborist loadVirtual', command: [process.execPath, join(root, 'bench', 'peers', 'load-virtual.mjs'), folder], check: ({ stdout }) => (stdout === `${MIDDLE + 1}\n` ? undefined : `${stdout} nodes`) },
      { name: 'npm audit', command: ['npm', 'audit', '--package-lock-only'], cwd: folder, env, check: ended },
      { name: 'npm ls', command: ['npm', 'ls', '--all', '--json', '--package-lock-only'], cwd: folder, env, check: ended },
    ];
    return [
      ...peers.map((peer) => row(`A3 ${peer.name}`, compare(work, peer, scan, runs))),
      difference('A3 the bundle adds, ms', compare(work, scan, few, runs * 3)),
      { id: 'A3 peak, MiB', figure: processOf(work, scan.command.slice(1)).peak },
    ];
  } finally {
    registry.stop();
  }
}

/** D1: a folder of many checkouts. */
export function fleetGoals({ work, tools, runs }) {
  runChecked(work, plantedScan(tools.many, [join(work, 'fleet'), join(work, 'fleet-bad')], BAD));
  const all = cleanScan(tools.many, join(work, 'fleet'), fleetFacts(work, 'fleet/one', 'fleet/two').packages);
  const half = cleanScan(tools.many, join(work, 'fleet', 'one'), fleetFacts(work, 'fleet/one').packages);
  return [
    row(`D1 ${CHECKOUTS} checkouts`, compare(work, all, EMPTY_NODE, runs)),
    row(`D1 ${CHECKOUTS} to ${CHECKOUTS / 2} checkouts`, compare(work, all, half, Math.min(runs, 3))),
    { id: 'D1 peak, MiB', figure: processOf(work, all.command.slice(1)).peak },
  ];
}

/** D3: an installed tree by itself, and as npm leaves it, with both lockfiles. */
export function installedGoals({ work, tools, runs }) {
  runChecked(work, plantedScan(tools.many, [join(work, 'tree', 'planted')], PLANTED));
  const alone = cleanScan(tools.many, join(work, 'tree', 'alone'), TREE_PACKAGES);
  const asInstalled = cleanScan(tools.many, join(work, 'tree', 'npm'), TREE_PACKAGES * 3);
  const list = { command: ['npm', 'ls', '--all', '--json'], cwd: join(work, 'tree', 'alone'), env: { npm_config_update_notifier: 'false', npm_config_cache: join(work, 'npm-cache') }, check: ended };
  return [
    row('D3 installed tree', compare(work, alone, EMPTY_NODE, runs)),
    row('D3 npm ls', compare(work, list, alone, runs)),
    row('D3 tree with both lockfiles', compare(work, asInstalled, EMPTY_NODE, runs)),
  ];
}

/** H1: a history of a lockfile, against git's own account of the same file. */
export async function historyGoals({ work, tools, runs }) {
  const rows = [];
  for (const [id, commits] of HISTORIES) {
    const format = FORMATS.find((candidate) => candidate.id === id);
    const folder = await historyFolder(work, format, commits);
    const log = { name: `git log -p ${folder}`, command: ['git', '-C', folder, 'log', '-p', '--', format.file], check: ended };
    rows.push(row(`H1 exposure ${id}, ${grouped(commits)} commits`, compare(work, exposureRun(tools.shipped, folder, commits), log, Math.min(runs, 3))));
  }
  return rows;
}

/** A run over a history that must find just what was planted. */
function exposureRun(cli, folder, commits) {
  return {
    name: `exposure ${folder}`,
    command: [process.execPath, cli, 'exposure', '--json', folder],
    check: ({ status, stdout }) => {
      if (status !== 1) return `exit code ${status}, findings were expected`;
      const { exposure: { repositories: [repository], windows } } = JSON.parse(stdout);
      if (repository.commits !== commits || repository.versions !== commits) return `${repository.commits} commits and ${repository.versions} versions, ${commits} were written`;
      const found = windows.map((window) => `${window.package.name} ${window.package.version} ${window.commits} ${window.state}`).join(', ');
      return found === `${STAY.name} ${STAY.version} ${STAY.commits} closed` ? undefined : `found ${found}`;
    },
  };
}

/** M1: all that one user's machine has. In wall time, since a second thread shortens the wait and not the work. */
export function machineGoals({ work, tools, runs }) {
  const { cpu, wall } = measureAlone(work, machineScan(tools.shipped, machineHome(work)), runs);
  return [{ id: 'M1 scan --system, s', figure: wall / 1000, detail: `${cpu.toFixed(0)} ms of processor time` }];
}

/** A scan of the machine that must have read all of it and found just what was planted. */
function machineScan(cli, home) {
  return {
    name: `scan --system, home ${home}`,
    command: [process.execPath, cli, 'scan', '--system', '--json'],
    env: { HOME: home },
    check: ({ status, stdout }) => {
      if (status !== 1) return `exit code ${status}, findings were expected`;
      const { findings, coverage: { places } } = JSON.parse(stdout);
      const found = [...new Set(findings.filter(({ severity }) => severity === 'critical').map((finding) => `${finding.package.name}@${finding.package.version}`))].sort().join(' ');
      const wanted = MACHINE_BAD.map(({ name, version }) => `${name}@${version}`).sort().join(' ');
      if (found !== wanted) return `found ${found}; planted was ${wanted}`;
      const below = places.filter(({ path, status: state }) => path.startsWith(`${home}/`) && state === 'read');
      const read = (kind) => below.filter((place) => place.kind === kind);
      const entries = read('content-cache').reduce((sum, { packages }) => sum + packages, 0);
      const counts = [read('client-config').length, read('run-cache').length, entries].map(grouped).join(', ');
      const written = [CLIENT_FILES, RUN_FOLDERS, CACHE_ENTRIES].map(grouped).join(', ');
      return counts === written ? undefined : `${counts} configurations, run folders and entries of the cache; ${written} were written`;
    },
  };
}

/** Every format at every size: how the cost grows. */
export function sizeGoals({ work, tools, runs, sizes }) {
  return sizes.flatMap((size) => FORMATS.map((format) => row(`size ${size} ${format.id}`, compare(work, cleanScan(tools.many, lockfileFolder(work, format.id, size, 'clean'), size + format.extra), EMPTY_NODE, Math.min(runs, 3)))));
}

function row(id, { ratio, left, right }) {
  return { id, figure: ratio, detail: `${left.toFixed(0)} ms to ${right.toFixed(0)} ms` };
}

function difference(id, { difference: ms, left, right }) {
  return { id, figure: ms, detail: `${left.toFixed(0)} ms to ${right.toFixed(0)} ms` };
}

function ended({ status }) {
  return status === 0 ? undefined : `exit code ${status}`;
}
