// What functions of Node, of the web and of well-known packages give: data from the network, from files, from the machine.
// Names: https://nodejs.org/api/, https://developer.mozilla.org/docs/Web/API and the readmes of the packages.
import type { Value } from '../contract.ts';

/** Kind of data that a call gives. */
export type Given = 'remote' | 'file' | 'machine' | 'clock' | 'random' | 'environment';

const HTTP_PACKAGES: ReadonlySet<string> = new Set(['axios', 'got', 'node-fetch', 'undici', 'cross-fetch', 'isomorphic-fetch', 'superagent', 'request', 'request-promise', 'needle', 'ky', 'http', 'https', 'http2', 'ofetch', 'phin', 'bent', 'wretch', 'make-fetch-happen', 'minipass-fetch', 'node-fetch-native', 'redaxios', 'follow-redirects', 'ws', 'net', 'tls', 'dgram']);
const MODULES: ReadonlyMap<string, Given> = new Map<string, Given>([
  ...[...HTTP_PACKAGES].map((name): [string, Given] => [name, 'remote']),
  ['dns', 'remote'], ['dns/promises', 'remote'],
  ['os', 'machine'], ['child_process', 'machine'], ['execa', 'machine'], ['node-machine-id', 'machine'], ['systeminformation', 'machine'], ['cross-spawn', 'machine'], ['shelljs', 'machine'], ['zx', 'machine'],
  ['perf_hooks', 'clock'],
]);
const FILE_MODULES: ReadonlySet<string> = new Set(['fs', 'fs/promises', 'fs-extra', 'graceful-fs']);
const FILE_READS = /^(?:read(?:File|JSON|Json|dir|link)?|create(?:ReadStream)|open)/i;
/** Of modules that listen too: their callbacks get requests, which are arguments. */
const LISTENING = /^(?:create\w*Server|Server|WebSocketServer|WebSocket\.Server)$/;

const GLOBALS: ReadonlyMap<string, Given> = new Map<string, Given>([
  ['fetch', 'remote'], ['XMLHttpRequest', 'remote'], ['WebSocket', 'remote'], ['EventSource', 'remote'], ['axios', 'remote'],
  ['Date', 'clock'], ['Date.now', 'clock'], ['performance.now', 'clock'], ['process.hrtime', 'clock'], ['process.uptime', 'clock'],
  ['Math.random', 'random'], ['crypto.randomUUID', 'random'], ['crypto.getRandomValues', 'random'],
  ['Deno.env.get', 'environment'], ['Deno.readTextFile', 'file'], ['Deno.readTextFileSync', 'file'], ['Deno.hostname', 'machine'], ['Bun.file', 'file'],
]);

/** What a call of this gives; undefined for anything else. */
export function givenBy(callee: Value): Given | undefined {
  if (callee.kind === 'global') return GLOBALS.get(callee.path.join('.')) ?? GLOBALS.get(callee.path[0] === 'axios' ? 'axios' : '');
  if (callee.kind === 'import') return givenByModule(callee.module, callee.path);
  if (callee.kind === 'member') return givenBy(callee.of);
  return callee.kind === 'call' ? givenBy(callee.callee) : undefined;
}

function givenByModule(module: string, path: readonly string[]): Given | undefined {
  const name = path.at(-1) ?? '';
  if (FILE_MODULES.has(module)) return FILE_READS.test(name) ? 'file' : undefined;
  if (module === 'crypto' || module === 'uuid' || module === 'nanoid') return /^random|^v[1-7]$|^nanoid/.test(name) ? 'random' : undefined;
  return LISTENING.test(name) || LISTENING.test(path.join('.')) ? undefined : MODULES.get(module);
}

/** Whether callbacks of a call get data that it fetched, read or made, and no request of a caller. */
export function givesData(callee: Value): boolean {
  return givenBy(callee) !== undefined;
}
