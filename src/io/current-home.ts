// The home of the user who runs the command, on the live machine.
import { homedir, userInfo } from 'node:os';
import type { Home } from '../model/machine.ts';
import type { Platform } from '../model/server.ts';

/** Paths with `/`, also on Windows. `environment` moves files where a client documents a variable for that. */
export function currentHome(environment: Readonly<Record<string, string | undefined>>): Home {
  return { path: homedir().replaceAll('\\', '/').replace(/(?<=.)\/$/, ''), user: userName(), platform: livePlatform(), environment };
}

/** Conventions of this machine; every system that is neither macOS nor Windows keeps files as Linux does. */
function livePlatform(): Platform {
  if (process.platform === 'win32') return 'windows';
  return process.platform === 'darwin' ? 'macos' : 'linux';
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container can run as a user that no file names; the home is known all the same.
    return '';
  }
}
