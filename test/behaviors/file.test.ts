// Files outside the package.
import { describe, expect, test } from 'vitest';
import { credentialAt, startsLater } from '../../src/behaviors/credential-paths.ts';
import { files } from '../../src/behaviors/file.ts';
import { factsOf, HOSTILE } from './facts.ts';

const HEAD = "const fs = require('fs'); const os = require('os'); const path = require('path');\n";
const of = (source: string, path = 'src/index.js') => factsOf(files, 'file', HEAD + source, path);

describe('paths', () => {
  test.each<[string, string, string | undefined]>([
    ["fs.readFileSync(path.join(os.homedir(), '.ssh', 'id_rsa'))", 'read ~/.ssh/id_rsa', 'SSH keys'],
    ["fs.readFileSync(os.homedir() + '/.npmrc', 'utf8')", 'read ~/.npmrc', 'npm token'],
    ['fs.readFileSync(`${process.env.HOME}/.aws/credentials`)', 'read ~/.aws/credentials', 'AWS credentials'],
    ["fs.readFileSync(path.resolve(process.env.HOME || process.env.USERPROFILE, '.netrc'))", 'read ~/.netrc', 'login credentials of hosts'],
    ["fs.readFileSync(process.env.APPDATA + '\\\\Claude\\\\claude_desktop_config.json')", 'read ~/AppData/Roaming/Claude/claude_desktop_config.json', 'MCP client configuration'],
    ["fs.readFileSync(path.join(process.env.LOCALAPPDATA, 'Google/Chrome/User Data/Default/Login Data'))", 'read ~/AppData/Local/Google/Chrome/User Data/Default/Login Data', 'browser passwords'],
    ["fs.readFileSync('/home/dev/.config/solana/id.json')", 'read ~/.config/solana/id.json', 'wallet'],
    ["fs.readFileSync('/Users/dev/Library/Keychains/login.keychain-db')", 'read ~/Library/Keychains/login.keychain-db', 'keychain'],
    ["fs.readFileSync('C:\\\\Users\\\\dev\\\\.ssh\\\\id_ed25519')", 'read ~/.ssh/id_ed25519', 'SSH keys'],
    ["fs.promises.readFile('/etc/shadow')", 'read /etc/shadow', 'system passwords'],
    ['fs.readFileSync(`/proc/${pid}/environ`)', 'read /proc/*/environ', 'environment of processes'],
    ["fs.readFileSync('/etc/hosts')", 'read /etc/hosts', undefined],
    ["fs.readFileSync('.env')", 'read .env', 'environment file'],
    ["fs.readFileSync(path.join(process.cwd(), '.npmrc'))", 'read .npmrc', 'npm token'],
    ["fs.readFileSync(path.join(__dirname, '../../..', 'x', 'index.js'))", 'read ../../x/index.js', undefined],
    ["import { fileURLToPath } from 'url'; fs.readFileSync(fileURLToPath(new URL('../../other/x.js', import.meta.url)))", 'read ../other/x.js', undefined],
    ["fs.writeFileSync(path.join(os.tmpdir(), 'x.sh'), d)", 'write /tmp/x.sh', undefined],
    ["fs.appendFileSync(path.join(os.homedir(), '.bashrc'), 'x')", 'write ~/.bashrc', undefined],
    ["fs.writeFileSync('.github/workflows/x.yml', y)", 'write .github/workflows/x.yml', undefined],
    ["fs.writeFileSync(path.join(os.homedir(), '.cursor', 'mcp.json'), y)", 'write ~/.cursor/mcp.json', undefined],
    ["fs.createReadStream(path.join(os.homedir(), 'a', '..', '.netrc'))", 'read ~/.netrc', 'login credentials of hosts'],
    ["fs.rmSync(os.homedir(), { recursive: true })", 'delete ~', undefined],
    ['fs.rmSync(process.cwd(), { recursive: true })', 'delete .', undefined],
    ["fs.readdirSync(path.join(os.homedir(), '.ssh'))", 'list ~/.ssh', 'SSH keys'],
    ["fs.openSync('/etc/cron.d/x', 'w')", 'write /etc/cron.d/x', undefined],
    ["fs.readFileSync(Buffer.from('L2V0Yy9zaGFkb3c=', 'base64').toString())", 'read /etc/shadow', 'system passwords'],
    ["require('fs-extra').readJson('~/.docker/config.json')", 'read ~/.docker/config.json', 'Docker credentials'],
    ["Bun.file(process.env.HOME + '/.npmrc').text()", 'read ~/.npmrc', 'npm token'],
    ["Deno.readTextFile('/etc/passwd')", 'read /etc/passwd', undefined],
    ["export function at(dir) { return fs.readFileSync(dir + '/.aws/credentials'); }", 'read */.aws/credentials', 'AWS credentials'],
    ["const { readFile: r } = require('node:fs/promises'); r(os.homedir() + '/.pypirc')", 'read ~/.pypirc', 'PyPI token'],
    ['var n=require("fs"),o=require("os");n.readFileSync(o.homedir()+"/.git-credentials")', 'read ~/.git-credentials', 'git credentials'],
  ])('%s', (source, expected, credential) => {
    const [fact] = of(source);
    expect(fact === undefined ? undefined : `${fact.access} ${fact.path ?? ''}`).toBe(expected);
    expect(fact?.credential).toBe(credential);
  });

  test('each of a list of paths is a fact', () => {
    expect(of("for (const f of ['.npmrc', '.netrc']) fs.readFileSync(path.join(os.homedir(), f))").map(({ path }) => path)).toEqual(['~/.npmrc', '~/.netrc']);
    expect(of("['.npmrc', '.netrc'].forEach((f) => fs.readFileSync(os.homedir() + '/' + f))").map(({ path }) => path)).toEqual(['~/.npmrc', '~/.netrc']);
  });

  test('what is written says where it comes from', () => {
    expect(of("fs.writeFileSync('/tmp/x', process.env.A)")[0]?.writes).toEqual([{ kind: 'environment', name: 'A' }]);
    expect(of("const s = fs.createWriteStream('/tmp/x'); s.write(process.env.A); s.end()")[0]?.writes).toEqual([{ kind: 'environment', name: 'A' }]);
  });

  test('a copy reads and writes', () => {
    expect(of("fs.copyFileSync(os.homedir() + '/.ssh/id_rsa', '/tmp/k')").map(({ access, path }) => `${access} ${path ?? ''}`).toSorted()).toEqual(['read ~/.ssh/id_rsa', 'write /tmp/k']);
  });

  test.each([
    "fs.readFileSync(path.join(__dirname, 'package.json'))", "fs.readFileSync(path.join(__dirname, '../package.json'))", "fs.readFileSync('./data.json')", 'export function r(p) { return fs.readFileSync(p); }', "fs.readFileSync(path.join(process.cwd(), 'x.json'))",
    "fs.readFileSync(new URL('./x.wasm', import.meta.url))", "fs.writeFileSync('/dev/null', '')", "fs.existsSync('/etc/x')", 'fs.readFileSync(unknown)', "fs.readFileSync(require.resolve('x'))", 'fs.readFileSync(path.join(unknown, "x.txt"))', "export const r = (p) => fs.readFileSync(path.join(os.homedir(), p))", "fs.readFileSync('/' + unknown + '.ejs')",
  ])('no fact: %s', (source) => {
    expect(of(source)).toEqual([]);
  });

  test('a path that is put together from itself in each turn of a loop is a few paths', () => {
    const turns = Array.from({ length: 9 }, (_, at) => `dir = path.join(path.dirname(dir), path.dirname(dir), 'x${at}');`).join(' ');
    expect(of(`export function up(dir) { while (go()) { ${turns} fs.readFileSync(path.join(dir, '.npmrc')); } }`)).toHaveLength(6);
  });

  test.each(HOSTILE)('hostile source %#', (source) => {
    expect(Array.isArray(of(source))).toBe(true);
  });
});

