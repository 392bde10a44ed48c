// What git stores in place of a file's content: a pointer of git-lfs (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md), or the
// file encrypted by git-crypt (https://github.com/AGWA/git-crypt).

/** What stands in place of the content; undefined for content. Nothing can be searched in it, however old. */
export function substituteIn(bytes: Buffer): string | undefined {
  if (bytes.length < 1_024 && /^version https?:\/\/[\w.-]{1,100}\/spec\//.test(bytes.toString('latin1', 0, 200))) return 'a git-lfs pointer: the content is not in the repository';
  return bytes.toString('latin1', 0, 10) === '\0GITCRYPT\0' ? 'encrypted by git-crypt' : undefined;
}
