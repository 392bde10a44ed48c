// Whether a folder is a member of a workspace, by the globs of npm (https://docs.npmjs.com/cli/using-npm/workspaces), yarn, pnpm
// (https://pnpm.io/pnpm-workspace_yaml) and bun: `*`, `?`, `[a-z]`, `**`, `{a,b}`, `!negated`. No extglobs.
import { matchesPath } from '../text/glob.ts';

/** Later globs win over earlier ones, as in npm. `folder` is `/` separated, without a leading `./`; `''` is the root. */
export function matchesWorkspace(globs: readonly string[], folder: string): boolean {
  if (folder.split(/[/\\]/).includes('node_modules')) return false;
  let member = false;
  for (const glob of globs) {
    const bangs = /^!*/.exec(glob)?.[0].length ?? 0;
    if (matchesPath(glob.slice(bangs), folder)) member = bangs % 2 === 0;
  }
  return member;
}
