// Texts without what every build writes anew: versions, content hashes in file names, counters. A host or address is never cut.

const LENGTH = 2_000;
/** `1.2.3`, `v1.2.3-beta.1`; a fourth number makes it an IP address. */
const VERSION = /(?<![\d.])v?\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z][0-9A-Za-z.-]{0,40})?(?![\d.]*\d)/g;
/** `-B7x2Kq9f.`, `.3f2a9c81.`, `_1a2b3c4d5e.` of a file name: eight characters and more, with a digit among them. */
const HASH = /([-._])(?=[A-Za-z0-9_]{0,32}\d)[A-Za-z0-9_]{8,64}(?=\.[A-Za-z.]{1,12}$)/;

/** A command line with the versions in it left out. What stands in an address stays: it decides what is fetched. */
export function maskedCommand(command: string): string {
  return command.slice(0, LENGTH).trim().split(/\s+/).map((word) => (word.includes('://') ? word : word.replace(VERSION, '#'))).join(' ');
}

/** A path of the package with the hash that a bundler puts into its last part left out. */
export function maskedPath(path: string): string {
  return path.slice(-LENGTH).replace(HASH, '$1#');
}

/** Code or text as one line. */
export function flat(text: string): string {
  return text.slice(0, LENGTH).replace(/\s+/g, ' ').trim();
}
