import type { Reporter } from './contract.ts';

export const text: Reporter = { id: 'text', render: () => { throw new Error('not written yet'); } };
