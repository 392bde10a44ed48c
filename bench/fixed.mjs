// The figures that do not wobble: what a scan loads, opens and reads, and how large the package is.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FORMATS } from './formats/index.mjs';
import { lockfileFolder, MIDDLE } from './generate.mjs';
import { filesOf, modulesOf, processOf } from './lib/counts.mjs';

/** Rows of exact figures; those that need strace are left out where there is none, with a word on standard error. */
export function fixedFigures({ root, work, tools }) {
  const rows = [];
  const own = (id, command) => {
    const { modules, bytes } = modulesOf(work, command, work);
    rows.push({ id: `${id}: modules`, figure: modules }, { id: `${id}: bytes of modules`, figure: bytes });
  };
  own('--version', [tools.shipped, '--version']);
  own('--help', [tools.shipped, '--help']);
  for (const { id } of FORMATS) own(`scan ${id}`, [tools.many, 'scan', lockfileFolder(work, id, MIDDLE, 'clean')]);
  const lockfile = [tools.many, 'scan', lockfileFolder(work, 'npm-3', MIDDLE, 'clean')];
  own('scan tree', [tools.many, 'scan', join(work, 'tree', 'alone')]);
  rows.push({ id: 'scan npm-3: modules of Node', figure: processOf(work, lockfile).builtins.length });
  rows.push(...fileFigures(work, 'scan npm-3', lockfile, [join(work, 'lockfiles'), join(work, 'tools', 'many', 'dist', 'iocs.bin')]));
  rows.push(...fileFigures(work, 'scan tree', [tools.many, 'scan', join(work, 'tree', 'alone')], [join(work, 'tree')]));
  rows.push({ id: 'dist: bytes of code', figure: bytesBelow(join(root, 'dist'), /\.js$/) }, { id: 'dist: bytes of the bundle', figure: statSync(join(root, 'dist', 'iocs.bin')).size });
  return rows;
}

function fileFigures(work, id, command, folders) {
  const found = filesOf(work, command, work, folders);
  if (!found) {
    process.stderr.write(`${id}: no strace here, files and bytes are not counted\n`);
    return [];
  }
  return [
    { id: `${id}: files and folders opened`, figure: found.opened },
    { id: `${id}: bytes read`, figure: found.bytes },
    { id: `${id}: stat calls`, figure: found.stats },
  ];
}

function bytesBelow(folder, pattern) {
  return readdirSync(folder, { recursive: true }).filter((path) => pattern.test(path)).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
}
