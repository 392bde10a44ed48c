// A registry on the loopback that serves the package tarballs of a folder: a document for each package, one for each version. It says
// at /-/served how many bytes it has sent since that was last asked.
//   node tarballs.mjs FOLDER        prints its port
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const packages = new Map();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz')).sort()) {
  const bytes = readFileSync(join(folder, file));
  const manifest = JSON.parse(execFileSync('tar', ['-xzOf', join(folder, file), '--wildcards', '--no-wildcards-match-slash', '*/package.json'], { maxBuffer: 64 * 1024 * 1024 }));
  const versions = packages.get(manifest.name) ?? new Map();
  versions.set(manifest.version, { manifest, bytes, shasum: createHash('sha1').update(bytes).digest('hex'), integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` });
  packages.set(manifest.name, versions);
}

let served = 0;
const server = createServer((request, response) => {
  const host = `http://${request.headers.host}`;
  const path = decodeURIComponent(request.url.split('?')[0]).slice(1);
  if (path === '-/served') {
    response.end(String(served));
    served = 0;
    return;
  }
  const body = answer(path, host);
  if (body === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
    return;
  }
  const etag = `"${createHash('sha1').update(body).digest('hex')}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  served += body.length;
  response.writeHead(200, { 'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream', etag, 'last-modified': 'Tue, 03 Sep 2024 10:00:00 GMT' }).end(body);
});

function answer(path, host) {
  const [name, file] = path.split('/-/');
  const of = packages.get(name);
  if (file !== undefined) return [...of?.entries() ?? []].find(([version]) => file === fileName(name, version))?.[1].bytes;
  if (of) {
    const versions = [...of.keys()];
    return JSON.stringify({ _id: name, name, 'dist-tags': { latest: versions.at(-1) }, versions: Object.fromEntries(versions.map((version) => [version, described(name, version, of.get(version), host)])) });
  }
  if (/^[a-z0-9-]+$/.test(path)) return JSON.stringify(other(path, host));
  const at = path.lastIndexOf('/');
  const one = packages.get(path.slice(0, at))?.get(path.slice(at + 1));
  if (!one && /^[a-z0-9-]+\/6\.12\.6$/.test(path)) return JSON.stringify(other(path.slice(0, at), host).versions['6.12.6']);
  return one && JSON.stringify(described(path.slice(0, at), path.slice(at + 1), one, host));
}

// A dependency that an update adds is looked up, and its code is not fetched: any name is an old package with one version.
function other(name, host) {
  const version = '6.12.6';
  return { _id: name, name, 'dist-tags': { latest: version }, time: { created: '2015-05-30T00:00:00.000Z', modified: '2024-01-01T00:00:00.000Z', [version]: '2020-10-10T00:00:00.000Z' }, versions: { [version]: { name, version, dist: { tarball: `${host}/${name}/-/${name}-${version}.tgz` } } } };
}

function described(name, version, { manifest, shasum, integrity }, host) {
  return { ...manifest, _id: `${name}@${version}`, dist: { shasum, integrity, tarball: `${host}/${name}/-/${fileName(name, version)}` } };
}

function fileName(name, version) {
  return `${name.split('/').at(-1)}-${version}.tgz`;
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
