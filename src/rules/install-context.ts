// What runs by itself when a package is installed from a registry. `prepare` and `prepublish` are not: npm runs them for git
// dependencies and in the package's own checkout (https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts).
import type { Behavior, InstallScriptBehavior } from '../model/behavior.ts';
import type { CodeFacts } from './contract.ts';

const HOOKS = new Set(['preinstall', 'install', 'postinstall']);

/** Hooks that run at install. */
export function installHooks(facts: CodeFacts): readonly InstallScriptBehavior[] {
  return facts.behaviors.filter((behavior): behavior is InstallScriptBehavior => behavior.kind === 'install-script' && isRunAtInstall(behavior));
}

/** True for a hook that runs when the package comes from a registry. */
export function isRunAtInstall({ hook }: InstallScriptBehavior): boolean {
  return HOOKS.has(hook);
}

/** True for a command line that builds or fetches native parts with a usual tool, and does nothing else. */
export function isPlainBuild(command: string): boolean {
  return command.slice(0, 2000).split(/\s*(?:&&|\|\|)\s*/, 10).every((part) => /^(?:(?:npx\s+(?:--no-install\s+)?)?(?:node-gyp(?:-build)?|prebuild-install|node-pre-gyp|prebuildify|cmake-js|node-gyp-build-optional-packages)(?:\s+[\w=.:-]{1,40}){0,10}|exit 0|true|echo\s[\w .,'"-]{0,200})$/.test(part.trim()));
}

/** Files of the package that its hooks and its build run. */
export function installFiles(facts: CodeFacts): ReadonlySet<string> {
  return new Set([...installHooks(facts).flatMap(({ runs }) => runs), ...facts.behaviors.flatMap((behavior) => (behavior.kind === 'native-code' && behavior.form === 'binding-gyp' ? scriptsIn(behavior.command ?? '') : []))]);
}

/** True where the behaviour happens at install: it stands in a file that a hook runs. */
export function runsAtInstall(files: ReadonlySet<string>, behavior: Behavior): boolean {
  return behavior.kind !== 'install-script' && files.has(behavior.place.path);
}

/** Scripts of the package that a command line names, below the package's folder. */
export function scriptsIn(command: string): readonly string[] {
  const words = command.slice(0, 4096).split(/[\s;&|()"'`<>]+/, 200);
  return words.filter((word) => /^(?:\.\/)?[\w@./-]{1,200}\.[cm]?[jt]s$/.test(word) && !word.startsWith('/') && !word.includes('..')).map((word) => word.replace(/^(?:\.\/)+/, ''));
}
