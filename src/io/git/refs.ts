// Which commit a name means (https://git-scm.com/docs/gitrevisions), from refs that were read as files. git itself is asked about
// object ids alone: neither what a user typed nor what a repository calls its refs becomes a word of its command line.
import type { Git } from '../git.ts';
import type { GitRef, GitState } from './layout.ts';

/** The commit, with the ref that leads to it where one does; or why there is none. */
export type ResolvedCommit =
  | { readonly kind: 'found'; readonly commit: string; readonly ref?: string }
  | { readonly kind: 'failed'; readonly message: string; readonly hint?: string };

/** In git's own order. */
const PLACES = [(name: string) => name, (name: string) => `refs/${name}`, (name: string) => `refs/tags/${name}`, (name: string) => `refs/heads/${name}`, (name: string) => `refs/remotes/${name}`, (name: string) => `refs/remotes/${name}/HEAD`];

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const BEGINNING = /^[0-9a-f]{7,63}$/;
/** `~2`, `^`, `^2`: ancestors. */
const STEPS = /(?:[~^]\d{0,6}){1,20}$/;

/** True where one of these refs has this name, in full or in short. */
export function namesRef(names: readonly string[], name: string): boolean {
  return PLACES.some((place) => names.includes(place(name)));
}

/** The ref that git would take for this name. */
export function refNamed(refs: readonly GitRef[], name: string): GitRef | undefined {
  const wanted = name === '@' ? 'HEAD' : name;
  for (const place of PLACES) {
    const path = place(wanted);
    const found = refs.find((ref) => ref.name === path);
    if (found) return found;
  }
  return undefined;
}

/** The commit that a user's words name: a branch, a tag, a remote's branch, an id or its first seven digits or more, `HEAD`, each with `~2` or `^` behind it. */
export async function resolveCommit(git: Git, state: GitState, words: string): Promise<ResolvedCommit> {
  const steps = STEPS.exec(words)?.[0] ?? '';
  const name = words.slice(0, words.length - steps.length);
  if (name === '') return failed('a ref is empty');
  if (ID.test(name)) return commitOf(git, state, name, steps, undefined);
  const ref = refNamed(state.refs, name);
  if (ref) return commitOf(git, state, ref.id, steps, ref.name);
  if (BEGINNING.test(name)) return commitOf(git, state, name, steps, undefined);
  if (/[@:^~{}]/.test(name)) return failed(`${JSON.stringify(words)} is not understood as a ref`, 'give a branch, a tag or a commit id; ~1 and ^ behind it are understood');
  const faults = state.faults.length === 0 ? '' : `; not all refs could be read: ${state.faults[0]?.message ?? ''}`;
  return failed(`there is no ref ${JSON.stringify(words)}${faults}`, 'give a branch, a tag or a commit id; nothing is fetched from here, so git fetch comes first');
}

async function commitOf(git: Git, state: GitState, id: string, steps: string, ref: string | undefined): Promise<ResolvedCommit> {
  for await (const info of git.info([`${id}${steps}^{commit}`])) {
    if (info.state === 'found') return { kind: 'found', commit: info.name, ...(ref === undefined ? {} : { ref }) };
  }
  const shown = ref ?? id;
  if (state.shallow.length > 0) return failed(`${shown}${steps} leads to no commit of this clone, which is shallow`, 'git fetch --unshallow (in CI: fetch-depth: 0), then again');
  if (ID.test(id)) return failed(`${shown}${steps} leads to no commit that is here`, state.partial ? 'this is a partial clone, and nothing is fetched from here: git fetch --refetch' : 'git fetch comes first; git fsck tells of damage');
  return failed(`no commit, or more than one, has an id that begins with ${id}${steps === '' ? '' : `, or it has no ${steps}`}`, 'give more digits of the id');
}

function failed(message: string, hint?: string): ResolvedCommit {
  return { kind: 'failed', message, ...(hint === undefined ? {} : { hint }) };
}
