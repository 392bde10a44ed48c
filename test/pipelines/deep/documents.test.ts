// What counts as named in a package's documents, and which hosts are its own.
import { expect, test } from 'vitest';
import { memoryTree } from '../../../src/io/memory-tree.ts';
import { documentsOf } from '../../../src/pipelines/deep/documents.ts';
import type { JsonObject } from '../../../src/text/json.ts';

function documents(readme: string, manifest: JsonObject = {}) {
  return documentsOf(memoryTree({ 'p/README.md': readme, 'p/readme-notes.txt': 'noted.example', 'p/index.js': 'code.example' }), '/p', manifest, JSON.stringify(manifest));
}

test.each([
  ['write to support@a.example.', 'support@a.example', true],
  ['Write to Support@A.Example', 'support@a.example', true],
  ['not-support@a.example', 'support@a.example', false],
  ['support@a.example.com', 'support@a.example', false],
  ['see https://api.a.example/v1', 'api.a.example', true],
  ['see https://api.a.example/v1', 'a.example', false],
  ['see https://nota.example', 'a.example', false],
  ['mail help@a.example', 'a.example', true],
  ['set `MAIL_COPY_TO` first', 'MAIL_COPY_TO', true],
  ['set `MAIL_COPY_TO_ALL` first', 'MAIL_COPY_TO', false],
  ['', '', false],
  ['anything', '', false],
])('%j names %j: %s', (readme, word, expected) => {
  expect(documents(readme).mentions(word)).toBe(expected);
});

test('every README counts, code does not, and a folder that cannot be read names nothing', () => {
  expect(documents('x').mentions('noted.example')).toBe(true);
  expect(documents('x').mentions('code.example')).toBe(false);
  expect(documentsOf(memoryTree({ 'p/x': '' }), '/gone', undefined, undefined).mentions('x')).toBe(false);
});

test('own hosts, without sites where anybody lives', () => {
  const manifest: JsonObject = {
    homepage: 'https://www.mail.example/docs#readme', repository: { type: 'git', url: 'git+https://user:secret@git.vendor.example/a/b.git' }, bugs: { url: 'https://github.com/a/b/issues', email: 'bugs@vendor.example' },
    author: 'Dev <dev@gmail.com> (https://dev.github.io)', maintainers: [{ name: 'x', email: 'x@team.example' }], contributors: 7, __proto__: null,
  };
  expect(documents('', manifest).ownHosts).toEqual(['git.vendor.example', 'mail.example', 'team.example', 'vendor.example']);
});
