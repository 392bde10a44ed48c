import { describe, expect, test } from 'vitest';
import { readAddress } from '../../../src/clients/shared/address.ts';
import { collector } from '../../../src/clients/shared/collect.ts';

const collect = () => collector('cursor', { text: '', fileName: 'mcp.json', place: { path: 'mcp.json', scope: 'user', presence: 'always' }, digest: () => 'ab' }, []);
const read = (raw: string) => {
  const { url, secrets } = readAddress(raw, collect());
  return [url, ...secrets.map(({ name, secret, value }) => `${name}${secret ? ' secret' : ''} ${value}`)];
};

describe('an address without its secrets', () => {
  test.each([
    ['https://mcp.example.com/mcp', ['https://mcp.example.com/mcp']],
    ['https://dev:example-token-0000@h.example/x', ['https://h.example/x', 'user secret literal', 'password secret literal']],
    ['https://${USER}:${PASS}@h.example/', ['https://h.example/', 'user secret reference', 'password secret reference']],
    ['https://h.example/x?api_key=example-token-0000&mode=a&empty#part', ['https://h.example/x', 'api_key secret literal', 'mode literal', 'empty empty', 'fragment literal']],
    ['https://h.example/s/0123456789abcdef0123456789abcdef/mcp', ['https://h.example/s/***/mcp', 'path secret literal']],
    ['https://h.example/s/123e4567-e89b-12d3-a456-426614174000', ['https://h.example/s/***', 'path secret literal']],
    ['https://h.example/a-very-long-but-plain-path-of-words/mcp', ['https://h.example/a-very-long-but-plain-path-of-words/mcp']],
    ['https://h.example/release-candidate-2025-of-the-shop/mcp', ['https://h.example/release-candidate-2025-of-the-shop/mcp']],
    ['https://h.example/sk_example_token_0000/mcp', ['https://h.example/***/mcp', 'path secret literal']],
    ['${BASE_URL}/mcp', ['${BASE_URL}/mcp']],
    ['unix:///run/user/1000/server.sock', ['unix:///run/user/1000/server.sock']],
    ['http://[::1]:3000/mcp', ['http://[::1]:3000/mcp']],
    ['https://h.example/?%zz=1', ['https://h.example/', '%zz literal']],
    ['not an address', ['not an address']],
  ])('%s', (raw, expected) => {
    expect(read(raw)).toEqual(expected);
  });

  test('a password with signs in it, and a query of a hundred thousand parts', () => {
    expect(read('https://a:b@c:d@h.example/')).toEqual(['https://h.example/', 'user secret literal', 'password secret literal']);
    expect(read(`https://h.example/?${'a=1&'.repeat(100_000)}`).length).toBeLessThan(200);
  });
});
