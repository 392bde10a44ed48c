// One contract over every FileTree: the live machine, a folder as root, and the tree that tests use.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { SYSTEM } from '../../src/io/system.ts';
import { TreeError, type FileTree } from '../../src/model/ports.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';

let disk = '';
beforeAll(() => {
  disk = realpathSync(mkdtempSync(join(tmpdir(), 'file-tree-')));
  mkdirSync(join(disk, 'a/b'), { recursive: true });
  mkdirSync(join(disk, 'empty'));
  writeFileSync(join(disk, 'a/b/file'), 'text');
  writeFileSync(join(disk, 'a/nothing'), '');
  for (const [path, target] of Object.entries(LINKS)) symlinkSync(target, join(disk, path));
  execFileSync('mkfifo', [join(disk, 'pipe')]);
});
afterAll(() => rmSync(disk, { recursive: true, force: true }));

const LINKS: Readonly<Record<string, string>> = {
  'to-file': 'a/b/file',
  'to-folder': 'a',
  'a/up': '..',
  'broken': 'nowhere',
  'circular': 'circular',
  'circular-1': 'circular-2',
  'circular-2': 'circular-1',
  'through-file': 'a/b/file/x',
};

const FILES = {
  'a/b/file': 'text', 'a/nothing': '', 'empty': { folder: true as const }, 'pipe': { other: true as const },
  ...Object.fromEntries(Object.entries(LINKS).map(([path, link]) => [path, { link }])),
};

const TREES: readonly { readonly name: string; readonly open: () => FileTree; readonly at: () => string }[] = [
  { name: 'the live machine', open: () => openFolderTree({ root: '/' }), at: () => disk },
  { name: 'a folder as root', open: () => openFolderTree({ root: disk }), at: () => '' },
  { name: 'a parent folder as root', open: () => openFolderTree({ root: join(disk, '..') }), at: () => disk.slice(disk.lastIndexOf('/')) },
  { name: 'the memory tree', open: () => memoryTree(FILES), at: () => '' },
];

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof TreeError ? error.code : `other: ${String(error)}`;
  }
  return 'nothing thrown';
}

const sized = (size: number) => openFolderTree({ root: '/', system: { stat: (path) => Object.assign(SYSTEM.stat(path), { size }) } });

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe.each(TREES)('a file tree over $name', ({ open, at }) => {
  it('lists a folder sorted, with links as links', () => {
    expect(open().list(at() || '/').map((entry) => `${entry.name} ${entry.kind}`)).toEqual([
      'a folder', 'broken link', 'circular link', 'circular-1 link', 'circular-2 link', 'empty folder', 'pipe other', 'through-file link', 'to-file link', 'to-folder link',
    ]);
    expect(open().list(`${at()}/to-folder/b`)).toEqual([{ name: 'file', kind: 'file' }]);
    expect(open().list(`${at()}/empty`)).toEqual([]);
  });

  it('tells the kind after links, and nothing for what is broken or circular', () => {
    const tree = open();
    const kinds = ['a', 'a/b/file', 'to-file', 'to-folder', 'a/up', 'pipe', 'broken', 'circular', 'circular-1', 'none', 'a/b/file/x', 'through-file', 'a/up/a/up/to-file']
      .map((path) => tree.kind(`${at()}/${path}`));
    expect(kinds).toEqual(['folder', 'file', 'file', 'folder', 'folder', 'other', undefined, undefined, undefined, undefined, undefined, undefined, 'file']);
  });

  it('reads files, also empty ones and through links', () => {
    const tree = open();
    for (const path of ['a/b/file', 'to-file', 'to-folder/b/file', 'a/up/to-file']) expect(text(tree.read(`${at()}/${path}`, 4))).toBe('text');
    expect(tree.read(`${at()}/a/nothing`, 0)).toHaveLength(0);
  });

  it('gives text where it is plain UTF-8, and refuses the same as bytes', () => {
    const tree = open();
    if (!tree.readText) return;
    expect(['a/b/file', 'to-folder/b/file', 'a/nothing'].map((path) => tree.readText?.(`${at()}/${path}`, 4))).toEqual(['text', 'text', '']);
    const codes = ['a', 'pipe', 'none', 'broken', 'circular', 'to-file'].map((path) => codeOf(() => tree.readText?.(`${at()}/${path}`, 3)));
    expect(codes).toEqual(['not-a-file', 'not-a-file', 'not-found', 'not-found', 'unreadable', 'too-large']);
  });

  it('says why it cannot read', () => {
    const tree = open();
    const codes = ['a', 'pipe', 'none', 'broken', 'circular', 'a/b/file/x', 'to-file'].map((path) => codeOf(() => tree.read(`${at()}/${path}`, 3)));
    expect(codes).toEqual(['not-a-file', 'not-a-file', 'not-found', 'not-found', 'unreadable', 'not-found', 'too-large']);
    expect(['none', 'a/b/file', 'circular', 'broken'].map((path) => codeOf(() => tree.list(`${at()}/${path}`)))).toEqual(['not-found', 'unreadable', 'unreadable', 'not-found']);
  });

  it('resolves to the one path without links', () => {
    const tree = open();
    expect(['a/b/file', 'to-file', 'a/up/to-folder/b', 'broken', 'circular', 'none'].map((path) => tree.resolve(`${at()}/${path}`)?.slice(at().length)))
      .toEqual(['/a/b/file', '/a/b/file', '/a/b', undefined, undefined, undefined]);
  });

  it('tells what a link says', () => {
    const tree = open();
    expect(['to-file', 'to-folder/up', 'broken', 'circular', 'a', 'a/b/file', 'none'].map((path) => tree.readLink?.(`${at()}/${path}`)))
      .toEqual(['a/b/file', '..', 'nowhere', 'circular', undefined, undefined, undefined]);
  });

  it('finds nothing at a path with a NUL', () => {
    expect(open().kind(`${at()}/a\0b`)).toBeUndefined();
    expect(codeOf(() => open().read(`${at()}/a\0b`, 9))).toBe('not-found');
  });
});

