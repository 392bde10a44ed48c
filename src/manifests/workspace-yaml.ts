// tmp
import type { Manifest } from './contract.ts';
export async function parsePnpmWorkspace(_text: string, _path: string): Promise<Manifest> { return { requests: [], workspaces: [], problems: [], locate: () => undefined }; }
export async function parseYarnrc(_text: string, _path: string): Promise<Manifest> { return { requests: [], workspaces: [], problems: [], locate: () => undefined }; }
