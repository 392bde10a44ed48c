import { describe, expect, test } from 'vitest';
import { planRecovery } from '../../src/caches/recover.ts';
import type { FetchedTarball } from '../../src/model/machine.ts';
import { integrityOf } from '../support/npm-cache.ts';

const fetched = (more: Partial<FetchedTarball>): FetchedTarball => ({ tool: 'npm', name: 'postmark-mcp', version: '1.0.16', integrity: integrityOf('x'), index: '/i', content: '/c/abc', form: 'tarball', held: true, ...more });
const names = (...tarballs: readonly Partial<FetchedTarball>[]) => planRecovery(tarballs.map((one, at) => fetched({ content: `/c/${at}`, ...one }))).map(({ fileName }) => fileName);

describe('the plan', () => {
  test('file names tell package, version and content', () => {
    expect(names({}, { name: '@scope/pkg' })).toEqual(['postmark-mcp-1.0.16-a4abd4448c49.tgz', 'scope-pkg-1.0.16-a4abd4448c49.tgz']);
  });

  test('what is gone, unpacked or the same content twice is left out', () => {
    const { content: _, ...gone } = fetched({});
    expect(planRecovery([fetched({}), fetched({ version: '1.0.17' }), fetched({ content: '/d', held: false }), fetched({ content: '/e', form: 'folder' }), gone])).toHaveLength(1);
  });

  test('hostile names stay plain file names', () => {
    const evil = ['../../etc/passwd', '..', '/etc/cron.d/x', '.ssh', '-rf', 'con', 'a\0b', 'a\nb', 'C:\\x', '‮gpj.exe', '__proto__', '', 'ä'.repeat(5000)];
    const found = names(...evil.map((name) => ({ name })), ...evil.map((version) => ({ version })), { name: 'A' }, { name: 'a' });
    expect(found).toHaveLength(evil.length * 2 + 2);
    for (const name of found) expect(name).toMatch(/^[A-Za-z0-9_+][A-Za-z0-9._+-]{0,190}\.tgz$/);
    for (const name of found) expect(name).not.toMatch(/\.\.|^con[.-]/i);
    expect(new Set(found.map((name) => name.toLowerCase())).size).toBe(found.length);
  });
});
