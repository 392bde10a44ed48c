// bun.lock, JSON with trailing commas: https://bun.sh/docs/install/lockfile
import { integrityOf, manifestOf, rangeOf, record, sortedBy } from '../lib/project.mjs';

export function bunLock(project) {
  const { dependencies, devDependencies } = manifestOf(project);
  const lines = ['{', '  "lockfileVersion": 1,', '  "workspaces": {', '    "": {', `      "name": "${project.name}",`, ...group('dependencies', dependencies), ...group('devDependencies', devDependencies), '    },', '  },', '  "packages": {'];
  for (const entry of sortedBy(project.packages, keyOf)) {
    const facts = entry.needs.length === 0 ? {} : { dependencies: record(entry.needs, rangeOf) };
    lines.push(`    "${keyOf(entry)}": ["${entry.name}@${entry.version}", "", ${JSON.stringify(facts)}, "${integrityOf(entry)}"],`, '');
  }
  lines.pop();
  lines.push('  }', '}');
  return `${lines.join('\n')}\n`;
}

function group(name, entries) {
  return [`      "${name}": {`, ...Object.entries(entries).map(([key, range]) => `        "${key}": "${range}",`), '      },'];
}

function keyOf(entry) {
  return entry.parent ? `${keyOf(entry.parent)}/${entry.name}` : entry.name;
}
