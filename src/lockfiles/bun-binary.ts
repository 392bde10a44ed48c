import type { LockfileReader } from './contract.ts';

export const bunBinary: LockfileReader = { id: 'bun-binary', parse: () => { throw new Error('not written yet'); } };
