// Which commits of a repository a package can have been made from: a ref that the user names, a tag of its version, the commit of a
// provenance that was verified, the commit that the publisher's npm wrote down (gitHead; anybody can write any), else the newest one.
import type { ManifestSummary } from '../../model/difference.ts';
import type { ProvenRelease } from '../../model/release.ts';
import { isObject, parseJson, property } from '../../text/json.ts';
import type { Candidate } from './words.ts';

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** In the order in which they are tried. `refs` are full names. */
export function candidatesFor(refs: readonly string[], manifest: Pick<ManifestSummary, 'name' | 'version'>, { asked, release }: { readonly asked?: string; readonly release?: ProvenRelease }): readonly Candidate[] {
  if (asked !== undefined) return [{ ref: ['', 'refs/', 'refs/tags/', 'refs/heads/'].map((prefix) => `${prefix}${asked}`).find((name) => refs.includes(name)) ?? asked, by: 'asked-for' }];
  const tags = tagsFor(manifest).map((tag) => `refs/tags/${tag}`).filter((tag) => refs.includes(tag));
  const [proven, head] = [provenCommit(release), gitHead(release)];
  return [
    ...tags.slice(0, 1).map((ref): Candidate => ({ ref, by: 'tag' })),
    ...(proven === undefined ? [] : [{ ref: proven, by: 'provenance' } as const]),
    ...(head === undefined ? [] : [{ ref: head, by: 'git-head' } as const]),
    ...(refs.includes('HEAD') ? [{ ref: 'HEAD', by: 'head' } as const] : []),
  ];
}

/** Names that release tools give to the tag of a version. Those with the package's own name come first: in a monorepo `v1.0.0` can be another package's. */
export function tagsFor({ name, version }: Pick<ManifestSummary, 'name' | 'version'>): readonly string[] {
  if (version === undefined) return [];
  const base = name?.slice(name.lastIndexOf('/') + 1);
  const own = [...new Set([name, base])].flatMap((of) => (of === undefined ? [] : [`${of}@${version}`, `${of}@v${version}`, `${of}-v${version}`, `${of}-${version}`, `${of}/v${version}`, `${of}/${version}`, `${of}_v${version}`]));
  return [...own, `v${version}`, version, `release-${version}`, `release-v${version}`, `release/${version}`, `release/v${version}`, `V${version}`];
}

/** The commit that a verified provenance tells. */
export function provenCommit(release: ProvenRelease | undefined): string | undefined {
  const commit = release?.provenance.kind === 'verified' ? release.provenance.source?.commit?.toLowerCase() : undefined;
  return commit !== undefined && COMMIT.test(commit) ? commit : undefined;
}

/** `gitHead` of the registry's document. */
export function gitHead(release: ProvenRelease | undefined): string | undefined {
  const parsed = release ? parseJson(release.release.document) : undefined;
  const found = parsed?.ok === true && isObject(parsed.value) ? property(parsed.value, 'gitHead') : undefined;
  return typeof found === 'string' && COMMIT.test(found) ? found : undefined;
}
