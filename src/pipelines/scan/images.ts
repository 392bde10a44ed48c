// A target that is a container image: its merged file system, and what each layer had that is gone in it, become targets of
// their own with trees of their own.
import { basename } from 'node:path/posix';
import type { ImageArchive, ImageLayer, ImageRead } from '../../io/image/contract.ts';
import { INSTALLS } from '../../installs/registry.ts';
import { lockfileReaders } from '../../lockfiles/registry.ts';
import type { ProblemCode } from '../../model/coverage.ts';
import { type FileTree, TreeError } from '../../model/ports.ts';
import { addFindings, addProblems, failPlace, openPlace, type PlaceDraft, type ScanState, type TargetPath } from './context.ts';
import { MANIFEST_NAMES } from './folders.ts';
import { nothingReadBefore } from './read-before.ts';

/** A target with the state to read it with: both gather in the same report. */
export interface EnteredTarget {
  readonly state: ScanState;
  readonly target: TargetPath;
  /** Called when it has been read. */
  readonly leave: () => void;
}

/** The target itself, or what an image holds in its place. */
export async function enterTarget(state: ScanState, target: TargetPath): Promise<readonly EnteredTarget[]> {
  const itself = [{ state, target, leave: () => undefined }];
  if (!state.ports.images || !mayBeImage(state.ports.tree, target.absolute)) return itself;
  let archive: ImageArchive | undefined;
  try {
    state.ports.progress(`${target.shown}: reading its layers`);
    const { isWanted, isWantedWithCode } = await import('./image-files.ts');
    archive = await state.ports.images(target.absolute, state.ports.deep ? isWantedWithCode : isWanted);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    if (error.code === 'unread-format' || error.code === 'too-large') {
      failPlace(openPlace(state, 'target', target.shown), error.code, error.message, 'unpack it and scan what it holds');
      return [];
    }
    // The walk over the target meets the same error and tells it.
    return itself;
  }
  return archive ? enterImages(state, target, archive) : itself;
}

// Two questions for a folder, one for a file: the reader of images is loaded for what passes alone.
function mayBeImage(tree: FileTree, path: string): boolean {
  try {
    const kind = tree.kind(path);
    if (kind === 'file') return !isReadByName(basename(path));
    return kind === 'folder' && ['oci-layout', 'manifest.json'].some((name) => tree.kind(`${path === '/' ? '' : path}/${name}`) === 'file');
  } catch {
    // As above.
    return false;
  }
}

const MARKS: ReadonlySet<string> = new Set([...MANIFEST_NAMES, ...INSTALLS.flatMap(({ marks }) => marks)]);
/** True for a lockfile, a manifest, or a mark of an installed tree. */
export function isReadByName(name: string): boolean {
  return MARKS.has(name) || lockfileReaders(name).length > 0;
}

function enterImages(state: ScanState, target: TargetPath, archive: ImageArchive): readonly EnteredTarget[] {
  const place = openPlace(state, 'target', target.shown);
  place.format = archive.format;
  addProblems(place, archive.problems.map((problem) => ({ ...problem, path: problem.path === undefined ? target.shown : `${target.shown}!${problem.path}` })));
  place.notes.push(`${archive.images.length} ${archive.images.length === 1 ? 'image' : 'images'} read`, ...archive.notes);
  const labels = labelsOf(archive.images);
  return archive.images.flatMap((image, at) => enterImage(state, target, image, labels[at] ?? ''));
}

// The audited side gives them, and they become part of paths: plain, and no two the same. One image needs none.
function labelsOf(images: readonly ImageRead[]): readonly string[] {
  if (images.length === 1) return [''];
  const taken = new Set<string>();
  return images.map(({ label }, at) => {
    const plain = label.replace(/[^\w./:@+-]+/g, ' ').trim();
    const own = plain === '' || taken.has(plain) ? `${plain} #${at + 1}`.trim() : plain;
    taken.add(own);
    return `[${own}]`;
  });
}

