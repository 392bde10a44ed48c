// A made-up project as package managers would resolve it: packages with exact versions, edges, and where npm would put them.
// Most packages are hoisted; every eighth is a second version of a name, below the one package that asks for it.
import { createHash } from 'node:crypto';
import { projectNames } from './names.mjs';
import { randomFrom } from './random.mjs';

const NESTED_SHARE = 0.12;

/**
 * `planted` (name and version) are among the `count` packages. Each package: `name`, `version`, `needs` (packages), `parent`
 * (the package whose node_modules holds it; absent where it is hoisted), `dev`.
 */
export function makeProject({ seed, name, count, planted = [], avoid }) {
  const random = randomFrom(seed);
  const nextName = projectNames(random, [...avoid, ...planted.map((entry) => entry.name)]);
  const nested = Math.floor(count * NESTED_SHARE);
  const hoisted = planted.map((entry) => ({ ...entry, needs: [] }));
  while (hoisted.length < count - nested) hoisted.push({ name: nextName(), version: versionFrom(random), needs: [] });
  random.shuffle(hoisted);
  const direct = Math.max(5, Math.min(150, Math.floor(hoisted.length / 15)));
  const roots = hoisted.slice(0, direct);
  for (let at = direct; at < hoisted.length; at += 1) addNeed(hoisted[random.below(at)], hoisted[at]);
  for (let at = 0; at < hoisted.length - 1; at += 1) {
    if (random.next() < 0.5) addNeed(hoisted[at], hoisted[random.between(at + 1, hoisted.length - 1)]);
  }
  const packages = [...hoisted, ...secondVersions(random, hoisted, nested)];
  const dev = roots.filter((_, at) => at % 3 === 0);
  const prod = roots.filter((_, at) => at % 3 !== 0);
  markDev(packages, prod);
  return { name, version: '1.0.0', packages, prod, dev };
}

function addNeed(from, to) {
  if (!from.needs.includes(to) && !from.needs.some((need) => need.name === to.name)) from.needs.push(to);
}

function secondVersions(random, hoisted, wanted) {
  const packages = [];
  const times = new Map();
  while (packages.length < wanted) {
    const other = random.pick(hoisted);
    const parent = random.pick(hoisted);
    if (parent === other || parent.needs.some((need) => need.name === other.name) || other.planted) continue;
    const time = (times.get(other.name) ?? 0) + 1;
    times.set(other.name, time);
    // A major version of its own, so that every name@version is one package in every format.
    const entry = { name: other.name, version: `${30 + time}.${random.below(20)}.${random.below(20)}`, needs: [], parent };
    parent.needs.push(entry);
    packages.push(entry);
  }
  return packages;
}

function versionFrom(random) {
  return `${random.between(1, 20)}.${random.below(20)}.${random.below(20)}`;
}

function markDev(packages, prod) {
  const reached = new Set(prod);
  for (const entry of reached) for (const need of entry.needs) reached.add(need);
  for (const entry of packages) entry.dev = !reached.has(entry);
}

/** The digest that a registry would state; here of the name and version. */
export function digestOf({ name, version }, algorithm, encoding) {
  return createHash(algorithm).update(`${name}@${version}`).digest(encoding);
}

export function integrityOf(entry) {
  return `sha512-${digestOf(entry, 'sha512', 'base64')}`;
}

export function tarballOf({ name, version }) {
  return `https://registry.example/${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
}

export function rangeOf(entry) {
  return `^${entry.version}`;
}

/** Sorted by code unit, as the managers write their files. */
export function sortedBy(list, keyOf) {
  return [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

/** name -> value of packages, in order. */
export function record(list, valueOf) {
  return Object.fromEntries(sortedBy(list, (entry) => entry.name).map((entry) => [entry.name, valueOf(entry)]));
}

export function manifestOf(project) {
  return { name: project.name, version: project.version, private: true, license: 'MIT', dependencies: record(project.prod, rangeOf), devDependencies: record(project.dev, rangeOf) };
}
