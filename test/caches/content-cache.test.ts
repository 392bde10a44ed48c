import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readContentCache } from '../../src/caches/content-cache.ts';
import { contentPath, strongestHash } from '../../src/caches/content-path.ts';
import { packageOfUrl, type ContentCacheQuestion } from '../../src/caches/index-line.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import { TreeError, type FileTree } from '../../src/model/ports.ts';
import { cacheFiles, indexLine, indexPath, integrityOf } from '../support/npm-cache.ts';

const CACHE = '/home/dev/.npm';
const BASE = 'https://registry.example';
const tarball = (name: string, version: string): string => `${BASE}/${name}/-/${name.replace(/^@[^/]+\//, '')}-${version}.tgz`;
const read = (files: Record<string, MemoryEntry>, question?: ContentCacheQuestion) => readContentCache(memoryTree(files), CACHE, question);

describe('fetched tarballs', () => {
  test('name, version, address, integrity, time, and whether the content is still there', async () => {
    const files = cacheFiles(CACHE, [
      { url: tarball('postmark-mcp', '1.0.16'), content: 'held', time: 1_758_100_000_000 },
      { url: tarball('@scope/a', '2.0.0-rc.1'), content: 'lost' },
    ], ['lost']);
    const { tarballs, files: count, entries, problems, notes } = await read(files);
    expect({ count, entries, problems, notes }).toEqual({ count: 2, entries: 2, problems: [], notes: [] });
    expect(tarballs).toEqual([
      { tool: 'npm', name: '@scope/a', version: '2.0.0-rc.1', url: tarball('@scope/a', '2.0.0-rc.1'), integrity: integrityOf('lost'), time: '2025-09-17T03:33:20.000Z', size: 4, index: indexPath(CACHE, tarball('@scope/a', '2.0.0-rc.1')), content: contentPath(`${CACHE}/_cacache`, integrityOf('lost')), form: 'tarball', held: false },
      { tool: 'npm', name: 'postmark-mcp', version: '1.0.16', url: tarball('postmark-mcp', '1.0.16'), integrity: integrityOf('held'), time: '2025-09-17T09:06:40.000Z', size: 4, index: indexPath(CACHE, tarball('postmark-mcp', '1.0.16')), content: contentPath(`${CACHE}/_cacache`, integrityOf('held')), form: 'tarball', held: true },
    ]);
  });

  test('no credentials of an address are kept', async () => {
    const url = 'https://dev:secret@registry.example/a/-/a-1.0.0.tgz?token=secret';
    expect(JSON.stringify((await read(cacheFiles(CACHE, [{ url, content: 'x' }]))).tarballs)).not.toContain('secret');
  });

  test('a deletion leaves the fetch as evidence; a new fetch makes it live again', async () => {
    const url = tarball('a', '1.0.0');
    const gone = (await read(cacheFiles(CACHE, [{ url, content: 'x', time: 1000 }, { url, content: null, time: 2000 }]))).tarballs;
    expect(gone.map(({ deleted, integrity, time, held }) => [deleted, integrity, time, held])).toEqual([[true, integrityOf('x'), '1970-01-01T00:00:01.000Z', true]]);
    const back = (await read(cacheFiles(CACHE, [{ url, content: 'x', time: 1000 }, { url, content: null }, { url, content: 'x', time: 3000 }]))).tarballs;
    expect(back.map(({ deleted, time }) => [deleted, time])).toEqual([[undefined, '1970-01-01T00:00:01.000Z']]);
    const only = (await read(cacheFiles(CACHE, [{ url, content: null }]))).tarballs;
    expect(only.map(({ deleted, integrity, content, held }) => [deleted, integrity, content, held])).toEqual([[true, undefined, undefined, false]]);
  });

  test('one address with two contents is two fetches', async () => {
    const url = tarball('a', '1.0.0');
    expect((await read(cacheFiles(CACHE, [{ url, content: 'first' }, { url, content: 'second' }]))).tarballs.map(({ integrity }) => integrity).sort()).toEqual([integrityOf('first'), integrityOf('second')].sort());
  });

  test('the time of the answer counts, not that of a rewritten index', async () => {
    const url = tarball('a', '1.0.0');
    const line = indexLine({ url, content: 'x', time: 5000, more: { time: 9_000_000 } });
    expect((await read({ [indexPath(CACHE, url)]: line })).tarballs[0]?.time).toBe('1970-01-01T00:00:05.000Z');
    const old = indexLine({ url, content: 'x', more: { time: 9000, metadata: { url } } });
    expect((await read({ [indexPath(CACHE, url)]: old })).tarballs[0]?.time).toBe('1970-01-01T00:00:09.000Z');
  });

  test('only what is wanted, and metadata only where asked for', async () => {
    const files = cacheFiles(CACHE, [{ url: tarball('a', '1.0.0'), content: 'a' }, { url: tarball('b', '1.0.0'), content: 'b' }, { url: `${BASE}/b`, content: '{}' }, { url: `${BASE}/@s%2fc`, content: '{}' }, { url: `${BASE}/-/npm/v1/security/advisories/bulk`, content: '{}' }]);
    const some = await read(files, { wanted: (name, version) => `${name}@${version}` === 'b@1.0.0' });
    expect([some.tarballs.map(({ name }) => name), some.metadata, some.entries, some.files]).toEqual([['b'], [], 2, 5]);
    expect((await read(files, { wantedMetadata: () => true })).metadata.map(({ name, url, time }) => [name, url, time])).toEqual([['@s/c', `${BASE}/@s%2fc`, '2025-09-17T03:33:20.000Z'], ['b', `${BASE}/b`, '2025-09-17T03:33:20.000Z']]);
  });
});

