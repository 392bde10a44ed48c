// APIs that start programs, by the names that `apis.ts` gives: https://nodejs.org/docs/latest-v20.x/api/child_process.html, the
// usual packages around it, Bun and Deno.

/** How the arguments of one API name what is run. */
export type CommandForm =
  /** One command line. */
  | 'line'
  /** A program, and a list of its arguments behind it. */
  | 'program'
  /** A module that Node runs. */
  | 'module'
  /** A list whose first item is the program, or settings with it under `cmd`. */
  | 'list'
  /** A template: its text is the command line. */
  | 'template';

const LINE = ['child_process.exec', 'child_process.execSync', 'shelljs.exec', 'execa.execaCommand', 'execa.execaCommandSync', 'execa.command', 'execa.commandSync', 'execa.shell', 'execa.shellSync', 'child-process-promise.exec', 'promisify-child-process.exec', 'mz/child_process.exec', 'sudo-prompt.exec', '@vscode/sudo-prompt.exec', 'node-cmd.run', 'node-cmd.runSync', 'node-cmd.get', 'exec-sh', 'node-powershell.PowerShell().invoke', 'node-powershell.PowerShell.invoke', 'shell-exec', 'teen_process.exec', 'ssh2.Client().exec', 'child-process-es6-promise.exec', '@actions/exec.exec', '@actions/exec.getExecOutput'];
const PROGRAM = ['child_process.spawn', 'child_process.spawnSync', 'child_process.execFile', 'child_process.execFileSync', 'execa', 'execa.execa', 'execa.execaSync', 'execa.sync', 'execa.execaNode', 'cross-spawn', 'cross-spawn.sync', 'cross-spawn.spawn', 'cross-spawn-async', 'node-pty.spawn', '@homebridge/node-pty-prebuilt-multiarch.spawn', 'nano-spawn', 'tinyexec.x', 'tinyexec.exec', 'tinyspawn', 'child-process-promise.spawn', 'child-process-promise.execFile', 'promisify-child-process.spawn', '@npmcli/promise-spawn', 'spawn-sync', 'foreground-child', 'foreground-child.foregroundChild', 'spawn-command', 'win-spawn', 'spawndamnit', 'Deno.Command', 'cross-spawn-promise', 'spawn-please', 'await-spawn', 'mz/child_process.spawn', 'mz/child_process.execFile'];
const MODULE = ['child_process.fork', 'child-process-promise.fork', 'execa.node'];
const LIST = ['Bun.spawn', 'Bun.spawnSync', 'bun.spawn', 'bun.spawnSync', 'Deno.run'];
const TEMPLATE = ['zx.$', 'zx/core.$', 'zx.$.sync', 'Bun.$', 'bun.$', 'execa.$', 'execa.$.sync', 'dax-sh', 'dax-sh.$', 'dax', 'zurk.$', '$'];

const TABLE: ReadonlyMap<string, CommandForm> = new Map([
  ...LINE.map((name) => [name, 'line'] as const),
  ...PROGRAM.map((name) => [name, 'program'] as const),
  ...MODULE.map((name) => [name, 'module'] as const),
  ...LIST.map((name) => [name, 'list'] as const),
  ...TEMPLATE.map((name) => [name, 'template'] as const),
]);

/** How an API starts a program; undefined where it does not. */
export function processApi(name: string): CommandForm | undefined {
  return TABLE.get(name);
}
