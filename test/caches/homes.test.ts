import { describe, expect, test } from 'vitest';
import { findHomes } from '../../src/caches/homes.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import type { Home } from '../../src/model/machine.ts';

const all = (files: Parameters<typeof memoryTree>[0]) => {
  const { homes, problems, notes } = findHomes(memoryTree(files), { all: 'all' });
  return { homes: homes.map(({ path, user, platform }) => `${platform} ${user} ${path}`), problems, notes };
};

describe('Linux', () => {
  test('homes, root, and those that passwd names with a shell', () => {
    expect(all({
      '/etc/passwd': ['root:x:0:0:root:/root:/bin/bash', 'dev:x:1000:1000::/home/dev:/bin/zsh', 'svc:x:999:999::/srv/svc:/bin/sh', 'www:x:33:33::/var/www:/usr/sbin/nologin', 'gone:x:5:5::/srv/gone:/bin/sh', 'root2:x:0:0::/:/bin/sh', 'short:x'].join('\n'),
      '/home/dev/.bashrc': '', '/home/lost+found': { folder: true }, '/home/file': '', '/root': { folder: true }, '/srv/svc/x': '', '/var/www/x': '',
    })).toEqual({ homes: ['linux dev /home/dev', 'linux root /root', 'linux svc /srv/svc'], problems: [], notes: [] });
  });

  test('a linked home is one home, wherever its name stands', () => {
    expect(all({ '/home/dev': { link: '/data/dev' }, '/data/dev/.npmrc': '', '/etc/passwd': 'dev:x:1:1::/data/dev:/bin/sh' }).homes).toEqual(['linux dev /home/dev']);
  });

  test('a home that cannot be read is a problem', () => {
    const { homes, problems } = all({ '/home/dev/x': '', '/home/other': { folder: true }, '/home/other/x': '', '/root/x': '', '/root': { error: 'unreadable' } });
    expect(homes).toEqual(['linux dev /home/dev', 'linux other /home/other']);
    expect(problems).toEqual([{ code: 'unreadable', message: 'marked as unreadable', path: '/root' }]);
  });

  test('a passwd that is noise hides no home', () => {
    expect(all({ '/etc/passwd': new Uint8Array([0xff, 0xfe, 0x3a, 0x0a]), '/home/dev/x': '' }).homes).toEqual(['linux dev /home/dev']);
  });
});

describe('macOS', () => {
  test('/Users without Shared', () => {
    expect(all({ '/System/Library/x': '', '/Library/x': '', '/Users/dev/Library/x': '', '/Users/Shared/x': '', '/Users/.localized': '' }).homes).toEqual(['macos dev /Users/dev']);
  });
});

describe('Windows', () => {
  test('profiles without the common ones and without junctions', () => {
    expect(all({ '/Windows/x': '', '/Users/dev/AppData/x': '', '/Users/Public/x': '', '/Users/Default/x': '', '/Users/All Users': { link: '/ProgramData' }, '/ProgramData/x': '', '/Users/desktop.ini': '' }).homes).toEqual(['windows dev /Users/dev']);
  });

  test('profiles alone are told from those of macOS by what they hold', () => {
    expect(all({ '/Users/dev/AppData/x': '' }).homes).toEqual(['windows dev /Users/dev']);
    expect(all({ '/Users/dev/Library/x': '' }).homes).toEqual(['macos dev /Users/dev']);
  });

  test('on a live machine the other homes lie beside the current one', () => {
    const current: Home = { path: 'C:/Users/dev', user: 'dev', platform: 'windows', environment: {} };
    const { homes } = findHomes(memoryTree({ 'C:/Users/dev/x': '', 'C:/Users/other/x': '' }), { all: 'all', current });
    expect(homes.map(({ path }) => path)).toEqual(['C:/Users/dev', 'C:/Users/other']);
  });
});

describe('a copy of one home', () => {
  test.each([
    ['linux', { '/.claude.json': '{}', '/bin/x': '' }], ['linux', { '/.config/x': '' }], ['macos', { '/Library/x': '', '/.npm/x': '', '/Applications/x': '' }],
    ['windows', { '/AppData/x': '' }], ['windows', { '/NTUSER.DAT': '', '/.cursor/x': '' }],
  ] as const)('%s', (platform, files) => {
    expect(all(files).homes).toEqual([`${platform} unknown /`]);
  });

  test('a system with a home at its root has both', () => {
    expect(all({ '/.npm/x': '', '/etc/x': '', '/home/dev/x': '' }).homes).toEqual(['linux dev /home/dev', 'linux unknown /']);
  });

  test('a system without homes is no home, and that is said', () => {
    expect(all({ '/Library/x': '', '/usr/x': '', '/etc/hosts': '' })).toEqual({ homes: [], problems: [], notes: ['no home folder was found'] });
  });
});

test('only the current home, with its environment, where that is asked for', () => {
  const current: Home = { path: '/home/dev', user: 'dev', platform: 'linux', environment: { XDG_CACHE_HOME: '/x' } };
  expect(findHomes(memoryTree({ '/home/other/x': '' }), { all: 'current', current })).toEqual({ homes: [current], problems: [], notes: [] });
});
