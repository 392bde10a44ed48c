// Packages and requests against a bundle.
import { describe, expect, it } from 'vitest';
import { stackBundles } from '../../src/indicators/stack.ts';
import { advisory, bundleOf, installed } from './memory.ts';

const SHA512 = `sha512-${Buffer.alloc(64, 0xfb).toString('base64')}`;
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

const bundle = bundleOf({
  advisories: [
    advisory('listed', { versions: ['1.0.16', '2.0.0-beta.1'], ranges: ['>=1.0.16'] }),
    advisory('every'),
    advisory('bounded', { versions: [], ranges: ['>=0.0.5 <0.1.16'], class: 'vulnerability' }),
    advisory('mixed', { versions: [], ranges: ['<1.0.0 || >=3.0.0'] }),
    advisory('open', { versions: [], ranges: ['>=1.2.2'], safe: ['1.2.9'], alive: true }),
    advisory('exact', { versions: ['1.0.1', '1.1.0', '3.0.0-rc.1'] }),
    advisory('wild', { versions: [], ranges: ['1.x'] }),
    advisory('broken', { versions: [], ranges: ['not a range'] }),
    advisory('__proto__', { versions: ['1.0.0'] }),
  ],
  indicators: [
    { type: 'integrity', value: SHA512, use: 'match', of: 'tarball', packages: ['evil'], campaign: 'case', ids: ['MAL-9'], sources: [] },
    { type: 'sha1', value: SHA1, use: 'match', of: 'tarball', packages: [], campaign: 'case', ids: [], sources: [] },
    { type: 'sha1', value: 'a'.repeat(40), use: 'match', of: 'file', packages: [], campaign: 'case', ids: [], sources: [] },
    { type: 'sha1', value: 'b'.repeat(40), use: 'never', of: 'tarball', packages: [], campaign: 'case', ids: [], sources: [] },
  ],
});

async function kinds(name: string, version?: string): Promise<readonly string[]> {
  return (await bundle.matchPackages([installed(name, version)])).map((match) => `${match.kind} ${match.matched}`);
}

describe('matching packages', () => {
  it.each([
    ['listed', '1.0.16', ['version 1.0.16']],
    ['listed', 'v1.0.16', ['version 1.0.16']],
    ['listed', ' =1.0.16 ', ['version 1.0.16']],
    ['listed', '1.0.16+build.5', ['version 1.0.16']],
    ['listed', '01.00.016', ['version 1.0.16']],
    ['listed', '2.0.0-beta.1', ['version 2.0.0-beta.1']],
    ['listed', '2.0.0beta.1', ['version 2.0.0-beta.1']],
    ['listed', '1.0.15', []],
    ['listed', '1.0.160', ['open-range >=1.0.16']],
    ['listed', '1.0.17-next.0', ['open-range >=1.0.16']],
    ['listed', 'garbage', []],
    ['every', '0.0.1', ['every-version *']],
    ['every', undefined, ['every-version *']],
    ['listed', undefined, []],
    ['bounded', '0.1.15', ['bounded-range >=0.0.5 <0.1.16']],
    ['bounded', '0.1.0-alpha', ['bounded-range >=0.0.5 <0.1.16']],
    ['bounded', '0.1.16', []],
    ['mixed', '0.9.0', ['bounded-range <1.0.0 || >=3.0.0']],
    ['mixed', '3.5.0', ['open-range <1.0.0 || >=3.0.0']],
    ['mixed', '2.0.0', []],
    ['open', '1.2.2', ['open-range >=1.2.2']],
    ['open', '1.2.9', []],
    ['wild', '1.0.0-beta.1', ['bounded-range 1.x']],
    ['wild', '2.0.0', []],
    ['broken', '1.0.0', []],
    ['__proto__', '1.0.0', ['version 1.0.0']],
    ['constructor', '1.0.0', []],
    ['Listed', '1.0.16', []],
  ])('%s %s', async (name, version, expected) => {
    expect(await kinds(name, version)).toEqual(expected);
  });

  it('asks every identity, each once, and says which one it was', async () => {
    const disguised = installed('harmless', '1.0.0', { identities: [{ origin: 'resolved-url', name: 'listed', version: '1.0.16' }, { origin: 'disk', name: 'every' }, { origin: 'name-field', name: 'every', version: '1.0.0' }] });
    const matches = await bundle.matchPackages([disguised]);
    expect(matches.map((match) => [match.packageId, match.name, match.version, match.kind])).toEqual([
      ['node_modules/harmless', 'listed', '1.0.16', 'version'],
      ['node_modules/harmless', 'every', '1.0.0', 'every-version'],
    ]);
  });

  it.each(['git', 'file', 'link', 'workspace'] as const)('never judges a %s source by its name', async (source) => {
    expect(await bundle.matchPackages([installed('every', '1.0.0', { source, identities: [{ origin: 'key', name: 'listed', version: '1.0.16' }] })])).toEqual([]);
  });

  it('judges a tarball given by URL by its name', async () => {
    expect(await bundle.matchPackages([installed('every', '1.0.0', { source: 'url' })])).toHaveLength(1);
  });

  it.each([
    ['as in a lockfile', SHA512],
    ['among others', `sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA= ${SHA512}`],
    ['with options', `${SHA512}?x=y`],
    ['in the URL alphabet', SHA512.replaceAll('/', '_').replaceAll('+', '-')],
    ['after another hash in the same length', `sha1-AAAA ${SHA512}`],
    ['without padding', SHA512.replace(/=+$/, '')],
    ['with stray bits in the last digit', SHA512.replace(/(.)==$/, (_, digit: string) => `${String.fromCharCode(digit.charCodeAt(0) + 1)}==`)],
    ['in upper case letters of the algorithm', SHA512.replace('sha512', 'SHA512')],
    ['a sha1 in hexadecimal digits', SHA1.toUpperCase()],
    ['a sha1 in base64', `sha1-${Buffer.from(SHA1, 'hex').toString('base64')}`],
  ])('finds a tarball by its hash: %s', async (_, integrity) => {
    const matches = await bundle.matchPackages([installed('renamed', '9.9.9', { integrity })]);
    expect(matches).toMatchObject([{ kind: 'tarball-hash', name: 'renamed', version: '9.9.9', advisory: { class: 'malware', campaign: 'case' } }]);
  });

  it('finds a bad tarball that lies in a file, and names what it was published as', async () => {
    const matches = await bundle.matchPackages([installed('vendored', '1.0.0', { source: 'file', integrity: SHA512 })]);
    expect(matches).toMatchObject([{ kind: 'tarball-hash', name: 'vendored', advisory: { name: 'evil', ids: ['MAL-9'] } }]);
  });

  it.each([['a file, not a tarball', 'a'.repeat(40)], ['refused on import', 'b'.repeat(40)], ['unknown', `sha512-${Buffer.alloc(64, 0xfc).toString('base64')}`], ['no hash at all', 'sha512-'], ['noise', '???-!!! - -']])('gives nothing for a hash that is %s', async (_, integrity) => {
    expect(await bundle.matchPackages([installed('good', '1.0.0', { integrity })])).toEqual([]);
  });
});

