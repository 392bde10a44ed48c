// Every lockfile form that is measured: how it is called, its file, its writer, and the entries it has beside the packages.
import { bunLock } from './bun.mjs';
import { packageLock } from './npm.mjs';
import { pnpmLock } from './pnpm.mjs';
import { yarnBerry, yarnClassic } from './yarn.mjs';

/** `extra`: entries that are no installed package (berry lists the project itself). */
export const FORMATS = [
  { id: 'npm-1', file: 'package-lock.json', extra: 0, write: (project) => packageLock(project, 1) },
  { id: 'npm-2', file: 'package-lock.json', extra: 0, write: (project) => packageLock(project, 2) },
  { id: 'npm-3', file: 'package-lock.json', extra: 0, write: (project) => packageLock(project, 3) },
  { id: 'yarn-classic', file: 'yarn.lock', extra: 0, write: yarnClassic },
  { id: 'yarn-berry', file: 'yarn.lock', extra: 1, write: yarnBerry },
  { id: 'pnpm-5', file: 'pnpm-lock.yaml', extra: 0, write: (project) => pnpmLock(project, 5) },
  { id: 'pnpm-6', file: 'pnpm-lock.yaml', extra: 0, write: (project) => pnpmLock(project, 6) },
  { id: 'pnpm-9', file: 'pnpm-lock.yaml', extra: 0, write: (project) => pnpmLock(project, 9) },
  { id: 'bun', file: 'bun.lock', extra: 0, write: bunLock },
];
