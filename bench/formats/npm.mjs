// package-lock.json of versions 1 to 3: https://docs.npmjs.com/cli/configuring-npm/package-lock-json
import { integrityOf, manifestOf, rangeOf, record, sortedBy, tarballOf } from '../lib/project.mjs';

/** Folder of an installed package. */
export function locationOf(entry) {
  return entry.parent ? `${locationOf(entry.parent)}/node_modules/${entry.name}` : `node_modules/${entry.name}`;
}

export function packageLock(project, version) {
  const lock = { name: project.name, version: project.version, lockfileVersion: version, requires: true };
  if (version > 1) lock.packages = packagesOf(project);
  if (version < 3) lock.dependencies = dependenciesOf(project);
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** The `packages` part; without the root entry it is that of node_modules/.package-lock.json. */
export function packagesOf(project, { root = true } = {}) {
  const { dependencies, devDependencies } = manifestOf(project);
  const entries = sortedBy(project.packages.map((entry) => [locationOf(entry), entryOf(entry)]), ([key]) => key);
  return Object.fromEntries([...(root ? [['', { name: project.name, version: project.version, license: 'MIT', dependencies, devDependencies }]] : []), ...entries]);
}

function entryOf(entry) {
  return {
    version: entry.version,
    resolved: tarballOf(entry),
    integrity: integrityOf(entry),
    ...(entry.dev ? { dev: true } : {}),
    license: 'MIT',
    ...(entry.needs.length === 0 ? {} : { dependencies: record(entry.needs, rangeOf) }),
    engines: { node: '>=18' },
    ...(entry.name.length % 4 === 0 ? { funding: { url: 'https://funding.example/sponsors' } } : {}),
    ...(entry.name.length % 9 === 0 ? { bin: { [entry.name.slice(entry.name.indexOf('/') + 1)]: 'bin/cli.js' } } : {}),
  };
}

function dependenciesOf(project) {
  const nested = new Map();
  for (const entry of project.packages) if (entry.parent) nested.set(entry.parent, [...nested.get(entry.parent) ?? [], entry]);
  const legacy = (entry) => ({
    version: entry.version,
    resolved: tarballOf(entry),
    integrity: integrityOf(entry),
    ...(entry.dev ? { dev: true } : {}),
    ...(entry.needs.length === 0 ? {} : { requires: record(entry.needs, rangeOf) }),
    ...(nested.has(entry) ? { dependencies: record(nested.get(entry), legacy) } : {}),
  });
  return record(project.packages.filter((entry) => !entry.parent), legacy);
}
