// APIs that touch files, by the names that `apis.ts` gives, and what each argument is: https://nodejs.org/docs/latest-v20.x/api/fs.html,
// the usual packages around it, Bun and Deno.
import type { FileBehavior } from '../model/behavior.ts';

/** One argument that is a path; `data` is the position of what is written there. */
export interface FileUse {
  readonly access: FileBehavior['access'];
  readonly at: number;
  readonly data?: number;
}

const READ: readonly FileUse[] = [{ access: 'read', at: 0 }];
const WRITE: readonly FileUse[] = [{ access: 'write', at: 0, data: 1 }];
const DELETE: readonly FileUse[] = [{ access: 'delete', at: 0 }];
const LIST: readonly FileUse[] = [{ access: 'list', at: 0 }];
const COPY: readonly FileUse[] = [{ access: 'read', at: 0 }, { access: 'write', at: 1 }];
const LINK: readonly FileUse[] = [{ access: 'write', at: 1 }];
const MOVE: readonly FileUse[] = [{ access: 'delete', at: 0 }, { access: 'write', at: 1 }];
const MADE: readonly FileUse[] = [{ access: 'write', at: 0 }];

const METHODS: Readonly<Record<string, readonly FileUse[]>> = {
  readFile: READ, createReadStream: READ, ReadStream: READ, openAsBlob: READ, readJson: READ, readJSON: READ, readlink: READ,
  writeFile: WRITE, appendFile: WRITE, outputFile: WRITE, writeJson: WRITE, writeJSON: WRITE, outputJson: WRITE, outputJSON: WRITE,
  createWriteStream: MADE, WriteStream: MADE, truncate: MADE, chmod: MADE, mkdir: MADE, mkdtemp: MADE, ensureFile: MADE, ensureDir: MADE, mkdirp: MADE, mkdirs: MADE, createFile: MADE,
  unlink: DELETE, rm: DELETE, rmdir: DELETE, remove: DELETE, emptyDir: DELETE,
  readdir: LIST, opendir: LIST,
  copyFile: COPY, cp: COPY, copy: COPY, rename: MOVE, move: MOVE, symlink: LINK, link: LINK,
};
const HOLDERS = ['fs', 'fs.promises', 'fs-extra', 'graceful-fs', 'graceful-fs.promises', 'original-fs', 'mz/fs', 'promise-fs', 'pn/fs', '@npmcli/fs'];
const OTHERS: Readonly<Record<string, readonly FileUse[]>> = {
  'jsonfile.readFile': READ, 'jsonfile.readFileSync': READ, 'jsonfile.writeFile': WRITE, 'jsonfile.writeFileSync': WRITE, 'load-json-file': READ, 'load-json-file.sync': READ, 'load-json-file.loadJsonFile': READ, 'write-json-file': WRITE,
  'write-file-atomic': WRITE, 'write-file-atomic.sync': WRITE, 'atomically.writeFile': WRITE, 'read-pkg': READ, 'sqlite3.Database': READ, 'better-sqlite3': READ, 'node:sqlite.DatabaseSync': READ, 'sqlite.DatabaseSync': READ, 'sqlite.open': READ, 'bun:sqlite.Database': READ, 'sql.js': READ, 'level': READ, 'classic-level.ClassicLevel': READ, 'leveldown': READ,
  rimraf: DELETE, 'rimraf.sync': DELETE, 'rimraf.rimraf': DELETE, 'rimraf.rimrafSync': DELETE, del: DELETE, 'del.sync': DELETE, 'del.deleteAsync': DELETE, 'shelljs.rm': [{ access: 'delete', at: 1 }, { access: 'delete', at: 0 }], 'shelljs.cat': READ, 'shelljs.cp': COPY, mkdirp: MADE, 'make-dir': MADE,
  glob: LIST, 'glob.sync': LIST, 'glob.glob': LIST, 'glob.globSync': LIST, globby: LIST, 'globby.sync': LIST, 'globby.globby': LIST, 'globby.globbySync': LIST, 'fast-glob': LIST, 'fast-glob.sync': LIST, 'fast-glob.glob': LIST, 'fast-glob.globSync': LIST, 'fast-glob.async': LIST, 'fast-glob.stream': LIST, 'tinyglobby.glob': LIST, 'tinyglobby.globSync': LIST, 'tiny-glob': LIST, readdirp: LIST, klaw: LIST, walkdir: LIST,
  'Bun.file': READ, 'Bun.write': WRITE, 'Deno.readTextFile': READ, 'Deno.readTextFileSync': READ, 'Deno.readFile': READ, 'Deno.readFileSync': READ, 'Deno.writeTextFile': WRITE, 'Deno.writeTextFileSync': WRITE, 'Deno.writeFile': WRITE, 'Deno.writeFileSync': WRITE, 'Deno.remove': DELETE, 'Deno.removeSync': DELETE, 'Deno.readDir': LIST, 'Deno.readDirSync': LIST, 'Deno.copyFile': COPY, 'Deno.rename': MOVE, 'Deno.symlink': LINK, 'Deno.open': READ, 'Deno.mkdir': MADE,
};

const TABLE: ReadonlyMap<string, readonly FileUse[]> = new Map([
  ...HOLDERS.flatMap((holder) => Object.entries(METHODS).flatMap(([method, uses]) => [[`${holder}.${method}`, uses], [`${holder}.${method}Sync`, uses]] as const)),
  ...Object.entries(OTHERS),
]);

/** What an API does to files; undefined where it touches none. `open` depends on its flags: see `isOpen`. */
export function fileUses(name: string): readonly FileUse[] | undefined {
  return TABLE.get(name);
}

/** True for `fs.open` and its kin, whose second argument says what for. */
export function isOpen(name: string): boolean {
  return /^(?:fs|fs\.promises|fs-extra|graceful-fs)\.open(?:Sync)?$/.test(name);
}
