import { describe, expect, test } from 'vitest';
import { findPrefixes } from '../../src/caches/prefixes.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Home } from '../../src/model/machine.ts';

const home = (platform: Home['platform'], path: string, environment: Home['environment'] = {}): Home => ({ path, user: 'dev', platform, environment });
const linux = home('linux', '/home/dev');
const found = (files: Record<string, MemoryEntry>, homes: readonly Home[]) => findPrefixes(memoryTree(files), homes).prefixes.map(({ owner, folder, bin }) => `${owner}: ${folder} ${bin ?? '-'}`);
const one = (folder: string, bin?: string): Record<string, MemoryEntry> => ({ [`${folder}/a/package.json`]: '{}', ...(bin === undefined ? {} : { [`${bin}/a`]: '' }) });

describe('Linux', () => {
  test.each<[string, Record<string, MemoryEntry>]>([
    ['npm: /usr/lib /usr/bin', one('/usr/lib/node_modules', '/usr/bin')],
    ['npm: /usr/local/lib /usr/local/bin', one('/usr/local/lib/node_modules', '/usr/local/bin')],
    ['npm: /home/dev/.npm-global/lib -', one('/home/dev/.npm-global/lib/node_modules')],
    ['npm (nvm v20.1.0): /home/dev/.nvm/versions/node/v20.1.0/lib /home/dev/.nvm/versions/node/v20.1.0/bin', one('/home/dev/.nvm/versions/node/v20.1.0/lib/node_modules', '/home/dev/.nvm/versions/node/v20.1.0/bin')],
    ['npm (fnm v22.0.0): /home/dev/.local/share/fnm/node-versions/v22.0.0/installation/lib -', one('/home/dev/.local/share/fnm/node-versions/v22.0.0/installation/lib/node_modules')],
    ['volta (a): /home/dev/.volta/tools/image/packages/a/lib /home/dev/.volta/tools/image/packages/a/bin', one('/home/dev/.volta/tools/image/packages/a/lib/node_modules', '/home/dev/.volta/tools/image/packages/a/bin')],
    ['volta (b): /home/dev/.volta/tools/image/packages/@s/b/lib -', one('/home/dev/.volta/tools/image/packages/@s/b/lib/node_modules')],
    ['npm (asdf 20.1.0): /home/dev/.asdf/installs/nodejs/20.1.0/lib -', one('/home/dev/.asdf/installs/nodejs/20.1.0/lib/node_modules')],
    ['npm (mise 20.1.0): /home/dev/.local/share/mise/installs/node/20.1.0/lib -', one('/home/dev/.local/share/mise/installs/node/20.1.0/lib/node_modules')],
    ['mise (1.0.16): /home/dev/.local/share/mise/installs/npm-postmark-mcp/1.0.16/lib -', one('/home/dev/.local/share/mise/installs/npm-postmark-mcp/1.0.16/lib/node_modules')],
    ['pnpm (5): /home/dev/.local/share/pnpm/global/5 /home/dev/.local/share/pnpm', one('/home/dev/.local/share/pnpm/global/5/node_modules')],
    ['yarn: /home/dev/.config/yarn/global -', one('/home/dev/.config/yarn/global/node_modules')],
    ['bun: /home/dev/.bun/install/global /home/dev/.bun/bin', one('/home/dev/.bun/install/global/node_modules', '/home/dev/.bun/bin')],
    ['n 20.1.0: /usr/local/n/versions/node/20.1.0/lib -', one('/usr/local/n/versions/node/20.1.0/lib/node_modules')],
    ['npm (Homebrew): /home/linuxbrew/.linuxbrew/lib -', one('/home/linuxbrew/.linuxbrew/lib/node_modules')],
  ])('%s', (expected, files) => {
    expect(found(files, [linux])).toEqual([expected]);
  });

  test('the prefix that the user set, by file or variable', () => {
    const files = { '/home/dev/.npmrc': 'prefix=${HOME}/mine\n', ...one('/home/dev/mine/lib/node_modules', '/home/dev/mine/bin'), ...one('/other/lib/node_modules') };
    expect(found(files, [linux])).toEqual(['npm (prefix of the user): /home/dev/mine/lib /home/dev/mine/bin']);
    expect(found(files, [home('linux', '/home/dev', { npm_config_prefix: '/other' })])).toEqual(['npm (prefix of the user): /other/lib -']);
  });

  test('one place under two names is given once', () => {
    expect(found({ ...one('/home/dev/n/lib/node_modules'), '/home/dev/.npm-global': { link: 'n' } }, [linux])).toHaveLength(1);
  });
});

test.each<[string, Home, Record<string, MemoryEntry>]>([
  ['npm (Homebrew): /opt/homebrew/lib -', home('macos', '/Users/dev'), one('/opt/homebrew/lib/node_modules')],
  ['npm (fnm v22.0.0): /Users/dev/Library/Application Support/fnm/node-versions/v22.0.0/installation/lib -', home('macos', '/Users/dev'), one('/Users/dev/Library/Application Support/fnm/node-versions/v22.0.0/installation/lib/node_modules')],
  ['pnpm (5): /Users/dev/Library/pnpm/global/5 /Users/dev/Library/pnpm', home('macos', '/Users/dev'), one('/Users/dev/Library/pnpm/global/5/node_modules')],
  ['npm: /Users/dev/AppData/Roaming/npm /Users/dev/AppData/Roaming/npm', home('windows', '/Users/dev'), one('/Users/dev/AppData/Roaming/npm/node_modules')],
  ['npm (nvm-windows v20.1.0): /Users/dev/AppData/Roaming/nvm/v20.1.0 /Users/dev/AppData/Roaming/nvm/v20.1.0', home('windows', '/Users/dev'), one('/Users/dev/AppData/Roaming/nvm/v20.1.0/node_modules')],
  ['npm (fnm v22.0.0): /Users/dev/AppData/Roaming/fnm/node-versions/v22.0.0/installation /Users/dev/AppData/Roaming/fnm/node-versions/v22.0.0/installation', home('windows', '/Users/dev'), one('/Users/dev/AppData/Roaming/fnm/node-versions/v22.0.0/installation/node_modules')],
  ['pnpm (5): /Users/dev/AppData/Local/pnpm/global/5 /Users/dev/AppData/Local/pnpm', home('windows', '/Users/dev'), one('/Users/dev/AppData/Local/pnpm/global/5/node_modules')],
  ['npm: /Program Files/nodejs /Program Files/nodejs', home('windows', '/Users/dev'), one('/Program Files/nodejs/node_modules')],
  ['npm (nvm-windows v20.1.0): D:/nvm/v20.1.0 D:/nvm/v20.1.0', home('windows', 'C:/Users/dev', { NVM_HOME: 'D:\\nvm' }), one('D:/nvm/v20.1.0/node_modules')],
])('%s', (expected, where, files) => {
  expect(found(files, [where])).toEqual([expected]);
});

test('nothing is there: nothing is given; a refused folder is a problem', () => {
  expect(findPrefixes(memoryTree({}), [linux])).toEqual({ prefixes: [], problems: [], notes: [] });
  const { problems } = findPrefixes(memoryTree({ '/home/dev/.nvm/versions/node/x': '', '/home/dev/.nvm/versions/node': { error: 'unreadable' } }), [linux]);
  expect(problems.map(({ path }) => path)).toEqual(['/home/dev/.nvm/versions/node']);
});
