// Reads the fixtures of one build file reader, and what a hostile text gives.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildRead } from '../../src/builds/contract.ts';
import { BUILDS } from '../../src/builds/registry.ts';
import { FIXTURES } from './fixtures.ts';

export async function readBuild(id: string, text: string, path = 'file'): Promise<BuildRead> {
  const descriptor = BUILDS.find((each) => each.id === id);
  if (!descriptor) throw new Error(`no reader ${id}`);
  return (await descriptor.load()).read(text, path);
}

/** One line a command: position, what runs it, names of variables, form, text. Then problems and notes. */
export function listed({ commands, problems, notes }: BuildRead): string {
  return [
    ...commands.map(({ position, where, environment, form, words, text }) => `${position.line}:${position.column} ${where} [${environment.join(' ')}] ${form === 'shell' ? `shell ${JSON.stringify(text)}` : `words ${JSON.stringify(words)}`}`),
    ...problems.map(({ code, message, line, column }) => `problem ${line ?? ''}:${column ?? ''} ${code}: ${message}`),
    ...notes.map((note) => `note ${note}`),
    '',
  ].join('\n');
}

/** Cases of one reader: the read file as text, and what is expected of it. */
export function buildCases(id: string): readonly { readonly name: string; readonly file: string; readonly text: string; readonly expected: string }[] {
  const root = join(FIXTURES, 'builds', id);
  return readdirSync(root).toSorted().map((name) => {
    const file = readdirSync(join(root, name)).find((each) => each !== 'README.md' && each !== 'expected.txt') ?? '';
    const read = (each: string) => readFileSync(join(root, name, each), 'utf8');
    return { name, file, text: read(file), expected: read('expected.txt') };
  });
}