function enterImage(state: ScanState, target: TargetPath, image: ImageRead, label: string): readonly EnteredTarget[] {
  const shown = `${target.shown}!${label}`;
  const stable = `${target.stable === '' ? '' : `${target.stable}!`}${label}`;
  for (const layer of image.layers) tellLayer(state, `${shown}layer ${layer.number}`, layer);
  const merged = enter(state, image.tree, { absolute: '/', shown, stable });
  const hidden = image.hidden.map(({ layer, tree }) => {
    const name = `layer ${layer} (deleted later)`;
    return enter(state, tree, { absolute: '/', shown: `${shown}${name}`, stable: `${stable}${name}` }, 'remains');
  });
  return [merged, ...hidden];
}

function tellLayer(state: ScanState, path: string, layer: ImageLayer): void {
  const place = openPlace(state, 'image-layer', path);
  place.bytes = layer.bytes;
  place.notes.push(`${layer.entries} ${layer.entries === 1 ? 'entry' : 'entries'}, ${layer.diffId ?? layer.name}`);
  if (layer.gone > 0) place.notes.push(`${layer.gone} of its files that a scan reads were deleted or replaced in layer ${layer.goneIn.join(', ')}, and were read by themselves`);
  addProblems(place, layer.problems.map((problem) => ({ ...problem, path: problem.path === undefined ? path : `${path}${problem.path}` })));
  if (layer.problems.length > 0 && layer.entries === 0) place.status = 'unreadable';
}

function enter(state: ScanState, tree: FileTree, target: TargetPath, what: 'whole' | 'remains' = 'whole'): EnteredTarget {
  // npm's own reader takes files from the disk.
  const { npm: _npm, images: _images, ...ports } = state.ports;
  const { machine: _machine, ...options } = state.options;
  const inside: ScanState = {
    ...state,
    // Homes and caches inside the image; what lies in folders the walk has read already.
    options: what === 'whole' ? { ...options, machine: { homes: 'all', shownRoot: target.shown, trees: 'walked' } } : options,
    ports: { ...ports, tree },
    notReadBefore: nothingReadBefore(),
    configurations: [],
    homes: [],
    sightings: [],
    ranFolders: [],
  };
  return { state: inside, target, leave: what === 'whole' ? () => undefined : () => forgiveRemains(state, target) };
}

/** Of a part of a project: what refers to files that are not gone. */
const OF_A_PART: ReadonlySet<ProblemCode> = new Set(['no-lockfile', 'missing-dependency', 'unknown-package-version']);
/** Of a part of an installed tree also these; a lockfile that has them was cut itself. */
const OF_A_TREE: ReadonlySet<ProblemCode> = new Set(['dangling-reference', 'no-packages']);
/** Rules that compare two views of one folder, of which a layer has left a part. */
const COMPARISONS: ReadonlySet<string> = new Set(['hidden-lockfile-mismatch', 'unlocked-installed-package', 'readers-disagree']);

function forgiveRemains(state: ScanState, target: TargetPath): void {
  const isHere = (path: string) => path === target.shown || path.startsWith(`${target.shown}/`);
  for (const place of state.places.filter(({ path }) => isHere(path))) forgivePlace(place);
  const kept = state.findings.filter((finding) => !COMPARISONS.has(finding.ruleId) || !isHere(finding.locations[0].path));
  state.findings.length = 0;
  addFindings(state, kept);
}

function forgivePlace(place: PlaceDraft): void {
  const kept = place.problems.filter(({ code }) => !OF_A_PART.has(code) && (place.kind === 'lockfile' || !OF_A_TREE.has(code)));
  if (kept.length === place.problems.length) return;
  place.problems.length = 0;
  for (const problem of kept) place.problems.push(problem);
  place.notes.push('a part of what the layer had: what it refers to was not asked for');
  if (kept.length === 0 && place.status === 'partial') place.status = 'read';
}
