// scan --deep: the code of every target, and of the folders of the machine from which servers run. Loaded with the flag alone.
import { TreeError } from '../model/ports.ts';
import { readCode } from './deep/read-code.ts';
import { isImageCode } from './scan/image-files.ts';
import type { ScanState, TargetPath } from './scan/context.ts';
import { machinePath } from './machine/find.ts';
import { packageAround } from '../caches/bin-target.ts';

export type { CodeKnowledge, DeepPorts, DeepSession } from './deep/words.ts';

/** Reads the code of targets whose packages have been read. Without `--deep` nothing happens. */
export async function readCodeOf(state: ScanState, targets: readonly TargetPath[]): Promise<void> {
  const { deep } = state.ports;
  if (!deep) return;
  const read: string[] = [];
  for (const target of [...targets, ...machineFolders(state)].toSorted((a, b) => a.absolute.length - b.absolute.length)) {
    const kind = kindOf(state, target.absolute);
    // What is not there, or could not be entered, was told with the target.
    if (kind === undefined) continue;
    const real = state.ports.tree.resolve(target.absolute) ?? target.absolute;
    if (read.some((outer) => real === outer || real.startsWith(outer === '/' ? '/' : `${outer}/`))) continue;
    if (kind !== 'folder') {
      state.places.push({ path: target.shown, kind: 'package-code', status: 'skipped', reason: 'a single file was named, not the folder with the code', problems: [], notes: [] });
      continue;
    }
    read.push(real);
    await state.ports.breathe();
    await readCode(state, deep, target);
  }
  for (const unsaved of [deep.kept?.files.files.save(), deep.kept?.parsed.save()]) if (unsaved !== undefined) state.notes.push(unsaved);
}

/** Of an image only what looks like code is held, and only that is searched. */
export async function readCodeOfImage(state: ScanState, target: TargetPath): Promise<void> {
  const { deep } = state.ports;
  if (!deep || kindOf(state, target.absolute) !== 'folder') return;
  await state.ports.breathe();
  const { place } = await readCode(state, deep, target, { passOver: (path) => !isImageCode(path) && kindOf(state, path) !== 'folder' });
  place.notes.push('of an image scripts are searched, and in node_modules also manifests, texts, WebAssembly and native files, each up to 16 MiB');
}

function kindOf(state: ScanState, path: string) {
  try {
    return state.ports.tree.kind(path);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return undefined;
  }
}

// Caches and prefixes, and the packages of scripts that configurations start.
function machineFolders(state: ScanState): readonly TargetPath[] {
  const { machine } = state.options;
  if (!machine || machine.trees !== 'scan') return [];
  const folders = new Set(state.ranFolders.map(({ folder }) => folder));
  for (const { servers } of state.configurations) {
    for (const { launch } of servers) {
      for (const { kind, path } of launch?.subjects ?? []) {
        if (kind !== 'script' || path === undefined || !path.startsWith('/')) continue;
        const found = packageAround(state.ports.tree, path, []);
        if (found) folders.add(found.folder);
      }
    }
  }
  return [...folders].map((folder) => machinePath(machine, folder));
}
