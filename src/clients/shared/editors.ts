// Where VS Code and its forks keep what an extension stores. https://code.visualstudio.com/api/extension-capabilities/common-capabilities
import type { ClientFolders } from '../contract.ts';

/** Names of the program's folder below the settings folder. */
const EDITORS = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf'];
/** Folders of a home in which the part of an editor runs that works on a remote machine. */
const SERVERS = ['.vscode-server', '.vscode-server-insiders', '.vscodium-server', '.cursor-server', '.windsurf-server'];

/** Paths of one file of an extension's storage, in every editor and every remote part. */
export function extensionFiles({ appSupport, home }: ClientFolders, file: string): readonly string[] {
  return [
    ...EDITORS.map((editor) => `${appSupport}/${editor}/User/globalStorage/${file}`),
    ...SERVERS.map((server) => `${home.path}/${server}/data/User/globalStorage/${file}`),
  ];
}
