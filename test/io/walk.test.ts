import { describe, expect, it } from 'vitest';
import { walk, type Visit, type WalkOptions } from '../../src/io/walk.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';

const wanted: WalkOptions['wanted'] = (name, kind) => {
  if (kind === 'file') return name === 'yarn.lock' ? 'take' : 'pass';
  if (name === 'node_modules') return 'take';
  return name === '.git' ? 'skip' : 'pass';
};

function visits(files: Readonly<Record<string, MemoryEntry>>, options: Partial<WalkOptions> & { readonly start?: string } = {}): string[] {
  const { start = '/repo', ...rest } = options;
  return [...walk(memoryTree(files), start, { wanted, ...rest })].map(line);
}

function line(visit: Visit): string {
  switch (visit.kind) {
    case 'file': return `file ${visit.path} (${visit.entry})`;
    case 'link': return `link ${visit.path} -> ${visit.target} ${visit.walked ? 'walked' : 'not walked'}`;
    case 'problem': return `problem ${visit.problem.code} ${visit.problem.path}`;
    case 'end': return `end ${visit.folders} ${visit.entries}${visit.complete ? '' : ' cut'}`;
    case 'pause': return 'pause';
    default: return `${visit.kind} ${visit.path}`;
  }
}

describe('walk', () => {
  it('visits hidden and ignored folders in code-point order, and enters neither node_modules nor .git', () => {
    expect(visits({
      'repo/.gitignore': 'b', 'repo/b/yarn.lock': '', 'repo/.hidden/x/yarn.lock': '', 'repo/a/node_modules/p/yarn.lock': '', 'repo/a/B/yarn.lock': '',
      'repo/.git/yarn.lock': '', 'repo/yarn.lock': '', 'repo/readme': '', 'outside/yarn.lock': '',
    })).toEqual([
      'skipped /repo/.git', 'file /repo/.hidden/x/yarn.lock (file)', 'file /repo/a/B/yarn.lock (file)', 'folder /repo/a/node_modules',
      'file /repo/b/yarn.lock (file)', 'file /repo/yarn.lock (file)', 'end 6 13',
    ]);
  });

  it('yields what stands in the place of a wanted file: link, folder, pipe', () => {
    expect(visits({
      'repo/a/yarn.lock': { link: '/elsewhere' }, 'repo/b/yarn.lock/yarn.lock': '', 'repo/c/yarn.lock': { other: true }, 'repo/d/pipe': { other: true },
    })).toEqual(['file /repo/a/yarn.lock (link)', 'file /repo/b/yarn.lock (folder)', 'file /repo/b/yarn.lock/yarn.lock (file)', 'file /repo/c/yarn.lock (other)', 'end 6 9']);
  });

  it('does not follow links to folders, and says whether the walk comes by the target itself', () => {
    expect(visits({
      'repo/a/yarn.lock': '', 'repo/in': { link: 'a' }, 'repo/out': { link: '/other' }, 'repo/self': { link: '.' }, 'repo/up': { link: '..' }, 'repo/git': { link: '.git/x' },
      'repo/.git/x/yarn.lock': '', 'repo/broken': { link: 'gone' }, 'repo/loop': { link: 'loop' }, 'repo/m/node_modules': { link: '/other' }, 'other/yarn.lock': '', 'repo/hid': { link: 'no/x' }, 'repo/no/x/y': '',
    }, { excluded: (path) => path === '/repo/no' })).toEqual([
      'skipped /repo/.git', 'file /repo/a/yarn.lock (file)', 'link /repo/git -> /repo/.git/x not walked', 'link /repo/hid -> /repo/no/x not walked', 'link /repo/in -> /repo/a walked',
      'folder /repo/m/node_modules', 'excluded /repo/no', 'link /repo/out -> /other not walked', 'link /repo/self -> /repo walked', 'link /repo/up -> / not walked', 'end 3 14',
    ]);
  });

  it('follows a start that is a link, takes a start that is a file, and says when there is none', () => {
    const files = { 'repo': { link: 'real' }, 'real/yarn.lock': '', 'real/l': { link: '/real/d' }, 'real/d/x': '' };
    expect(visits(files)).toEqual(['link /repo/l -> /real/d walked', 'file /repo/yarn.lock (file)', 'end 2 4']);
    expect(visits(files, { start: '/real/yarn.lock' })).toEqual(['file /real/yarn.lock (file)', 'end 0 0']);
    expect(visits(files, { start: '/gone' })).toEqual(['problem not-found /gone', 'end 0 0']);
  });

  it('goes on after a folder that cannot be read', () => {
    expect(visits({ 'repo/a/yarn.lock': '', 'repo/b': { error: 'unreadable' }, 'repo/b/x': '', 'repo/c/yarn.lock': '' }))
      .toEqual(['file /repo/a/yarn.lock (file)', 'problem unreadable /repo/b', 'file /repo/c/yarn.lock (file)', 'end 4 5']);
  });

  it('lists what is excluded, and does not enter it', () => {
    expect(visits({ 'repo/a/yarn.lock': '', 'repo/b/yarn.lock': '' }, { excluded: (path) => path === '/repo/a' || path === '/repo/b/yarn.lock' }))
      .toEqual(['excluded /repo/a', 'excluded /repo/b/yarn.lock', 'end 2 3']);
  });

  it('says which limit it met', () => {
    const files = { 'repo/a/b/c/yarn.lock': '', 'repo/d/yarn.lock': '' };
    expect(visits(files, { limits: { folderDepth: 3, entries: 99 } })).toEqual(['problem too-deep /repo/a/b/c', 'file /repo/d/yarn.lock (file)', 'end 4 5']);
    expect(visits(files, { limits: { folderDepth: 9, entries: 3 } })).toEqual(['problem too-many /repo/a/b/c', 'end 4 4 cut']);
  });

  it('survives folders nested 5,000 deep', () => {
    const found = visits({ [`repo/${'d/'.repeat(5000)}yarn.lock`]: '' });
    expect(found[0]).toBe('pause');
    expect(found[1]).toMatch(/^problem too-deep/);
    expect(found).toHaveLength(3);
  });

  it('pauses every 500 folders, so that whoever walks can hear a signal', () => {
    const files = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`repo/f${at}/x`, '']));
    expect(visits(files).filter((visit) => visit === 'pause')).toHaveLength(2);
  });

  it('tells of each folder', () => {
    const seen: string[] = [];
    visits({ 'repo/a/b/c': '' }, { onFolder: (path) => seen.push(path) });
    expect(seen).toEqual(['/repo', '/repo/a', '/repo/a/b']);
  });
});
