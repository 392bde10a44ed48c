import type { InstallReader } from './contract.ts';

export const nodeModules: InstallReader = { id: 'node-modules', read: () => { throw new Error('not written yet'); } };
