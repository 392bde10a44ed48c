// What differs between clients that otherwise share one shape of entry. Data, so that a client's file is a page of facts.
import type { ServerLaunch } from '../../model/server.ts';
import type { Collector } from './collect.ts';
import type { ConfigNode } from './node.ts';

/** The particulars of one client. */
export interface Dialect {
  /** Id of the client. */
  readonly client: string;
  /** Where the servers stand: paths of keys, read nested and dotted. All that are there are read. */
  readonly lists: readonly (readonly string[])[];
  /** The whole file may be the map of servers. */
  readonly flat?: true;
  /** No client is named, so every client's key is right. */
  readonly anyKey?: true;
  /** Servers stand in a list and bear a `name`, in place of a map by name. */
  readonly namedList?: true;
  /** Switches that this client obeys. One that it does not obey leaves the entry enabled, and a note says so. */
  readonly switches?: readonly ('enabled' | 'disabled')[];
  /** Keys of an entry that let tools run without a question: `true` or a list of tool names. */
  readonly approvals?: readonly string[];
  /** How a `url` without a type is spoken to. */
  readonly urlTransport?: 'http' | 'sse';
  /** Launch of an entry by its `type` or shape, before command and address are looked at. */
  readonly launch?: (entry: ConfigNode, name: string, collect: Collector) => ServerLaunch | undefined;
  /** More approvals than single keys tell. */
  readonly moreApprovals?: (entry: ConfigNode) => readonly { readonly key: string; readonly tools: readonly string[] | '*' }[];
  /** Reads what else the file holds: hooks, switches. */
  readonly extras?: (root: ConfigNode, collect: Collector) => void;
}