describe('damage and malice', () => {
  const good = { url: tarball('good', '1.0.0'), content: 'good' };
  const path = indexPath(CACHE, good.url);

  test.each([
    ['a cut line', `${indexLine({ url: tarball('bad', '1.0.0'), content: 'x' }).slice(0, 90)}`],
    ['a changed name', indexLine({ url: tarball('bad', '1.0.0'), content: 'x' }).replaceAll('bad', 'god')],
    ['noise', '\n\u0000\u0001\u0002'],
    ['a checksum in capitals', indexLine({ url: tarball('bad', '1.0.0'), content: 'x' }).replace(/^\n[0-9a-f]{40}/, (hash) => hash.toUpperCase())],
    ['half a checksum', '\nabcdef\t{}'],
  ])('%s is a problem with its line, and the rest is kept', async (_, line) => {
    for (const wanted of [undefined, (name: string) => name === 'good']) {
      const { tarballs, problems } = await read({ ...cacheFiles(CACHE, [good]), [path]: `${line}${indexLine(good)}` }, wanted ? { wanted } : {});
      expect(tarballs.map(({ name }) => name)).toEqual(['good']);
      expect(problems).toEqual([{ code: 'malformed', message: 'an entry of npm’s content cache does not match its own checksum', path, line: 2 }]);
    }
  });

  test('an integrity cannot lead out of the cache', async () => {
    for (const integrity of ['sha512-../../../../etc/passwd', '../../x', 'sha1-Li4vLi4v', 'md5-AAAA', 'sha512-', `sha512-${'A'.repeat(100_000)}`]) {
      const { tarballs, problems } = await read({ [path]: indexLine({ ...good, more: { integrity } }) });
      expect([tarballs.map(({ content, held }) => [content, held]), problems]).toEqual([[[undefined, false]], []]);
    }
  });

  test('a key that hides behind escapes, order or a second key is found all the same', async () => {
    const url = tarball('postmark-mcp', '1.0.16');
    const wanted = (name: string) => name === 'postmark-mcp';
    const line = (json: string) => `\n${createHash('sha1').update(json).digest('hex')}\t${json}`;
    for (const json of [
      JSON.stringify({ integrity: integrityOf('x'), key: `make-fetch-happen:request-cache:${url}` }),
      `{"key":"make-fetch-happen:request-cache:${url.replace('postmark', '\\u0070ostmark')}","integrity":"${integrityOf('x')}"}`,
      `{"key":"make-fetch-happen:request-cache:${tarball('innocent', '1.0.0')}","key":"make-fetch-happen:request-cache:${url}","integrity":"${integrityOf('x')}"}`,
      `{"key":"make-fetch-happen:request-cache:${tarball('innocent', '1.0.0')}","\\u006bey":"make-fetch-happen:request-cache:${url}","integrity":"${integrityOf('x')}"}`,
    ]) expect((await read({ [path]: line(json) }, { wanted })).tarballs.map(({ name }) => name)).toEqual(['postmark-mcp']);
  });

  test('values of a wrong type are left out', async () => {
    const { tarballs, problems } = await read({ [path]: indexLine({ ...good, more: { integrity: 7, size: 'x', time: {}, metadata: [] } }) });
    expect([tarballs, problems]).toEqual([[{ tool: 'npm', name: 'good', version: '1.0.0', url: good.url, index: path, held: false, deleted: true }], []]);
    for (const more of [{ key: 7 }, { key: 'pacote:x' }]) expect((await read({ [path]: indexLine({ ...good, more }) })).tarballs).toEqual([]);
  });

  test('what is no folder and no file of an index is said', async () => {
    const { problems, tarballs } = await read({
      ...cacheFiles(CACHE, [good]), [`${CACHE}/_cacache/index-v5/file`]: 'x', [`${CACHE}/_cacache/index-v5/aa/bb/link`]: { link: '/etc/passwd' }, [`${CACHE}/_cacache/index-v5/aa/bb/pipe`]: { other: true },
      [`${CACHE}/_cacache/index-v5/aa/bb/refused`]: { error: 'unreadable' }, [`${CACHE}/_cacache/index-v5/ab/x/y`]: '', [`${CACHE}/_cacache/index-v5/ab`]: { error: 'unreadable' },
    });
    expect(tarballs).toHaveLength(1);
    expect(problems.map(({ code, path }) => `${code} ${path?.slice(path.lastIndexOf('/') + 1)}`)).toEqual(expect.arrayContaining(['unknown-entry file', 'not-a-file pipe', 'not-a-file link', 'unreadable refused', 'unreadable ab']));
  });

  test('cut at any byte: never more than was there, and never silently less', async () => {
    const whole = `${indexLine(good)}${indexLine({ url: tarball('good', '2.0.0'), content: 'ä' })}`;
    const ends = [0, 1, indexLine(good).length, indexLine(good).length + 1, whole.length];
    for (let length = 0; length <= whole.length; length += 1) {
      const { tarballs, problems } = await read({ [path]: whole.slice(0, length) });
      expect(tarballs).toHaveLength(length === whole.length ? 2 : length >= indexLine(good).length ? 1 : 0);
      expect(problems.length, `cut at ${length}`).toBe(ends.includes(length) ? 0 : 1);
    }
  });

  test('many damaged entries are counted, and the first are listed', async () => {
    const { problems } = await read({ [path]: '\nx'.repeat(10_000) });
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe('10000 damaged entries in all; the first 100 are listed');
  });

  test('a cache of another format is said, no cache is nothing', async () => {
    expect((await read({ [`${CACHE}/_cacache/index-v9/x`]: '' })).notes).toEqual([`${CACHE}/_cacache has no index of the format that npm 5 and later write`]);
    expect(await read({})).toEqual({ tarballs: [], metadata: [], files: 0, entries: 0, problems: [], notes: [] });
  });
});

