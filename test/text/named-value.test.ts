import { describe, expect, test } from 'vitest';
import { namedValue } from '../../src/text/named-value.ts';

const kind = (name: string, value: unknown) => {
  const named = namedValue('environment', name, value);
  return named.secret ? `${named.value} secret` : named.value;
};

describe('references', () => {
  test.each([
    '${TOKEN}', '$TOKEN', '%TOKEN%', '${env:TOKEN}', '${input:token}', '${{ secrets.TOKEN }}', '{{token}}', '{env:TOKEN}', '{file:~/.token}', '<your-token>',
    'Bearer ${TOKEN}', 'Basic ${input:basic}', 'token=${TOKEN}', 'ApiKey ${TOKEN}', '${SCHEME} ${TOKEN}', '${TOKEN:-}', '${TOKEN:-none}',
  ])('%s', (value) => {
    expect(kind('API_TOKEN', value)).toBe('reference');
  });

  test.each(['${TOKEN:-example-token-0000}', 'Bearer ${TOKEN:-example-token-0000}', 'example-${PART}-token-0000', 'example-token-0000'])('%s stands in clear', (value) => {
    expect(kind('API_TOKEN', value)).toBe('literal secret');
  });

  test('a long row of openings ends at once', () => {
    const started = performance.now();
    kind('API_TOKEN', '${'.repeat(100_000));
    kind('API_TOKEN', '<'.repeat(100_000));
    kind('API_TOKEN', '{{'.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('other values', () => {
  test('what is no text, and what is empty', () => {
    expect([kind('A', null), kind('A', { a: 1 }), kind('A', ''), kind('PORT', 8080), kind('DEBUG', true)]).toEqual(['not-text', 'not-text', 'empty', 'literal', 'literal']);
  });

  test('a variable that loads code names what it loads, and the value is not kept', () => {
    const named = namedValue('environment', 'NODE_OPTIONS', '--max-old-space-size=512 --require ./hook.js');
    expect(named).toEqual({ name: 'NODE_OPTIONS', in: 'environment', value: 'literal', secret: false, loads: ['--require ./hook.js'] });
  });

  test('a digest is asked for literals alone', () => {
    const digest = (value: string) => `d${value.length}`;
    expect([namedValue('header', 'X', 'abc', digest).digest, namedValue('header', 'X', '${X}', digest).digest]).toEqual(['d3', undefined]);
  });
});
