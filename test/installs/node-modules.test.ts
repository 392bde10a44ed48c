// Installed trees of every layout, as small as they can be; hostile ones below.
import { describe, expect, it } from 'vitest';
import type { InstalledTree } from '../../src/installs/contract.ts';
import { nodeModules } from '../../src/installs/node-modules.ts';
import type { Package } from '../../src/model/package.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';

type Files = Readonly<Record<string, MemoryEntry>>;

const json = (value: unknown) => JSON.stringify(value);
const manifest = (name: string, version = '1.0.0', more: object = {}) => json({ name, version, ...more });

async function read(files: Files, root = '/repo'): Promise<InstalledTree> {
  return await nodeModules.read(memoryTree(files), root);
}

function line({ id, name, version, source, alias, identities }: Package): string {
  const others = identities?.map((other) => ` ${other.origin}:${other.name}${other.version === undefined ? '' : `@${other.version}`}`).join('') ?? '';
  return `${id} = ${name}@${version ?? '?'} ${source}${alias === undefined ? '' : ` alias ${alias}`}${others}`;
}

const lines = ({ inventory }: InstalledTree) => inventory.packages.map(line);
const problems = ({ inventory }: InstalledTree) => inventory.problems.map(({ code, path }) => `${code} ${path}`);

const hidden = (packages: object) => ({ 'repo/node_modules/.package-lock.json': json({ lockfileVersion: 3, packages }) });
const need = (kinds: object, more: Files = {}) => read({ 'repo/node_modules/a/package.json': manifest('a', '1.0.0', kinds), ...more });

describe('positions', () => {
  it('reads nested, hoisted and scoped packages, and nothing else', async () => {
    const tree = await read({
      'repo/package.json': json({ dependencies: { a: '^1.0.0', '@s/b': '*' } }),
      'repo/node_modules/a/package.json': manifest('a', '1.0.0', { dependencies: { c: '^2.0.0', d: '*' } }),
      'repo/node_modules/a/node_modules/c/package.json': manifest('c', '2.0.0'),
      'repo/node_modules/a/test/fixtures/node_modules/evil/package.json': manifest('evil'),
      'repo/node_modules/a/lib/package.json': manifest('inner'),
      'repo/node_modules/@s/b/package.json': manifest('@s/b'),
      'repo/node_modules/@s/.hidden/package.json': manifest('hidden'),
      'repo/node_modules/c/package.json': manifest('c'),
      'repo/node_modules/d/package.json': manifest('d'),
      'repo/node_modules/.bin/a': { link: '../a/cli.js' },
      'repo/node_modules/.cache/x/package.json': manifest('cached'),
      'repo/node_modules/readme.md': 'text',
    });
    expect(lines(tree)).toEqual([
      'node_modules/@s/.hidden = hidden@1.0.0 registry', 'node_modules/@s/b = @s/b@1.0.0 registry', 'node_modules/a = a@1.0.0 registry', 'node_modules/c = c@1.0.0 registry', 'node_modules/d = d@1.0.0 registry',
      'node_modules/a/node_modules/c = c@2.0.0 registry',
    ]);
    expect(problems(tree)).toEqual([]);
    expect(tree.skipped.map(({ path, status }) => `${status} ${path}`)).toEqual(['skipped /repo/node_modules/.bin', 'skipped /repo/node_modules/.cache']);
    expect([tree.whole, tree.manager, tree.inventory.formatVersion, tree.filesRead]).toEqual([true, 'node_modules', 'hoisted', 7]);
    expect(tree.inventory.importers).toEqual([{ folder: '', dependencies: ['node_modules/a', 'node_modules/@s/b'] }]);
    expect(tree.inventory.dependenciesOf('node_modules/a')).toEqual(['node_modules/a/node_modules/c', 'node_modules/d']);
    expect([tree.inventory.answer('', 'c', '*'), tree.inventory.answer('sub/folder', 'd', '*'), tree.inventory.answer('', 'none', '*')]).toEqual(['node_modules/c', 'node_modules/d', undefined]);
    expect(tree.inventory.locate('node_modules/a')).toBeUndefined();
  });

  it('says of a folder without package.json that its version is unknown, and passes over empty ones', async () => {
    const tree = await read({
      'repo/node_modules/code/index.js': '', 'repo/node_modules/hollow/node_modules/x/package.json': manifest('x'), 'repo/node_modules/empty': { folder: true }, 'repo/node_modules/@s/empty': { folder: true },
    });
    expect(lines(tree)).toEqual(['node_modules/code = code@? registry', 'node_modules/hollow/node_modules/x = x@1.0.0 registry']);
    expect(problems(tree)).toEqual(['unknown-package-version /repo/node_modules/code']);
  });

  it('marks what a package ships in its own tarball', async () => {
    const tree = await read({
      'repo/node_modules/a/package.json': manifest('a', '1.0.0', { bundleDependencies: ['b'] }),
      'repo/node_modules/a/node_modules/b/package.json': manifest('b'), 'repo/node_modules/a/node_modules/c/package.json': manifest('c'),
    });
    expect(tree.inventory.packages.map(({ name, bundled }) => `${name} ${bundled}`)).toEqual(['a undefined', 'b true', 'c undefined']);
  });
});

