import type { Reporter } from './contract.ts';

export const markdown: Reporter = { id: 'markdown', render: () => { throw new Error('not written yet'); } };
