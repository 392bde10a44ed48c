import { expect, test } from 'vitest';
import { decode } from '../../src/text/decode.ts';

function bytes(text: string, encoding: BufferEncoding = 'utf8'): Uint8Array {
  return new Uint8Array(Buffer.from(text, encoding));
}

test.each([
  ['UTF-8', bytes('{"é":"漢😀"}\r\n'), { ok: true, text: '{"é":"漢😀"}\r\n' }],
  ['UTF-8 with a byte order mark', bytes('\ufeff{}'), { ok: true, text: '{}' }],
  ['UTF-16LE', bytes('\ufeff{}é', 'utf16le'), { ok: true, text: '{}é', note: 'read as UTF-16LE' }],
  ['UTF-16BE', new Uint8Array(Buffer.from('\ufeff{}é', 'utf16le').swap16()), { ok: true, text: '{}é', note: 'read as UTF-16BE' }],
])('%s', (_name, input, expected) => {
  expect(decode(input)).toEqual(expected);
});

test.each([
  ['nothing', bytes(''), 'empty-file'],
  ['a byte order mark alone', bytes('\ufeff'), 'empty-file'],
  ['a UTF-16 mark alone', new Uint8Array([0xff, 0xfe]), 'empty-file'],
  ['white space in UTF-16', bytes('\ufeff \r\n', 'utf16le'), 'empty-file'],
  ['white space', bytes(' \r\n\t'), 'empty-file'],
  ['a bad byte', new Uint8Array([0x7b, 0xff, 0x7d]), 'bad-encoding'],
  ['a character cut in two', new Uint8Array([0x7b, 0xc3]), 'bad-encoding'],
  ['half a unit of UTF-16', new Uint8Array([0xff, 0xfe, 0x7b]), 'bad-encoding'],
  ['UTF-16 without a mark', bytes('{}', 'utf16le'), 'bad-encoding'],
  ['NUL', bytes('{"a":"\0"}'), 'bad-encoding'],
])('%s is refused', (_name, input, code) => {
  expect(decode(input)).toMatchObject({ ok: false, code });
});
