// An MCP server as a client's configuration states it. Values of variables, headers, keys and tokens are secrets: only their
// names, what kind of value stands there, and a keyed hash to see a change are kept.
import type { Position } from './inventory.ts';

/** Conventions that decide where a client keeps its files. */
export type Platform = 'linux' | 'macos' | 'windows';

/** One environment variable, header or flag whose value is not kept. */
export interface NamedValue {
  readonly name: string;
  readonly in: 'environment' | 'header' | 'argument' | 'url';
  /** `reference`: the value names a variable, an input or a secret of the client. `literal`: it stands there in clear. */
  readonly value: 'literal' | 'reference' | 'empty' | 'not-text';
  /** A literal that reads like a key, token or password, by its name or its own form. Always false for what is no literal. */
  readonly secret: boolean;
  /** Keyed hash of the value, lower-case hexadecimal digits; absent where no key is at hand. */
  readonly digest?: string;
  /**
   * Only for the variables that change which code is loaded (`NODE_OPTIONS`, `npm_config_registry`, …): what the value names, as
   * modules, folders, or a registry without credentials. Needed to judge it, and no secret.
   */
  readonly loads?: readonly string[];
}

/** What a client does to have the server. Texts are attacker-controlled and may hold secrets: print only what `launches/` gives back. */
export type ServerLaunch =
  | { readonly kind: 'command'; readonly command: string; readonly args: readonly string[]; readonly cwd?: string }
  /** `url` without user, password, query and fragment. */
  | { readonly kind: 'remote'; readonly url: string; readonly transport: 'http' | 'sse' | 'ws' | 'unknown' }
  /** Source code that stands in the configuration. */
  | { readonly kind: 'inline'; readonly language: string; readonly sha256: string }
  /** The client brings it, or one of its extensions does: nothing in the file tells what runs. */
  | { readonly kind: 'builtin'; readonly name: string }
  /** Switches an entry on or off that is defined elsewhere. */
  | { readonly kind: 'toggle' }
  /** Neither a command nor an address could be read; a problem beside it says why. */
  | { readonly kind: 'unknown' };

export type ServerScope = 'user' | 'project' | 'managed' | 'plugin';

export interface McpServer {
  /** Key or `name` of the entry; attacker-controlled. */
  readonly name: string;
  /** Id of the client, as `claude-code`. */
  readonly client: string;
  readonly scope: ServerScope;
  /** Folder of the project for which a user's file defines it (Claude Code's `projects`). */
  readonly project?: string;
  readonly state: 'enabled' | 'disabled';
  readonly launch: ServerLaunch;
  readonly environment: readonly NamedValue[];
  readonly headers: readonly NamedValue[];
  /** Secrets in the address: names of query parameters, or `user` and `password`. */
  readonly urlSecrets: readonly NamedValue[];
  /** File that the client loads more variables from, as written. */
  readonly environmentFile?: string;
  /** What runs without a question: tool names, or `*` for all, each with the key that says so (`autoApprove`, `trust`). */
  readonly approvals: readonly { readonly key: string; readonly tools: readonly string[] | '*' }[];
  readonly position?: Position;
}

/** Something else in a client's file that runs, or lets something run, without a question. */
export interface ClientHook {
  readonly client: string;
  /** `session-hook`: a command at an event of the client. `folder-open-task`: a task at the opening of a folder. `trust-all`: a switch that approves servers by themselves. `endpoint`: the model's address is redirected. */
  readonly kind: 'session-hook' | 'folder-open-task' | 'trust-all' | 'endpoint';
  /** Event, task label or key, as written. */
  readonly name: string;
  /** Command line, address or value; may hold secrets: print only what `launches/` gives back. */
  readonly text: string;
  readonly position?: Position;
}
