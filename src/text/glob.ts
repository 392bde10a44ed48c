// Globs over `/` separated paths: `*` and `?` inside one name, `**` over any number of names, `{a,b}`. Linear in the length
// of the path for each pattern; no regular expressions, since patterns can come from the audited side (workspaces).

/** Alternatives that braces may unfold into; a pattern over it matches nothing. */
const ALTERNATIVES = 256;

/**
 * As in ignore files, a glob without `/` matches a name at any level, one with `/` is anchored at the start of the path. A
 * trailing `/` is ignored. Case counts.
 */
export function matchesGlob(glob: string, path: string): boolean {
  const trimmed = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  if (trimmed === '') return false;
  const anchored = trimmed.includes('/') ? trimmed.replace(/^\//, '') : `**/${trimmed}`;
  return matchesPath(anchored, path);
}

/** The anchored form alone: `packages/*` matches `packages/a` and not `x/packages/a`. */
export function matchesPath(glob: string, path: string): boolean {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return unfold(glob).some((pattern) => matchNames(pattern.split('/').filter((name) => name !== '' && name !== '.'), names));
}

// Greedy with one point of return for the last `**`: the usual wildcard algorithm, over names.
function matchNames(pattern: readonly string[], names: readonly string[]): boolean {
  let at = 0;
  let name = 0;
  let star = -1;
  let resume = 0;
  while (name < names.length) {
    const part = pattern[at];
    if (part === '**') { star = at; at += 1; resume = name; continue; }
    if (part !== undefined && matchName(part, names[name] as string)) { at += 1; name += 1; continue; }
    if (star === -1) return false;
    at = star + 1;
    resume += 1;
    name = resume;
  }
  while (pattern[at] === '**') at += 1;
  return at === pattern.length;
}

function matchName(pattern: string, name: string): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let resume = 0;
  while (index < name.length) {
    const character = pattern[at];
    if (character === '*') { star = at; at += 1; resume = index; continue; }
    if (character !== undefined && (character === '?' || character === name[index])) { at += 1; index += 1; continue; }
    if (star === -1) return false;
    at = star + 1;
    resume += 1;
    index = resume;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

function unfold(glob: string): readonly string[] {
  let open: readonly string[] = [glob];
  const done: string[] = [];
  while (open.length > 0) {
    if (open.length + done.length > ALTERNATIVES) return [];
    const next: string[] = [];
    for (const pattern of open) {
      const group = /\{([^{}]*)\}/.exec(pattern);
      if (!group || !(group[1] as string).includes(',')) { done.push(pattern); continue; }
      for (const choice of (group[1] as string).split(',')) next.push(`${pattern.slice(0, group.index)}${choice}${pattern.slice(group.index + group[0].length)}`);
    }
    open = next;
  }
  return done;
}
