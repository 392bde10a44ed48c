// Copies of the built tool with bundles of other sizes: the shipped one, one made up to 250,000 names, and one of 1,000. A
// copy is the tool itself with another dist/iocs.bin, which is opened as the shipped one is.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { badName } from './names.mjs';

export const MANY_NAMES = 250_000;
export const FEW_NAMES = 1_000;

/** Prepares both copies below `work`; gives the paths of their cli. */
export async function prepareTools(root, work) {
  const sources = shippedFiles(root);
  const shipped = new Set(sources.flatMap(({ path, text }) => (path.endsWith('known-malicious-npm.tsv') ? text.split('\n').filter((line) => !line.startsWith('#')) : [])));
  const campaigns = sources.filter(({ path }) => path.endsWith('.yaml'));
  const few = [...campaigns, madeUpList(0, FEW_NAMES)];
  // Campaigns name packages too, some of which the list has: a few more than needed are made up.
  const many = [...sources, madeUpList(0, MANY_NAMES - shipped.size + 50)];
  const compile = await compiler(root, work);
  return { shipped: join(root, 'dist', 'cli.js'), many: await copy(root, work, 'many', many, compile), few: await copy(root, work, 'few', few, compile) };
}

function shippedFiles(root, folder = 'iocs') {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? shippedFiles(root, `${folder}/${entry.name}`) : [{ path: `${folder}/${entry.name}` }]))
    .filter(({ path }) => /\.(yaml|tsv)$/.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path }) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

// Seven of eight are bad in every version, as in lists of the field.
function madeUpList(from, count) {
  const lines = ['# mcp-audit packages 1', '# list: made-up', '# as-of: 2026-01-01'];
  const names = Array.from({ length: count }, (_, at) => badName(from + at)).sort();
  for (const [at, name] of names.entries()) lines.push(`${name}\t${at % 8 === 0 ? '1.0.0 1.0.1' : '*'}\t-\thigh\tmalware\tMAL-2020-${at}\tmade-up`);
  return { path: 'iocs/made-up.tsv', text: `${lines.join('\n')}\n` };
}

async function compiler(root, work) {
  const outfile = join(work, 'compiler.mjs');
  await build({ absWorkingDir: root, bundle: true, format: 'esm', platform: 'node', target: 'node20.17', packages: 'external', entryPoints: ['src/indicators/compile.ts'], outfile });
  const digest = createHash('sha256').update(readFileSync(outfile)).digest('hex');
  return { digest, compile: async (files) => (await import(`${pathToFileURL(outfile).href}?${digest}`)).compileBundle(files) };
}

async function copy(root, work, name, files, { digest, compile }) {
  const folder = join(work, 'tools', name);
  const cached = join(work, `iocs-${name}.bin`);
  const stamp = createHash('sha256').update(digest).update(JSON.stringify(files)).digest('hex');
  if (!existsSync(cached) || !existsSync(`${cached}.stamp`) || readFileSync(`${cached}.stamp`, 'utf8') !== stamp) {
    const { index, problems } = await compile(files);
    if (problems.length > 0) throw new Error(`the bundle ${name} does not compile: ${JSON.stringify(problems[0])}`);
    writeFileSync(cached, index);
    writeFileSync(`${cached}.stamp`, stamp);
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true, filter: (path) => !path.endsWith('iocs.bin') && !path.includes(`${join('dist', 'types')}`) });
  cpSync(cached, join(folder, 'dist', 'iocs.bin'));
  return join(folder, 'dist', 'cli.js');
}
