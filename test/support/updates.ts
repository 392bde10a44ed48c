// The twenty updates of fixtures/updates, and what a comparison says of one of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { cliBeside, temporaryFolder } from './cli.ts';
import { FIXTURES } from './fixtures.ts';

export const UPDATES = join(FIXTURES, 'updates');

export interface Said {
  readonly rule: string;
  /** Below the package. */
  readonly path?: string;
  /** Part of the finding's title. */
  readonly shows?: string;
}

export interface Malicious {
  readonly case: string;
  readonly registry?: true;
  readonly first: { readonly rules: readonly string[]; readonly path: string | readonly string[]; readonly line?: number };
  readonly includes: readonly Said[];
  /** What the headline names. */
  readonly shows: readonly string[];
}

export interface Real {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly says?: readonly Said[];
  readonly notSays?: readonly string[];
}

export const EXPECTED = JSON.parse(readFileSync(join(UPDATES, 'expected.json'), 'utf8')) as { readonly malicious: readonly Malicious[]; readonly real: readonly Real[] };

export interface Compared {
  readonly code: number | null;
  readonly report: Report;
  /** What the terminal shows before the first empty line. */
  readonly headline: readonly string[];
  readonly stderr: string;
}

/** `mcp-audit diff` through the built command. */
export async function compared(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Compared> {
  const json = join(temporaryFolder(), 'report.json');
  const { code, stdout, stderr } = await cliBeside(['diff', ...words, '--output', `json=${json}`], { cwd: UPDATES, env });
  const text = stdout.slice(0, Math.max(0, stdout.indexOf('\n\n')));
  return { code, report: JSON.parse(readFileSync(json, 'utf8')) as Report, headline: text.split('\n'), stderr };
}

/** True where the finding is what was expected to be said. */
export function says({ ruleId, locations, title }: Finding, { rule, path, shows }: Said): boolean {
  return ruleId === rule && (path === undefined || locations.some((location) => location.path.endsWith(path))) && (shows === undefined || title.includes(shows));
}
