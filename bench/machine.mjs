// M1: a machine. 40 client configurations, 50 folders of npx, a content cache of 100,000 entries; one bad version, started by a
// client, installed in a folder of npx and listed in the content cache.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomFrom } from './lib/random.mjs';

export const CLIENT_FILES = 40;
export const RUN_FOLDERS = 50;
export const CACHE_ENTRIES = 100_000;

const BAD = { name: 'postmark-mcp', version: '1.0.16' };
/** Found by a scan of the machine: name, version. */
export const MACHINE_BAD = [BAD];
const RUN_PACKAGES = 100;

/** Writes a home for Linux below `folder`. */
export function writeMachine(folder) {
  const home = join(folder, 'home', 'dev');
  const random = randomFrom(11);
  for (let at = 0; at < RUN_FOLDERS; at += 1) writeRun(home, at === 0 ? { ...BAD, spec: `${BAD.name}@latest` } : { name: `mcp-tool-${at}`, version: '1.2.3', spec: `mcp-tool-${at}@latest` }, random);
  writeConfigurations(home);
  writeCache(home, random);
}

function writeRun(home, { name, version, spec }, random) {
  const folder = join(home, '.npm', '_npx', createHash('sha512').update(spec).digest('hex').slice(0, 16));
  const packages = { '': { dependencies: { [name]: `^${version}` } } };
  const add = (one, its, dependencies = {}) => {
    const integrity = `sha512-${createHash('sha512').update(`${one}@${its}`).digest('base64')}`;
    packages[`node_modules/${one}`] = { version: its, resolved: `https://registry.example/${one}/-/${one}-${its}.tgz`, integrity, ...(Object.keys(dependencies).length > 0 ? { dependencies } : {}) };
    put(join(folder, 'node_modules', one, 'package.json'), JSON.stringify({ name: one, version: its, ...(Object.keys(dependencies).length > 0 ? { dependencies } : {}), main: 'index.js' }, undefined, 2));
  };
  const parts = Array.from({ length: RUN_PACKAGES }, (_, at) => `part-${at}-${random.below(1000)}`);
  add(name, version, Object.fromEntries(parts.map((part) => [part, '^1.0.0'])));
  for (const part of parts) add(part, '1.0.0');
  put(join(folder, 'package.json'), JSON.stringify({ _npx: { packages: [spec] }, dependencies: { [name]: `^${version}` } }, undefined, 2));
  const lockfile = (root) => JSON.stringify({ lockfileVersion: 3, requires: true, packages: root ? packages : Object.fromEntries(Object.entries(packages).slice(1)) }, undefined, 2);
  put(join(folder, 'package-lock.json'), lockfile(true));
  put(join(folder, 'node_modules', '.package-lock.json'), lockfile(false));
}

function writeConfigurations(home) {
  const server = (name) => ({ command: 'npx', args: ['-y', `${name}@latest`], env: { API_TOKEN: 'example-token-0000' } });
  const files = ['.cursor/mcp.json', '.claude.json', '.codeium/windsurf/mcp_config.json', '.kiro/settings/mcp.json', '.junie/mcp/mcp.json', '.lmstudio/mcp.json', '.config/Claude/claude_desktop_config.json', '.gemini/settings.json'];
  while (files.length < CLIENT_FILES) files.push(`.cursor/plugins/cache/plugin-${files.length}/.mcp.json`);
  for (const [at, file] of files.entries()) {
    const servers = Object.fromEntries(Array.from({ length: 5 }, (_, number) => `mcp-tool-${(at * 5 + number) % (RUN_FOLDERS - 1) + 1}`).map((name) => [name, server(name)]));
    put(join(home, file), JSON.stringify({ mcpServers: { ...servers, ...(at === 0 ? { mail: server(BAD.name) } : {}) } }, undefined, 2));
  }
}

function writeCache(home, random) {
  const cache = join(home, '.npm', '_cacache');
  for (let at = 0; at < CACHE_ENTRIES; at += 1) {
    const name = at === 0 ? BAD.name : `cached-${random.below(1e9).toString(36)}`;
    const version = at === 0 ? BAD.version : `1.${at % 10}.${at % 7}`;
    const key = `make-fetch-happen:request-cache:https://registry.example/${name}/-/${name}-${version}.tgz`;
    const json = JSON.stringify({ key, integrity: `sha512-${createHash('sha512').update(key).digest('base64')}`, time: 1_758_000_000_000 + at * 1000, size: 20_000, metadata: { time: 1_758_000_000_000, url: key.slice(33), reqHeaders: {}, resHeaders: { 'cache-control': 'public, max-age=300', 'content-type': 'application/octet-stream' }, options: { compress: true } } });
    const bucket = createHash('sha256').update(key).digest('hex');
    put(join(cache, 'index-v5', bucket.slice(0, 2), bucket.slice(2, 4), bucket.slice(4)), `\n${createHash('sha1').update(json).digest('hex')}\t${json}`);
  }
}

const made = new Set();
function put(path, text) {
  const folder = dirname(path);
  if (!made.has(folder)) { mkdirSync(folder, { recursive: true }); made.add(folder); }
  writeFileSync(path, text);
}
