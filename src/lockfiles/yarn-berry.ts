import type { LockfileReader } from './contract.ts';

export const yarnBerry: LockfileReader = { id: 'yarn-berry', parse: () => { throw new Error('not written yet'); } };
