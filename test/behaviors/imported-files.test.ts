// Files that others bring in.
import { expect, test } from 'vitest';
import { analyse } from '../../src/behaviors/analyse.ts';

const runsOf = (files: Readonly<Record<string, string>>) => {
  const manifest = JSON.stringify({ name: 'a', version: '1.0.0', scripts: { postinstall: 'node install.js' } });
  const { behaviors } = analyse({ manifest, files: Object.entries(files).map(([path, text]) => ({ path, text })) });
  return behaviors.flatMap((behavior) => (behavior.kind === 'install-script' ? behavior.runs : []));
};

test('a hook runs what its file imports, and what that imports', () => {
  expect(runsOf({ 'install.js': "require('./lib/a');\nimport('./lib/b.mjs');", 'lib/a.js': "const c = require('../c');", 'lib/b.mjs': "import x from './d.js';\nexport * from './e.js';", 'c/index.js': '', 'lib/d.js': '', 'lib/e.js': '', 'index.js': "require('./lib/f')", 'lib/f.js': '' }))
    .toEqual(['install.js', 'lib/a.js', 'lib/b.mjs', 'c/index.js', 'lib/d.js', 'lib/e.js']);
});

test('circles, other packages, files that are not there, and files with errors', () => {
  expect(runsOf({ 'install.js': "require('./a');", 'a.js': "require('./install'); require('fs'); require('./gone'); require(`./b`); }}", 'b.js': '' })).toEqual(['install.js', 'a.js', 'b.js']);
});