describe('names that differ', () => {
  const renamed = { 'repo/node_modules/local/package.json': manifest('real', '2.0.0') };

  it('keeps the folder as an identity', async () => {
    expect(lines(await read(renamed))).toEqual(['node_modules/local = real@2.0.0 registry folder:local']);
  });

  it.each([
    ['the root', { 'repo/package.json': json({ dependencies: { local: 'npm:real@^2.0.0' } }) }],
    ['a dependent, by a scoped name without a range', { 'repo/node_modules/z/package.json': manifest('z', '1.0.0', { optionalDependencies: { local: 'npm:real' } }) }],
    ['the hidden lockfile', { 'repo/node_modules/.package-lock.json': json({ packages: { 'node_modules/local': { name: 'real', version: '2.0.0' } } }) }],
    ['old npm', { 'repo/node_modules/local/package.json': manifest('real', '2.0.0', { _id: 'local@npm:real@2.0.0', _from: 'local@npm:real@^2.0.0' }) }],
  ])('knows an alias declared by %s', async (_, files) => {
    expect(lines(await read({ ...renamed, ...files }))[0]).toBe('node_modules/local = real@2.0.0 registry alias local');
  });

  it('does not take an alias of another package for one', async () => {
    expect(lines(await read({ ...renamed, 'repo/package.json': json({ dependencies: { local: 'npm:other@2' } }) }))).toEqual(['node_modules/local = real@2.0.0 registry folder:local']);
  });

  it('compares what old npm wrote into package.json', async () => {
    const tree = await read({
      'repo/node_modules/a/package.json': manifest('a', '1.0.0', { _id: 'a@1.0.0', _from: 'a@^1.0.0', _resolved: 'https://registry.example/a/-/a-1.0.0.tgz', _integrity: 'sha512-x' }),
      'repo/node_modules/b/package.json': manifest('b', '1.0.0', { _id: 'evil@1.0.1', _from: 'worse', _resolved: 'https://registry.example/@s%2fbad/-/bad-3.0.0.tgz' }),
      'repo/node_modules/g/package.json': manifest('g', '1.0.0', { _id: 'g@1.0.0', _from: 'github:user/g', _resolved: 'git+ssh://git@example.com/user/g.git#abc' }),
    });
    expect(lines(tree)).toEqual([
      'node_modules/a = a@1.0.0 registry', 'node_modules/b = b@1.0.0 registry resolved-url:evil@1.0.1 resolved-url:worse resolved-url:@s/bad@3.0.0', 'node_modules/g = g@1.0.0 git',
    ]);
    expect(tree.inventory.packages[0]).toMatchObject({ resolved: 'https://registry.example/a/-/a-1.0.0.tgz', integrity: 'sha512-x' });
  });

  it('takes the source of a direct dependency from the root', async () => {
    const specs = { a: 'file:../a.tgz', b: 'user/repo', c: 'git+https://example.com/c.git', d: 'https://files.example/d.tgz', e: '^1.0.0', f: 'npm:f@1', g: 'latest', h: 'github:user/h#v1' };
    const tree = await read({
      'repo/package.json': json({ dependencies: specs }),
      ...Object.fromEntries(Object.keys(specs).map((name) => [`repo/node_modules/${name}/package.json`, manifest(name)])),
    });
    expect(tree.inventory.packages.map(({ source }) => source)).toEqual(['file', 'git', 'git', 'url', 'registry', 'registry', 'registry', 'git']);
  });
});

