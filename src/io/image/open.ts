// Container image archives without any container engine: `docker save` of every version since 1.10, and OCI image layouts, as a
// tar, a packed tar or a folder. Nothing is unpacked to the disk; layers are read one after the other.
import type { Problem } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import { TreeError, type ByteSource } from '../../model/ports.ts';
import { openAuditedSource } from '../byte-source.ts';
import { openFolderTree } from '../file-tree.ts';
import type { HiddenFiles, ImageArchive, ImageLayer, ImageOpener, ImageRead, WantedFile } from './contract.ts';
import { isImageFolder, openFolderStore } from './folder-store.ts';
import { type Budget, type LayerEntry, type LayerRead, problemList, readLayer } from './layer.ts';
import { type ImagePlan, type LayerPlan, readPlans } from './manifests.ts';
import { newMerge } from './merge.ts';
import { treeOf } from './nodes.ts';
import { type ArchiveStore, openStore } from './store.ts';

/** Opens a file or folder of the live disk. Rejects with a TreeError where it cannot be read at all. */
export const openImage: ImageOpener = async (path, wanted) => {
  const live = openFolderTree({ root: '/' });
  const kind = live.kind(path);
  if (kind === 'folder') return isImageFolder(live, path) ? readArchive(openFolderStore(path), wanted) : undefined;
  if (kind !== 'file') return undefined;
  const source = openAuditedSource(path);
  try {
    return await openImageSource(source, wanted);
  } finally {
    source.close();
  }
};

/** Opens an archive out of its bytes; undefined where it is none of an image. Rejects with a TreeError where the bytes are fewer than they were. */
export async function openImageSource(source: ByteSource, wanted: WantedFile): Promise<ImageArchive | undefined> {
  try {
    const store = await openStore(source);
    return store && await readArchive(store, wanted);
  } catch (error) {
    // Of a source that is shorter than it was.
    if (error instanceof RangeError) throw new TreeError('unreadable', 'the archive changed while it was read');
    throw error;
  }
}

/** True for an archive of an image, by its names alone: no layer is read. */
export async function isImageArchive(source: ByteSource): Promise<boolean> {
  return await openStore(source) !== undefined;
}

async function readArchive(store: ArchiveStore, wanted: WantedFile): Promise<ImageArchive> {
  const { images: plans, problems, notes } = await readPlans(store);
  const budget: Budget = { kept: LIMITS.imageKeptBytes, entries: LIMITS.imageEntries, unpacked: LIMITS.imageBytes };
  const source = store.pieces ? directly(store.pieces, wanted, budget) : await collected(store, plans, wanted, budget);
  const images: ImageRead[] = [];
  for (const plan of plans) images.push(await readImage(store, plan, budget, source));
  return { format: store.find('manifest.json') === undefined ? 'OCI image layout' : 'docker save', images, problems, notes };
}

/** Gives the entries of a layer and what is known of it then. */
type LayerSource = (plan: LayerPlan, stored: string, emit: (entry: LayerEntry) => void) => Promise<LayerRead>;

function directly(pieces: NonNullable<ArchiveStore['pieces']>, wanted: WantedFile, budget: Budget): LayerSource {
  return async (plan, stored, emit) => {
    const missed = new Set<string>();
    const { kept, entries } = budget;
    const first = await guarded(() => readLayer(pieces(stored), plan, wanted, budget, noting(missed, wanted, emit)));
    if (missed.size === 0) return first;
    // What the first pass held is replaced by the same of the second.
    Object.assign(budget, { kept, entries });
    return guarded(() => readLayer(pieces(stored), plan, (path, size) => missed.has(path) || wanted(path, size), budget, emit));
  };
}

// A file with several names comes once in a layer, under the first of them; pnpm's store sorts before the project that it
// serves. Where a wanted name is a link to one that is not wanted, the content is known to be needed only then.
function noting(missed: Set<string>, wanted: WantedFile, emit: (entry: LayerEntry) => void): (entry: LayerEntry) => void {
  return (entry) => {
    if (entry.kind === 'hardlink' && wanted(entry.path, 0) && !wanted(entry.target, 0)) missed.add(entry.target);
    emit(entry);
  };
}

