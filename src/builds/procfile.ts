// Procfiles: `type: command` a line, https://devcenter.heroku.com/articles/procfile. The file is in the repository's root.
import { collector, named } from './commands.ts';
import type { BuildRead } from './contract.ts';

/** Reads one Procfile. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  let offset = 0;
  for (const line of text.split('\n')) {
    const process = /^([\w-]+):[ \t]*(\S.*)$/.exec(line.trimEnd());
    if (process) collect.add({ line: process[2] ?? '', where: named('process', process[1]), offset: offset + line.indexOf(process[2] ?? '', (process[1] ?? '').length + 1) });
    else if (!/^\s*(?:#|$)/.test(line)) collect.problem('unknown-entry', 'a line that is no `type: command`', offset);
    offset += line.length + 1;
  }
  return collect.done();
}
