// Values reduced to a name, a kind, and whether they read like a secret.
import { describe, expect, test } from 'vitest';
import { hasSecretName, isReference, isSecret, namedValue } from '../../src/text/named-value.ts';

describe('hasSecretName', () => {
  test.each(['API_KEY', 'apiKey', 'PGPASSWORD', 'GITHUBTOKEN', 'github-token', 'x-api-key', 'clientSecret', 'DB_PASS', 'AUTH', 'Authorization', 'API_KEYS', 'key', 'pat', 'AUTH_HEADER', 'AWS_ACCESS_KEY_ID'])('%s', (name) => {
    expect(hasSecretName(name)).toBe(true);
  });
  test.each(['MAX_TOKENS', 'tokenizer', 'PATH', 'keyboard', 'monkey', 'author', 'compass', 'passthrough', 'port', 'token-file', 'AUTH_TYPE', 'apiKeyEnvVar', ''])('not %s', (name) => {
    expect(hasSecretName(name)).toBe(false);
  });
});

describe('isSecret', () => {
  test.each([
    ['DATABASE_URL', 'postgres://u:hunter22@db.example/x'], ['CONN', 'Server=a;Password=hunter22;'], ['URL', 'https://h.example/?api_key=abc'], ['X', 'ghp_abcdefghijklmnopqrstuvwx'], ['TOKEN', 'hunter22'],
  ])('%s=%s', (name, value) => {
    expect(isSecret(name, value)).toBe(true);
  });
  test.each([['DATABASE_URL', 'postgres://localhost:5432/x'], ['TOKEN', 'true'], ['KEY', './cert.pem'], ['MODE', 'hunter22'], ['SCP', 'git@host.example:o/r']])('not %s=%s', (name, value) => {
    expect(isSecret(name, value)).toBe(false);
  });
});

describe('namedValue', () => {
  test('a default behind a variable is a literal', () => {
    expect(namedValue('environment', 'API_KEY', '${API_KEY:-hunter22}')).toEqual({ name: 'API_KEY', in: 'environment', value: 'literal', secret: true });
    expect(namedValue('environment', 'API_KEY', '${API_KEY:-}').value).toBe('reference');
  });
  test.each(['${X}', '$X', '%X%', '${{ secrets.X }}', '${input:api-key}', '{{x}}', '<your key>', '$(op read op://v/i)', '`pass show x`', 'Bearer ${X}'])('%s is filled in by somebody else', (value) => {
    expect(isReference(value)).toBe(true);
    expect(namedValue('header', 'Authorization', value).value).toBe('reference');
  });
  test('long hostile values take no time', () => {
    // The runner's own limit is the alarm: backtracking over these would take hours.
    for (const value of ['eyJ'.repeat(200_000), '${'.repeat(200_000), '$('.repeat(200_000), 'a:'.repeat(200_000), ';password'.repeat(100_000)]) expect(namedValue('environment', 'X', value).value).toBe('literal');
  });
});

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
    // The runner's own limit is the alarm: backtracking over these would take hours.
    expect([kind('API_TOKEN', '${'.repeat(100_000)), kind('API_TOKEN', '<'.repeat(100_000)), kind('API_TOKEN', '{{'.repeat(50_000))]).toEqual(['literal secret', 'literal secret', 'literal secret']);
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