describe('a folder as root', () => {
  let outside = '';
  let root = '';
  beforeAll(() => {
    outside = mkdtempSync(join(tmpdir(), 'file-tree-'));
    root = join(outside, 'image');
    mkdirSync(join(root, 'etc'), { recursive: true });
    mkdirSync(join(root, 'deep/er'), { recursive: true });
    writeFileSync(join(outside, 'secret'), 'host');
    writeFileSync(join(root, 'etc/inside'), 'image');
    symlinkSync('/etc/inside', join(root, 'deep/absolute'));
    symlinkSync('../../../../../../etc/inside', join(root, 'deep/er/climbing'));
    symlinkSync(join(outside, 'secret'), join(root, 'escape'));
    symlinkSync('../secret', join(root, 'escape-2'));
    symlinkSync('/etc/passwd', join(root, 'passwd'));
    symlinkSync('..', join(root, 'parent'));
  });
  afterAll(() => rmSync(outside, { recursive: true, force: true }));

  it('keeps absolute and climbing links inside', () => {
    const tree = openFolderTree({ root });
    expect(text(tree.read('/deep/absolute', 99))).toBe('image');
    expect(text(tree.read('/deep/er/climbing', 99))).toBe('image');
    expect(tree.resolve('/parent')).toBe('/');
    expect(text(tree.read('/parent/../../etc/inside', 99))).toBe('image');
    for (const path of ['/escape', '/escape-2', '/passwd', '/../secret']) expect([path, tree.kind(path), codeOf(() => tree.read(path, 99))]).toEqual([path, undefined, 'not-found']);
  });

  it('may itself be reached through a link, or not exist', () => {
    symlinkSync(root, join(outside, 'way'));
    expect(text(openFolderTree({ root: join(outside, 'way') }).read('/etc/inside', 99))).toBe('image');
    expect(openFolderTree({ root: join(outside, 'gone') }).kind('/etc')).toBeUndefined();
    expect(codeOf(() => openFolderTree({ root: join(outside, 'gone') }).list('/'))).toBe('not-found');
  });
});

