// Which cached tarballs `scan --recover` copies, under which names, and the list of them that it writes. Names come from hostile
// packages: a file name is made of plain characters only and never leaves the folder.
import type { FetchedTarball } from '../model/machine.ts';
import { strongestHash, type ContentHash } from './content-path.ts';

/** One file to copy. */
export interface RecoveryItem {
  readonly tarball: FetchedTarball;
  /** Content file, absolute inside the tree. */
  readonly source: string;
  /** Name without folders, not used by another item. */
  readonly fileName: string;
  /** What the bytes must have; absent where the cache states no hash. */
  readonly expected?: ContentHash;
}

/** What became of one item. `mismatch`: the bytes are kept under another name, and are not what the cache says. */
export interface RecoveryResult {
  readonly item: RecoveryItem;
  readonly outcome: 'recovered' | 'unverified' | 'mismatch' | 'exists' | 'failed';
  /** File that was written; absent where none was. */
  readonly file?: string;
  readonly sha256?: string;
  readonly size?: number;
  /** Why it failed, or what stands there already. */
  readonly reason?: string;
}

const FORMATS = { tarball: 'tgz', zip: 'zip' } as const;
// Devices of Windows, with any ending.
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:[.-]|$)/i;

/** The files worth copying: still held, each content once. Unpacked folders are left out, as nothing of them can be verified. */
export function planRecovery(tarballs: readonly FetchedTarball[]): readonly RecoveryItem[] {
  const items: RecoveryItem[] = [];
  const sources = new Set<string>();
  const names = new Set<string>();
  for (const tarball of tarballs) {
    const { content, form, held } = tarball;
    if (!held || content === undefined || form === undefined || form === 'folder' || sources.has(content)) continue;
    sources.add(content);
    const expected = form === 'tarball' && tarball.integrity !== undefined ? expectedHash(tarball.integrity) : undefined;
    const stem = recoveryStem(tarball, expected);
    let fileName = `${stem}.${FORMATS[form]}`;
    for (let number = 2; names.has(fileName.toLowerCase()); number += 1) fileName = `${stem}-${number}.${FORMATS[form]}`;
    names.add(fileName.toLowerCase());
    items.push({ tarball, source: content, fileName, ...(expected ? { expected } : {}) });
  }
  return items;
}

// Bare digits of a sha1 are how yarn 1 names its folders.
function expectedHash(integrity: string): ContentHash | undefined {
  return /^[0-9a-f]{40}$/.test(integrity) ? { algorithm: 'sha1', hex: integrity } : strongestHash(integrity);
}

// Of a hostile text: no separators, no leading dot or hyphen, no `..`.
function safePart(text: string, width: number): string {
  const safe = text.replace(/^@/, '').replaceAll('/', '-').replace(/[^A-Za-z0-9._+-]/g, '_').replace(/\.{2,}/g, '_').replace(/^[.-]+/, '_').slice(0, width);
  return safe === '' ? '_' : safe;
}

function recoveryStem({ name, version, content }: FetchedTarball, expected: ContentHash | undefined): string {
  const short = expected?.hex.slice(0, 12) ?? (content ?? '').replace(/[^0-9a-f]/gi, '').slice(-12);
  const stem = `${safePart(name, 100)}-${safePart(version, 60)}-${short}`;
  return RESERVED.test(stem) ? `_${stem}` : stem;
}

/** Text of `recovered.json`: one entry a file, in the order of the plan. Times are as the cache has them. */
export function recoveryManifest(results: readonly RecoveryResult[]): string {
  const files = results.map(({ item: { tarball, source }, outcome, file, sha256, size, reason }) => ({
    file: file ?? null, outcome, name: tarball.name, version: tarball.version, url: tarball.url ?? null, integrity: tarball.integrity ?? null,
    sha256: sha256 ?? null, size: size ?? null, fetched: tarball.time ?? null, source, ...(reason === undefined ? {} : { reason }),
  }));
  return `${JSON.stringify({ format: 1, files }, undefined, 2)}\n`;
}
