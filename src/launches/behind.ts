// A launcher of packages among the words of a program that no family knows, or whose flags hide where its command begins: a sandbox,
// a container that runs, another machine, PowerShell's Start-Process. What stands there may well be what runs, so it is never passed over.
import type { Call, Reading } from './contract.ts';
import { NOTHING, together } from './reading.ts';

/** Start what the next word names. */
const ALONE = /^(?:.*[/\\])?(?:npx|pnpx|bunx|nlx)(?:\.(?:cmd|exe|ps1))?$/i;
/** Start a package only by one of the verbs behind. */
const MANAGER = /^(?:.*[/\\])?(?:npm|pnpm|yarn|bun)(?:\.(?:cmd|exe|ps1))?$/i;
const SHELL = /^(?:.*[/\\])?(?:ba|z|da)?sh$/;
const LINE = /(?:^|[\s;&|(])(?:npx|pnpx|bunx|(?:npm|pnpm|yarn|bun)\s+(?:exec|x|dlx))\s/i;
const WORDS_SEEN = 64;

/** Packages that the words of a program ask for, as candidates; nothing where the reading tells already of a package. */
export function withCommandBehind(reading: Reading, call: Call): Reading {
  if (reading.subjects.some(({ kind }) => kind !== 'program' && kind !== 'remote' && kind !== 'script' && kind !== 'shell')) return reading;
  const subjects = commandBehind(call).subjects.flatMap((subject) => (subject.kind === 'npm' && subject.name !== undefined
    ? [{ ...subject, role: 'candidate' as const, lookup: subject.lookup === 'binary-first' ? 'package' as const : subject.lookup }] : []));
  return subjects.length === 0 ? reading : together([reading, { ...NOTHING, subjects }]);
}

function commandBehind(call: Call): Reading {
  // `vp dlx x` of the package managers to come.
  if (call.args[0] === 'dlx') return call.inner(['pnpm', ...call.args]);
  const words = call.args.slice(0, WORDS_SEEN);
  // `Start-Process npx -ArgumentList '-y','x'`: a list is words.
  if (/^(?:start-process|saps)$/.test(call.program)) return afterLauncher(words.flatMap((word) => word.split(/[\s,]+/)).filter((word) => !/^-(?:filepath|argumentlist|args|nonewwindow|wait|passthru)$/i.test(word)), call);
  return afterLauncher(words, call);
}

function afterLauncher(words: readonly string[], call: Call): Reading {
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (/\s/.test(word)) {
      // A substitution was read where the text was taken apart.
      if (!/^(?:[<>$]\(|`)/.test(word) && LINE.test(` ${word} `)) return call.line(word, 'posix');
    } else if (next !== undefined && (ALONE.test(word) || (MANAGER.test(word) && /^(?:exec|x|dlx)$/.test(next)) || (SHELL.test(word) && /^-\w*c$/.test(next)))) {
      return call.inner([...words.slice(at), ...call.args.slice(WORDS_SEEN)]);
    }
  }
  return NOTHING;
}
