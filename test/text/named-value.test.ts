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
    const start = performance.now();
    for (const value of ['eyJ'.repeat(200_000), '${'.repeat(200_000), '$('.repeat(200_000), 'a:'.repeat(200_000), ';password'.repeat(100_000)]) namedValue('environment', 'X', value);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
