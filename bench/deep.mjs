// What --deep is measured on: real packages, installed from the registry by exact versions (about 1 GB in 100,000 files; the only part of
// the benchmark that needs the network, and only the first time), with planted indicators; and campaigns of made-up ones.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { randomFrom } from './lib/random.mjs';

const PACKAGES = {
  '@angular/compiler': '18.2.8', '@aws-sdk/client-s3': '3.670.0', '@babel/core': '7.25.8', '@babel/preset-env': '7.25.8', '@mui/icons-material': '6.1.3', '@mui/material': '6.1.3',
  antd: '5.21.4', 'aws-sdk': '2.1692.0', 'core-js': '3.38.1', 'date-fns': '4.1.0', echarts: '5.5.1', eslint: '9.12.0', express: '4.21.1', firebase: '10.14.1', jest: '29.7.0', jsdom: '25.0.1',
  lodash: '4.17.21', mermaid: '11.3.0', 'monaco-editor': '0.52.0', mongodb: '6.9.0', next: '14.2.15', prisma: '5.20.0', 'puppeteer-core': '23.5.3', rxjs: '7.8.1', three: '0.169.0',
  typescript: '5.6.3', vite: '5.4.8', webpack: '5.95.0',
};
const REGISTRY_FREE = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved'];

export const FEW_INDICATORS = 700;
export const FEW_DOMAINS = 500;
export const MANY_DOMAINS = 50_000;
/** Files with an indicator, and files with something like one: a longer name, another last label. */
export const HIT_FILES = 40;
export const NEAR_FILES = 20;

/** The tree; installed where it is missing. */
export function deepTree(work) {
  const folder = join(work, 'deep', 'tree');
  const stamp = createHash('sha256').update(JSON.stringify(PACKAGES))
    .update(plant.toString()).update(made.toString()).digest('hex');
  const mark = join(work, 'deep', 'tree.stamp');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === stamp) return folder;
  mkdirSync(folder, { recursive: true });
  put(join(folder, 'package.json'), JSON.stringify({ name: 'bench-deep', version: '1.0.0', private: true, dependencies: PACKAGES }, undefined, 2));
  const { status } = spawnSync('npm', ['install', ...REGISTRY_FREE], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('npm install of the tree for --deep failed');
  plant(folder);
  writeFileSync(mark, stamp);
  return folder;
}

/** The made-up indicators: the first `count` domains of one endless list, and for the small set addresses and URLs too. */
export function indicators(kind) {
  const domains = made(kind === 'many' ? MANY_DOMAINS : FEW_DOMAINS);
  if (kind !== 'mixed') return domains.map((value) => ({ type: 'domain', value }));
  const others = made(FEW_INDICATORS).slice(FEW_DOMAINS);
  return [...domains.map((value) => ({ type: 'domain', value })), ...others.map((host, at) => (at % 4 === 0 ? { type: 'url', value: `https://${host}/collect` } : { type: 'email', value: `mail${at}@${host}` }))];
}

/** A campaign file with them, and the same as lines for ripgrep. */
export function indicatorFiles(work, kind) {
  const list = indicators(kind);
  const yaml = join(work, 'deep', `iocs-${kind}.yaml`);
  const lines = join(work, 'deep', `iocs-${kind}.txt`);
  put(yaml, `schema: 1\nid: iocs-${kind}\ntitle: "Made-up indicators"\ndate: "2026-01-01"\nclass: malware\nconfidence: high\nsummary: "Made up for the benchmark."\nindicators:\n${list.map(({ type, value }) => `  - {type: ${type}, value: "${value}", use: match}\n`).join('')}advice:\n  - "None: nothing of it is real."\nreferences:\n  - https://campaigns.example/bench\n`);
  put(lines, `${list.map(({ value }) => value).join('\n')}\n`);
  return { yaml, lines };
}

const TLDS = ['com', 'net', 'org', 'club', 'xyz', 'io', 'ru', 'top', 'info', 'dev'];

function made(count) {
  const random = randomFrom(23);
  const names = new Set();
  while (names.size < count) {
    const word = () => Array.from({ length: random.between(2, 4) }, () => random.pick([...'bcdfghklmnprstvwz']) + random.pick([...'aeiou'])).join('');
    const name = `${word()}${random.below(2) === 0 ? `-${word()}` : ''}.${random.pick(TLDS)}`;
    if (name.length >= 8) names.add(name);
  }
  return [...names];
}

/** Paths below the tree that hold an indicator. */
export function plantedFiles() {
  return Array.from({ length: HIT_FILES }, (_, at) => `node_modules/planted-${at}/file.${['js', 'json', 'js.map', 'html', 'wasm', 'txt', 'd.ts', 'bin'][at % 8]}`);
}

function plant(folder) {
  const list = indicators('mixed').filter(({ type }) => type !== 'url');
  const filler = 'const value = 1;\n'.repeat(2_000);
  for (const [at, path] of plantedFiles().entries()) {
    // Some of the first 500, so that every set has them; in any case.
    const { value } = list[at * 12 + 3];
    put(join(folder, dirname(path), 'package.json'), JSON.stringify({ name: `planted-${at}`, version: '1.0.0' }));
    put(join(folder, path), `${filler.slice(0, at * 700)}"${at % 3 === 0 ? value.toUpperCase() : value}"\n${filler}`);
  }
  for (let at = 0; at < NEAR_FILES; at += 1) {
    const { value } = list[at * 12 + 5];
    put(join(folder, 'node_modules', `near-${at}`, 'package.json'), JSON.stringify({ name: `near-${at}`, version: '1.0.0' }));
    put(join(folder, 'node_modules', `near-${at}`, 'file.js'), `"${at % 2 === 0 ? `not-${value}` : `${value}.au`}"\n`);
  }
}

function put(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  writeFileSync(path, text);
}
