// Launches in short, so that a table of them can be read: one text a subject, then the doubts, the variables and the folder.
import { expect, test } from 'vitest';
import { readLaunch } from '../../src/launches/read.ts';
import type { Launch } from '../../src/model/launch.ts';

/** A command line: words, or a text without quotes in which single blanks part them. */
export type Line = string | readonly string[];

export function launch(line: Line): Launch {
  const [command = '', ...args] = typeof line === 'string' ? line.split(' ') : line;
  return readLaunch({ command, args });
}

/** `tool: role kind name@spec class lookup`, then what else is known. */
export function inShort(read: Launch): readonly string[] {
  return [
    ...read.subjects.map((subject) => [
      `${subject.tool}: ${subject.role} ${subject.kind} ${subject.name ?? '-'}${subject.spec === '' ? '' : `@${subject.spec}`} ${subject.versionClass}`,
      ...(subject.lookup === 'none' ? [] : [subject.lookup]),
      ...(['alias', 'path', 'url', 'registry'] as const).flatMap((key) => (subject[key] === undefined ? [] : [`${key}=${subject[key]}`])),
    ].join(' ')),
    ...read.doubts.map(({ code }) => `? ${code}`),
    ...read.environment.map(({ name, value }) => `${name}=${value}`),
    ...(read.cwd === undefined ? [] : [`in ${read.cwd}`]),
  ];
}

/** One test a line. */
export function linesAreRead(table: readonly (readonly [Line, readonly string[]])[]): void {
  test.each(table.map(([line, expected]) => ({ line, shown: typeof line === 'string' ? line : JSON.stringify(line), expected })))('$shown', ({ line, expected }) => {
    expect(inShort(launch(line))).toEqual(expected);
  });
}
