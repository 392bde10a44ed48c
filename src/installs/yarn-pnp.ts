import type { InstallReader } from './contract.ts';

export const yarnPnp: InstallReader = { id: 'yarn-pnp', read: () => { throw new Error('not written yet'); } };
