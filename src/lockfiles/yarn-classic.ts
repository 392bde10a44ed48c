import type { LockfileReader } from './contract.ts';

export const yarnClassic: LockfileReader = { id: 'yarn-classic', parse: () => { throw new Error('not written yet'); } };
