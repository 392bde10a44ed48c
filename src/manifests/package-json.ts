// tmp
import type { Manifest } from './contract.ts';
export function parsePackageJson(text: string, _path: string): Manifest {
  const v = JSON.parse(text) as { name?: string; dependencies?: Record<string, string> };
  return { ...(v.name ? { name: v.name } : {}), requests: Object.entries(v.dependencies ?? {}).map(([key, raw]) => ({ kind: 'dependencies', name: key, key, raw, spec: raw, source: 'registry', path: ['dependencies', key] })), workspaces: [], problems: [], locate: () => undefined };
}
