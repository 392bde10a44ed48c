// Links resolved inside a root (path_resolution(7), as under chroot(2)): an absolute target starts again at the root, and
// `..` never leaves it. A plain read of a mounted image would follow an absolute link to the files of the host.
import { LIMITS } from '../model/limits.ts';
import type { EntryKind } from '../model/ports.ts';

/** What stands at a path whose parents have no links: its kind, and for a link the target as written. */
export interface Seen {
  readonly kind: EntryKind;
  readonly target?: string;
}

/** `path` has no links and no `..`; it starts with `/`. */
export type Resolved =
  | { readonly path: string; readonly kind: EntryKind }
  | { readonly path?: never; readonly missing: 'nothing' | 'loop' };

const FOLDERS_REMEMBERED = 20_000;

/** A resolver over `look`. It remembers folders, so a walk costs one look for each name, not one for each part of each path. */
export function linkResolver(look: (path: string) => Seen | undefined): (path: string) => Resolved {
  const folders = new Map<string, string>();
  return (path) => {
    const cut = path.lastIndexOf('/');
    const parent = path.slice(0, Math.max(0, cut));
    const known = folders.get(parent);
    if (known !== undefined) return follow(known, [path.slice(cut + 1)], look);
    const found = follow('', parent.split('/').toReversed(), look);
    if (found.path === undefined) return found;
    if (found.kind !== 'folder') return { missing: 'nothing' };
    if (folders.size >= FOLDERS_REMEMBERED) folders.clear();
    const real = found.path === '/' ? '' : found.path;
    folders.set(parent, real);
    return follow(real, [path.slice(cut + 1)], look);
  };
}

// `pending` holds the parts still to go, the next one last. `at` has no end slash: the root is ''.
function follow(from: string, pending: string[], look: (path: string) => Seen | undefined): Resolved {
  let at = from;
  let kind: EntryKind = 'folder';
  let links = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === '' || part === '.') continue;
    if (kind !== 'folder') return { missing: 'nothing' };
    if (part === '..') { at = at.slice(0, Math.max(0, at.lastIndexOf('/'))); continue; }
    const seen = look(`${at}/${part}`);
    if (!seen) return { missing: 'nothing' };
    if (seen.kind !== 'link') { at = `${at}/${part}`; kind = seen.kind; continue; }
    links += 1;
    if (links > LIMITS.links) return { missing: 'loop' };
    const target = seen.target ?? '';
    if (target.startsWith('/')) at = '';
    pending.push(...target.split('/').toReversed());
  }
  return { path: at === '' ? '/' : at, kind };
}
