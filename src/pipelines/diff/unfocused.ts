// What large files that changed do far from what changed in them, as far as it matters: what only one copy seemed to do may stand in
// such a part of the other. So these parts are read around its words.
import type { SourceFile, TextRange } from '../../behaviors/contract.ts';
import type { Behavior } from '../../model/behavior.ts';
import { LIMITS } from '../../model/limits.ts';
import { textAt } from '../deep/manifests.ts';
import { parseFiles } from '../deep/parse.ts';
import type { DeepPorts, Focus } from '../deep/words.ts';
import type { Side } from './words.ts';

/** Places of one word in one file that are read. */
const MOST_PLACES = 8;
/** A word that stands nearer to what was read has been read with it. */
const NEAR = 200;

/** Behaviours of one side around these words, in files that were read around other places only. */
export async function unfocusedBehaviors(deep: DeepPorts, side: Side, focus: Focus, words: readonly string[]): Promise<readonly Behavior[]> {
  const files: SourceFile[] = [];
  for (const [path, read] of focus) {
    const text = words.length === 0 ? undefined : textAt(side.tree, `${side.root.absolute === '/' ? '' : side.root.absolute}/${path}`, LIMITS.fileBytes)?.replace(/^\ufeff/, '');
    const places = text === undefined ? [] : words.flatMap((word) => placesOf(text, word)).filter(({ from }) => !read.some((one) => from > one.from - NEAR && from < one.to + NEAR));
    if (text !== undefined && places.length > 0) files.push({ path, text, focus: places.toSorted((a, b) => a.from - b.from) });
  }
  if (files.length === 0) return [];
  const outcome = await parseFiles(deep, files);
  // Messages of another reading have names of their own.
  return outcome.kind === 'read' ? outcome.found.behaviors.map((behavior) => (behavior.kind === 'mail' ? { ...behavior, message: `f.${behavior.message}`, sender: `f.${behavior.sender}` } : behavior)) : [];
}

function placesOf(text: string, word: string): readonly TextRange[] {
  const places: TextRange[] = [];
  for (let at = text.indexOf(word); at !== -1 && places.length < MOST_PLACES; at = text.indexOf(word, at + word.length)) places.push({ from: at, to: at + word.length });
  return places;
}
