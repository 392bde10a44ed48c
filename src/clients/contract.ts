// One MCP client: where it keeps its configuration on each system, and how an entry is read. One file a client.
import type { Problem } from '../model/coverage.ts';
import type { Home } from '../model/machine.ts';
import type { ClientHook, McpServer, ServerScope } from '../model/server.ts';
import type { ValueDigest } from '../text/named-value.ts';

/** Folders that clients name by convention, for one home. */
export interface ClientFolders {
  readonly home: Home;
  /** macOS `~/Library/Application Support`, Linux `$XDG_CONFIG_HOME` or `~/.config`, Windows `%APPDATA%`. */
  readonly appSupport: string;
  /** `$XDG_CONFIG_HOME` or `~/.config`, also on macOS and Windows. */
  readonly config: string;
  /** Windows `%LOCALAPPDATA%`; elsewhere the same as `appSupport`. */
  readonly localAppData: string;
}

/** One file, or a pattern in which `*` stands for one folder or part of a name, and `**` for up to eight folders. */
export interface ConfigPlace {
  /** Absolute inside the tree for a user's or managed file; below the project for a project's (`.cursor/mcp.json`). */
  readonly path: string;
  readonly scope: ServerScope;
  /**
   * `always`: the file is there for MCP servers, so one that cannot be read makes the run incomplete. `gated`: it is a settings file
   * with many uses; it is read as configuration only where its text holds one of `gate`.
   */
  readonly presence: 'always' | 'gated';
  /** Texts of which one must occur, compared without case. */
  readonly gate?: readonly string[];
}

/** What one file gave. */
export interface ConfigRead {
  readonly servers: readonly McpServer[];
  readonly hooks: readonly ClientHook[];
  /** One bad entry is one problem and never loses its siblings. Without `path`: whoever read the file knows it. */
  readonly problems: readonly Problem[];
  /** Said in coverage, such as a wrong key that was accepted. */
  readonly notes: readonly string[];
}

/** One file to read. */
export interface ConfigInput {
  /** Decoded text, without byte order mark. */
  readonly text: string;
  readonly place: ConfigPlace;
  /** Name of the file without folders. */
  readonly fileName: string;
  readonly digest?: ValueDigest;
}

/** Pure; never throws on a text. Loaded when a file of its client is met. */
export interface ClientReader {
  readonly read: (input: ConfigInput) => ConfigRead;
}

/** How a client is found without loading its reader. */
export interface ClientDescriptor {
  /** Kebab-case, stable: `claude-desktop`. */
  readonly id: string;
  readonly title: string;
  /** User-level, plugin and managed files for one home. Managed ones lie outside the home, at the tree's root. */
  readonly userPlaces: (folders: ClientFolders) => readonly ConfigPlace[];
  /** Project-level files, below any folder of a repository. */
  readonly projectPlaces: readonly ConfigPlace[];
  /** What the client keeps where no file can tell: said in coverage. */
  readonly blindSpots?: readonly string[];
  readonly load: () => Promise<ClientReader>;
}
