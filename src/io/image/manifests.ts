// Which images an archive holds and of which layers each is made. docker save: manifest.json, a list of {Config, RepoTags, Layers}
// (https://github.com/moby/docker-image-spec/blob/main/spec.md, "Combined Image JSON + Filesystem Changeset Format"); OCI:
// https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md. The current docker save writes both: both are read,
// since engines differ in which they load. Every platform of an index is read: malice in one of them is malice in the archive.
import { createHash } from 'node:crypto';
import type { Problem } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import { TreeError } from '../../model/ports.ts';
import { decode } from '../../text/decode.ts';
import { isObject, type JsonObject, type JsonValue, parseJson, property } from '../../text/json.ts';
import type { ArchiveStore } from './store.ts';

/** A digest of the kinds that node:crypto and the image specification have in common. */
export interface Digest {
  readonly algorithm: 'sha256' | 'sha384' | 'sha512';
  readonly hex: string;
}

export interface LayerPlan {
  /** As the manifest names it. */
  readonly name: string;
  /** Stored name in the archive; undefined where it is not there. */
  readonly stored: string | undefined;
  /** Of the bytes as stored. */
  readonly digest: Digest | undefined;
  /** Of the bytes unpacked, as the image's configuration says. */
  readonly diffId: Digest | undefined;
  /** Where the manifest says that the layer is to be fetched. */
  readonly isForeign: boolean;
}

export interface ImagePlan {
  readonly label: string;
  readonly layers: readonly LayerPlan[];
}

