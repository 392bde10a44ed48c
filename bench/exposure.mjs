// A git history of one lockfile: every commit bumps one to four of its packages, and one bad version stands in it for nine commits.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { makeProject } from './lib/project.mjs';
import { HONEST } from './lib/planted.mjs';
import { randomFrom } from './lib/random.mjs';

/** Packages of the lockfile; 200 to 300 KB of text. */
export const HISTORY_PACKAGES = 500;
/** What is planted in the middle of the history. */
export const STAY = { name: 'postmark-mcp', version: '1.0.16', commits: 9 };

const FIRST = 1_600_000_000;

/** Makes a bare repository in `folder` with `git fast-import`: https://git-scm.com/docs/git-fast-import */
export async function writeHistory(folder, { format, commits, avoid, seed }) {
  await run('git', ['init', '-q', '--bare', '-b', 'main', folder]);
  const project = makeProject({ seed, name: 'bench-history', count: HISTORY_PACKAGES, planted: HONEST.map((entry) => ({ ...entry, planted: true })), avoid });
  const random = randomFrom(seed);
  const movable = project.packages.filter((entry) => !entry.planted && !entry.parent);
  const stay = { name: 'express', version: '4.18.2', needs: [], planted: true, dev: false };
  project.packages.push(stay);
  project.prod.push(stay);
  const importer = spawn('git', ['-C', folder, 'fast-import', '--quiet'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(importer, 'exit');
  for (let at = 0; at < commits; at += 1) {
    for (let left = at === 0 ? 0 : random.between(1, 4); left > 0; left -= 1) bump(random.pick(movable));
    const isBad = at >= commits >> 1 && at < (commits >> 1) + STAY.commits;
    Object.assign(stay, isBad ? { name: STAY.name, version: STAY.version } : { name: 'express', version: '4.18.2' });
    const text = format.write(project);
    const when = FIRST + at * 3_600;
    const message = `bump ${at}`;
    const piece = `commit refs/heads/main\nauthor Dev <dev@example.com> ${when} +0000\ncommitter Dev <dev@example.com> ${when} +0000\ndata ${message.length}\n${message}\nM 100644 inline ${format.file}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    if (!importer.stdin.write(piece)) await once(importer.stdin, 'drain');
  }
  importer.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}

function bump(entry) {
  const [major, minor, patch] = entry.version.split('.');
  entry.version = `${major}.${minor}.${Number(patch) + 1}`;
}

async function run(command, args) {
  const [code] = await once(spawn(command, args, { stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}