// A packed archive gives its files in its own order: layers are read as they come, and put on top of each other afterwards.
async function collected(store: ArchiveStore, images: readonly ImagePlan[], wanted: WantedFile, budget: Budget): Promise<LayerSource> {
  const plans = new Map(images.flatMap(({ layers }) => layers.flatMap((plan) => (plan.stored === undefined ? [] : [[plan.stored, plan] as const]))));
  const read = new Map<string, { readonly entries: readonly LayerEntry[]; readonly read: LayerRead }>();
  const missed = new Map<string, Set<string>>();
  const pass = (names: ReadonlySet<string>): Promise<void> => store.each(names, async (stored, content) => {
    const plan = plans.get(stored);
    if (!plan) return;
    const known = missed.get(stored);
    const noted = known ?? new Set<string>();
    const entries: LayerEntry[] = [];
    const { kept, entries: count } = budget;
    const layer = await guarded(() => readLayer(content, plan, (path, size) => noted.has(path) || wanted(path, size), budget, noting(known ? new Set() : noted, wanted, (entry) => entries.push(entry))));
    read.set(stored, { entries, read: layer });
    if (known || noted.size === 0) return;
    missed.set(stored, noted);
    Object.assign(budget, { kept, entries: count });
  });
  await pass(new Set(plans.keys()));
  if (missed.size > 0) await pass(new Set(missed.keys()));
  return async (_plan, stored, emit) => {
    const layer = read.get(stored);
    for (const entry of layer?.entries ?? []) emit(entry);
    return layer?.read ?? failed('unreadable', 'the archive is damaged or cut before this layer');
  };
}

async function guarded(run: () => Promise<LayerRead>): Promise<LayerRead> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TreeError) return failed(error.code, error.message);
    // A cut archive: the file ends before the layer does.
    if (error instanceof RangeError) return failed('malformed', 'the archive ends before the layer does, as a truncated file does');
    throw error;
  }
}

function failed(code: Problem['code'], message: string): LayerRead {
  return { diffId: undefined, bytes: 0, entries: 0, problems: [{ code, message }] };
}

async function readImage(store: ArchiveStore, plan: ImagePlan, budget: Budget, source: LayerSource): Promise<ImageRead> {
  const merge = newMerge(budget);
  const reads: { readonly plan: LayerPlan; readonly read: LayerRead; readonly placing: readonly Problem[] }[] = [];
  for (const [at, layer] of plan.layers.entries()) {
    const problems = problemList();
    const layering = merge.layer(at + 1, problems);
    const read = layer.stored === undefined ? missing(layer) : await source(layer, layer.stored, layering.add);
    layering.end();
    reads.push({ plan: layer, read, placing: problems.list() });
  }
  merge.finish();
  const layers = reads.map(({ plan: layer, read, placing }, at): ImageLayer => {
    const hidden = merge.hidden.get(at + 1);
    return {
      number: at + 1,
      name: layer.name,
      ...(read.diffId === undefined ? {} : { diffId: read.diffId }),
      bytes: read.bytes > 0 || layer.stored === undefined ? read.bytes : store.size(layer.stored),
      entries: read.entries,
      gone: hidden?.files ?? 0,
      goneIn: [...hidden?.by ?? []].toSorted((a, b) => a - b),
      problems: [...read.problems, ...placing],
    };
  });
  const hidden = [...merge.hidden].filter(([, { files }]) => files > 0).toSorted(([a], [b]) => a - b)
    .map(([layer, { root }]): HiddenFiles => ({ layer, digest: layers[layer - 1]?.diffId ?? layers[layer - 1]?.name ?? '', tree: treeOf(root) }));
  return { label: plan.label, tree: treeOf(merge.root), layers, hidden };
}

function missing(layer: LayerPlan): LayerRead {
  return failed('not-found', layer.isForeign ? 'the layer is not in the archive: its manifest says where it is to be fetched' : 'the layer is not in the archive');
}
