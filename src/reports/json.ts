import type { Reporter } from './contract.ts';

export const json: Reporter = { id: 'json', render: () => { throw new Error('not written yet'); } };
