// Values that have the form of their type, and near misses.
import { describe, expect, it } from 'vitest';
import { formProblem } from '../../src/indicators/indicator-forms.ts';
import type { IndicatorType } from '../../src/model/indicator.ts';

describe('the form of a value', () => {
  it.each<[IndicatorType, readonly string[], readonly string[]]>([
    ['domain', ['bad.example', 'a-b.c_d.example', 'xn--bcher-kva.example', '0x9c.xyz'], ['bad', 'Bad.example', '.bad.example', 'bad.example.', '-bad.example', 'bad..example', 'bad.example:80', 'bad.example/x', '1.2.3.4', `${'a'.repeat(64)}.example`, '']],
    ['email', ['a@bad.example', 'a+b@bad.example', '"@"@bad.example'.replaceAll('"', '')], ['@bad.example', 'a@', 'a@bad', 'a b@bad.example', '<a@bad.example>', 'a@Bad.example']],
    ['ip', ['1.2.3.4', '255.255.255.255', '::1', '2001:db8::1', '::ffff:1.2.3.4'], ['1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4/8', '1.2.3.4:80', '[::1]', '::1%eth0', '12345::', 'a.b.c.d', ':']],
    ['url', ['https://bad.example', 'http://1.2.3.4:80/x', 'wss://bad.example/ws', 'bad.example/path', '1.2.3.4:80/x'], ['bad.example', '/path', 'path/only', 'https://', 'https://bad.example/a b', '']],
    ['sha256', ['a'.repeat(64)], ['a'.repeat(63), 'A'.repeat(64), 'g'.repeat(64)]],
    ['md5', ['0'.repeat(32)], ['0'.repeat(31)]],
    ['integrity', [`sha512-${'A'.repeat(86)}==`, `sha1-${'A'.repeat(27)}=`], [`sha512-${'A'.repeat(86)}`, `sha512-${'A'.repeat(85)}B==`, 'sha512-', `md5-${'A'.repeat(22)}==`, `sha512-${'A'.repeat(86)}== sha512-${'A'.repeat(86)}==`]],
    ['string', ['unique marker'], ['short', ' unique marker', 'unique marker\n']],
    ['filename', ['setup_bun.js', '~/.config/c2/', '/tmp/x'], ['C:\\x', 'a\0b', ' a']],
    ['wallet', ['0xabc'], ['0x abc']],
    ['account', ['npm:someone'], ['npm: someone']],
  ])('%s', (type, good, bad) => {
    expect(good.filter((value) => formProblem(type, value) !== undefined)).toEqual([]);
    expect(bad.filter((value) => formProblem(type, value) === undefined)).toEqual([]);
  });
});