test('a tree that reads a folder at once gives the same', async () => {
  const files = cacheFiles(CACHE, [{ url: tarball('a', '1.0.0'), content: 'ä' }, { url: tarball('b', '1.0.0'), content: 'b' }]);
  const slow = memoryTree(files);
  const buffer = new Uint8Array(10_000);
  const fast: FileTree = {
    ...slow,
    readEach: (folder, limit, visit) => {
      for (const { name } of slow.list(folder)) {
        const bytes = slow.read(`${folder}/${name}`, limit);
        buffer.set(bytes);
        visit(name, buffer.subarray(0, bytes.length));
        buffer.fill(0);
      }
      visit('refused', new TreeError('unreadable', 'refused'));
    },
  };
  const read = await readContentCache(fast, CACHE);
  expect(read.tarballs).toEqual((await readContentCache(slow, CACHE)).tarballs);
  expect(read.problems).toHaveLength(2);
});

test('strongest hash', () => {
  expect(strongestHash(`sha1-${Buffer.alloc(20).toString('base64')} ${integrityOf('x')}?opt`)?.algorithm).toBe('sha512');
  expect(strongestHash('')).toBeUndefined();
});

test.each([[`${BASE}/a`, 'a'], [`${BASE}/npm/@s%2Fa`, '@s/a'], [`${BASE}/@s/a?x=1`, '@s/a'], [`${BASE}/-/whoami`, undefined], [`${BASE}/`, undefined], [`${BASE}/../x y`, undefined], ['file:///x', undefined]])('the package of %s', (url, name) => {
  expect(packageOfUrl(url)).toBe(name);
});