describe('the hidden lockfile', () => {
  const disk = { 'repo/node_modules/a/package.json': manifest('a'), 'repo/node_modules/b/package.json': manifest('b', '2.0.0'), 'repo/node_modules/extra/package.json': manifest('extra') };
  it('adds what the disk cannot tell, where it agrees', async () => {
    const tree = await read({ ...disk, ...hidden({
      'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a/-/a-1.0.0.tgz', integrity: 'sha512-a', dev: true },
      'node_modules/b': { version: '2.0.0', resolved: 'git+ssh://git@example.com/u/b.git#1', devOptional: true, inBundle: true, peer: true },
      'packages/w': { version: '9.9.9' }, 'node_modules/w': { resolved: 'packages/w', link: true },
    }) });
    expect(tree.inventory.packages).toEqual([
      { id: 'node_modules/a', name: 'a', version: '1.0.0', source: 'registry', resolved: 'https://registry.example/a/-/a-1.0.0.tgz', integrity: 'sha512-a', dev: true },
      { id: 'node_modules/b', name: 'b', version: '2.0.0', source: 'git', resolved: 'git+ssh://git@example.com/u/b.git#1', dev: true, optional: true, peer: true, bundled: true },
      { id: 'node_modules/extra', name: 'extra', version: '1.0.0', source: 'registry' },
    ]);
    expect(tree.hidden).toEqual({ path: '/repo/node_modules/.package-lock.json', packages: 4, disagreements: [] });
    expect(tree.manager).toBe('npm');
  });

  it('keeps what it claims where it disagrees, and believes nothing else of it', async () => {
    const tree = await read({ ...disk, ...hidden({
      'node_modules/a': { version: '1.0.1', integrity: 'sha512-a', dev: true }, 'node_modules/b': { name: 'evil', version: '2.0.0' }, 'node_modules/gone': { version: '3.0.0' },
      'node_modules/extra': { version: '1.0.0', resolved: 'https://registry.example/bad/-/bad-6.6.6.tgz' },
    }) });
    expect(lines(tree)).toEqual(['node_modules/a = a@1.0.0 registry hidden-lockfile:a@1.0.1', 'node_modules/b = b@2.0.0 registry hidden-lockfile:evil@2.0.0', 'node_modules/extra = extra@1.0.0 registry resolved-url:bad@6.6.6']);
    expect(tree.inventory.packages[0]).not.toHaveProperty('dev');
    expect(tree.hidden?.disagreements).toEqual([
      { id: 'node_modules/a', claims: 'a@1.0.1', found: 'a@1.0.0' }, { id: 'node_modules/b', claims: 'evil@2.0.0', found: 'b@2.0.0' }, { id: 'node_modules/gone', claims: 'gone@3.0.0', found: 'nothing' },
    ]);
  });

  it.each(['null', '', '{"packages":{"node_modules/a":{', '{"packages":[]}', '{"packages":{"node_modules/a":5}}', '\0'])('says nothing where it is %j', async (text) => {
    const tree = await read({ ...disk, 'repo/node_modules/.package-lock.json': text });
    expect(tree.hidden).toEqual({ path: '/repo/node_modules/.package-lock.json', packages: 0, disagreements: [] });
    expect(tree.inventory.packages).toHaveLength(3);
    expect(tree.inventory.problems).toEqual([]);
  });

  it('may be a folder', async () => {
    expect((await read({ ...disk, 'repo/node_modules/.package-lock.json/x': '' })).hidden?.packages).toBe(0);
  });
});

