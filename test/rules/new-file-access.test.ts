// Files outside the package that an update touches.
import { expect, test } from 'vitest';
import { fact, text } from '../support/code-facts.ts';
import { judgedDifference, judgeDifference, severitiesOf } from '../support/difference-facts.ts';

const ID = 'new-file-access';
const file = (path: string, more: Parameters<typeof fact<'file'>>[1] = {}) => fact('file', { path, origins: [text(path)], ...more });
const hook = fact('install-script', { hook: 'postinstall', command: 'node index.js', runs: ['index.js'] });

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{ severity: 'high', standing: 'new', change: { now: 'reads ~/.ssh/id_rsa (SSH keys)' }, locations: [{ line: 5 }] }]);
  expect((await judgedDifference(ID, 'good')).map(({ severity }) => severity)).toEqual(['low']);
});

test.each([
  ['keys', file('~/.ssh/id_rsa', { credential: 'SSH keys' }), {}, 'high'],
  ['keys that the package is about, by its old documents', file('~/.ssh/id_rsa', { credential: 'SSH keys' }), { said: ['ssh'] }, 'low'],
  ['the same by its new documents', file('~/.ssh/id_rsa', { credential: 'SSH keys' }), { says: ['ssh'] }, 'high'],
  ['what a container is given for itself', file('/var/run/secrets/kubernetes.io/serviceaccount/token', { credential: 'Kubernetes credentials' }), {}, 'medium'],
  ['settings of a project', file('.npmrc', { credential: 'npm token' }), {}, 'low'],
  ['its own settings', file('~/.vendor/a.json'), {}, 'low'],
  ['what a shell runs', file('~/.bashrc', { access: 'write' }), {}, 'medium'],
  ['what an agent starts', file('~/.cursor/mcp.json', { access: 'write' }), {}, 'medium'],
  ['the same, by the old documents', file('~/.cursor/mcp.json', { access: 'write' }), { said: ['cursor'] }, 'low'],
  ['a read of what a shell runs', file('~/.bashrc'), {}, 'low'],
] as const)('%s', async (_what, access, given, severity) => {
  expect(await severitiesOf(ID, [], [access], given)).toEqual([severity]);
});

test('while it is installed', async () => {
  expect(await judgeDifference(ID, [hook], [hook, file('~/.zshrc', { access: 'write' })])).toMatchObject([{ severity: 'high', title: 'a-package 1.0.1 newly writes ~/.zshrc, which is run later while it is installed' }]);
  expect(await severitiesOf(ID, [hook], [hook, file('.npmrc', { credential: 'npm token' })])).toEqual(['medium']);
});

test('keys of several programs are one finding', async () => {
  const kinds = ['SSH keys', 'npm token', 'AWS credentials', 'browser passwords', 'SSH keys'];
  const found = await judgeDifference(ID, [], kinds.map((credential, at) => file(`~/.a${at}`, { credential, line: at + 1 })));
  expect(found).toMatchObject([{ severity: 'high', title: 'a-package 1.0.1 newly reads SSH keys, npm token, AWS credentials and 1 more' }]);
  expect(found[0]?.locations).toHaveLength(5);
});

test('one more file of a kind that it always read', async () => {
  expect(await severitiesOf(ID, [file('~/.ssh/id_rsa', { credential: 'SSH keys' })], [file('~/.ssh/id_rsa', { credential: 'SSH keys' }), file('~/.ssh/config', { credential: 'SSH keys' })])).toEqual(['low']);
});
