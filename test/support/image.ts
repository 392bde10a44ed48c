// Container images out of text, so that no binary lies in the repository: tar headers (POSIX.1-1988 ustar, GNU and pax
// extensions), `docker save` in both layouts, OCI image layouts. The odd options make the archives that hostile images are.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export interface TarMember {
  readonly name: string | Buffer;
  readonly text?: string | Uint8Array;
  /** Type flag; `0` (a file) unless given. */
  readonly type?: string;
  readonly link?: string;
  /** What the header states in place of the true size. */
  readonly statedSize?: number;
  readonly wrongChecksum?: true;
  /** Octal digits; 0644 unless given. */
  readonly mode?: string;
  readonly magic?: string;
}

/** The bytes of a tar with these members, in this order. */
export function tar(members: readonly TarMember[], end: 'ended' | 'open' = 'ended'): Buffer {
  return Buffer.concat([...members.map(block), ...(end === 'ended' ? [Buffer.alloc(1024)] : [])]);
}

function block({ name, text = '', type = '0', link = '', statedSize, wrongChecksum, mode = '0000644', magic = 'ustar\x0000' }: TarMember): Buffer {
  const content = Buffer.from(text as string);
  const header = Buffer.alloc(512);
  Buffer.from(name as string).copy(header, 0, 0, 100);
  header.write(`${mode.padStart(7, '0')}\x000000000\x000000000\x00`, 100, 'latin1');
  header.write(`${(statedSize ?? content.length).toString(8).padStart(11, '0')}\x00`, 124, 'latin1');
  header.write(`${(1_757_000_000).toString(8).padStart(11, '0')}\x00        `, 136, 'latin1');
  header.write(type, 156, 'latin1');
  header.write(link.slice(0, 100), 157, 'utf8');
  header.write(magic, 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0) + (wrongChecksum ? 1 : 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\x00 `, 148, 'latin1');
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** A pax header for the member behind it. */
export function pax(records: Readonly<Record<string, string>>, type = 'x'): TarMember {
  return { name: 'PaxHeaders/x', type, text: Object.entries(records).map(([key, value]) => paxRecord(key, value)).join('') };
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (String(length).length + Buffer.byteLength(rest) !== length) length = String(length).length + Buffer.byteLength(rest);
  return `${length}${rest}`;
}

/** Files of one layer: text, `null` for a whiteout, `{ link }`, or members as they are. */
export function layer(files: Readonly<Record<string, string | null | { readonly link: string } | { readonly hardlink: string } | { readonly folder: true }>>): Buffer {
  return tar(Object.entries(files).map(([path, content]): TarMember => {
    if (content === null) return { name: path.replace(/([^/]+)$/, '.wh.$1') };
    if (typeof content === 'string') return { name: path, text: content };
    if ('link' in content) return { name: path, type: '2', link: content.link };
    return 'hardlink' in content ? { name: path, type: '1', link: content.hardlink } : { name: `${path}/`, type: '5' };
  }));
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function config(layers: readonly Uint8Array[]): string {
  return JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: layers.map((bytes) => `sha256:${sha256(bytes)}`) } });
}

/** As `docker save` wrote before 25: a folder a layer, the manifest last. */
export function dockerLegacy(layers: readonly Uint8Array[], tag = 'app:1'): TarMember[] {
  const text = config(layers);
  const folders = layers.map((bytes) => sha256(Buffer.concat([Buffer.from('id'), bytes])));
  return [
    ...layers.flatMap((bytes, at): TarMember[] => [
      { name: `${folders[at]}/`, type: '5' }, { name: `${folders[at]}/VERSION`, text: '1.0' }, { name: `${folders[at]}/json`, text: '{}' }, { name: `${folders[at]}/layer.tar`, text: bytes },
    ]),
    { name: `${sha256(text)}.json`, text },
    { name: 'manifest.json', text: JSON.stringify([{ Config: `${sha256(text)}.json`, RepoTags: [tag], Layers: folders.map((id) => `${id}/layer.tar`) }]) },
    { name: 'repositories', text: JSON.stringify({ app: { 1: folders.at(-1) } }) },
  ];
}

interface OciOptions {
  readonly packed?: 'gzip';
  readonly platform?: { readonly os: string; readonly architecture: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

interface OciImage {
  readonly blobs: readonly TarMember[];
  readonly descriptor: Readonly<Record<string, unknown>>;
  readonly config: string;
  readonly layers: readonly string[];
}

/** One image as blobs with the descriptor that names it. */
export function ociImage(layers: readonly Uint8Array[], { packed, platform, annotations }: OciOptions = {}): OciImage {
  const stored = layers.map((bytes) => (packed === 'gzip' ? gzipSync(bytes) : Buffer.from(bytes)));
  const text = config(layers);
  const type = `application/vnd.oci.image.layer.v1.tar${packed === 'gzip' ? '+gzip' : ''}`;
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${sha256(text)}`, size: text.length },
    layers: stored.map((bytes) => ({ mediaType: type, digest: `sha256:${sha256(bytes)}`, size: bytes.length })),
  });
  return {
    blobs: [...stored.map(blob), blob(text), blob(manifest)],
    descriptor: { ...describe(manifest, 'application/vnd.oci.image.manifest.v1+json'), ...(platform ? { platform } : {}), ...(annotations ? { annotations } : {}) },
    config: blobName(text),
    layers: stored.map(blobName),
  };
}

export function describe(text: string, mediaType: string): Readonly<Record<string, unknown>> {
  return { mediaType, digest: `sha256:${sha256(text)}`, size: Buffer.byteLength(text) };
}

export function blob(content: string | Uint8Array): TarMember {
  return { name: blobName(content), text: content };
}

function blobName(content: string | Uint8Array): string {
  return `blobs/sha256/${sha256(content)}`;
}

/** The index and the mark of a layout. */
export function ociIndex(descriptors: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): TarMember[] {
  return [{ name: 'index.json', text: JSON.stringify({ schemaVersion: 2, manifests: descriptors, ...more }) }, { name: 'oci-layout', text: '{"imageLayoutVersion":"1.0.0"}' }];
}

/** An OCI image layout of one image. */
export function ociLayout(layers: readonly Uint8Array[], options: OciOptions = {}): TarMember[] {
  const image = ociImage(layers, options);
  return [...image.blobs, ...ociIndex([image.descriptor])];
}

/** As `docker save` writes since 25: an OCI image layout with a manifest.json beside it. */
export function dockerSave(layers: readonly Uint8Array[], tag = 'app:1'): TarMember[] {
  const image = ociImage(layers, { annotations: { 'io.containerd.image.name': `docker.io/library/${tag}`, 'org.opencontainers.image.ref.name': '1' } });
  return [
    { name: 'blobs/', type: '5' }, { name: 'blobs/sha256/', type: '5' }, ...image.blobs, ...ociIndex([image.descriptor]),
    { name: 'manifest.json', text: JSON.stringify([{ Config: image.config, RepoTags: [tag], Layers: image.layers, LayerSources: {} }]) },
  ];
}
