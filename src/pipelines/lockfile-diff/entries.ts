// The entries of lockfiles by package name, and what a reader calls one of them.
import type { Package } from '../../model/package.ts';
import { isUnverifiable } from '../../model/package.ts';
import { printable, withoutCredentials } from '../../text/printable.ts';
import type { Entry, SideLockfile } from './words.ts';

/** Entries by name. Members of the repository itself are left out: their changes stand in its own history. */
export function entriesOf(lockfiles: readonly SideLockfile[]): ReadonlyMap<string, readonly Entry[]> {
  const byName = new Map<string, Entry[]>();
  for (const of of lockfiles) {
    for (const inventory of of.read.inventories) {
      for (const one of inventory.packages) {
        if (one.source === 'workspace' || one.source === 'link') continue;
        const list = byName.get(one.name);
        if (list) list.push({ of, inventory, package: one });
        else byName.set(one.name, [{ of, inventory, package: one }]);
      }
    }
  }
  return byName;
}

/** The version, or where it comes from instead: what tells two entries of one name apart. */
export function labelOf({ source, version, resolved }: Package): string {
  if (source === 'registry') return version ?? 'unknown version';
  const commit = source === 'git' ? /#([0-9a-f]{7,64})$/.exec(resolved ?? '')?.[1]?.slice(0, 12) : undefined;
  const place = resolved === undefined ? '' : ` ${printable(withoutCredentials(resolved)).slice(0, 120)}${commit === undefined ? '' : ` at ${commit}`}`;
  return `${version === undefined ? '' : `${version} from `}${source}${place}`;
}

/** Where the bytes come from, in words. */
export function placeWords(one: Package): string {
  const { source, version, resolved } = one;
  return source === 'registry' ? `${version ?? 'unknown version'} from ${resolved === undefined ? 'the registry' : printable(withoutCredentials(resolved)).slice(0, 200)}` : labelOf(one);
}

/** True where a registry can be asked for it. */
export function isFetchable(one: Package): one is Package & { readonly version: string } {
  return one.source === 'registry' && one.version !== undefined && !isUnverifiable(one.source);
}

/** True where a project asks for it itself, as far as the format or a manifest tells. */
export function isDirect({ of, inventory, package: one }: Entry): boolean {
  return inventory.importers.some(({ dependencies }) => dependencies.includes(one.id)) || (inventory.importers.length === 0 && of.direct.has(one.alias ?? one.name));
}