describe('reading', () => {
  it.each([
    ['a', 'a'], ['ä €', 'ä €'], ['x'.repeat(65_534), 'x'.repeat(65_534)], ['x'.repeat(65_535), 'x'.repeat(65_535)], ['é'.repeat(70_000), 'é'.repeat(70_000)],
    ['\ufeffa', undefined], [Buffer.from([0x61, 0xff]), undefined], [Buffer.from([0x61, 0xc3]), undefined], ['\ufffd', undefined],
  ])('gives text only where no byte is lost (%#)', (content, wanted) => {
    const path = join(disk, 'a/text');
    writeFileSync(path, 'what stood before in the buffer '.repeat(3000));
    const tree = openFolderTree({ root: '/' });
    tree.readText?.(path, 1e6);
    writeFileSync(path, content);
    expect(tree.readText?.(path, 1e6)).toBe(wanted);
    rmSync(path);
  });

  it('looks at a link itself', () => {
    const tree = openFolderTree({ root: '/' });
    expect(['a', 'a/b/file', 'to-folder', 'circular', 'broken', 'pipe', 'none', 'a/b/file/x'].map((path) => tree.look?.(join(disk, path)))).toEqual(['folder', 'file', 'link', 'link', 'link', 'other', undefined, undefined]);
  });

  it('refuses a sparse file over the limit by its size', () => {
    const path = join(disk, 'a/sparse');
    writeFileSync(path, '');
    truncateSync(path, 200 * 1024 * 1024);
    const opened: unknown[] = [];
    const tree = openFolderTree({ root: '/', system: { open: (raw) => { opened.push(raw); return SYSTEM.open(raw); } } });
    expect(codeOf(() => tree.read(path, 1024))).toBe('too-large');
    expect(opened).toEqual([]);
    rmSync(path);
  });

  it('reads a growing file only up to the limit, and a shrinking one to its end', () => {
    const path = join(disk, 'a/b/file');
    expect(text(sized(0).read(path, 4))).toBe('text');
    expect(text(sized(2).read(path, 4))).toBe('text');
    expect(sized(2).readText?.(path, 4)).toBe('text');
    expect(codeOf(() => sized(2).readText?.(path, 3))).toBe('too-large');
    expect(text(sized(100).read(path, 100))).toBe('text');
    expect(codeOf(() => sized(2).read(path, 3))).toBe('too-large');
  });

  it('names a refusal of the system', () => {
    const refused = Object.assign(new Error('no'), { code: 'EACCES' });
    const refuse = () => { throw refused; };
    const tree = openFolderTree({ root: '/', system: { stat: refuse, lstat: refuse, list: refuse, open: refuse } });
    expect([codeOf(() => tree.read(disk, 9)), codeOf(() => tree.list(disk)), codeOf(() => tree.kind(disk))]).toEqual(['unreadable', 'unreadable', 'unreadable']);
    expect(codeOf(() => openFolderTree({ root: '/' }).read(`/${'x'.repeat(300)}`, 9))).toBe('unreadable');
  });

  it('closes what it opened, whatever happens', () => {
    const open = new Set<number>();
    const tree = openFolderTree({ root: '/', system: {
      open: (raw) => { const descriptor = SYSTEM.open(raw); open.add(descriptor); return descriptor; },
      close: (descriptor) => { open.delete(descriptor); SYSTEM.close(descriptor); },
      read: () => { throw Object.assign(new Error('disk'), { code: 'EIO' }); },
    } });
    expect(codeOf(() => tree.read(join(disk, 'a/b/file'), 9))).toBe('unreadable');
    expect(open.size).toBe(0);
  });
});

describe.skipIf(process.platform !== 'linux')('names that are not UTF-8', () => {
  it.each([['the live machine', true], ['a folder as root', false]] as const)('are listed and accepted back: %s', (_, live) => {
    const folder = mkdtempSync(join(tmpdir(), 'file-tree-'));
    const raw = (name: Buffer) => Buffer.concat([Buffer.from(`${folder}/`), name]);
    writeFileSync(raw(Buffer.from([0x61, 0xff, 0xc3])), 'bad bytes');
    writeFileSync(raw(Buffer.from('a\\xff')), 'a good name that looks the same');
    writeFileSync(raw(Buffer.from('plain\\name')), 'plain');
    writeFileSync(raw(Buffer.from('\ufffd')), 'the replacement character itself');
    symlinkSync(Buffer.from([0x61, 0xff, 0xc3]), raw(Buffer.from('link')));
    const tree = openFolderTree({ root: live ? '/' : folder });
    const at = live ? folder : '';
    const names = tree.list(at || '/').map((entry) => entry.name);
    expect(names).toEqual(['a\\x5cxff', 'a\\xff\\xc3', 'link', 'plain\\name', '\ufffd']);
    expect(names.map((name) => text(tree.read(`${at}/${name}`, 99)))).toEqual(['a good name that looks the same', 'bad bytes', 'bad bytes', 'plain', 'the replacement character itself']);
    expect(tree.resolve(`${at}/link`)?.slice(at.length)).toBe('/a\\xff\\xc3');
    rmSync(folder, { recursive: true });
  });
});
