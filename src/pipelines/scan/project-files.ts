// What a repository says about packages outside its manifests: configurations of MCP clients, and files whose commands install or run.
import type { ProjectFolder } from './folders.ts';
import { below } from './discover.ts';
import { matchProjectFile } from '../../clients/places.ts';
import { buildReader } from '../../builds/registry.ts';
import { readLaunch, readShellLine } from '../../launches/read.ts';
import type { Location } from '../../model/finding.ts';
import { type Asked, judgeAsked, npmSubjects } from './asked.ts';
import { readConfiguration } from '../machine/configuration.ts';
import { addProblems, failPlace, openPlace, type ScanState, type TargetPath } from './context.ts';
import { join } from './facts.ts';
import { readText } from './lockfile.ts';

/** Reads the files of one folder; the configurations are judged at the end of the run. */
export async function readProjectFiles(state: ScanState, folder: ProjectFolder): Promise<void> {
  for (const name of folder.clients) {
    const path = below(folder.path, join(folder.path.absolute, name));
    const found = matchProjectFile(path.absolute);
    if (!found) continue;
    const read = await readConfiguration(state, path, found.descriptor, found.place, { folder: projectOf(path.absolute, found.place.path) });
    if (read) state.configurations.push(read);
  }
  for (const name of folder.builds) await readBuild(state, below(folder.path, join(folder.path.absolute, name)));
}

// The folder that a client opens: above `.cursor/` for `.cursor/mcp.json`.
function projectOf(absolute: string, pattern: string): string {
  return absolute.split('/').slice(0, -pattern.split('/').length).join('/');
}

async function readBuild(state: ScanState, path: TargetPath): Promise<void> {
  const descriptor = buildReader(path.absolute);
  if (!descriptor) return;
  const place = openPlace(state, 'build-file', path.shown);
  place.format = descriptor.title;
  const text = readText(state, place, path);
  if (text === undefined) return;
  try {
    const { read } = await descriptor.load();
    const { commands, problems, notes } = read(text, path.shown);
    addProblems(place, problems);
    place.notes.push(...notes);
    let hidden = 0;
    const asked = commands.flatMap((command): readonly Asked[] => {
      const launch = command.form === 'shell' ? readShellLine(command.text) : readLaunch({ command: command.words[0] ?? '', args: command.words.slice(1) });
      const location: Location = { path: path.shown, ...command.position, entry: command.where };
      if (launch.subjects.some(({ kind, name, versionClass }) => kind === 'npm' && name === undefined && versionClass === 'unresolvable')) hidden += 1;
      return npmSubjects(launch.subjects).map((subject) => ({ subject, by: command.where, location, credentials: [], launch: launch.display }));
    });
    // No problem: half of all healthy workflows would have one.
    if (hidden > 0) place.notes.push(`${hidden} ${hidden === 1 ? 'command hides' : 'commands hide'} behind a variable which package is meant`);
    await judgeAsked(state, place, path, 'build-file', asked);
  } catch (error) {
    failPlace(place, 'reader-failed', `the reader failed: ${error instanceof Error ? error.message : String(error)}`, 'please report this with the file');
  }
}
