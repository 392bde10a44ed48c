// Words and simple commands as cmd.exe and PowerShell take them, without any expansion.
// https://learn.microsoft.com/windows-server/administration/windows-commands/cmd and
// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing: quotes, escapes, separators; nothing else.
import { lineBuilder, type LineBuilder, type ShellLine } from './shell-line.ts';

interface Rules {
  readonly quotes: string;
  readonly escape: string;
  readonly separators: string;
  readonly branches: RegExp;
}

const CMD: Rules = { quotes: '"', escape: '^', separators: '&|\n()', branches: /^(?:if|for|goto)$/i };
const POWERSHELL: Rules = { quotes: '"\'', escape: '`', separators: ';|&\n(){}', branches: /^(?:if|foreach|for|while|switch|try)$/i };

/** A line of cmd.exe. */
export function splitCmd(text: string): ShellLine {
  return split(text, CMD);
}

/** A text of PowerShell. `& 'program'` is a call, so an `&` at a start separates nothing. */
export function splitPowershell(text: string): ShellLine {
  return split(text, POWERSHELL);
}

function split(text: string, rules: Rules): ShellLine {
  const line = lineBuilder();
  let unclosed = false;
  let at = 0;
  while (at < text.length && !line.full()) {
    const character = text[at] as string;
    if (rules.quotes.includes(character)) {
      const end = text.indexOf(character, at + 1);
      line.add(text.slice(at + 1, end === -1 ? undefined : end));
      unclosed ||= end === -1;
      at = end === -1 ? text.length : end + 1;
    } else if (character === rules.escape) {
      if (!/[\r\n]/.test(text[at + 1] ?? '\n')) line.add(text[at + 1] as string);
      at += text[at + 1] === '\r' ? 3 : 2;
    } else if (/\s/.test(character) && character !== '\n') {
      line.endWord();
      at += 1;
    } else if (character === '{' && line.inWord() && rules.separators.includes('{')) {
      // `${env:X}` is one word, `{ npx x }` a block.
      const end = text.indexOf('}', at);
      line.add(text.slice(at, end === -1 ? undefined : end + 1));
      at = end === -1 ? text.length : end + 1;
    } else if (rules.separators.includes(character)) at = separator(text, at, line);
    else if (character === '>' || character === '<') at = redirection(text, at, line);
    else at = plain(text, at, line, rules);
  }
  const done = line.finish({ conditional: false, unclosed });
  return { ...done, conditional: done.commands.some(({ words }) => rules.branches.test(words[0] ?? '')) };
}

function separator(text: string, at: number, line: LineBuilder): number {
  const character = text[at] as string;
  const doubled = text[at + 1] === character && /[&|]/.test(character);
  line.endCommand(character === '|' ? (doubled ? 'or' : 'pipe') : doubled ? 'and' : 'next');
  return at + (doubled ? 2 : 1);
}

function redirection(text: string, at: number, line: LineBuilder): number {
  line.endWord();
  let end = at + 1;
  while (/[<>&]/.test(text[end] ?? '') && end - at < 3) end += 1;
  line.skipWord();
  return end;
}

function plain(text: string, at: number, line: LineBuilder, rules: Rules): number {
  let end = at + 1;
  while (end < text.length && !/[\s<>]/.test(text[end] as string) && !rules.quotes.includes(text[end] as string) && text[end] !== rules.escape && !rules.separators.includes(text[end] as string)) end += 1;
  line.add(text.slice(at, end));
  return end;
}