describe('links', () => {
  it('reads members of a workspace once, with what is below them', async () => {
    const tree = await read({
      'repo/package.json': json({ workspaces: ['packages/*'], dependencies: { c: '1' } }),
      'repo/packages/a/package.json': manifest('@w/a', '0.0.0', { dependencies: { b: '*', c: '2' }, devDependencies: { d: '*' } }),
      'repo/packages/a/node_modules/c/package.json': manifest('c', '2.0.0'),
      'repo/packages/b/package.json': manifest('b', '0.0.0'),
      'repo/node_modules/@w/a': { link: '../../packages/a' }, 'repo/node_modules/b': { link: '../packages/b' }, 'repo/node_modules/again': { link: '../packages/b' },
      'repo/node_modules/c/package.json': manifest('c'), 'repo/node_modules/d/package.json': manifest('d'),
    });
    expect(lines(tree)).toEqual([
      'node_modules/c = c@1.0.0 registry', 'node_modules/d = d@1.0.0 registry', 'packages/a = @w/a@0.0.0 workspace', 'packages/b = b@0.0.0 workspace alias again',
      'packages/a/node_modules/c = c@2.0.0 registry',
    ]);
    expect(tree.inventory.importers).toEqual([
      { folder: '', dependencies: ['node_modules/c'] },
      { folder: 'packages/a', dependencies: ['packages/b', 'packages/a/node_modules/c', 'node_modules/d'] },
      { folder: 'packages/b', dependencies: [] },
    ]);
    expect([tree.inventory.answer('packages/a', 'c', '2'), tree.inventory.answer('packages/b', 'c', '1'), tree.inventory.answer('', 'b', '*')]).toEqual(['packages/a/node_modules/c', 'node_modules/c', 'packages/b']);
    expect(tree.whole).toBe(true);
  });

  it('reads a link out of the root as a link, and does not enter what is installed there', async () => {
    const tree = await read({
      'repo/node_modules/mine': { link: '/home/mine' }, 'home/mine/package.json': manifest('mine', '0.1.0', { dependencies: { x: '*' } }), 'home/mine/node_modules/x/package.json': manifest('x'),
    });
    expect(lines(tree)).toEqual(['node_modules/mine = mine@0.1.0 link']);
    expect(tree.whole).toBe(true);
  });

  it('does not take installed code behind a link for code of the repository', async () => {
    const tree = await read({ 'repo/node_modules/a': { link: '.hidden/b' }, 'repo/node_modules/.hidden/b/package.json': manifest('bad'), 'repo/node_modules/g': { link: '/usr/lib/node_modules/g' }, 'usr/lib/node_modules/g/package.json': manifest('g'), 'usr/lib/node_modules/npm/package.json': manifest('npm') });
    expect(lines(tree)).toEqual(['node_modules/.hidden/b = bad@1.0.0 registry folder:a', '../usr/lib/node_modules/g = g@1.0.0 registry']);
  });

  it('survives loops, broken links and links to parents', async () => {
    const tree = await read({
      'repo/package.json': manifest('repo'), 'repo/node_modules/self': { link: '..' }, 'repo/node_modules/up': { link: '../..' }, 'repo/node_modules/loop': { link: 'loop' }, 'repo/node_modules/gone': { link: '../none' },
      'repo/node_modules/a/package.json': manifest('a'), 'repo/node_modules/a/node_modules': { link: '..' }, 'repo/node_modules/@s': { link: '.' }, 'repo/node_modules/file': { link: 'a/package.json' },
    });
    expect(lines(tree)).toEqual(['node_modules/a = a@1.0.0 registry folder:@s/a', 'node_modules/@s/self = repo@1.0.0 workspace alias @s/self', 'node_modules/@s/up = @s/up@? link']);
    expect(problems(tree)).toEqual([]);
    expect(tree.inventory.notes).toEqual(['links that lead nowhere: node_modules/@s/gone, node_modules/@s/loop, node_modules/gone, node_modules/loop']);
  });

  it('reads a node_modules that is itself a link', async () => {
    const tree = await read({ 'repo/node_modules': { link: '/store/modules' }, 'store/modules/a/package.json': manifest('a', '1.0.0', { dependencies: { b: '*' } }), 'store/modules/b/package.json': manifest('b') });
    expect(lines(tree)).toEqual(['node_modules/a = a@1.0.0 registry', 'node_modules/b = b@1.0.0 registry']);
    expect(tree.whole).toBe(true);
  });
});

