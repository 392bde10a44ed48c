// Dockerfiles and Containerfiles: https://docs.docker.com/reference/dockerfile/, and BuildKit's parser for what it leaves open
// (moby/buildkit, frontend/dockerfile/parser). RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell and exec form; ENV and ARG give names.
import { type Collector, collector, NAMES, variableName } from './commands.ts';
import type { BuildRead } from './contract.ts';
import { type Instruction, instructionsOf } from './dockerfile-lines.ts';

interface Stage {
  /** The last of each in exec form: one is the start of the command, the other its end. */
  entrypoint?: Pending | undefined;
  cmd?: Pending | undefined;
  /** Of SHELL; undefined where the usual one runs. */
  shell: readonly string[] | undefined;
  readonly env: Set<string>;
  readonly args: Set<string>;
}

interface Pending { readonly words: readonly string[]; readonly where: string; readonly offset: number; readonly environment: readonly string[] }

const KNOWN: ReadonlySet<string> = new Set(['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR']);

/** Reads one Dockerfile. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  let stage = newStage();
  for (const instruction of instructionsOf(text, collect)) {
    if (instruction.name === 'FROM') {
      endStage(stage, collect);
      stage = newStage();
    }
    readInstruction(instruction, instruction.name, stage, collect);
  }
  endStage(stage, collect);
  return collect.done();
}

function newStage(): Stage {
  return { shell: undefined, env: new Set(), args: new Set() };
}

function readInstruction(instruction: Instruction, where: string, stage: Stage, collect: Collector): void {
  const { name, rest } = instruction;
  switch (name) {
    case 'RUN':
      return addCommand(instruction, where, stage, [...stage.args, ...stage.env], collect);
    case 'CMD': case 'ENTRYPOINT':
      return addCommand(instruction, where, stage, [...stage.env], collect);
    case 'HEALTHCHECK': {
      const command = /^((?:--\S+\s+)*)CMD\s+/i.exec(rest);
      if (command) addCommand({ ...instruction, rest: rest.slice(command[0].length) }, where, stage, [...stage.env], collect);
      return undefined;
    }
    case 'ONBUILD': {
      const inner = /^([A-Za-z]+)\s+([\s\S]*)$/.exec(rest);
      // The builder takes no ONBUILD inside another, so that none goes on without end.
      if (inner && inner[1]?.toUpperCase() !== 'ONBUILD') readInstruction({ ...instruction, name: (inner[1] ?? '').toUpperCase(), rest: inner[2] ?? '' }, `${where} ${(inner[1] ?? '').toUpperCase()}`, newStage(), collect);
      return undefined;
    }
    case 'SHELL':
      stage.shell = execForm(rest);
      if (!stage.shell) collect.problem('malformed', 'SHELL is no list of texts', instruction.offset);
      return undefined;
    case 'ENV':
      for (const variable of assignedNames(rest)) addName(stage.env, variable);
      return undefined;
    case 'ARG':
      for (const variable of rest.split(/\s+/)) if (variable !== '') addName(stage.args, variableName(variable));
      return undefined;
    default:
      if (!KNOWN.has(name)) collect.problem('unknown-entry', `${JSON.stringify(name.slice(0, 40))} is no instruction`, instruction.offset);
      return undefined;
  }
}

function addName(names: Set<string>, name: string): void {
  if (names.size < NAMES) names.add(name);
}

function addCommand({ rest, heredocs, offset }: Instruction, where: string, stage: Stage, names: readonly string[], collect: Collector): void {
  const { command, secrets } = withoutFlags(rest);
  const environment = [...new Set([...names, ...secrets])];
  const words = heredocs.length === 0 ? execForm(command) : undefined;
  if (words) {
    if (where === 'ENTRYPOINT' || where === 'CMD') return keep(stage, { words, where, offset, environment }, collect);
    if (words.length > 0) collect.add({ line: words, where, offset, environment });
    return;
  }
  const line = withHeredocs(command, heredocs);
  if (line.trim() === '') return;
  collect.add({ line: stage.shell ? [...stage.shell, line] : line, where, offset, environment });
}

// One that another replaces never runs; it is told by itself.
function keep(stage: Stage, pending: Pending, collect: Collector): void {
  const key = pending.where === 'CMD' ? 'cmd' : 'entrypoint';
  addPending(stage[key], collect);
  stage[key] = pending;
}

// What runs is the entry point with the words of CMD behind it: `ENTRYPOINT ["npx"]` alone would tell nothing.
function endStage({ entrypoint, cmd }: Stage, collect: Collector): void {
  if (entrypoint && cmd) addPending({ ...entrypoint, words: [...entrypoint.words, ...cmd.words], where: 'ENTRYPOINT with CMD' }, collect);
  else addPending(entrypoint ?? cmd, collect);
}

function addPending(pending: Pending | undefined, collect: Collector): void {
  if (pending && pending.words.length > 0) collect.add({ line: pending.words, where: pending.where, offset: pending.offset, environment: pending.environment });
}

// `RUN <<EOF` runs the text that follows; with a command before it, the text is what the command reads.
function withHeredocs(command: string, heredocs: Instruction['heredocs']): string {
  const [only] = heredocs;
  if (only && /^<<-?(["']?)\w+\1$/.test(command.trim())) return only.content;
  return [command, ...heredocs.map(({ name, content }) => `${content}${name}`)].join('\n');
}

// --mount, --network, --security, --device stand before the command. A secret that is mounted as a variable is one of its names.
function withoutFlags(rest: string): { readonly command: string; readonly secrets: readonly string[] } {
  const secrets: string[] = [];
  let command = rest.trimStart();
  for (let flag = /^--[a-z][\w.-]*(?:=\S*)?(?:\s+|$)/.exec(command); flag; flag = /^--[a-z][\w.-]*(?:=\S*)?(?:\s+|$)/.exec(command)) {
    const secret = /^--mount=(?:\S*,)?env=([^,\s]+)/.exec(flag[0]);
    if (secret?.[1] !== undefined) secrets.push(secret[1]);
    command = command.slice(flag[0].length);
  }
  return { command, secrets };
}

/** The words of a JSON list of texts; what is none is a line for the shell, as the builder has it. */
function execForm(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((word): word is string => typeof word === 'string') ? value : undefined;
  } catch {
    // `[ -f x ] && y` is shell.
    return undefined;
  }
}

// `ENV A=1 B="x y"`, or the old `ENV A the rest of the line`. Values are passed over, quotes and escapes in them observed.
function assignedNames(rest: string): readonly string[] {
  const text = rest.trim();
  const first = /^[^\s=]+/.exec(text)?.[0];
  if (first === undefined) return [];
  if (text[first.length] !== '=') return [first];
  const names: string[] = [];
  for (const match of text.matchAll(/(?:^|\s)([^\s=]+)=(?:"(?:[^"\\]|\\[\s\S])*"|'[^']*'|\\[\s\S]|[^\s"'\\])*/g)) names.push(match[1] ?? '');
  return names;
}
