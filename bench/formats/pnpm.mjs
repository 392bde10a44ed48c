// pnpm-lock.yaml of lockfile versions 5.4, 6.0 and 9.0: https://github.com/pnpm/spec/tree/master/lockfile
import { integrityOf, rangeOf, sortedBy } from '../lib/project.mjs';

const quoted = (text) => (/^[@]/.test(text) ? `'${text}'` : text);
const byName = (list) => sortedBy(list, ({ name }) => name);

export function pnpmLock(project, version) {
  const lines = version === 5 ? head5(project) : version === 6 ? head6(project) : head9(project);
  lines.push('', 'packages:');
  const keyOf = { 5: ({ name, version: exact }) => `/${name}/${exact}`, 6: ({ name, version: exact }) => `/${name}@${exact}`, 9: ({ name, version: exact }) => `${name}@${exact}` }[version];
  const sorted = sortedBy(project.packages, keyOf);
  for (const entry of sorted) {
    lines.push('', `  ${quoted(keyOf(entry))}:`, `    resolution: {integrity: ${integrityOf(entry)}}`, "    engines: {node: '>=18'}");
    if (version === 9) continue;
    lines.push(...needsOf(entry), `    dev: ${entry.dev}`);
  }
  if (version === 9) {
    lines.push('', 'snapshots:');
    for (const entry of sorted) lines.push('', `  ${quoted(keyOf(entry))}:${entry.needs.length === 0 ? ' {}' : ''}`, ...needsOf(entry));
  }
  return `${lines.join('\n')}\n`;
}

function needsOf(entry) {
  return entry.needs.length === 0 ? [] : ['    dependencies:', ...byName(entry.needs).map((need) => `      ${quoted(need.name)}: ${need.version}`)];
}

function head5({ prod, dev }) {
  return [
    'lockfileVersion: 5.4', '', 'specifiers:', ...byName([...prod, ...dev]).map((entry) => `  ${quoted(entry.name)}: ${rangeOf(entry)}`),
    '', 'dependencies:', ...byName(prod).map((entry) => `  ${quoted(entry.name)}: ${entry.version}`),
    '', 'devDependencies:', ...byName(dev).map((entry) => `  ${quoted(entry.name)}: ${entry.version}`),
  ];
}

function head6({ prod, dev }) {
  return ["lockfileVersion: '6.0'", '', 'settings:', '  autoInstallPeers: true', '  excludeLinksFromLockfile: false', '', 'dependencies:', ...group(prod, '  '), '', 'devDependencies:', ...group(dev, '  ')];
}

function head9({ prod, dev }) {
  return ["lockfileVersion: '9.0'", '', 'settings:', '  autoInstallPeers: true', '  excludeLinksFromLockfile: false', '', 'importers:', '', '  .:', '    dependencies:', ...group(prod, '      '), '    devDependencies:', ...group(dev, '      ')];
}

function group(list, indent) {
  return byName(list).flatMap((entry) => [`${indent}${quoted(entry.name)}:`, `${indent}  specifier: ${rangeOf(entry)}`, `${indent}  version: ${entry.version}`]);
}
