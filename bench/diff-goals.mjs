// C1: `mcp-audit diff --patch` beside `npm diff`, both with warm tarballs, from a registry on the loopback: the whole command, reading
// the code and judging it included. The tarballs are fetched once from the registry that npm is configured for.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, compare, runChecked } from './lib/measure.mjs';
import { peaksOf } from './lib/peaks.mjs';
import { startPeer } from './lib/peers.mjs';

/** Each with the files that both must name in their patch. */
const PAIRS = [
  { id: 'express', name: 'express', before: '4.19.2', after: '4.21.2', names: 'lib/response.js' },
  { id: 'MCP sdk', name: '@modelcontextprotocol/sdk', before: '1.10.0', after: '1.12.0', names: 'dist/esm/client/auth.js' },
  { id: 'typescript', name: 'typescript', before: '5.6.3', after: '5.7.2', names: 'lib/_tsc.js' },
];

/** C1 for each pair, the bytes fetched beyond both tarballs, and the peak of the largest one. */
export async function diffGoals({ root, work, tools, runs }) {
  const folder = fetchTarballs(work);
  const registry = await startPeer(root, 'tarballs.mjs', folder);
  const address = `http://127.0.0.1:${registry.port}/`;
  const env = { npm_config_registry: address, npm_config_cache: join(work, 'diff', 'npm-cache'), npm_config_update_notifier: 'false', XDG_CACHE_HOME: join(work, 'diff', 'cache') };
  const rows = [];
  try {
    for (const { id, name, before, after, names } of PAIRS) {
      const named = `+++ b/${names}`;
      const theirs = { name: 'npm diff', command: ['npm', 'diff', `--diff=${name}@${before}`, `--diff=${name}@${after}`], env, check: ({ status, stdout }) => (status === 0 && stdout.includes(named) ? undefined : `exit code ${status}, or no ${named}`) };
      const ours = { name: 'mcp-audit diff', command: [process.execPath, tools.shipped, 'diff', '--patch', '--iocs', 'none', `${name}@${before}`, `${name}@${after}`], env, check: ({ status, stdout }) => (status === 0 && stdout.includes(named) ? undefined : `exit code ${status}, or no ${named}`) };
      rmSync(env.XDG_CACHE_HOME, { recursive: true, force: true });
      await served(address);
      runChecked(work, ours);
      const beyond = await served(address) - tarballBytes(folder, name, [before, after]);
      const { ratio, left, right } = compare(work, theirs, ours, Math.min(runs, 3));
      rows.push({ id: `C1 ${id}`, figure: ratio, detail: `npm diff ${Math.round(left)} ms, mcp-audit ${Math.round(right)} ms` });
      rows.push({ id: `C3 ${id}, KB beyond the tarballs`, figure: Math.round(beyond / 1000) });
      if (id === 'typescript') {
        const { largest, together } = await peaksOf(ours.command, cleanEnvironment(work, env));
        rows.push({ id: 'C1 typescript, peak of the largest process, MiB', figure: largest, detail: `${together} of all together` });
      }
    }
  } finally {
    registry.stop();
  }
  return rows;
}

function fetchTarballs(work) {
  const folder = join(work, 'diff', 'tarballs');
  mkdirSync(folder, { recursive: true });
  for (const { name, before, after } of PAIRS) {
    for (const version of [before, after]) {
      if (existsSync(join(folder, fileName(name, version)))) continue;
      const { status } = spawnSync('npm', ['pack', `${name}@${version}`, '--ignore-scripts', '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
      if (status !== 0) throw new Error(`npm pack ${name}@${version} failed`);
    }
  }
  return folder;
}

function fileName(name, version) {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}

function tarballBytes(folder, name, versions) {
  return versions.reduce((sum, version) => sum + statSync(join(folder, fileName(name, version))).size, 0);
}

/** Bytes that the registry has sent since it was last asked. */
async function served(address) {
  // Not over a connection that is kept: the commands run between two questions, and the registry has ended it by then.
  return Number(await (await fetch(`${address}-/served`, { headers: { connection: 'close' } })).text());
}
