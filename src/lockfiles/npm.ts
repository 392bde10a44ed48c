import type { LockfileReader } from './contract.ts';

export const npm: LockfileReader = { id: 'npm', parse: () => { throw new Error('not written yet'); } };
