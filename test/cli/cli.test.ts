// The command line itself: help, usage errors, outputs, streams, signals.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, startCli, temporaryFolder } from '../support/cli.ts';
import { npmProject, ROOT } from '../support/scan.ts';

const BAD = npmProject({ 'postmark-mcp': '1.0.16' });
const GOOD = npmProject({ express: '4.18.2' });

describe('help and usage', () => {
  test('--version is that of package.json', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(cli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each(['', 'scan', 'inspect', 'diff', 'ioc list', 'ioc show', 'ioc validate', 'rules', 'explain', 'selftest', 'completion'])('%s --help fits 80 columns and tells the exit codes', (command) => {
    const ran = cli([...command.split(' ').filter((word) => word !== ''), '--help']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/Exit codes/);
    expect(ran.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test.each([
    [['--nonsense']], [['scan', '--nonsense']], [['scan', '--fail-on', 'terrible']], [['scan', '--format', 'pdf']], [['scan', '-o', 'sarif']], [['scan', '-o', 'pdf=x']],
    [['scan', '--max-bundle-age', 'soon']], [['scan', '--config', 'nowhere.yaml']], [['scan', '-o', 'json=nowhere/deep/x.json']], [['scan', '']], [['explain']], [['explain', 'no-such-rule']],
    [['ioc']], [['ioc', 'show', 'no-such-thing-at-all']], [['ioc', 'validate', 'nowhere']], [['nonsense']],
    [['diff']], [['diff', './a']], [['diff', './a', './a']], [['diff', './a', '']], [['diff', 'a@1', 'b@https://x.example/b.tgz']], [['diff', '--against-known-good', './a']], [['diff', '--against-known-good', 'a@1', 'a@2']], [['inspect']], [['inspect', 'x#']],
  ])('%j is a usage error: exit 3, a message, no stack, nothing on stdout', (args) => {
    const ran = cli(args, { cwd: temporaryFolder(GOOD) });
    expect(ran.code).toBe(3);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).not.toBe('');
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });
});

test('no command at all prints help, and is a usage error', () => {
  expect(cli([])).toMatchObject({ code: 3, stdout: expect.stringContaining('Usage:') as string });
});

describe('outputs', () => {
  test('several in one run; standard output has the report and nothing else', () => {
    const folder = temporaryFolder(BAD);
    const ran = cli(['scan', '--json', '-o', 'sarif=a.sarif', '-o', 'html=a.html', '-o', 'cyclonedx=bom.json'], { cwd: folder });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect((JSON.parse(ran.stdout) as { verdict: object }).verdict).toMatchObject({ status: 'findings', exitCode: 1 });
    expect(JSON.parse(readFileSync(join(folder, 'a.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(JSON.parse(readFileSync(join(folder, 'bom.json'), 'utf8'))).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    expect(readFileSync(join(folder, 'a.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('the inventory is in JSON only where asked for', () => {
    const folder = temporaryFolder(GOOD);
    expect(JSON.parse(cli(['scan', '--json'], { cwd: folder }).stdout)).not.toHaveProperty('inventory');
    const { inventory } = JSON.parse(cli(['scan', '--json', '--inventory'], { cwd: folder }).stdout) as { inventory: { package: { name: string }; line: number }[] };
    expect(inventory.map((entry) => [entry.package.name, entry.line])).toEqual([['express', 14]]);
  });

  test('the same bytes in give the same bytes out, in every format', () => {
    const folder = temporaryFolder({ ...BAD, ...Object.fromEntries(Object.entries(GOOD).map(([name, text]) => [`b/${name}`, text])) });
    const formats = ['text', 'json', 'sarif', 'markdown', 'html', 'junit', 'cyclonedx'];
    const written = (): readonly string[] => {
      const out = temporaryFolder({});
      cli(['scan', '--quiet', ...formats.flatMap((format) => ['--output', `${format}=${join(out, format)}`])], { cwd: folder });
      return formats.map((format) => readFileSync(join(out, format), 'utf8'));
    };
    const first = written();
    expect(first.filter((text) => text.length < 100)).toEqual([]);
    expect(written()).toEqual(first);
  });

  test.each(['text', 'json', 'sarif', 'markdown', 'html', 'junit', 'cyclonedx'])('%s says what was covered and that there is no verdict', (format) => {
    const folder = temporaryFolder({ ...GOOD, 'broken/yarn.lock': 'nonsense' });
    const { stdout, code } = cli(['scan', '--format', format], { cwd: folder });
    expect(code).toBe(2);
    expect(stdout).toMatch(/incomplete/i);
    expect(stdout).toContain('broken/yarn.lock');
    expect(stdout).toContain('2026-08-23');
  });

  test('no colour where standard output is no terminal', () => {
    expect(cli(['scan'], { cwd: temporaryFolder(BAD), env: { FORCE_COLOR: '1' } }).stdout).not.toContain('\u001b');
  });

  test('--quiet is short', () => {
    const { stdout } = cli(['scan', '-q'], { cwd: temporaryFolder(BAD) });
    expect(stdout.trim().split('\n').length).toBeLessThan(6);
    expect(stdout).toContain('postmark-mcp');
  });
});

describe('streams and signals', () => {
  test('a closed pipe is not an error', async () => {
    const child = startCli(['scan', '--json', '--inventory'], temporaryFolder(BAD));
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => { stderr += data.toString(); });
    const code = await new Promise((done) => { child.on('close', done); });
    expect([code, stderr]).toEqual([1, '']);
  });

  test('an interrupted run is 130, never clean', async () => {
    const projects = Array.from({ length: 3000 }, (_, at) => Object.entries(GOOD).map(([name, text]) => [`p${at}/${name}`, text] as const)).flat();
    const child = startCli(['scan'], temporaryFolder(Object.fromEntries(projects)));
    setTimeout(() => child.kill('SIGINT'), 400);
    const code = await new Promise((done) => { child.on('close', done); });
    expect(code).toBe(130);
  });
});

describe('configuration', () => {
  const accept = 'schema: 1\naccept:\n  - rule: known-malicious-version\n    package: postmark-mcp@1.0.16\n    owner: security team\n    reason: kept as a specimen\n    expires: "2026-12-31"\n    acknowledge: this version is known to be malicious\n';

  test('--config accepts, the target\'s own file does not unless trusted', () => {
    const folder = temporaryFolder({ ...BAD, 'mcp-audit.yaml': accept });
    expect(cli(['scan'], { cwd: folder }).code).toBe(1);
    const trusted = cli(['scan', '--trust-target-config'], { cwd: folder });
    expect(trusted.code).toBe(0);
    expect(trusted.stdout).toMatch(/accepted/i);
    expect(trusted.stdout).toContain('security team');
    expect(cli(['scan', '--config', 'mcp-audit.yaml'], { cwd: folder }).code).toBe(0);
  });

  test.each([
    ['a typo', 'schema: 1\nacept: []\n', /acept/],
    ['no reason', accept.replace('    reason: kept as a specimen\n', ''), /reason/],
    ['a date that is none', accept.replace('2026-12-31', 'soon'), /expires/],
    ['another acknowledgement', accept.replace('this version is known to be malicious', 'yes'), /acknowledge/],
    ['no YAML', '{', /mcp-audit\.yaml/],
  ])('%s is an error that names the field', (_what, text, message) => {
    const ran = cli(['scan', '--config', 'mcp-audit.yaml'], { cwd: temporaryFolder({ ...GOOD, 'mcp-audit.yaml': text }) });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(message);
  });
});

describe('knowledge', () => {
  test('selftest: every part of this installation fires', () => {
    const ran = cli(['selftest']);
    expect(ran.stdout).not.toContain('BROKEN');
    expect(ran.code).toBe(0);
  });

  test('every rule has a page', () => {
    const { rules } = JSON.parse(cli(['rules', '--json']).stdout) as { rules: { id: string }[] };
    expect(rules.length).toBeGreaterThan(10);
    for (const { id } of rules.slice(0, 3)) expect(cli(['explain', id]).stdout).toContain('What it cannot see');
  });

  test('ioc list and show', () => {
    expect(cli(['ioc', 'list']).stdout).toContain('postmark-mcp');
    expect(cli(['ioc', 'show', 'postmark-mcp']).stdout).toContain('phan@giftshop.club');
    expect(cli(['ioc', 'show', 'postmark-mcp']).stdout).toContain('copy-to-giftshop (critical): sends mail to an address at giftshop.club');
    expect(JSON.parse(cli(['ioc', 'show', 'phantom-gyp', '--json']).stdout)).toMatchObject({ campaigns: [{ patterns: [{ id: 'gyp-runs-index', all: [{ kind: 'native-code' }] }, { id: 'token-threat' }] }] });
    expect(cli(['ioc', 'show', 'chalk@5.6.1']).code).toBe(0);
    expect(cli(['ioc', 'show', 'chalk@5.6.2'])).toMatchObject({ code: 1 });
  });

  test('our own bundle is valid', () => {
    expect(cli(['ioc', 'validate', 'iocs'])).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['bash', 'zsh', 'fish'])('completion for %s knows commands, flags and rules', (shell) => {
    const { stdout } = cli(['completion', shell]);
    for (const word of ['scan', 'fail-on', 'known-malicious-version', 'validate']) expect(stdout).toContain(word);
  });
});

test('nothing is written into the target', () => {
  const folder = temporaryFolder({ ...BAD, 'ours/x.yaml': 'schema: 1\n' });
  cli(['scan', '--iocs', 'ours'], { cwd: folder });
  expect(existsSync(join(folder, '.cache'))).toBe(false);
});
