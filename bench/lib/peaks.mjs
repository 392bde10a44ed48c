// Memory of a command with all processes that it starts.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Highest memory of one process, and of all at one moment, in MiB; looked at 20 times a second (Linux only). */
export async function peaksOf(command, env) {
  const child = spawn(command[0], command.slice(1), { env, stdio: 'ignore' });
  let largest = 0;
  let together = 0;
  const timer = setInterval(() => {
    let sum = 0;
    for (const pid of descendants(child.pid)) {
      const status = quietly(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '';
      largest = Math.max(largest, kilobytes(status, 'VmHWM'));
      sum += kilobytes(status, 'VmRSS');
    }
    together = Math.max(together, sum);
  }, 50);
  await new Promise((done) => { child.once('close', done); });
  clearInterval(timer);
  return { largest: Math.round(largest / 1024), together: Math.round(together / 1024) };
}

function kilobytes(status, key) {
  return Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}

function descendants(pid) {
  const threads = quietly(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const children = threads.flatMap((thread) => (quietly(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')) ?? '').split(' ').filter((word) => word !== '').map(Number));
  return [pid, ...children.flatMap(descendants)];
}

function quietly(read) {
  try {
    return read();
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}
