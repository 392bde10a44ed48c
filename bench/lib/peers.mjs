// Servers on the loopback that a peer or the tool itself asks, each in a process of its own: measuring blocks this one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Starts `bench/peers/FILE`, which prints its port first. */
export async function startPeer(root, file, ...words) {
  const child = spawn(process.execPath, [join(root, 'bench', 'peers', file), ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', () => failed(new Error(`${file} ended before it had started`)));
    child.stdout.once('data', (data) => done(Number(String(data))));
  });
  return { port, stop: () => child.kill() };
}
