// Changed lines of each file, as `git diff --stat` prints them: name, count, a bar that fits the terminal.
import type { Difference, FileChange } from '../../model/difference.ts';
import { fileName, linesWords, pairWords, sizeWords } from '../shared/changes.ts';
import { plural } from '../shared/words.ts';
import type { Context } from './context.ts';
import { columns, padded, safe } from './layout.ts';

const LEAST_BAR = 10;

/** One table a comparison; empty unless it was asked for. */
export function* statSection(context: Context): Iterable<string> {
  const { report: { differences = [] }, show, paint } = context;
  if (show.stat !== true) return;
  for (const difference of differences) {
    yield '';
    if (differences.length > 1) yield paint.strong(safe(pairWords(difference)));
    yield* table(context, difference);
  }
}

function* table({ paint, width }: Context, { files, totals }: Difference): Iterable<string> {
  const changes = files.map(changed);
  const largest = changes.reduce((most, { sum }) => Math.max(most, sum), 0);
  const digits = Math.max(3, String(largest).length);
  const names = files.map((file) => safe(fileName(file)));
  // Space before and after the bar, and between the columns.
  const room = width - digits - 5;
  const widest = names.reduce((columnsOfName, name) => Math.max(columnsOfName, columns(name)), 0);
  const sizes = files.reduce((most, file) => (file.content === 'binary' ? Math.max(most, sizeWords(file.before, file.after).length) : most), LEAST_BAR);
  const nameColumns = Math.min(widest, Math.max(16, room - sizes));
  const bar = Math.max(4, room - nameColumns);
  for (const [at, file] of files.entries()) {
    const { added, removed, sum } = changes[at] ?? { added: 0, removed: 0, sum: 0 };
    const name = padded(endOf(names[at] ?? '', nameColumns), nameColumns);
    if (file.content === 'binary') {
      yield ` ${name} | ${'Bin'.padStart(digits)} ${sizeWords(file.before, file.after)}`;
      continue;
    }
    const scale = largest > bar ? bar / largest : 1;
    const plus = ticks(added, scale);
    yield ` ${name} | ${String(sum).padStart(digits)} ${paint.added('+'.repeat(plus))}${paint.removed('-'.repeat(Math.min(bar - plus, ticks(removed, scale))))}`.trimEnd();
  }
  yield ` ${plural(files.length, 'file')} changed, ${linesWords(totals)}`;
}

function changed({ lines }: FileChange): { readonly added: number; readonly removed: number; readonly sum: number } {
  const { added = 0, removed = 0 } = lines ?? {};
  return { added, removed, sum: added + removed };
}

// One line of thousands is still one.
function ticks(count: number, scale: number): number {
  return count === 0 ? 0 : Math.max(1, Math.floor(count * scale));
}

/** The end of a path says more than its beginning. */
function endOf(name: string, width: number): string {
  if (columns(name) <= width) return name;
  const characters = [...name];
  let end = '';
  while (characters.length > 0) {
    const next = `${characters.pop() ?? ''}${end}`;
    if (columns(next) > width - 3) break;
    end = next;
  }
  return `...${end}`;
}
