// Where a package says that its source lies: a text in the forms of package.json, brought to one that can be compared.
// https://docs.npmjs.com/cli/configuring-npm/package-json#repository ; the text is anybody's claim.
import { readPackageSpec } from './package-spec.ts';

/** One repository. Host and path are in lower case: hosts of code do not tell names apart by case. */
export interface RepositoryPlace {
  readonly host: string;
  /** First folder of the path: a person or an organisation; a group at GitLab. */
  readonly owner: string;
  /** What follows the owner, without `.git` and without what points into the repository. Empty for a gist. */
  readonly name: string;
}

const LONGEST = 2_000;
/** `/tree/main/packages/x`, `/-/tree/main`, `/issues`: what web pages of a repository add. */
const INSIDE = /\/(?:-\/|(?:tree|blob|raw|commit|commits|issues|pulls?|wiki|releases|src|archive)(?:\/|$)).*$/;
const BARE = /^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\//i;

/** `github:a/b`, `a/b`, `git+ssh://git@github.com/a/b.git#x`, `https://github.com/a/b/tree/main/x`: one place. Undefined where the text names none. */
export function repositoryPlace(written: string): RepositoryPlace | undefined {
  const text = written.trim();
  if (text === '' || text.length > LONGEST) return undefined;
  const spec = readPackageSpec(BARE.test(text) ? `https://${text}` : text.replace(/^scm:git:/i, ''));
  if (spec.source !== 'git' && spec.source !== 'url') return undefined;
  const [, host, rest] = /^[a-z+]+:\/\/(?:[^/@]*@)?(?:www\.)?([^/:]+)(?::\d+)?[/:](.+)$/i.exec(spec.url) ?? [];
  if (host === undefined || rest === undefined) return undefined;
  const path = rest.replace(/[?#].*$/s, '').toLowerCase().replace(INSIDE, '').replace(/\/+$/, '').replace(/\.git$/, '');
  const [owner = '', ...name] = path.split('/').filter((part) => part !== '');
  return owner === '' ? undefined : { host: host.toLowerCase(), owner, name: name.join('/') };
}

/** True where both texts name one repository, however they write it. Texts that name none are compared as they are. */
export function sameRepository(a: string, b: string): boolean {
  const [first, second] = [repositoryPlace(a), repositoryPlace(b)];
  if (first === undefined || second === undefined) return first === second && a.trim() === b.trim();
  return first.host === second.host && first.owner === second.owner && first.name === second.name;
}
