// Paths of a tree as text: absolute, `/` separated (model/ports.ts).

/** Path of an entry of a folder. */
export function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** True for a path below a folder, and for the folder itself. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || folder === '/' || (path.startsWith(folder) && path[folder.length] === '/');
}

/** `path` as seen from `folder`, with `..` where it lies elsewhere; empty where both are one. */
export function relativeTo(folder: string, path: string): string {
  const from = folder.split('/').filter((part) => part !== '');
  const to = path.split('/').filter((part) => part !== '');
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same += 1;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

/** The folder above; the root is its own. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/**
 * Where a relative link leads, by text alone. `folder` has no links; undefined where the text may mislead, because `..`
 * behind a name goes up from wherever that name leads.
 */
export function linkedPath(folder: string, target: string): string | undefined {
  if (target === '' || target.startsWith('/')) return undefined;
  let at = folder;
  let rest = target;
  while (rest.startsWith('../')) {
    at = parentOf(at);
    rest = rest.slice(3);
  }
  if (rest === '' || rest === '..' || rest.startsWith('./') || rest.includes('//') || rest.includes('/.') || rest.endsWith('/')) return undefined;
  return join(at, rest);
}

/** The `node_modules` folder and the name where a path is an install position (`…/node_modules/a`, `…/node_modules/@s/a`). */
export function installPosition(path: string): { readonly folder: string; readonly name: string } | undefined {
  const match = /^(.*\/node_modules)\/(@[^/]+\/[^/@.][^/]*|[^/@.][^/]*)$/s.exec(path);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { folder: match[1], name: match[2] };
}
