// The code of both sides: what changed, and what that leads to or comes from.
import { compareBehaviors } from '../../artifacts/behaviors.ts';
import type { FileComparison } from '../../artifacts/contract.ts';
import type { Behavior } from '../../model/behavior.ts';
import type { ScanState } from '../scan/context.ts';
import { affectedBy } from './affected.ts';
import { codeOf, type SideCode } from './code.ts';
import { focusOf } from './focus.ts';
import type { Manifests } from './manifests.ts';
import { unfocusedBehaviors } from './unfocused.ts';
import { unparsedBehaviors, wordsOf } from './unparsed.ts';
import type { DiffPorts, Side } from './words.ts';

export interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly files: FileComparison;
  /** Absent: all code of both is parsed. */
  readonly manifests?: Manifests;
}

export interface BothCode {
  readonly before: SideCode;
  readonly after: SideCode;
}

/** Reads the earlier copy, then the later one: what changed and what that touches. */
export async function readSides(state: ScanState, { deep }: DiffPorts, { before, after, files, manifests }: Sides): Promise<BothCode> {
  const affected = manifests && affectedBy(before, after, files, manifests.changes);
  // Code of other packages that is shipped inside this one differs by this release alone.
  const [was, now] = [bundled(files.files.map(({ kind, path, from }) => (kind === 'added' ? undefined : from ?? path))), bundled(files.files.map(({ kind, path }) => (kind === 'removed' ? undefined : path)))];
  const focus = focusOf(before, after, files);
  const first = {
    before: await codeOf(state, deep, before, { ...(affected ? { seeds: affected.before } : {}), focus: focus.before, bundled: was }),
    after: await codeOf(state, deep, after, { ...(affected ? { seeds: affected.after } : {}), focus: focus.after, bundled: now }),
  };
  const renamed = new Map([...files.renamed].map(([later, earlier]) => [earlier, later]));
  const words = wordsOf(compareBehaviors(first.before.behaviors, first.after.behaviors, renamed).map(({ behavior }) => behavior));
  const code = {
    before: withMore(first.before, await unfocusedBehaviors(deep, before, focus.before, words)),
    after: withMore(first.after, await unfocusedBehaviors(deep, after, focus.after, words)),
  };
  if (!affected) return code;
  if (affected.left > 0) code.after.read.place.notes.push('of the unchanged code, what is farthest from what changed was searched and not parsed');
  const alike = await unparsedBehaviors(deep, after, code, renamed, new Set(files.files.map(({ path }) => path)));
  return { before: withMore(code.before, alike), after: withMore(code.after, alike) };
}

function bundled(paths: readonly (string | undefined)[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => (path !== undefined && /(?:^|\/)node_modules\//.test(path) ? [path] : [])));
}

function withMore(code: SideCode, more: readonly Behavior[]): SideCode {
  return more.length === 0 ? code : { ...code, behaviors: [...code.behaviors, ...more] };
}
