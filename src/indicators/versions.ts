// Versions compared as npm compares them, without semver: https://semver.org/#spec-item-10 (build metadata has no part in it)
// and npm's loose forms (`v1.0.0`, `=1.0.0`, `1.0.0beta`), which are other spellings of the same release.

const VERSION = /^[v=\s]*(\d{1,256})\.(\d{1,256})\.(\d{1,256})(?:-?([0-9A-Za-z-][0-9A-Za-z.-]*))?(?:\+.*)?$/s;

/** One spelling for all that npm takes for the same version; text that is no version comes back trimmed. */
export function canonicalVersion(version: string): string {
  const trimmed = version.trim();
  const match = VERSION.exec(trimmed);
  if (!match) return trimmed;
  const [, major = '', minor = '', patch = '', prerelease] = match;
  const core = `${digits(major)}.${digits(minor)}.${digits(patch)}`;
  return prerelease === undefined ? core : `${core}-${prerelease.split('.').map((part) => (/^\d+$/.test(part) ? digits(part) : part)).join('.')}`;
}

function digits(number: string): string {
  return number.replace(/^0+(?=\d)/, '');
}

/** True for one exact version in any spelling that npm accepts, a range otherwise. */
export function isExactVersion(spec: string): boolean {
  return VERSION.test(spec.trim());
}

/** True for a request that any version may answer: empty, `*`, `x`, `latest`. Other tags need semver to be told from ranges. */
export function isAnyVersion(spec: string): boolean {
  return /^(?:|\*|x|latest)$/i.test(spec.trim());
}
