// npm: `exec`, `install` and their many aliases, `init` (which runs `create-…`), `run`. Aliases from npm/cli lib/utils/cmd-list.js.
// `npm ci` and all that only reads or reports is no subject: what `ci` installs stands in a lockfile.
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { readNpmWords, type NpmWords } from './npm-flags.ts';
import { npmPackage } from './npm-subject.ts';
import { readExec } from './npx.ts';
import { inFolder, NOTHING, projectScript, together } from './reading.ts';

const EXEC = new Set(['exec', 'x']);
const INSTALL = new Set(['install', 'add', 'i', 'in', 'ins', 'inst', 'insta', 'instal', 'isnt', 'isnta', 'isntal', 'isntall', 'install-test', 'it', 'link', 'ln', 'update', 'up', 'upgrade', 'udpate']);
const RUN = new Set(['run', 'run-script', 'rum', 'urn']);
const SCRIPTS = new Set(['start', 'test', 'tst', 't', 'stop', 'restart']);
const CREATE = new Set(['init', 'create', 'innit']);

export const npm: LaunchFamily = {
  id: 'npm',
  programs: ['npm', 'npm-cli.js'],
  read: (call) => {
    const asked = readNpmWords(call.args, { npx: false, unknown: 'word' });
    const [command = '', ...words] = asked.words;
    return inFolder(readCommand(command, { ...asked, words }, call), asked.prefix);
  },
};

function readCommand(command: string, asked: NpmWords, call: Call): Reading {
  const [first, ...rest] = asked.words;
  if (EXEC.has(command)) return readExec(asked, 'npm exec', call);
  if (INSTALL.has(command)) return together(asked.words.map((word) => npmPackage(word, { tool: 'npm install', ...(asked.registry === undefined ? {} : { registry: asked.registry }) }, call.context)));
  if (RUN.has(command)) return first === undefined ? NOTHING : projectScript(first, 'other');
  if (SCRIPTS.has(command)) return projectScript(command, 'other');
  if (CREATE.has(command) && first !== undefined) return readExec({ ...asked, words: [createPackage(first), ...rest] }, 'npm exec', call);
  return NOTHING;
}

/** The package behind `create x`: `create-x`, `@s/create-x`, `@s/create`. https://docs.npmjs.com/cli/commands/npm-init */
export function createPackage(initializer: string): string {
  const scoped = /^(@[^/@]+)(?:\/([^@]+))?(@.*)?$/s.exec(initializer);
  if (scoped) return `${scoped[1]}/create${scoped[2] === undefined ? '' : `-${scoped[2]}`}${scoped[3] ?? ''}`;
  return /[/\\:]/.test(initializer) ? initializer : `create-${initializer}`;
}