describe('matching requests', () => {
  it.each([
    ['every', '^1.0.0', 'every-version', ['*']],
    ['exact', '1.0.1', 'exact', ['1.0.1']],
    ['exact', 'v1.0.1', 'exact', ['1.0.1']],
    ['exact', '^1.0.0', 'could-resolve', ['1.0.1', '1.1.0']],
    ['exact', '~1.0.0', 'could-resolve', ['1.0.1']],
    ['exact', '1.x', 'could-resolve', ['1.0.1', '1.1.0']],
    ['exact', '>=3.0.0-rc.0', 'could-resolve', ['3.0.0-rc.1']],
    ['exact', '', 'could-resolve', ['1.0.1', '1.1.0', '3.0.0-rc.1']],
    ['exact', 'latest', 'could-resolve', ['1.0.1', '1.1.0', '3.0.0-rc.1']],
    ['exact', 'next', 'could-resolve', ['1.0.1', '1.1.0', '3.0.0-rc.1']],
    ['bounded', '^0.1.0', 'could-resolve', ['>=0.0.5 <0.1.16']],
    ['bounded', '0.1.3', 'exact', ['>=0.0.5 <0.1.16']],
    ['open', '>=0.0.1', 'could-resolve', ['>=1.2.2']],
  ])('%s@%s', async (name, spec, kind, matched) => {
    expect(await bundle.matchRequests([{ name, spec }])).toMatchObject([{ name, spec, kind, matched, advisory: { name } }]);
  });

  it.each([['exact', '1.0.2'], ['exact', '^2.0.0'], ['exact', '^3.0.0'], ['bounded', '>=0.1.16'], ['open', '1.2.9'], ['unknown', '*'], ['broken', '^1.0.0'], ['every', 'file:../every'], ['exact', 'npm:other@1.0.1'], ['exact', 'owner/repo'], ['exact', 'git+https://host.example/x.git']])('%s@%s could not be answered with anything listed', async (name, spec) => {
    expect(await bundle.matchRequests([{ name, spec }])).toEqual([]);
  });

  it('takes a request that is too long to evaluate for one that anything may answer', async () => {
    expect(await bundle.matchRequests([{ name: 'exact', spec: '^9.0.0 || '.repeat(5000) }])).toMatchObject([{ kind: 'could-resolve', matched: ['1.0.1', '1.1.0', '3.0.0-rc.1'] }]);
  });
});

describe('stacked bundles', () => {
  const again = bundleOf({ id: 'mine', advisories: [advisory('every'), advisory('exact', { versions: ['1.0.1'], campaign: 'mine' }), advisory('private')] });
  const stack = stackBundles([bundle, again]);

  it('give what two of them say alike once, and what one adds', async () => {
    const matches = await stack.matchPackages([installed('every', '1.0.0'), installed('exact', '1.0.1'), installed('private', '1.0.0')]);
    expect(matches.map((match) => `${match.name} ${match.advisory.campaign}`).toSorted()).toEqual(['every case', 'exact case', 'exact mine', 'private case']);
    expect(await stack.matchRequests([{ name: 'every', spec: '*' }, { name: 'private', spec: '*' }])).toHaveLength(2);
    expect(stack.advisories('exact').map((found) => found.campaign)).toEqual(['case', 'mine']);
  });

  it('stay listed one by one', () => {
    expect(stack.infos.map((info) => info.id)).toEqual(['test', 'mine']);
  });
});
