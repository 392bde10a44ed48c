// What the readers of build files share: a list of commands that is bounded, positions, problems.
import type { Problem, ProblemCode } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { positionsIn } from '../text/lines.ts';
import type { BuildCommand, BuildRead } from './contract.ts';

/** A command before its place in the text is known as line and column. */
export interface FoundCommand {
  /** A line for a shell, or the words of an argument list. */
  readonly line: string | readonly string[];
  readonly where: string;
  /** In UTF-16 code units. */
  readonly offset: number;
  readonly environment?: readonly string[];
}

export interface Collector {
  readonly add: (command: FoundCommand) => void;
  readonly problem: (code: ProblemCode, message: string, offset?: number) => void;
  readonly note: (text: string) => void;
  /** False where it was asked for this node before. */
  readonly isFirst: (node: object) => boolean;
  readonly done: () => BuildRead;
}

/** Problems of one file that are told one by one. */
const PROBLEMS = 50;
const NAME = 80;
/** Names of variables that are kept for one command. */
export const NAMES = 200;

export function collector(text: string, path: string): Collector {
  const commands: BuildCommand[] = [];
  const problems: Problem[] = [];
  const notes: string[] = [];
  let untold = 0;
  let position: ReturnType<typeof positionsIn> | undefined;
  const at = (offset: number) => (position ??= positionsIn(text))(Math.max(0, Math.min(offset, text.length)));
  const problem: Collector['problem'] = (code, message, offset) => {
    if (problems.length >= PROBLEMS) { untold += 1; return; }
    problems.push({ code, message, path, ...(offset === undefined ? {} : at(offset)) });
  };
  let full = false;
  const seen = new WeakSet<object>();
  return {
    add: ({ line, where, offset, environment = [] }) => {
      if (full) return;
      if (commands.length >= LIMITS.buildCommands) {
        full = true;
        problem('too-many', `more than ${LIMITS.buildCommands} commands: the rest was not read`, offset);
        return;
      }
      const isLine = typeof line === 'string';
      commands.push({ form: isLine ? 'shell' : 'words', words: isLine ? [] : line, text: isLine ? line : line.join(' '), where, position: at(offset), environment: environment.slice(0, NAMES) });
    },
    problem,
    isFirst: (node) => !seen.has(node) && seen.add(node) !== undefined,
    note: (note) => { if (!notes.includes(note)) notes.push(note); },
    done: () => ({ commands, problems: untold === 0 ? problems : [...problems, { code: 'too-many', message: `${untold} more problems in this file`, path }], notes }),
  };
}

/** A name of the audited side as part of `where`: `step "Publish"`. */
export function named(what: string, name: string | undefined): string {
  if (name === undefined || name === '') return what;
  return `${what} ${JSON.stringify(name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name)}`;
}

/** The name of `NAME=value`, or of `NAME` alone. */
export function variableName(assignment: string): string {
  const equals = assignment.indexOf('=');
  return (equals === -1 ? assignment : assignment.slice(0, equals)).trim();
}

/** An image that is started, as the command that starts it. */
export function imageCommand(image: string): readonly string[] {
  return ['docker', 'run', image];
}
