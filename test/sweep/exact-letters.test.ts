// Encoded forms of indicators in the search: letters count where the encoding tells them apart.
import { expect, test } from 'vitest';
import { encodedForms } from '../../src/indicators/encoded-forms.ts';
import { searchStrings } from '../../src/indicators/search-strings.ts';
import { stringSearch } from '../../src/sweep/string-search.ts';
import { indicator } from '../indicators/indicator.ts';

const { strings } = searchStrings([indicator('domain', 'fixture-evil.example')]);
const all = [...strings, ...encodedForms(strings).strings];
const { search } = stringSearch(all, []);

function viaOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const found: string[] = [];
  search(bytes, 0, bytes.length, (at) => found.push((all[at]?.via ?? ['plain']).join(' ')), () => undefined);
  return found;
}

const BASE64 = Buffer.from('see https://fixture-evil.example/x').toString('base64');

test('base64 is found in its very case alone, hexadecimal digits in any', () => {
  expect(viaOf(`const a = '${BASE64}';`)).toEqual(['base64']);
  expect(viaOf(`const a = '${BASE64.toLowerCase()}';`)).toEqual([]);
  expect(viaOf(`const a = '${Buffer.from('fixture-evil.example').toString('hex').toUpperCase()}';`)).toEqual(['hex']);
  expect(viaOf("fetch('https://FIXTURE-evil.example')")).toEqual(['plain']);
});
