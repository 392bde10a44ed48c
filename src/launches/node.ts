// node, and the runners of TypeScript files that are called by their own name. https://nodejs.org/docs/latest-v20.x/api/cli.html
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { afterPackage, isKnownRunner, loadedModule, RUNNER_NAMES, runFile } from './package-effects.ts';
import { program, projectScript, together } from './reading.ts';
import { readScriptArgs } from './script-args.ts';

const VALUED = [
  '--env-file', '--env-file-if-exists', '-C', '--conditions', '--input-type', '--inspect-port', '--title', '--openssl-config', '--icu-data-dir', '--watch-path', '--stack-trace-limit', '--redirect-warnings',
  '--diagnostic-dir', '--dns-result-order', '--disable-warning', '--max-http-header-size', '--report-dir', '--report-directory', '--unhandled-rejections', '--tls-cipher-list', '--tls-keylog', '--trace-event-categories', '--build-snapshot-config', '--localstorage-file',
];

export const node: LaunchFamily = {
  id: 'node',
  programs: ['node', 'nodejs', ...RUNNER_NAMES],
  read: (call) => (isKnownRunner(call.program) ? together([program(call, 'runner'), afterPackage(call.program, call.args, call)]) : readNode(call)),
};

function readNode(call: Call): Reading {
  const runScript = call.args.indexOf('--run');
  if (runScript !== -1 && call.args[runScript + 1] !== undefined && call.args.slice(0, runScript).every((word) => word.startsWith('-'))) return projectScript(call.args[runScript + 1] as string, 'node');
  return readScriptArgs(call.args, {
    language: 'JavaScript', valued: VALUED, code: ['-e', '--eval', '-p', '--print', '-pe'], loads: ['-r', '--require', '--import', '--loader', '--experimental-loader'],
    load: (module) => loadedModule(module, call), file: (path, rest) => runFile(path, rest, 'node', call),
  }, call);
}