describe('virtual stores', () => {
  const pnpm = {
    'repo/package.json': json({ dependencies: { a: '1', local: 'npm:b@1' } }),
    'repo/node_modules/.modules.yaml': '',
    'repo/node_modules/.pnpm/lock.yaml': '',
    'repo/node_modules/.pnpm/a@1.0.0_b@1.0.0/node_modules/a/package.json': manifest('a', '1.0.0', { dependencies: { b: '*' } }),
    'repo/node_modules/.pnpm/a@1.0.0_b@1.0.0/node_modules/b': { link: '../../b@1.0.0/node_modules/b' },
    'repo/node_modules/.pnpm/b@1.0.0/node_modules/b/package.json': manifest('b', '1.0.0', { dependencies: { '@s/c': '*' } }),
    'repo/node_modules/.pnpm/b@1.0.0/node_modules/@s/c': { link: '../../../@s+c@3.0.0/node_modules/@s/c' },
    'repo/node_modules/.pnpm/@s+c@3.0.0/node_modules/@s/c/package.json': manifest('@s/c', '3.0.0'),
    'repo/node_modules/.pnpm/node_modules/b': { link: '../b@1.0.0/node_modules/b' },
    'repo/node_modules/a': { link: '.pnpm/a@1.0.0_b@1.0.0/node_modules/a' },
    'repo/node_modules/local': { link: '.pnpm/b@1.0.0/node_modules/b' },
  };

  it('reads each package of pnpm once', async () => {
    const tree = await read(pnpm);
    expect(lines(tree)).toEqual([
      'node_modules/.pnpm/@s+c@3.0.0/node_modules/@s/c = @s/c@3.0.0 registry', 'node_modules/.pnpm/a@1.0.0_b@1.0.0/node_modules/a = a@1.0.0 registry',
      'node_modules/.pnpm/b@1.0.0/node_modules/b = b@1.0.0 registry alias local',
    ]);
    expect([tree.manager, tree.inventory.formatVersion, tree.whole, problems(tree)]).toEqual(['pnpm', 'pnpm', true, []]);
    expect(tree.inventory.importers).toEqual([{ folder: '', dependencies: ['node_modules/.pnpm/a@1.0.0_b@1.0.0/node_modules/a', 'node_modules/.pnpm/b@1.0.0/node_modules/b'] }]);
    expect(tree.inventory.dependenciesOf('node_modules/.pnpm/b@1.0.0/node_modules/b')).toEqual(['node_modules/.pnpm/@s+c@3.0.0/node_modules/@s/c']);
  });

  it('compares a store folder with what lies in it', async () => {
    const tree = await read({
      'repo/node_modules/.pnpm/good@1.0.0/node_modules/good/package.json': manifest('evil', '6.6.6'),
      'repo/node_modules/.pnpm/f@file+..+f/node_modules/f/package.json': manifest('f'),
      'repo/node_modules/.pnpm/g@https+++codeload.github.com+u+g+tar.gz+abc/node_modules/g/package.json': manifest('g'),
      'repo/node_modules/.pnpm/u@https+++files.example+u.tgz/node_modules/u/package.json': manifest('u'),
    });
    expect(lines(tree)).toEqual([
      'node_modules/.pnpm/f@file+..+f/node_modules/f = f@1.0.0 file', 'node_modules/.pnpm/g@https+++codeload.github.com+u+g+tar.gz+abc/node_modules/g = g@1.0.0 git',
      'node_modules/.pnpm/good@1.0.0/node_modules/good = evil@6.6.6 registry folder:good key:good@1.0.0', 'node_modules/.pnpm/u@https+++files.example+u.tgz/node_modules/u = u@1.0.0 url',
    ]);
  });

  it('reads a member of a monorepo whose store lies above it', async () => {
    const member = await read({
      ...pnpm, 'repo/packages/m/package.json': json({ dependencies: { a: '1' } }), 'repo/packages/m/node_modules/a': { link: '../../../node_modules/.pnpm/a@1.0.0_b@1.0.0/node_modules/a' },
    }, '/repo/packages/m');
    expect(lines(member)).toEqual([
      '../../node_modules/.pnpm/a@1.0.0_b@1.0.0/node_modules/a = a@1.0.0 registry', '../../node_modules/.pnpm/b@1.0.0/node_modules/b = b@1.0.0 registry', '../../node_modules/.pnpm/@s+c@3.0.0/node_modules/@s/c = @s/c@3.0.0 registry',
    ]);
    expect(member.whole).toBe(true);
  });

  it('reads a store shared by all projects', async () => {
    const links = 'home/store/v10/links';
    const tree = await read({
      'repo/node_modules/a': { link: `/${links}/a/1.0.0/hash/node_modules/a` },
      [`${links}/a/1.0.0/hash/node_modules/a/package.json`]: manifest('a', '1.0.0', { dependencies: { b: '*' } }),
      [`${links}/a/1.0.0/hash/node_modules/b`]: { link: '../../../../b/1.0.0/hash/node_modules/b' },
      [`${links}/b/1.0.0/hash/node_modules/b/package.json`]: manifest('b'),
      [`${links}/other/1.0.0/hash/node_modules/other/package.json`]: manifest('other'),
    });
    expect(tree.inventory.packages.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(tree.whole).toBe(true);
  });

  it('reads the stores of npm, yarn and bun', async () => {
    const hash = 'a'.repeat(22);
    const npm = await read({
      'repo/node_modules/.package-lock.json': json({ packages: { [`node_modules/.store/a@1.0.0-${hash}`]: {} } }),
      [`repo/node_modules/.store/a@1.0.0-${hash}/node_modules/a/package.json`]: manifest('a'), [`repo/node_modules/.store/@s/b@2.0.0-${hash}/node_modules/@s/b/package.json`]: manifest('@s/b', '2.0.0'),
      [`repo/node_modules/.store/good@1.0.0-${hash}/node_modules/good/package.json`]: manifest('good', '1.0.1'),
    });
    expect(lines(npm)).toEqual([`@s/b@2.0.0-${hash}/node_modules/@s/b = @s/b@2.0.0 registry`, `a@1.0.0-${hash}/node_modules/a = a@1.0.0 registry`, `good@1.0.0-${hash}/node_modules/good = good@1.0.1 registry key:good@1.0.0`].map((text) => `node_modules/.store/${text}`));
    expect([npm.manager, npm.inventory.formatVersion]).toEqual(['npm', 'linked']);

    const yarn = await read({
      'repo/node_modules/@s/a': { link: '../.store/@s-a-npm-1.0.0-0123456789/package' },
      'repo/node_modules/.store/@s-a-npm-1.0.0-0123456789/package/package.json': manifest('@s/a', '1.0.0', { dependencies: { b: '*' } }),
      'repo/node_modules/.store/@s-a-npm-1.0.0-0123456789/node_modules/b': { link: '../../b-npm-1.0.0-0123456789/package' },
      'repo/node_modules/.store/b-npm-1.0.0-0123456789/package/package.json': manifest('b', '1.0.1'),
    });
    expect(lines(yarn)).toEqual(['node_modules/.store/@s-a-npm-1.0.0-0123456789/package = @s/a@1.0.0 registry', 'node_modules/.store/b-npm-1.0.0-0123456789/package = b@1.0.1 registry key:b@1.0.0']);
    expect([yarn.manager, yarn.inventory.formatVersion, yarn.whole]).toEqual(['yarn', 'yarn-pnpm', true]);
    expect(yarn.inventory.dependenciesOf('node_modules/.store/@s-a-npm-1.0.0-0123456789/package')).toEqual(['node_modules/.store/b-npm-1.0.0-0123456789/package']);

    const bun = await read({ 'repo/node_modules/.bun/@s+a@1.0.0+0123456789abcdef/node_modules/@s/a/package.json': manifest('@s/a'), 'repo/node_modules/.bun/b@1.0.0-rc.1/node_modules/b/package.json': manifest('b', '1.0.0-rc.1') });
    expect(lines(bun)).toEqual(['node_modules/.bun/@s+a@1.0.0+0123456789abcdef/node_modules/@s/a = @s/a@1.0.0 registry', 'node_modules/.bun/b@1.0.0-rc.1/node_modules/b = b@1.0.0-rc.1 registry']);
    expect([bun.manager, bun.inventory.formatVersion]).toEqual(['bun', 'bun']);
  });
});

describe('a whole tree', () => {
  it('lacks no dependency that is neither optional nor a peer', async () => {
    expect((await need({ dependencies: { x: '*' } })).whole).toBe(false);
    expect((await need({ dependencies: { x: '*' }, optionalDependencies: { x: '*' } })).whole).toBe(true);
    expect((await need({ peerDependencies: { x: '*' }, devDependencies: { y: '*' } })).whole).toBe(true);
    expect((await need({ dependencies: { x: '*' } }, { 'node_modules/x/package.json': manifest('x') })).whole).toBe(true);
    expect((await need({}, { 'repo/package.json': json({ devDependencies: { x: '*' } }) })).whole).toBe(false);
    expect((await need({}, { 'repo/package.json': '{' })).whole).toBe(false);
    expect((await need({}, { 'repo/package.json': json({ optionalDependencies: { x: '*' } }) })).whole).toBe(true);
    expect((await need({}, { 'repo/node_modules/b': { error: 'unreadable' }, 'repo/node_modules/b/package.json': { error: 'unreadable' } })).whole).toBe(false);
  });
});

describe('hostile trees', () => {
  it.each([
    ['null', 'malformed'], ['[]', 'malformed'], ['{', 'malformed'], ['', 'empty-file'], [' \n', 'empty-file'], ['{"name":"a","version":5}', 'malformed'], ['{"name":{},"version":"1.0.0"}', 'malformed'],
    ['{"name":"a","version":"1.0.0","name":"b"}', 'duplicate-key'], ['{"name":"a","version":"1.0.0","\\u0076ersion":"2.0.0"}', 'duplicate-key'], ['{"name":"a\\"","\\"name":1,"version":"1.0.0","x":["name"],"y":"\\\\","version":"2.0.0"}', 'duplicate-key'],
  ])('name the package.json %j', async (text, code) => {
    const tree = await read({ 'repo/node_modules/a/package.json': text, 'repo/node_modules/z/package.json': manifest('z') });
    expect(problems(tree)[0]).toBe(`${code} /repo/node_modules/a/package.json`);
    expect(tree.inventory.packages).toHaveLength(2);
    expect(tree.whole).toBe(false);
  });

  it.each([
    ['a folder', { 'repo/node_modules/a/package.json/x': '' }, 'not-a-file'], ['a pipe', { 'repo/node_modules/a/package.json': { other: true as const } }, 'not-a-file'], ['refused', { 'repo/node_modules/a/package.json': { error: 'unreadable' as const } }, 'unreadable'],
    ['too large', { 'repo/node_modules/a/package.json': new Uint8Array(8 * 1024 * 1024 + 1) }, 'too-large'], ['Latin-1', { 'repo/node_modules/a/package.json': new Uint8Array([0x22, 0xe9, 0x22]) }, 'bad-encoding'],
  ])('name a package.json that is %s, and keep the folder', async (_, files, code) => {
    const tree = await read(files);
    expect(lines(tree)).toEqual(['node_modules/a = a@? registry']);
    expect(problems(tree)).toEqual([`${code} /repo/node_modules/a/package.json`, 'unknown-package-version /repo/node_modules/a']);
  });

  it('reads a byte order mark, and names that are keys of every object', async () => {
    const tree = await read({
      'repo/node_modules/__proto__/package.json': `\ufeff${manifest('__proto__')}`, 'repo/node_modules/constructor/package.json': '{"__proto__":{"name":"x"},"name":"constructor","version":"1.0.0","dependencies":{"__proto__":"*"}}',
    });
    expect(lines(tree)).toEqual(['node_modules/__proto__ = __proto__@1.0.0 registry', 'node_modules/constructor = constructor@1.0.0 registry']);
    expect(problems(tree)).toEqual([]);
    expect(tree.inventory.dependenciesOf('node_modules/constructor')).toEqual(['node_modules/__proto__']);
  });

  it.each([
    ['behind another name', '{"author":{"name":"b"},"name":"a","version":"1.0.0","name":"b"}', 1],
    ['spelt with an escape', '{"name":"b","version":"1.0.0","n\\u0061me":"a","x":"name"}', 1],
    ['whose value looks like more of the text', '{"name":"a","x":"b","version":"1.0.0","name":"a\\",\\"x\\":\\"b"}', 1],
    ['first as an object', '{"name":{"name":"a"},"version":"1.0.0","name":"a"}', 1],
    ['between two that agree', '{"version":"1.0.0","name":"a","name":"b","name":"a"}', 0],
    ['with the same value', '{"version":"1.0.0","name":"a","name":"a"}', 0],
  ])('tells of a name that stands twice: %s', async (_, text, count) => {
    const tree = await read({ 'repo/node_modules/a/package.json': text });
    expect(problems(tree).filter((problem) => problem.startsWith('duplicate-key'))).toHaveLength(count);
  });

  it('finds no duplicate in nested and quoted names', async () => {
    const text = '{"name":"a","version":"1.0.0","author":{"name":"x"},"description":"\\"name\\": \\u003c","files":["name","version"],"z":{"version":"2"}}';
    expect(problems(await read({ 'repo/node_modules/a/package.json': text }))).toEqual([]);
  });

  it('says that a name has control characters', async () => {
    const tree = await read({ 'repo/node_modules/a/package.json': manifest('a\u001b[2J'), 'repo/node_modules/b\u202e/package.json': manifest('b'), 'repo/node_modules/c\\xff/package.json': manifest('c\\xff') });
    expect(problems(tree)).toEqual(['invalid-name /repo/node_modules/a', 'invalid-name /repo/node_modules/b\u202e', 'invalid-name /repo/node_modules/c\\xff']);
  });

  it('says that node_modules is a file, is missing or cannot be read', async () => {
    expect(problems(await read({ 'repo/node_modules': '' }))).toEqual(['unreadable /repo/node_modules']);
    expect(problems(await read({ 'repo/x': '' }))).toEqual(['not-found /repo/node_modules']);
    expect(problems(await read({ 'repo/node_modules': { error: 'unreadable' } }))).toEqual(['unreadable /repo/node_modules']);
    expect(problems(await read({ 'repo/node_modules/@s': { error: 'unreadable' }, 'repo/node_modules/@s/x': '' }))).toEqual(['unreadable /repo/node_modules/@s']);
  });

  it('stops at 512 levels of 5,000', async () => {
    const tree = await read({ [`repo/${'node_modules/a/'.repeat(5000)}package.json`]: manifest('deepest') });
    expect(tree.inventory.problems.map(({ code }) => code)).toEqual(['too-deep']);
    expect(tree.inventory.packages).toEqual([]);
    expect(tree.whole).toBe(false);
  });
});
