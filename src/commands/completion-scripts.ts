// Completion scripts, made from the commands themselves, so that they cannot fall behind.
import type { Command } from 'commander';
import { RULES } from '../rules/registry.ts';
import type { Shell } from './completion.ts';

interface Words {
  /** Words that may follow the command words in `path` (joined by blanks, `''` for none yet), with what they do. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly about: string }[];
}

function wordsOf(program: Command): readonly Words[] {
  const all: Words[] = [];
  const add = (command: Command, path: string) => {
    const commands = command.commands.map((child) => ({ word: child.name(), about: child.summary() || child.description() }));
    const flags = [...command.options, ...(path === '' ? [] : [{ long: '--help', description: 'print help' }])].flatMap((option) => (option.long ? [{ word: option.long, about: option.description }] : []));
    const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []).map((word) => ({ word, about: '' }));
    const rules = path === 'explain' ? RULES.map((rule) => ({ word: rule.id as string, about: 'rule' })) : [];
    all.push({ path, words: [...commands, ...choices, ...rules, ...flags] });
    for (const child of command.commands) add(child, path === '' ? child.name() : `${path} ${child.name()}`);
  };
  add(program, '');
  return all;
}

const SCRIPTS: Readonly<Record<Shell, (all: readonly Words[]) => string>> = { bash, zsh, fish };

/** The script for a shell. */
export function completionScript(shell: Shell, program: Command): string {
  return SCRIPTS[shell](wordsOf(program));
}

function bash(all: readonly Words[]): string {
  const cases = all.map(({ path, words }) => `    ${JSON.stringify(path)}) words=${JSON.stringify(words.map(({ word }) => word).join(' '))} ;;`).join('\n');
  return `# completion for mcp-audit
_mcp_audit() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) case "$path $word" in ${all.filter(({ path }) => path !== '').map(({ path }) => `${JSON.stringify(path.includes(' ') ? path : ` ${path}`)}`).join('|')}) path="\${path:+$path }$word" ;; esac ;; esac
  done
  case "$path" in
${cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _mcp_audit mcp-audit
`;
}

function zsh(all: readonly Words[]): string {
  const cases = all.map(({ path, words }) => `    ${JSON.stringify(path)}) words=(${words.map(({ word, about }) => quote(about === '' ? word : `${word.replaceAll(':', '\\:')}:${about}`)).join(' ')}) ;;`).join('\n');
  return `#compdef mcp-audit
_mcp_audit() {
  local -a words_done words
  local path="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in -*) ;; *) case "$path $word" in ${all.filter(({ path }) => path !== '').map(({ path }) => JSON.stringify(path.includes(' ') ? path : ` ${path}`)).join('|')}) path="\${path:+$path }$word" ;; esac ;; esac
  done
  local -a words
  case "$path" in
${cases}
  esac
  _describe 'mcp-audit' words || _files
}
if [ "$funcstack[1]" = "_mcp_audit" ]; then _mcp_audit "$@"; else compdef _mcp_audit mcp-audit; fi
`;
}

function fish(all: readonly Words[]): string {
  const lines = all.flatMap(({ path, words }) => {
    const condition = path === '' ? '__fish_use_subcommand' : path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    return words.map(({ word, about }) => `complete -c mcp-audit -n ${quote(condition)} ${word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${quote(word)}`}${about === '' ? '' : ` -d ${quote(about)}`}`);
  });
  return `# completion for mcp-audit\n${lines.join('\n')}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
