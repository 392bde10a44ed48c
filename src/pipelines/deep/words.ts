// What the steps of a deep scan share: the machinery, what bundles know of code, the packages of a tree.
import type { TextRange } from '../../behaviors/contract.ts';
import type { SearchStrings } from '../../indicators/search-strings.ts';
import type { CodePattern, Indicator } from '../../model/indicator.ts';
import type { ParseCache } from '../../store/parse-cache.ts';
import type { ParseOutcome, ParserPool, Sweep, SweepPlan, SweptFile } from '../../sweep/contract.ts';
import type { JsonObject } from '../../text/json.ts';
import type { TargetPath } from '../scan/context.ts';

/** What bundles know beside package names, ready to be asked. */
export interface CodeKnowledge {
  readonly searched: SearchStrings;
  readonly patterns: readonly CodePattern[];
  /** Indicators with `use: match` that stand in a text, each at its boundaries. */
  readonly known: (text: string) => readonly Indicator[];
  /** What of the bundles is not looked for; said with each place. */
  readonly notes: readonly string[];
}

/** The machinery of `--deep`. */
export interface DeepPorts {
  readonly sweep: Sweep;
  readonly pool: ParserPool;
  readonly knowledge: CodeKnowledge;
  /** What earlier runs saw and parsed; absent with `--no-cache` and for what cannot vouch for itself. */
  readonly kept?: { readonly files: NonNullable<SweepPlan['cache']>; readonly parsed: ParseCache };
}

/** What is kept from tree to tree of one run. */
export interface DeepSession {
  /** Outcomes by content, so that copies of one package are parsed once. Small ones alone, and not without end. */
  readonly outcomes: Map<string, Promise<ParseOutcome>>;
}

/** A folder of code with a name of its own: an installed package, a project, a member of a monorepo. */
export interface CodePackage {
  readonly path: TargetPath;
  readonly name?: string;
  readonly version?: string;
  readonly manifest?: JsonObject;
  readonly manifestText?: string;
  readonly where: 'installed' | 'own';
  /** Files with something to say. */
  readonly swept: SweptFile[];
}

/** Why code is parsed, the first one leading. */
export type ParseReason = 'asked-for' | 'mcp-server' | 'server-runs-it' | 'server-depends-on-it' | 'mail' | 'install-script' | 'own-code' | 'gate';

/** One package that is parsed. `scope`: all of its code, or what opened a gate or is run at install, with what that imports. */
export interface Chosen {
  readonly of: CodePackage;
  readonly reason: ParseReason;
  readonly scope: 'whole' | 'parts';
  /** In `parts`: files below its folder that are read in full whatever they hold. */
  readonly seeds?: ReadonlySet<string>;
  /** All that matters of some files, by their paths below its folder. */
  readonly focus?: Focus;
}

/** Ranges of the text of a file, in order, by its path. */
export type Focus = ReadonlyMap<string, readonly TextRange[]>;
