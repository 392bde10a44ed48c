// Which folders the root's `workspaces` names (https://docs.npmjs.com/cli/using-npm/workspaces): npm installs the development
// dependencies of members, but not those of other linked folders. Knows `*` inside a segment and `**`; no braces or classes.
import { isObject, type JsonValue } from '../../text/json.ts';

/** Patterns with wildcards that are tried on each folder; real projects have a handful. */
const WILDCARDS = 64;

/** A test for member folders, from the `workspaces` value of the root entry. A later `!pattern` takes away again. */
export function memberTest(workspaces: JsonValue | undefined): (folder: string) => boolean {
  const list = isObject(workspaces) ? workspaces.packages : workspaces;
  if (!Array.isArray(list)) return () => false;
  const exact = new Set<string>();
  const globs: { readonly away: boolean; readonly segments: readonly string[] }[] = [];
  for (const pattern of list as readonly JsonValue[]) {
    if (typeof pattern !== 'string') continue;
    const away = pattern.startsWith('!');
    const segments = pattern.slice(away ? 1 : 0).split('/').filter((segment) => segment !== '' && segment !== '.');
    if (!away && !pattern.includes('*')) exact.add(segments.join('/'));
    else if (globs.length < WILDCARDS) globs.push({ away, segments });
  }
  return (folder) => {
    let member = exact.has(folder);
    if (globs.length === 0) return member;
    const segments = folder.split('/');
    for (const glob of globs) {
      if (member === glob.away && matches(segments, glob.segments, segmentMatches, '**')) member = !glob.away;
    }
    return member;
  };
}

function segmentMatches(text: string, glob: string): boolean {
  return text === glob || (glob.includes('*') && matches([...text], [...glob], Object.is, '*'));
}

// Greedy match with one point to come back to: linear in patterns without the wildcard, never exponential.
function matches(text: readonly string[], glob: readonly string[], one: (text: string, glob: string) => boolean, any: string): boolean {
  let at = 0;
  let globAt = 0;
  let backText = -1;
  let backGlob = -1;
  while (at < text.length) {
    const wanted = glob[globAt];
    if (wanted === any) {
      backGlob = globAt += 1;
      backText = at;
    } else if (wanted !== undefined && one(text[at] as string, wanted)) {
      at += 1;
      globAt += 1;
    } else if (backGlob !== -1) {
      globAt = backGlob;
      at = backText += 1;
    } else {
      return false;
    }
  }
  while (glob[globAt] === any) globAt += 1;
  return globAt === glob.length;
}
