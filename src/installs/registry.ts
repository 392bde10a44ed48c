// The install readers. `.pnp.cjs` is read as data, never run.
import type { InstallDescriptor } from './contract.ts';

export const INSTALLS: readonly InstallDescriptor[] = [
  { id: 'node-modules', marks: ['node_modules'], load: async () => (await import('./node-modules.ts')).nodeModules },
  { id: 'yarn-pnp', marks: ['.pnp.cjs', '.pnp.js', '.pnp.data.json'], load: async () => (await import('./yarn-pnp.ts')).yarnPnp },
];
