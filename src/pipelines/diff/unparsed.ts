// What the code that both copies have alike does, as far as it matters: a host is not new because a second file asks it. Files that were
// not parsed are, where they hold a word of something that only one copy seemed to do; it then counts for both.
import { compareBehaviors } from '../../artifacts/behaviors.ts';
import type { SourceFile } from '../../behaviors/contract.ts';
import type { Behavior } from '../../model/behavior.ts';
import { LIMITS } from '../../model/limits.ts';
import { textAt } from '../deep/manifests.ts';
import { parseFiles } from '../deep/parse.ts';
import { listScripts } from '../deep/sources.ts';
import type { DeepPorts } from '../deep/words.ts';
import type { SideCode } from './code.ts';
import type { Side } from './words.ts';

/** Characters of such files; beyond, what is in the others is not known. */
const CHARACTERS = 4 * 1024 * 1024;
/** A shorter word stands everywhere. */
const SHORTEST = 3;

/** Behaviours of unparsed files of the later side that also stand in the earlier one, unchanged. */
export async function unparsedBehaviors(deep: DeepPorts, side: Side, code: { readonly before: SideCode; readonly after: SideCode }, renamed: ReadonlyMap<string, string>, changed: ReadonlySet<string>): Promise<readonly Behavior[]> {
  const words = wordsOf(compareBehaviors(code.before.behaviors, code.after.behaviors, renamed).map(({ behavior }) => behavior));
  if (words.length === 0) return [];
  const had = new Set(code.before.parsed);
  const parsed = new Set(code.after.parsed.filter((path) => had.has(path)));
  const files: SourceFile[] = [];
  let characters = 0;
  for (const { path } of listScripts(side.tree, side.root.absolute, () => false)) {
    if (parsed.has(path) || changed.has(path)) continue;
    const text = textAt(side.tree, `${side.root.absolute === '/' ? '' : side.root.absolute}/${path}`, LIMITS.fileBytes);
    if (text === undefined || text.length > LIMITS.sourceCharacters || characters + text.length > CHARACTERS || !words.some((word) => text.includes(word))) continue;
    characters += text.length;
    files.push({ path, text });
  }
  if (files.length === 0) return [];
  const outcome = await parseFiles(deep, files);
  // Messages of another reading have names of their own.
  return outcome.kind === 'read' ? outcome.found.behaviors.map((behavior) => (behavior.kind === 'mail' ? { ...behavior, message: `u.${behavior.message}`, sender: `u.${behavior.sender}` } : behavior)) : [];
}

/** Words of the source that tell where these behaviours stand in it. */
export function wordsOf(behaviors: readonly Behavior[]): readonly string[] {
  return [...new Set(behaviors.flatMap(wordsIn))].filter((word) => word.length >= SHORTEST);
}

function wordsIn(behavior: Behavior): readonly string[] {
  switch (behavior.kind) {
    case 'network': return [behavior.host ?? lastName(behavior.api)];
    case 'environment': return [behavior.name ?? 'env'];
    case 'process': return [behavior.command?.split(/[\s*]/, 1)[0] || lastName(behavior.api)];
    case 'file': return [behavior.path?.split('/').findLast((part) => part !== '' && !part.includes('*') && part !== '~') ?? lastName(behavior.api)];
    case 'mail': return behavior.origins.flatMap((origin) => (origin.kind === 'constant' ? [origin.text] : []));
    case 'dynamic-code': return [lastName(behavior.api)];
    case 'native-code':
    case 'install-script':
    case 'obfuscation': return [];
  }
}

function lastName(api: string): string {
  return /[\w$]+$/.exec(api)?.[0] ?? api;
}
