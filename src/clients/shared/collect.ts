// What one file gives, put together while it is read, within limits: a file can repeat one entry by aliases a million times.
import type { Problem, ProblemCode } from '../../model/coverage.ts';
import type { Position } from '../../model/inventory.ts';
import { LIMITS } from '../../model/limits.ts';
import type { ClientHook, McpServer, NamedValue } from '../../model/server.ts';
import { namedValue } from '../../text/named-value.ts';
import type { ConfigInput, ConfigRead } from '../contract.ts';
import type { At } from './node.ts';

/** Takes what is read of one file. */
export interface Collector {
  readonly client: string;
  readonly input: ConfigInput;
  readonly problem: (code: ProblemCode, message: string, at?: At) => void;
  /** The same sentence is kept once. */
  readonly note: (text: string) => void;
  readonly server: (server: Omit<McpServer, 'client' | 'scope' | 'position'>, at: At) => void;
  readonly hook: (hook: Omit<ClientHook, 'client' | 'position'>, at: At) => void;
  readonly named: (place: NamedValue['in'], name: string, value: unknown) => NamedValue;
  /** Counts pieces read; false once the file has given all it may. */
  readonly spend: (pieces: number) => boolean;
  readonly done: () => ConfigRead;
}

// More of the same says nothing new.
const MAX_PROBLEMS = 50;

/** `problems` are those of the parser; what is read later is added to them. */
export function collector(client: string, input: ConfigInput, problems: Problem[]): Collector {
  const servers: McpServer[] = [];
  const hooks: ClientHook[] = [];
  const notes = new Set<string>();
  let left: number = LIMITS.configPieces;
  const problem: Collector['problem'] = (code, message, at) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ code, message, ...at?.() });
    else if (problems.length === MAX_PROBLEMS) problems.push({ code: 'too-many', message: 'more of the file was not understood; only the first problems are listed' });
  };
  return {
    client,
    input,
    problem,
    note: (text) => { if (notes.size < MAX_PROBLEMS) notes.add(text); },
    server: (server, at) => { servers.push({ ...server, client, scope: input.place.scope, ...positioned(at()) }); },
    hook: (hook, at) => { hooks.push({ ...hook, client, ...positioned(at()) }); },
    named: (place, name, value) => namedValue(place, name, value, input.digest),
    spend: (pieces) => {
      if (left < 0) return false;
      left -= pieces;
      if (left < 0) problem('too-many', `more than ${LIMITS.configPieces} entries, arguments and variables: the rest was not read`);
      return left >= 0;
    },
    done: () => ({ servers, hooks, problems, notes: [...notes] }),
  };
}

/** A name of the audited side inside a message. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 199)}…` : name);
}

function positioned(position: Position | undefined): { readonly position?: Position } {
  return position === undefined ? {} : { position };
}
