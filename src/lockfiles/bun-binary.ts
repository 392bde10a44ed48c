// bun.lockb, the binary lockfile of bun before 1.2. No library reads its newer forms, and a half-read one would be a false all-clear,
// so nothing is read. The command is the one of bun's own documentation: https://bun.com/docs/pm/lockfile
import type { LockfileReader } from './contract.ts';

/** Never parsed: no packages and one problem that names the command which converts it. */
export const bunBinary: LockfileReader = {
  id: 'bun-binary',
  parse: (_text, path) => ({
    formatVersion: 'binary',
    packages: [],
    importers: [],
    problems: [
      {
        code: 'binary-lockfile',
        message: 'a binary lockfile of bun cannot be read',
        path,
        hint: 'convert it where the project is trusted: bun install --save-text-lockfile --frozen-lockfile --lockfile-only',
      },
    ],
    notes: [],
    dependenciesOf: () => [],
    locate: () => undefined,
    answer: () => undefined,
  }),
};
