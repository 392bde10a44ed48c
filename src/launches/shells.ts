// Shells: `bash -c`, `cmd /c`, `powershell -Command` and `-EncodedCommand`. What they are told is read with their own quoting.
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html,
// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pwsh
import { LIMITS } from '../model/limits.ts';
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { doubtful, NOTHING, script, undecided } from './reading.ts';

const POSIX = ['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish', 'ash', 'busybox'];

export const shells: LaunchFamily = {
  id: 'shells',
  programs: [...POSIX, 'cmd', 'powershell', 'pwsh'],
  read: (call) => {
    if (call.program === 'cmd') return readCmd(call);
    return call.program === 'powershell' || call.program === 'pwsh' ? readPowershell(call) : readPosix(call);
  },
};

function readPosix(call: Call): Reading {
  if (call.program === 'busybox') return call.args.length === 0 ? NOTHING : call.inner(call.args);
  for (let at = 0; at < call.args.length; at += 1) {
    const word = call.args[at] as string;
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(word) || word === '--command') {
      // Behind other flags of its own: `bash -c -l "npx x"`.
      const text = call.args.slice(at + 1).find((next) => !/^[-+]\w*$/.test(next));
      return text === undefined ? undecided('broken-spec', 'The shell is given no command.') : call.line(text, 'posix');
    }
    if (/^[-+][oO]$/.test(word) || word === '--rcfile' || word === '--init-file') at += 1;
    else if (word === '--version' || word === '--help') return NOTHING;
    else if (!/^[-+]/.test(word)) return script(word, 'other', call.context);
  }
  return undecided('dynamic-shell', 'The shell reads its commands from its input.');
}

// Everything behind /c or /k is the line, as cmd.exe takes it from the process's own command line.
function readCmd(call: Call): Reading {
  const at = call.args.findIndex((word) => /^\/[ck]/i.test(word));
  if (at === -1) return undecided('dynamic-shell', 'The shell reads its commands from its input.');
  const glued = (call.args[at] as string).slice(2);
  const words = [...(glued === '' ? [] : [glued]), ...call.args.slice(at + 1)];
  if (words.length === 0) return undecided('broken-spec', 'The shell is given no command.');
  const [only] = words;
  return call.line(words.length === 1 ? outerQuotesOff(only as string) : words.map(quotedForCmd).join(' '), 'cmd');
}

function outerQuotesOff(text: string): string {
  return /^".*"$/s.test(text) && text.indexOf('"', 1) === text.length - 1 ? text.slice(1, -1) : text;
}

// As a client builds the line from its words: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
function quotedForCmd(word: string): string {
  return /\s/.test(word) && !word.includes('"') ? `"${word}"` : word;
}

function readPowershell(call: Call): Reading {
  for (let at = 0; at < call.args.length; at += 1) {
    const word = call.args[at] as string;
    const flag = /^[-/–—](\w+)$/.exec(word)?.[1]?.toLowerCase();
    const rest = call.args.slice(at + 1);
    if (flag === undefined) return readBare(call.args.slice(at), call);
    // Any beginning of a name will do, and `-ec` as well.
    if (flag === 'ec' || (flag.startsWith('e') && 'encodedcommand'.startsWith(flag))) return readEncoded(rest[0], call);
    if (flag.startsWith('c') && 'command'.startsWith(flag)) return rest.length === 0 ? undecided('broken-spec', 'The shell is given no command.') : call.line(rest.join(' '), 'powershell');
    if (flag.startsWith('f') && 'file'.startsWith(flag)) return rest[0] === undefined ? NOTHING : script(rest[0], 'other', call.context);
    if (/^(?:ex|ep|exec|w|wi|inp|i|if|of|o|out|v|ver|ps|conf|wd|wo|custom|settings)/.test(flag) && !/^(?:interactive)$/.test(flag)) at += 1;
  }
  return undecided('dynamic-shell', 'The shell reads its commands from its input.');
}

// Windows PowerShell takes bare words for a command, PowerShell 7 for a file.
function readBare(words: readonly string[], call: Call): Reading {
  const [first = ''] = words;
  return /\.ps1$/i.test(first) ? script(first, 'other', call.context) : call.line(words.join(' '), 'powershell');
}

function readEncoded(word: string | undefined, call: Call): Reading {
  const text = word === undefined ? undefined : decodeCommand(word);
  if (text === undefined) return undecided('dynamic-shell', 'The command is encoded and could not be decoded.');
  return doubtful(call.line(text, 'powershell'), 'dynamic-shell', 'The command is encoded in base64, which hides it from a reader.');
}

/** Base64 of UTF-16LE, as `-EncodedCommand` takes it; undefined where it is none. */
export function decodeCommand(word: string): string | undefined {
  if (word.length > LIMITS.launchCharacters || word.length < 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(word)) return undefined;
  const text = Buffer.from(word, 'base64').toString('utf16le');
  return text === '' ? undefined : text;
}
