import type { Reporter } from './contract.ts';

export const html: Reporter = { id: 'html', render: () => { throw new Error('not written yet'); } };
