// Files that killed the parser: from hand-made facts.
import { expect, test } from 'vitest';
import { judgeCode } from '../support/code-facts.ts';

test('one finding a file, with how', async () => {
  const findings = await judgeCode('parser-killing-source', [], { died: [{ path: 'lib/a.js', how: 'crashed' }, { path: 'lib/b.js', how: 'timed-out' }] });
  expect(findings).toMatchObject([
    { severity: 'medium', title: 'lib/a.js of a-package 1.0.0 crashes the parser', locations: [{ path: 'node_modules/a-package/lib/a.js' }] },
    { severity: 'medium', title: 'lib/b.js of a-package 1.0.0 keeps the parser busy beyond its time' },
  ]);
});

test('none where it lived', async () => {
  expect(await judgeCode('parser-killing-source', [])).toEqual([]);
});
