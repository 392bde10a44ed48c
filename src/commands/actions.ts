// What commands do, as one file of the build (dist/actions.js): it is loaded when a command runs, and not for --help.
export { completionScript } from './completion-scripts.ts';
export { listBundles, showSubject, validateBundles } from './run-ioc.ts';
export { explainRule, listRules } from './run-rules.ts';
export { runScan } from './run-scan.ts';
export { runSelftest } from './run-selftest.ts';
export { openOutputs } from './write-outputs.ts';
