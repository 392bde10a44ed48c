// What a git of ours is given of the user's environment, and what keeps it from every configuration, credential and program of anybody:
// https://git-scm.com/docs/git#_environment_variables
import { devNull } from 'node:os';

const SYSTEM = ['PATH', 'Path', 'SystemRoot', 'SYSTEMROOT', 'DEVELOPER_DIR'];

/** Variables for a git that knows of `folder` alone; of `environment` only what the system needs is taken, and `wanted`. */
export function closedEnvironment(folder: string, environment: Readonly<Record<string, string | undefined>>, wanted: readonly string[] = []): Readonly<Record<string, string>> {
  const own: Record<string, string> = {};
  for (const name of [...SYSTEM, ...wanted]) if (environment[name] !== undefined) own[name] = environment[name];
  return {
    ...own,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    TMPDIR: folder,
    TEMP: folder,
    LC_ALL: 'C',
    TZ: 'UTC',
    // Where it is set, git looks in no other folder.
    GIT_DIR: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: devNull,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_SSH_COMMAND: 'false',
    GIT_ASKPASS: 'false',
    GIT_EDITOR: 'false',
    GIT_PAGER: 'cat',
  };
}
