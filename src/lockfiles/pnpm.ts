import type { LockfileReader } from './contract.ts';

export const pnpm: LockfileReader = { id: 'pnpm', parse: () => { throw new Error('not written yet'); } };
