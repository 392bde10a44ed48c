import type { LockfileReader } from './contract.ts';

export const bun: LockfileReader = { id: 'bun', parse: () => { throw new Error('not written yet'); } };
