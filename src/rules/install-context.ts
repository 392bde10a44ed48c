// What runs by itself when a package is installed from a registry. `prepare` and `prepublish` are not: npm runs them for git
// dependencies and in the package's own checkout (https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts).
import type { Behavior, InstallScriptBehavior } from '../model/behavior.ts';
import type { CodeFacts } from './contract.ts';

const HOOKS = new Set(['preinstall', 'install', 'postinstall']);

/** Hooks that run at install. */
export function installHooks(facts: CodeFacts): readonly InstallScriptBehavior[] {
  return facts.behaviors.filter((behavior): behavior is InstallScriptBehavior => behavior.kind === 'install-script' && HOOKS.has(behavior.hook));
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
