// What commands do, as one file of the build (dist/actions.js): it is read when a command runs, and not for --help. Each entry
// runs its modules when it is asked for.
export const actions = {
  completion: () => import('./completion-scripts.ts'),
  exposure: () => import('./run-exposure.ts'),
  ioc: () => import('./run-ioc.ts'),
  outputs: () => import('./write-outputs.ts'),
  rules: () => import('./run-rules.ts'),
  scan: () => import('./run-scan.ts'),
  selftest: () => import('./run-selftest.ts'),
} as const;
