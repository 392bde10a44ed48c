// Calls and commands that remove a whole home folder or disk. Folders inside a home are ordinary: caches are removed every day.
import type { FileBehavior, ProcessBehavior } from '../model/behavior.ts';

const LENGTH = 4096;
const HOME = String.raw`(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%|\$env:USERPROFILE|/home|/root|/Users|C:\\(?:Users)?)`;
const END = String.raw`[/\\]?\*?["']?(?:$|[\s;&|])`;
const FORMS: readonly RegExp[] = [
  new RegExp(String.raw`\brm\s{1,5}(?:-[a-zA-Z-]{1,20}\s{1,5}){1,4}["']?(${HOME}|/)${END}`),
  new RegExp(String.raw`\b(?:del|rd|rmdir|erase)\s(?:\s{0,5}/[a-z]\b){1,4}\s{1,5}["']?(${HOME})${END}`, 'i'),
  new RegExp(String.raw`\b(?:find|shred)\s.{0,120}?["']?(${HOME})["']?[/\\]?\s.{0,200}(?:-delete|\bshred\b|-exec\s{1,5}rm\b)`),
  new RegExp(String.raw`\bRemove-Item\b.{0,80}(${HOME})${END}`, 'i'),
];

/** Calls that remove a folder with what is in it. */
const TREE_API = /(?:^|\.)(?:rm|rmdir|remove|emptyDir|rimraf|del|deleteAsync)(?:Sync)?$|^(?:rimraf|del)\./;

/** The home or disk that a command line removes; undefined where it removes none. */
export function wipesHome({ command, origins }: ProcessBehavior): string | undefined {
  const text = (command ?? '').slice(0, LENGTH);
  const constant = origins.every(({ kind }) => kind === 'constant');
  for (const form of FORMS) {
    const match = form.exec(text);
    // `*` stands for what is not known too: `rm -rf ~/*` may be any file of the home.
    if (match?.[1] !== undefined && (constant || !match[0].includes('*'))) return match[1];
  }
  return undefined;
}

/** The home, the disk or the folder where the program was started that a call removes. */
export function wipesTree({ access, path, api }: FileBehavior): string | undefined {
  if (path === undefined || access !== 'delete' || !TREE_API.test(api)) return undefined;
  return /^(?:~|\.|\/|\/home|\/root|\/Users|[A-Z]:|[A-Z]:\/Users)\/?$/i.test(path.replaceAll('\\', '/')) ? path : undefined;
}
