import { describe, expect, test } from 'vitest';
import { identityOfTarballUrl, isTarballOf, isWebUrl } from '../../src/text/registry-url.ts';

const R = 'https://registry.example';

describe('identityOfTarballUrl', () => {
  test.each([
    [`${R}/ms/-/ms-2.1.2.tgz`, 'ms', '2.1.2'],
    [`HTTP://registry.example/ms/-/ms-2.1.2.tgz`, 'ms', '2.1.2'],
    [`${R}/@s/a/-/a-1.0.0.tgz`, '@s/a', '1.0.0'],
    [`${R}/@s%2fa/-/a-1.0.0.tgz`, '@s/a', '1.0.0'],
    [`${R}/%40s%2Fa/-/a-1.0.0.tgz`, '@s/a', '1.0.0'],
    [`${R}/a-b-2/-/a-b-2-1.0.0-rc.1.tgz`, 'a-b-2', '1.0.0-rc.1'],
    [`${R}/a/-/a-1.0.0+build.5.tgz`, 'a', '1.0.0+build.5'],
    [`${R}/a/-/a-1.0.0%2Bbuild.5.tgz`, 'a', '1.0.0+build.5'],
    [`${R}/a/-/a-1.0.0.tgz?x=/b/-/b-2.0.0.tgz`, 'a', '1.0.0'],
    [`${R}/a/-/a-1.0.0.tgz#/b/-/b-2.0.0.tgz`, 'a', '1.0.0'],
    [`https://user:pass@company.example/artifactory/api/npm/npm/a/-/a-1.0.0.tgz`, 'a', '1.0.0'],
    [`https://company.example/artifactory/api/npm/npm/@s/a/-/@s/a-1.0.0.tgz`, '@s/a', '1.0.0'],
    [`https://npm.pkg.company.example/download/@s/a/1.0.0/0123456789abcdef`, '@s/a', '1.0.0'],
    [`https://mirror.example/a/download/a-1.0.0.tgz?cache=0`, 'a', '1.0.0'],
    [`https://mirror.example/@s/a/download/@s/a-1.0.0.tgz`, '@s/a', '1.0.0'],
    [`https://mirror.example/packages/a/1.0.0/a-1.0.0.tgz`, 'a', '1.0.0'],
    [`https://mirror.example/packages/@s/a/1.0.0/a-1.0.0.tgz`, '@s/a', '1.0.0'],
    // Disguises of `bad`: escapes, dot segments, backslashes, empty segments, a tab that clients drop.
    [`${R}/%62ad/-/b%61d-1.0.0.tgz`, 'bad', '1.0.0'],
    [`${R}/ms/../bad/-/bad-1.0.0.tgz`, 'bad', '1.0.0'],
    [`${R}//bad//-//bad-1.0.0.tgz`, 'bad', '1.0.0'],
    [`${R}/bad\\-\\bad-1.0.0.tgz`, 'bad', '1.0.0'],
    [`${R}/b\tad/-/bad-1.0.0.tgz`, 'bad', '1.0.0'],
    [`${R}/ms/-/bad-1.0.0.tgz`, 'bad', '1.0.0'],
    [`${R}/@s/ms/-/bad-1.0.0.tgz`, '@s/bad', '1.0.0'],
  ])('%s', (url, name, version) => {
    expect(identityOfTarballUrl(url)).toEqual({ name, version });
  });

  test.each(['', 'https://', 'https://x', `${R}/-/a-1.0.0.tgz`, `${R}/a/-/a-1.0.0.zip`, `${R}/a/-/a.tgz`, 'https://x.example/x-1.0.0.tgz',
    'https://codeload.github.com/o/r/tar.gz/0123', 'git+https://x.example/a/-/a-1.0.0.tgz', 'file:a/-/a-1.0.0.tgz', `${R}/%E0%A4%A/-/`, `${R}/a/-/b/c/a-1.0.0.tgz`])('%s has no registry form', (url) => {
    expect(identityOfTarballUrl(url)).toBeUndefined();
  });
});

describe('isTarballOf', () => {
  test('knows the usual address in any registry', () => {
    expect(isTarballOf(`${R}/ms/-/ms-2.1.2.tgz`, 'ms', '2.1.2')).toBe(true);
    expect(isTarballOf(`${R}/@s/a/-/a-1.0.0.tgz`, '@s/a', '1.0.0')).toBe(true);
    expect(isTarballOf('https://company.example/npm/ms/-/ms-2.1.2.tgz', 'ms', '2.1.2')).toBe(true);
  });

  test.each([`${R}/bad/-/bad-1.0.0.tgz?/ms/-/ms-2.1.2.tgz`, `${R}/bad/-/bad-1.0.0.tgz#/ms/-/ms-2.1.2.tgz`, `${R}/xms/-/ms-2.1.2.tgz`, `${R}/ms/-/ms-12.1.2.tgz`,
    `${R}/a/%2e%2e/ms/-/ms-2.1.2.tgz`, 'file:///ms/-/ms-2.1.2.tgz', '/ms/-/ms-2.1.2.tgz', 'ms-2.1.2.tgz', ''])('is not taken in by %s', (url) => {
    expect(isTarballOf(url, 'ms', '2.1.2')).toBe(false);
    // Nor when a plain address came before.
    isTarballOf(`${R}/ms/-/ms-2.1.2.tgz`, 'ms', '2.1.2');
    expect(isTarballOf(url, 'ms', '2.1.2')).toBe(false);
  });
});

test('isWebUrl', () => {
  expect(isWebUrl('HTTPS://x')).toBe(true);
  expect(isWebUrl('git+https://x')).toBe(false);
});
