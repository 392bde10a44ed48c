// Unified patches on the HTML page: one folded block a file, coloured by class, never by script.
import type { Difference, FileChange } from '../../model/difference.ts';
import { fileAmount, fileName } from '../shared/changes.ts';
import { escapeHtml } from '../shared/markup.ts';
import { fileLines, visible } from '../shared/patch.ts';
import { plural } from '../shared/words.ts';
import { code, text } from './elements.ts';

/** Characters of all patches of one comparison: a browser opens a page of this size at once. */
const ROOM = 4 * 1024 * 1024;
const LINE = 2_000;

/** The blocks of one comparison. */
export function* patchHtml(difference: Difference): Iterable<string> {
  yield '<h3>Patch</h3>\n';
  let left = ROOM;
  for (const [at, file] of difference.files.entries()) {
    if (left <= 0) {
      yield `<p>And ${plural(difference.files.length - at, 'more file')}; <code>mcp-audit diff --patch</code> prints them.</p>\n`;
      return;
    }
    const lines: string[] = [];
    let cut = 0;
    for (const { kind, text: line } of fileLines(file)) {
      const shown = visible(line, LINE);
      left -= shown.length;
      if (left <= 0) cut += 1;
      else lines.push(`<span class="${kind}">${escapeHtml(shown)}</span>`);
    }
    yield `<details class="patch"><summary>${summary(file)}</summary><pre tabindex="0">${lines.join('\n')}</pre>${cut > 0 ? `<p>And ${plural(cut, 'more line')}.</p>` : ''}</details>\n`;
  }
}

function summary(file: FileChange): string {
  const amount = fileAmount(file);
  return `${code(fileName(file))}${amount === '' ? '' : ` <span class="muted">${text(amount)}</span>`}`;
}