describe('well-known paths', () => {
  test.each<[string, string | undefined]>([
    ['~/.ssh/id_rsa', 'SSH keys'], ['~/.ssh', 'SSH keys'], ['~/.yarnrc.yml', 'yarn token'], ['~/.config/gcloud/application_default_credentials.json', 'Google Cloud credentials'], ['~/.azure/msal_token_cache.json', 'Azure credentials'], ['~/.kube/config', 'Kubernetes credentials'],
    ['~/.config/gh/hosts.yml', 'GitHub CLI token'], ['~/Library/Application Support/Google/Chrome/Default/Cookies', 'browser cookies'], ['~/.mozilla/firefox/*/key4.db', 'browser passwords'], ['~/AppData/Local/Google/Chrome/User Data/Local State', 'key of browser passwords'],
    ['~/Library/Application Support/Exodus/exodus.wallet', 'wallet'], ['~/x/Local Extension Settings/nkbihfbeogaeaoehlefnkodbefgpgknn', 'wallet of a browser extension'], ['~/.claude/.credentials.json', 'agent credentials'], ['~/.codex/auth.json', 'agent credentials'], ['~/.cursor/mcp.json', 'MCP client configuration'],
    ['~/.zsh_history', 'shell history'], ['.env.production', 'environment file'], ['~/AppData/Roaming/discord/Local Storage/leveldb', 'chat session'], ['~/x/passwords.kdbx', 'password manager'],
    ['~/.sshx', undefined], ['~/notes.txt', undefined], ['.env.example', undefined], ['/etc/passwd', undefined], ['~/project/environment', undefined], ['~/.config/app/settings.json', undefined], ['a'.repeat(100_000), undefined],
  ])('%s', (path, holds) => {
    expect(credentialAt(path)).toBe(holds);
  });
  test.each<[string, boolean]>([['~/.zshrc', true], ['~/Library/LaunchAgents/x.plist', true], ['~/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup/x.bat', true], ['/etc/cron.d/x', true], ['.git/hooks/pre-commit', true], ['~/.claude/settings.json', true], ['~/x/profile', false], ['~/.bashrc.bak', false]])('%s starts something: %s', (path, expected) => {
    expect(startsLater(path)).toBe(expected);
  });
});
