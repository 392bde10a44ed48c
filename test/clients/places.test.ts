import { describe, expect, test } from 'vitest';
import { expandPlace, foldersOf, isProjectFileName, matchProjectFile, passesGate, type ExpandOptions } from '../../src/clients/places.ts';
import { CLIENTS } from '../../src/clients/registry.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Home } from '../../src/model/machine.ts';
import type { Problem } from '../../src/model/coverage.ts';

const home = (platform: Home['platform'], path: string, environment: Home['environment'] = {}): Home => ({ path, user: 'dev', platform, environment });
const placesOf = (client: string, of: Home) => CLIENTS.find(({ id }) => id === client)?.userPlaces(foldersOf(of)).map(({ path }) => path) ?? [];

describe('folders of a home', () => {
  test('by convention', () => {
    expect(foldersOf(home('linux', '/home/dev'))).toMatchObject({ appSupport: '/home/dev/.config', config: '/home/dev/.config', localAppData: '/home/dev/.config' });
    expect(foldersOf(home('macos', '/Users/dev'))).toMatchObject({ appSupport: '/Users/dev/Library/Application Support', config: '/Users/dev/.config' });
    expect(foldersOf(home('windows', '/Users/dev'))).toMatchObject({ appSupport: '/Users/dev/AppData/Roaming', localAppData: '/Users/dev/AppData/Local', config: '/Users/dev/.config' });
  });

  test('moved by variables of the live user, which must be absolute', () => {
    expect(foldersOf(home('linux', '/home/dev', { XDG_CONFIG_HOME: '/data/config/' })).appSupport).toBe('/data/config');
    expect(foldersOf(home('linux', '/home/dev', { XDG_CONFIG_HOME: 'config' })).appSupport).toBe('/home/dev/.config');
    expect(foldersOf(home('macos', '/Users/dev', { XDG_CONFIG_HOME: '/c' }))).toMatchObject({ config: '/c', appSupport: '/Users/dev/Library/Application Support' });
    expect(foldersOf(home('windows', 'C:/Users/dev', { APPDATA: 'D:\\Roaming', LOCALAPPDATA: '\\\\server\\x' }))).toMatchObject({ appSupport: 'D:/Roaming', localAppData: 'C:/Users/dev/AppData/Local' });
  });

  test.each([
    ['claude-code', 'linux', { CLAUDE_CONFIG_DIR: '/c' }, '/c/.claude.json'],
    ['codex', 'linux', { CODEX_HOME: '/c' }, '/c/config.toml'],
    ['cline', 'linux', { CLINE_DIR: '/c' }, '/c/data/settings/cline_mcp_settings.json'],
    ['opencode', 'linux', { OPENCODE_CONFIG: '/c/own.json' }, '/c/own.json'],
    ['opencode', 'linux', { OPENCODE_CONFIG_DIR: '/c' }, '/c/opencode.jsonc'],
    ['vscode', 'linux', { VSCODE_PORTABLE: '/c' }, '/c/user-data/User/mcp.json'],
    ['zed', 'linux', { FLATPAK_XDG_CONFIG_HOME: '/c' }, '/c/zed/settings.json'],
    ['copilot-cli', 'linux', { XDG_CONFIG_HOME: '/c' }, '/c/mcp-config.json'],
    ['copilot-cli', 'linux', { COPILOT_HOME: '/c' }, '/c/mcp-config.json'],
    ['librechat', 'linux', { LIBRECHAT_CONFIG_DIR: '/c' }, '/c/LibreChat/librechat.yaml'],
    ['claude-code', 'linux', { CLAUDE_CODE_PLUGIN_SEED_DIR: '/c' }, '/c/**/.mcp.json'],
    ['opencode', 'windows', { PROGRAMDATA: 'D:\\Data' }, 'D:/Data/opencode/opencode.json'],
    ['claude-code', 'windows', { ProgramFiles: 'D:\\Programs' }, 'D:/Programs/ClaudeCode/managed-mcp.json'],
  ] as const)('%s on %s with %o', (client, platform, environment, path) => {
    expect(placesOf(client, home(platform, platform === 'windows' ? 'C:/Users/dev' : '/home/dev', environment))).toContain(path);
  });

  test('the usual place is looked at too', () => {
    expect(placesOf('codex', home('linux', '/home/dev', { CODEX_HOME: '/c' })).filter((path) => path.endsWith('/config.toml'))).toEqual(['/c/config.toml', '/home/dev/.codex/config.toml', '/etc/codex/config.toml']);
    expect(placesOf('claude-code', home('linux', '/home/dev', { CLAUDE_CONFIG_DIR: '/c' }))).toContain('/home/dev/.claude.json');
  });

  test('an administrator\'s files lie at the root of the disk that holds the home', () => {
    expect(placesOf('claude-code', home('windows', 'C:/Users/dev'))).toContain('C:/Program Files/ClaudeCode/managed-mcp.json');
    expect(placesOf('amp', home('windows', '/mnt/c/Users/dev'))).toContain('/mnt/c/ProgramData/ampcode/managed-settings.json');
    expect(placesOf('opencode', home('macos', '/Volumes/Disk/Users/dev'))).toContain('/Volumes/Disk/Library/Application Support/opencode/opencode.json');
    expect(placesOf('opencode', home('linux', '/var/home/dev'))).toContain('/etc/opencode/opencode.json');
  });

  test('every user-level path is absolute, and inside the home or the machine\'s folders', () => {
    for (const [platform, path] of [['linux', '/home/dev'], ['macos', '/Users/dev'], ['windows', '/Users/dev']] as const) {
      const outside = CLIENTS.flatMap(({ userPlaces }) => userPlaces(foldersOf(home(platform, path)))).filter((place) => !place.path.startsWith(`${path}/`));
      expect(outside.filter(({ path, scope }) => scope !== 'managed' || !/^\/(?:etc|Library\/Application Support|Program Files|ProgramData)\//.test(path))).toEqual([]);
    }
  });
});

describe('patterns', () => {
  const expand = (files: Record<string, MemoryEntry>, pattern: string, options?: ExpandOptions) => expandPlace(memoryTree(files), pattern, options);

  test('a plain path is there or not; a pipe and what may not be read are there', () => {
    expect(expand({ '/a/b': 'x' }, '/a/b')).toEqual(['/a/b']);
    expect(expand({ '/a/b': { other: true } }, '/a/b')).toEqual(['/a/b']);
    expect(expand({ '/a/b': { error: 'unreadable' } }, '/a/b')).toEqual(['/a/b']);
    expect(expand({ '/a/b': { link: '/nowhere' } }, '/a/b')).toEqual([]);
    expect(expand({}, '/a/b')).toEqual([]);
  });

  test('a star is one folder or a part of a name', () => {
    const files = { '/a/x/mcp.json': '', '/a/y/mcp.json': '', '/a/y/z/mcp.json': '', '/a/mcp.json': '', '/a/f.yaml': '', '/a/fyaml': '', '/a/g.YAML': '' };
    expect(expand(files, '/a/*/mcp.json')).toEqual(['/a/x/mcp.json', '/a/y/mcp.json']);
    expect(expand(files, '/a/*.yaml')).toEqual(['/a/f.yaml']);
    expect(expand(files, '/a/*.yaml', { ignoreCase: true })).toEqual(['/a/f.yaml', '/a/g.YAML']);
  });

  test('two stars are none to eight folders', () => {
    const deep = `/a${'/d'.repeat(8)}/mcp.json`;
    expect(expand({ '/a/mcp.json': '', '/a/b/c/mcp.json': '', [deep]: '', [`/a${'/d'.repeat(9)}/mcp.json`]: '' }, '/a/**/mcp.json')).toEqual(['/a/b/c/mcp.json', deep, '/a/mcp.json'].sort());
  });

  test('links are followed; circles end, and nothing is entered twice', () => {
    const files: Record<string, MemoryEntry> = { '/a/one/mcp.json': '', '/a/one/up': { link: '/a' }, '/a/again': { link: '/a/one' }, '/a/out': { link: '/b' }, '/b/mcp.json': '', '/b/self': { link: '/b/self' } };
    expect(expand(files, '/a/**/mcp.json')).toEqual(['/a/one/mcp.json', '/a/out/mcp.json']);
    expect(expand(files, '/a/*/mcp.json')).toEqual(['/a/again/mcp.json', '/a/one/mcp.json', '/a/out/mcp.json']);
  });

  test('what a plugin depends on is no plugin', () => {
    expect(expand({ '/a/p/node_modules/d/mcp.json': '', '/a/p/.git/mcp.json': '', '/a/p/mcp.json': '' }, '/a/**/mcp.json')).toEqual(['/a/p/mcp.json']);
  });

  test('on a disk of Windows the case of names does not count', () => {
    const files = { '/users/Dev/appdata/ROAMING/Claude/Claude_Desktop_Config.json': '' };
    expect(expand(files, '/Users/Dev/AppData/Roaming/Claude/claude_desktop_config.json')).toEqual([]);
    expect(expand(files, '/Users/Dev/AppData/Roaming/Claude/claude_desktop_config.json', { ignoreCase: true })).toEqual(['/users/Dev/appdata/ROAMING/Claude/Claude_Desktop_Config.json']);
  });

  test('a folder that cannot be listed, and too many folders, are said', () => {
    const problems: Problem[] = [];
    const options = { onProblem: (problem: Problem) => { problems.push(problem); } };
    expect(expand({ '/a/x/mcp.json': '', '/a/y/mcp.json': '', '/a/y': { error: 'unreadable' } }, '/a/*/*.json', options)).toEqual(['/a/x/mcp.json']);
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['unreadable /a/y']);
    problems.length = 0;
    expand(Object.fromEntries(Array.from({ length: 20_100 }, (_, at) => [`/a/d${at}/f`, ''])), '/a/**/mcp.json', options);
    expect(problems.map(({ code }) => code)).toEqual(['too-many']);
  });
});

describe('files of a repository', () => {
  const match = (path: string) => {
    const found = matchProjectFile(path);
    return found === undefined ? undefined : `${found.descriptor.id} ${found.place.path}`;
  };

  test.each([
    ['/repo/.mcp.json', 'claude-code .mcp.json'],
    ['/repo/packages/a/.cursor/mcp.json', 'cursor .cursor/mcp.json'],
    ['/repo/.vscode/mcp.json', 'vscode .vscode/mcp.json'],
    ['/repo/.VSCode/MCP.json', 'vscode .vscode/mcp.json'],
    ['/repo/a/b/mcp.json', 'generic mcp.json'],
    ['mcp.json', 'generic mcp.json'],
    ['/repo/.codex/config.toml', 'codex .codex/config.toml'],
    ['/repo/.vibe/config.toml', 'mistral-vibe .vibe/config.toml'],
    ['/repo/my shop.code-workspace', 'vscode *.code-workspace'],
    ['/repo/.devcontainer/api/devcontainer.json', 'vscode .devcontainer/*/devcontainer.json'],
    ['/repo/.continue/mcpServers/x.yml', 'continue .continue/mcpServers/*.yml'],
    ['/repo/.github/hooks/x.json', 'copilot-cli .github/hooks/*.json'],
    ['/repo/.claude/settings.local.json', 'claude-code .claude/settings.local.json'],
    ['/repo/server.json', 'mcp-registry server.json'],
    ['/repo/config.toml', undefined],
    ['/repo/settings.json', undefined],
    ['/repo/cursor/other.json', undefined],
    ['/repo/x.cursor/mcp.json', 'generic mcp.json'],
    ['/repo/package.json', undefined],
    ['', undefined],
  ])('%s', (path, expected) => {
    expect(match(path)).toBe(expected);
  });

  test('the quick question by name agrees with the answer', () => {
    expect(['mcp.json', '.mcp.json', 'MCP.JSON', 'opencode.jsonc', 'a.code-workspace', 'tasks.json'].map(isProjectFileName)).toEqual([true, true, true, true, true, true]);
    expect(['index.ts', 'README.md', 'mcp.json.bak', 'constructor', '__proto__'].map(isProjectFileName)).toEqual([false, false, false, false, false]);
    const places = CLIENTS.flatMap(({ projectPlaces }) => projectPlaces.map(({ path }) => path.replaceAll('*', 'x')));
    expect(places.filter((path) => !isProjectFileName(path.slice(path.lastIndexOf('/') + 1)) || matchProjectFile(`/repo/${path}`) === undefined)).toEqual([]);
  });
});

describe('the gate of files with many uses', () => {
  const place = { path: 'settings.json', scope: 'user', presence: 'gated', gate: ['mcpServers', 'hooks'] } as const;
  test.each([
    ['{"editor": 1}', false], ['{"mcpservers": {}}', true], ['{"Hooks": {}}', true], ['{"mcp\\u0053ervers": {}}', true], ['"mcp\\x53ervers": {}', true], ['', false],
  ])('%j: %s', (text, expected) => {
    expect(passesGate(place, text)).toBe(expected);
  });
  test('the place of every pattern has one star in a part at most', () => {
    const folders = foldersOf(home('linux', '/home/dev'));
    const paths = CLIENTS.flatMap(({ userPlaces, projectPlaces }) => [...userPlaces(folders), ...projectPlaces]).map(({ path }) => path);
    expect(paths.filter((path) => path.split('/').some((part) => part !== '**' && part.split('*').length > 2))).toEqual([]);
  });
  test('a file that is there for servers has none', () => {
    expect(passesGate({ path: 'mcp.json', scope: 'user', presence: 'always' }, '')).toBe(true);
  });
});
