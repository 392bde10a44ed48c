// What matters of large files that changed: the ranges that differ, and in the other copy the places where these would stand. What lies
// far from them does the same in both.
import type { FileComparison, TextSpan } from '../../artifacts/contract.ts';
import { LIMITS } from '../../model/limits.ts';
import { textAt } from '../deep/manifests.ts';
import { GLANCE } from '../deep/sources.ts';
import type { Focus } from '../deep/words.ts';
import { tellingSpans } from './telling-spans.ts';
import type { Side } from './words.ts';

export interface BothFocus {
  readonly before: Focus;
  readonly after: Focus;
}

/** By the path that each copy gives a file. Smaller files are read whole. */
export function focusOf(before: Side, after: Side, files: FileComparison): BothFocus {
  const [old, now] = [new Map<string, readonly TextSpan[]>(), new Map<string, readonly TextSpan[]>()];
  for (const { path, from = path, kind, content, before: was = 0, after: is = 0 } of files.files) {
    if (content !== 'code' || (kind !== 'changed' && kind !== 'renamed') || Math.max(was, is) <= GLANCE) continue;
    const spans = files.changedSpans(path);
    const [textBefore, textAfter] = [sourceOf(before, from), sourceOf(after, path)];
    if (!spans || textBefore === undefined || textAfter === undefined) continue;
    const told = tellingSpans(spans, textBefore, textAfter);
    old.set(from, inOrder([...told.removed, ...told.besideAdded]));
    now.set(path, inOrder([...told.added, ...told.besideRemoved]));
  }
  return { before: old, after: now };
}

function sourceOf({ tree, root }: Side, path: string): string | undefined {
  return textAt(tree, `${root.absolute === '/' ? '' : root.absolute}/${path}`, LIMITS.fileBytes)?.replace(/^\ufeff/, '');
}

function inOrder(spans: readonly TextSpan[]): readonly TextSpan[] {
  return spans.toSorted((a, b) => a.from - b.from);
}
