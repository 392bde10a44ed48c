// Keys of overrides and resolutions: which package is replaced, and where. The last name counts.
// npm: `a`, `a@^1` (https://docs.npmjs.com/cli/configuring-npm/package-json#overrides); pnpm: `a>b`, `a@1>b@2`
// (https://pnpm.io/settings#overrides); yarn: `a/b`, `a/**/b`, `@s/a@npm:^1/b` (https://yarnpkg.com/configuration/manifest#resolutions).

function withoutRange(selector: string): string {
  const at = selector.indexOf('@', 1);
  return at === -1 ? selector : selector.slice(0, at);
}

/** Package named by a key of npm's `overrides`. */
export function nameOfNpmKey(key: string): string {
  return withoutRange(key.trim());
}

/** Package named by a key of pnpm's `overrides`. A `>` after a blank, `|` or `@` belongs to a range. */
export function nameOfPnpmKey(key: string): string {
  let start = 0;
  for (let at = 1; at < key.length; at += 1) {
    if (key[at] === '>' && !' |@'.includes(key[at - 1] as string) && key[at + 1] !== '=') start = at + 1;
  }
  return withoutRange(key.slice(start).trim());
}

/** Package named by a key of `resolutions`; undefined where it names none. */
export function nameOfResolution(key: string): string | undefined {
  const parts = key.split('/');
  let name: string | undefined;
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as string;
    if (part === '**' || part === '*' || part === '') continue;
    // The scope of a name, or of the target of an alias (`a@npm:@s/b@1`), which is a part of the range.
    const isScope = part.startsWith('@') && !part.includes('@', 1);
    const inRange = !isScope && /@[a-z]+:@[^@]*$/.test(part);
    const whole = isScope || inRange ? `${part}/${parts[at + 1] ?? ''}` : part;
    if (isScope || inRange) at += 1;
    // Other slashes of a range (`patch:`, a URL) would look like further names.
    if (/@(?:patch|https?|git\+?[a-z]*|file|portal|link|exec):/.test(whole)) return withoutRange(whole);
    name = withoutRange(whole);
  }
  return name === undefined || name === '' || name.endsWith('/') ? undefined : name;
}
