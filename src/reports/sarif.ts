import type { Reporter } from './contract.ts';

export const sarif: Reporter = { id: 'sarif', render: () => { throw new Error('not written yet'); } };
