import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonErrorOffset } from '../../src/text/json-error.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('whatever stands before the offset can still become JSON, what stands at it cannot', () => {
  const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '\\', 'u00', '1', '-', '0', '.5', 'e+', 'true', 'nul', ' ', '\n', 'x');
  fc.assert(fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
    const text = parts.join('');
    const offset = jsonErrorOffset(text);
    expect(isJson(text) && offset < text.length).toBe(false);
    // The offset of a cut text is its own end: no fault is seen before it.
    expect(jsonErrorOffset(text.slice(0, offset))).toBe(offset);
    expect(offset === text.length || jsonErrorOffset(`${text}]`) === offset).toBe(true);
  }), { numRuns: 2000 });
});

test('JSON of any shape has no fault, and none in any beginning of it', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 4 }), fc.nat(200), (text, cut) => {
    expect(jsonErrorOffset(text)).toBe(text.length);
    expect(jsonErrorOffset(text.slice(0, cut))).toBe(Math.min(cut, text.length));
  }));
});
