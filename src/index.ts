// The library: what the command does, for programs, and the types of its results.
export { scan, type ScanOptions, type ScanPorts, type TargetPath } from './pipelines/scan.ts';
export { CLIENT_HISTORY, exposure, LOCKFILE_HISTORY, type ExposureOptions, type ExposurePorts } from './pipelines/exposure.ts';
export { openGit } from './io/git.ts';
export { compileBundle } from './indicators/compile.ts';
export { openBundle } from './indicators/open.ts';
export { stackBundles } from './indicators/stack.ts';
export { openFolderTree } from './io/file-tree.ts';
export { systemClock } from './io/clock.ts';
export type { Finding, Severity, Confidence, RuleId } from './model/finding.ts';
export type { Exposure, ExposureWindow } from './model/exposure.ts';
export type { Report, Verdict } from './model/report.ts';
export type { Coverage, Place, Problem } from './model/coverage.ts';
export type { Package } from './model/package.ts';
