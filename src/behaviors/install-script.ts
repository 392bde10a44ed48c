// What installing or building the package runs, by its manifest: lifecycle scripts, the build that npm starts by itself for a
// binding.gyp, and dependencies that no registry serves. https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts - of a
// package from a registry npm runs preinstall, install and postinstall; the prepare family runs for git dependencies.
import type { InstallScriptBehavior } from '../model/behavior.ts';
import { withoutSecrets } from '../text/lines.ts';
import { readPackageSpec } from '../text/package-spec.ts';
import type { Extractor, PackageSource } from './contract.ts';
import { withImports } from './imported-files.ts';
import { readManifest, type ManifestScripts } from './manifest.ts';
import { filesRun } from './script-files.ts';

/** Scripts that some package manager runs when it installs, removes or packs the package. */
const HOOKS = ['preinstall', 'install', 'postinstall', 'preuninstall', 'uninstall', 'postuninstall', 'prepublish', 'preprepare', 'prepare', 'postprepare', 'prepack', 'prepublishOnly'];
const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'];
const MAX_COMMAND = 2_000;

/** Scripts and dependencies that run code at installation, with the files that these bring in. */
export const installScript: Extractor = {
  kind: 'install-script',
  extract: (code, source) => installScripts(source).map((behavior) => (behavior.runs.length === 0 ? behavior : { ...behavior, runs: withImports(code.modules, behavior.runs) })),
};

/** The same of the source alone: the files that a command names. */
export function installScripts(source: PackageSource): readonly InstallScriptBehavior[] {
  const manifest = source.manifest === undefined ? undefined : readManifest(source.manifest);
  const files = source.files.map(({ path }) => path);
  return [...(manifest === undefined ? [] : [...hooks(manifest, files), ...foreign(manifest)]), ...implicitBuild(manifest, source.bindingGyp)];
}

function hooks(manifest: ManifestScripts, files: readonly string[]): readonly InstallScriptBehavior[] {
  return HOOKS.flatMap((hook) => {
    const command = manifest.scripts.get(hook);
    if (command === undefined || command.trim() === '') return [];
    return [{ kind: 'install-script', api: hook, hook, command: withoutSecrets(command.slice(0, MAX_COMMAND)), runs: filesRun(command, manifest, files), place: manifest.place(['scripts', hook]) } as const];
  });
}

// https://github.com/npm/run-script/blob/main/lib/run-script-pkg.js: with a binding.gyp, and neither script nor `gypfile: false`.
function implicitBuild(manifest: ManifestScripts | undefined, gyp: string | undefined): readonly InstallScriptBehavior[] {
  if (gyp === undefined || manifest?.gypfile === false || manifest?.scripts.has('install') === true || manifest?.scripts.has('preinstall') === true) return [];
  return [{ kind: 'install-script', api: 'install', hook: 'install', command: 'node-gyp rebuild', runs: [], place: { path: 'binding.gyp', line: 1, column: 1 } }];
}

function foreign(manifest: ManifestScripts): readonly InstallScriptBehavior[] {
  return SECTIONS.flatMap((section) => manifest.section(section).flatMap(({ name, text }) => {
    const spec = readPackageSpec(`${name}@${text}`);
    if (spec.source !== 'git' && spec.source !== 'url') return [];
    const hook = spec.source === 'git' ? 'git-dependency' : 'url-dependency';
    const written = spec.stripped ? spec.spec : text;
    return [{ kind: 'install-script', api: hook, hook, command: `${section}: ${name}@${written}`.slice(0, MAX_COMMAND), runs: [], place: manifest.place([section, name]) } as const];
  }));
}
