// Files outside the package that the code reads, writes, deletes or lists. Paths relative to the package or to where the program was
// started are no facts, unless they hold credentials or start something later; nor are paths that a caller gives, as file tools do.
import type { FileBehavior, Origin } from '../model/behavior.ts';
import { apiCalls, type ApiCall } from './apis.ts';
import type { Code, Extractor, Node, Value } from './contract.ts';
import { credentialAt, startsLater } from './credential-paths.ts';
import { fileUses, isOpen, type FileUse } from './file-apis.ts';
import { textsOf } from './folded-text.ts';
import { laterValues } from './later-values.ts';
import { mergedOrigins } from './merged-origins.ts';
import { placedPaths, type PlacedPath } from './paths.ts';

/** Devices that hold nothing. */
const NOTHING = /^\/dev\/(?:null|zero|u?random|std(?:in|out|err)|tty|fd(?:\/\d+)?)$/;

const WRITING_METHODS = new Set(['write', 'end', 'writeFile', 'appendFile']);

/** File facts. */
export const files: Extractor = {
  kind: 'file',
  extract: (code) => {
    const written = laterValues(code, WRITING_METHODS, (api) => isOpen(api) || fileUses(api) !== undefined);
    return apiCalls(code).flatMap((call) => {
      const uses = isOpen(call.api) ? openUses(call.args[1]) : fileUses(call.api);
      return uses === undefined ? [] : uses.flatMap((use) => facts(code, call, use, written));
    });
  },
};

function facts(code: Code, call: ApiCall, use: FileUse, written: ReadonlyMap<Node, readonly Value[]>): readonly FileBehavior[] {
  const value = call.args[use.at];
  if (value === undefined) return [];
  const paths = pathValues(value).flatMap((one) => placedPaths(one, call.site.module)).filter((path) => counts(path, use));
  if (paths.length === 0) return [];
  const data = use.access === 'write' ? [...(use.data === undefined || call.args[use.data] === undefined ? [] : [call.args[use.data] as Value]), ...(written.get(call.site.node) ?? [])] : [];
  const common = {
    kind: 'file' as const,
    api: call.api,
    access: use.access,
    origins: mergedOrigins(code, [value]),
    ...(data.length === 0 ? {} : { writes: mergedOrigins(code, data) satisfies readonly Origin[] }),
    ...code.context(call.site.node, call.site.module),
  };
  return paths.map(({ path: placed }) => {
    const path = placed === '' ? '.' : placed;
    // Planting a server or a hook is no theft: the path tells it.
    const credential = use.access === 'write' && (startsLater(path) || credentialAt(path) === 'MCP client configuration') ? undefined : credentialAt(path);
    return { ...common, path, ...(credential === undefined ? {} : { credential }) };
  });
}

// Globs and the like take lists.
function pathValues(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items.slice(0, 50) : [value];
}

function counts({ root, path }: PlacedPath, use: FileUse): boolean {
  const known = credentialAt(path) !== undefined || (use.access === 'write' && startsLater(path));
  switch (root) {
    // `~/*` is the user's path with its tilde taken apart, as file tools do it.
    case 'home': return path === '~' || hasName(path.slice(2));
    case 'machine': return !NOTHING.test(path) && hasName(path.replace(/^[A-Za-z*]:/, ''));
    case 'package': return path === '..' || path.startsWith('../');
    // To remove the folder that the program was started in is to remove somebody's work.
    case 'cwd': return known || (use.access === 'delete' && path === '') || (path.startsWith('../') && /[^*/.]/.test(path));
    case 'unknown': return known;
  }
}

/** One folder or file of the path is known by its name. */
function hasName(path: string): boolean {
  return path.split('/').some((name) => name !== '' && !name.includes('*'));
}

// https://nodejs.org/docs/latest-v20.x/api/fs.html#file-system-flags
function openUses(flags: Value | undefined): readonly FileUse[] {
  const written = flags === undefined || flags.kind === 'function' ? ['r'] : textsOf(flags);
  return [{ access: written.some((text) => /[wa+]/.test(text)) ? 'write' : 'read', at: 0 }];
}