export interface Plans {
  readonly images: readonly ImagePlan[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

interface Draft {
  readonly store: ArchiveStore;
  readonly images: ImagePlan[];
  readonly problems: Problem[];
  readonly notes: string[];
  /** Digests of indexes and manifests met: an index may name itself. */
  readonly seen: Set<string>;
}

const INDEX_DEPTH = 8;
const LABEL = 120;
const NOTES = 50;

/** Reads what manifests there are. Never rejects for what they hold. */
export async function readPlans(store: ArchiveStore): Promise<Plans> {
  const draft: Draft = { store, images: [], problems: [...store.problems], notes: [], seen: new Set() };
  if (store.find('manifest.json') !== undefined) await readDocker(draft);
  if (store.find('index.json') !== undefined) await readLayout(draft);
  if (store.find('manifest.json') === undefined && store.find('index.json') === undefined) {
    const isOld = store.find('repositories') !== undefined;
    report(draft, isOld ? 'unknown-version' : 'malformed', isOld
      ? 'the image has no manifest.json: an archive of docker before 1.10, which is not read'
      : 'the image has no manifest.json and no index.json: the archive is cut, or was not written in full');
  }
  return { images: withoutDoubles(draft), problems: draft.problems, notes: draft.notes };
}

function report(draft: Draft, code: Problem['code'], message: string, path?: string): void {
  // One index of 4 MiB can hold tens of thousands of faulty lines.
  if (draft.problems.length < 100) draft.problems.push({ code, message, ...(path === undefined ? {} : { path }) });
}

// The same image of two manifests is one; so are two tags of it.
function withoutDoubles({ images, notes }: Draft): readonly ImagePlan[] {
  const byLayers = new Map<string, ImagePlan>();
  for (const image of images) {
    const key = JSON.stringify(image.layers.map((layer) => layer.stored ?? layer.name));
    const known = byLayers.get(key);
    if (!known) byLayers.set(key, image);
    else if (known.label !== image.label && image.label !== '') notes.push(`${image.label} has the same layers as ${known.label === '' ? 'another image here' : known.label}, and was read with it`);
  }
  return [...byLayers.values()];
}

async function readDocker(draft: Draft): Promise<void> {
  const list = await readJson(draft, 'manifest.json');
  if (list === undefined) return;
  if (!Array.isArray(list)) return report(draft, 'malformed', 'manifest.json is not a list', 'manifest.json');
  for (const [at, item] of list.entries()) {
    if (tooManyImages(draft)) return;
    const layers = isObject(item) ? property(item, 'Layers') : undefined;
    if (!isObject(item) || !Array.isArray(layers)) { report(draft, 'malformed', `image ${at + 1} of manifest.json names no layers`, 'manifest.json'); continue; }
    const names = layers.filter((name): name is string => typeof name === 'string');
    if (names.length < layers.length) report(draft, 'malformed', `image ${at + 1} of manifest.json has a layer that is no text`, 'manifest.json');
    const diffIds = await dockerDiffIds(draft, property(item, 'Config'), names.length);
    const tags = property(item, 'RepoTags');
    const tag = Array.isArray(tags) ? tags.find((value): value is string => typeof value === 'string') : undefined;
    addImage(draft, tag ?? '', names.map((name, layer) => {
      const stored = draft.store.find(name);
      if (stored === undefined && !/^[\w./:@+-]*$/.test(name)) report(draft, 'malformed', `manifest.json names a layer by an odd name: ${JSON.stringify(name.slice(0, 200))}`, 'manifest.json');
      const blob = /^blobs\/(sha256|sha384|sha512)\/([0-9a-f]+)$/.exec(stored ?? '');
      return { name, stored, digest: blob ? parseDigest(`${blob[1] ?? ''}:${blob[2] ?? ''}`) : undefined, diffId: diffIds?.[layer], isForeign: false };
    }));
  }
}

async function dockerDiffIds(draft: Draft, config: JsonValue | undefined, layers: number): Promise<readonly (Digest | undefined)[] | undefined> {
  if (typeof config !== 'string') {
    report(draft, 'malformed', 'an image of manifest.json names no configuration: its layers cannot be verified', 'manifest.json');
    return undefined;
  }
  // Both layouts name it by its digest: `<hex>.json`, `blobs/sha256/<hex>`.
  const hex = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(config)?.[1];
  const root = await readJson(draft, config, hex === undefined ? undefined : { algorithm: 'sha256', hex });
  return root === undefined ? undefined : diffIdsOf(draft, root, layers, config);
}

function diffIdsOf(draft: Draft, config: JsonValue, layers: number, path: string): readonly (Digest | undefined)[] | undefined {
  const rootfs = isObject(config) ? property(config, 'rootfs') : undefined;
  const ids = isObject(rootfs) ? property(rootfs, 'diff_ids') : undefined;
  if (Array.isArray(ids) && ids.length === layers) return ids.map((id) => (typeof id === 'string' ? parseDigest(id) : undefined));
  report(draft, 'malformed', `the configuration of an image names ${Array.isArray(ids) ? `${ids.length} layers, its manifest ${layers}` : 'no diff_ids'}: its layers cannot be verified`, path);
  return undefined;
}

async function readLayout(draft: Draft): Promise<void> {
  const layout = draft.store.find('oci-layout') === undefined ? undefined : await readJson(draft, 'oci-layout');
  const version = layout !== undefined && isObject(layout) ? property(layout, 'imageLayoutVersion') : undefined;
  if (typeof version !== 'string') report(draft, 'malformed', 'index.json has no oci-layout beside it that says its version', 'oci-layout');
  else if (!version.startsWith('1.')) report(draft, 'unknown-version', `an OCI image layout of version ${JSON.stringify(version.slice(0, 40))}`, 'oci-layout');
  const root = await readJson(draft, 'index.json');
  if (root !== undefined) await readIndex(draft, root, 'index.json', '', 0);
}

async function readIndex(draft: Draft, root: JsonValue, path: string, label: string, depth: number): Promise<void> {
  const manifests = isObject(root) ? property(root, 'manifests') : undefined;
  if (!Array.isArray(manifests)) return report(draft, 'malformed', 'an index names no manifests', path);
  if (depth >= INDEX_DEPTH) return report(draft, 'too-deep', `more than ${INDEX_DEPTH} indexes inside each other`, path);
  const before = draft.images.length;
  const absent: JsonObject[] = [];
  for (const descriptor of manifests) {
    if (tooManyImages(draft)) return;
    if (!isObject(descriptor)) report(draft, 'malformed', 'an index has an entry that is no descriptor', path);
    else if (isOfAbsentPlatform(draft, descriptor)) absent.push(descriptor);
    else await readDescriptor(draft, descriptor, path, labelOf(descriptor, label), depth);
  }
  for (const descriptor of absent) {
    if (draft.images.length === before) await readDescriptor(draft, descriptor, path, labelOf(descriptor, label), depth);
    else if (draft.notes.length < NOTES) draft.notes.push(`${labelOf(descriptor, label).slice(0, LABEL)} is named by an index, and not in the archive`);
  }
}

// An engine that pulled one platform of many saves that one, and the index of all as it was signed:
// https://github.com/moby/moby/blob/master/daemon/containerd/image_exporter.go (WithSkipMissing).
function isOfAbsentPlatform({ store }: Draft, descriptor: JsonObject): boolean {
  const digest = digestOf(descriptor);
  return digest !== undefined && isObject(property(descriptor, 'platform')) && store.find(blobPath(digest)) === undefined;
}

async function readDescriptor(draft: Draft, descriptor: JsonObject, from: string, label: string, depth: number): Promise<void> {
  const digest = digestOf(descriptor);
  if (!digest) return report(draft, 'malformed', 'an entry of an index has no digest of a known form', from);
  const path = blobPath(digest);
  if (draft.seen.has(path)) return;
  draft.seen.add(path);
  const root = await readJson(draft, path, digest);
  if (root === undefined || !isObject(root)) return;
  // A document that is both has been shown to different readers as different images (CVE-2021-41190): each side is read.
  if (property(root, 'manifests') !== undefined) await readIndex(draft, root, path, label, depth + 1);
  const layers = property(root, 'layers');
  if (Array.isArray(layers)) await readManifest(draft, root, layers, path, label);
  else if (property(root, 'manifests') === undefined) report(draft, property(root, 'fsLayers') === undefined ? 'malformed' : 'unknown-version', 'a manifest names no layers', path);
}

async function readManifest(draft: Draft, root: JsonObject, layers: readonly JsonValue[], path: string, label: string): Promise<void> {
  const types = layers.map((layer) => (isObject(layer) ? property(layer, 'mediaType') : undefined));
  // https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md: statements about an image, no files.
  if (layers.length > 0 && types.every((type) => type === 'application/vnd.in-toto+json')) {
    draft.notes.push(`a manifest of attestations was passed over: ${path}`);
    return;
  }
  const config = property(root, 'config');
  const configDigest = isObject(config) ? digestOf(config) : undefined;
  const configRoot = configDigest ? await readJson(draft, blobPath(configDigest), configDigest) : undefined;
  const diffIds = configRoot === undefined ? undefined : diffIdsOf(draft, configRoot, layers.length, path);
  const plans: LayerPlan[] = [];
  for (const [at, layer] of layers.entries()) {
    const digest = isObject(layer) ? digestOf(layer) : undefined;
    if (!digest || !isObject(layer)) { report(draft, 'malformed', `layer ${at + 1} of a manifest has no digest of a known form`, path); continue; }
    const type = property(layer, 'mediaType');
    plans.push({
      name: `${digest.algorithm}:${digest.hex}`,
      stored: draft.store.find(blobPath(digest)),
      digest,
      diffId: diffIds?.[at],
      isForeign: property(layer, 'urls') !== undefined || (typeof type === 'string' && /foreign|nondistributable/.test(type)),
    });
  }
  addImage(draft, label, plans);
}

function addImage(draft: Draft, label: string, layers: readonly LayerPlan[]): void {
  if (layers.length > LIMITS.imageLayers) report(draft, 'too-many', `an image of ${layers.length} layers: the first ${LIMITS.imageLayers} were read`);
  draft.images.push({ label: label.slice(0, LABEL), layers: layers.slice(0, LIMITS.imageLayers) });
}

function tooManyImages(draft: Draft): boolean {
  if (draft.images.length < LIMITS.imageManifests) return false;
  const message = `more than ${LIMITS.imageManifests} images in one archive: the rest was not read`;
  if (!draft.problems.some((problem) => problem.message === message)) report(draft, 'too-many', message);
  return true;
}

function labelOf(descriptor: JsonObject, above: string): string {
  const annotations = property(descriptor, 'annotations');
  const named = isObject(annotations) ? property(annotations, 'io.containerd.image.name') ?? property(annotations, 'org.opencontainers.image.ref.name') : undefined;
  const platform = property(descriptor, 'platform');
  const parts = isObject(platform) ? ['os', 'architecture', 'variant'].map((key) => property(platform, key)).filter((part): part is string => typeof part === 'string') : [];
  const name = typeof named === 'string' ? named : above;
  return [name, parts.join('/')].filter((part) => part !== '').join(' ');
}

function digestOf(descriptor: JsonObject): Digest | undefined {
  const digest = property(descriptor, 'digest');
  return typeof digest === 'string' ? parseDigest(digest) : undefined;
}

const HEX_LENGTHS = { sha256: 64, sha384: 96, sha512: 128 } as const;

function parseDigest(text: string): Digest | undefined {
  const cut = text.indexOf(':');
  const hex = text.slice(cut + 1);
  const algorithm = (['sha256', 'sha384', 'sha512'] as const).find((name) => name === text.slice(0, cut));
  return algorithm !== undefined && hex.length === HEX_LENGTHS[algorithm] && /^[0-9a-f]+$/.test(hex) ? { algorithm, hex } : undefined;
}

// Made of a digest of hexadecimal digits, so it leads nowhere else.
function blobPath({ algorithm, hex }: Digest): string {
  return `blobs/${algorithm}/${hex}`;
}

async function readJson(draft: Draft, name: string, digest?: Digest): Promise<JsonValue | undefined> {
  const read = await readText(draft, name, digest);
  if (typeof read === 'string') {
    const parsed = parseJson(read);
    const problems = parsed.ok ? parsed.problems : [parsed.problem];
    for (const problem of problems) report(draft, problem.code, problem.message, name);
    return parsed.ok ? parsed.value : undefined;
  }
  report(draft, read.code, read.message, name.slice(0, 200));
  return undefined;
}

async function readText(draft: Draft, name: string, digest: Digest | undefined): Promise<string | Pick<Problem, 'code' | 'message'>> {
  const stored = draft.store.find(name);
  if (stored === undefined) return { code: 'not-found', message: 'a file that a manifest names is not in the archive' };
  const bytes = await readStored(draft.store, stored);
  if (typeof bytes === 'string') return { code: 'unreadable', message: bytes };
  if (digest && createHash(digest.algorithm).update(bytes).digest('hex') !== digest.hex) report(draft, 'malformed', 'its content does not have the digest that names it: it was changed or damaged', name);
  const text = decode(bytes);
  return text.ok ? text.text : text;
}

async function readStored(store: ArchiveStore, stored: string): Promise<Uint8Array | string> {
  try {
    return await store.read(stored);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return error.message;
  }
}
