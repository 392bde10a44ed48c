// A usual lockfile is judged without loading semver, which costs half as much as a whole scan.
import { expect, it, vi } from 'vitest';
import { advisory, bundleOf, installed } from './memory.ts';

vi.mock('semver', () => { throw new Error('semver was loaded'); });

it('listed names with exact versions and plain ranges do not load semver', async () => {
  const bundle = bundleOf({ advisories: [
    advisory('fsevents', { versions: [], ranges: ['>=1.0.0 <1.2.11'] }),
    advisory('chalk', { versions: ['5.6.1'], safe: ['5.6.2'] }),
    advisory('split', { versions: [], ranges: ['<=0.6.2 || >=2025.1.14 <2025.7.1'] }),
    advisory('caret', { versions: [], ranges: ['^1.0.0'] }),
  ] });
  expect(await bundle.matchPackages([installed('fsevents', '2.3.3'), installed('chalk', '5.6.2'), installed('split', '2025.7.1')])).toEqual([]);
  await expect(bundle.matchPackages([installed('caret', '1.0.0')])).rejects.toThrow(/mock/);
});
