// The real npm against a fixture registry, or any other on loopback: a home of its own, no scripts, and no other host.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKEN } from './fixture-registry.ts';
import { playground } from './real-runs.ts';

/** A registry, and the token that it takes; a fixture registry's unless given. */
export interface Target {
  readonly url: string;
  readonly token?: string;
}

/** Runs npm with the token of the registry in its user's configuration; rejects where npm fails. */
export async function runNpm({ url, token = TOKEN }: Target, args: readonly string[], cwd?: string): Promise<string> {
  const place = playground(url);
  try {
    writeFileSync(join(place.home, '.npmrc'), `${url.replace(/^https?:/, '')}:_authToken=${token}\n`);
    return (await place.run('npm', [...args, '--ignore-scripts', '--registry', url], cwd === undefined ? {} : { cwd })).stdout;
  } finally {
    rmSync(place.root, { recursive: true, force: true });
  }
}

/** `npm publish` of a copy of the folder as this version, with these fields of package.json in place of its own. */
export async function publishFolder(target: Target, folder: string, version: string, { fields = {}, tag = 'latest' }: { readonly fields?: Readonly<Record<string, unknown>>; readonly tag?: string } = {}): Promise<void> {
  const copy = join(mkdtempSync(join(tmpdir(), 'mcp-audit-publish-')), 'package');
  try {
    mkdirSync(copy);
    cpSync(folder, copy, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(copy, 'package.json'), `${JSON.stringify({ ...manifest, ...fields, version }, null, 2)}\n`);
    await runNpm(target, ['publish', '--access', 'public', '--tag', tag], copy);
  } finally {
    rmSync(join(copy, '..'), { recursive: true, force: true });
  }
}
