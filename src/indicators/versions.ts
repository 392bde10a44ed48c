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

/** Precedence of two versions (https://semver.org/#spec-item-11), below zero where the first is the lower one; text that is no version comes first. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [VERSION.exec(left.trim()), VERSION.exec(right.trim())];
  if (!a || !b) return a ? 1 : b ? -1 : compareText(left, right);
  for (const part of [1, 2, 3]) {
    const order = compareDigits(a[part] ?? '', b[part] ?? '');
    if (order !== 0) return order;
  }
  return comparePrereleases(a[4], b[4]);
}

function comparePrereleases(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  const [a, b] = [left.split('.'), right.split('.')];
  for (const [at, part] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    const numbers = [part, other].filter((text) => /^\d+$/.test(text)).length;
    const order = numbers === 2 ? compareDigits(part, other) : numbers === 1 ? (/^\d+$/.test(part) ? -1 : 1) : compareText(part, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

// Numbers of any length, without losing their last digits.
function compareDigits(left: string, right: string): number {
  const [a, b] = [digits(left), digits(right)];
  return a.length - b.length || compareText(a, b);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
