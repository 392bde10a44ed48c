import { expect, test } from 'vitest';
import { countAtEnd, withoutAtEnd } from '../../src/text/ends.ts';

test.each([['', 0], ['a', 0], ['a/', 1], ['//', 2], ['/a//', 2]])('%s ends with %i slashes', (text, count) => {
  expect(countAtEnd(text, '/')).toBe(count);
  expect(withoutAtEnd(text, '/')).toBe(text.slice(0, text.length - count));
});
