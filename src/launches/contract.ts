// One family of programs: words of a command line in, what they run out. Pure; every word is attacker-controlled. Nothing is expanded
// or run, and no reader throws. A line that cannot be decided gives a subject of its own and a doubt, never an empty reading.
import type { Launch, LaunchDoubt, LaunchSubject } from '../model/launch.ts';
import type { NamedValue, Platform } from '../model/server.ts';
import type { ValueDigest } from '../text/named-value.ts';

/** What one command, or several, run. The parts have the meaning that they have in `Launch`. */
export interface Reading {
  readonly subjects: readonly LaunchSubject[];
  readonly environment: readonly NamedValue[];
  readonly doubts: readonly { readonly code: LaunchDoubt; readonly message: string }[];
  readonly cwd?: string;
}

/** Whose rules take a text apart. */
export type Dialect = 'posix' | 'cmd' | 'powershell';

/** What is known before a command is read. */
export interface LaunchContext {
  /** Command lines around this one; at `LIMITS.launchNesting` nothing is read any more. */
  readonly depth: number;
  /** Takes from the work that one line may cost; false when it is used up. Texts in texts are read again at each level. */
  readonly spend: (characters: number) => boolean;
  /** The words stand in a shell's text, so that variables are the shell's and not the client's. */
  readonly inShell: boolean;
  readonly platform?: Platform;
  readonly digest?: ValueDigest;
  /** Registry that variables before the command set, without credentials. */
  readonly registry?: string;
  /** Only what the project or the machine has installed can answer (`node_modules/.bin/x`). */
  readonly installed?: boolean;
}

/** One simple command. */
export interface Call {
  /** Base name of the program in lower case, without `.exe`, `.cmd`, `.bat`, `.ps1`. */
  readonly program: string;
  /** The first word as written. */
  readonly command: string;
  readonly args: readonly string[];
  readonly context: LaunchContext;
  /** Reads the command inside this one, one level deeper. */
  readonly inner: (words: readonly string[], change?: Partial<LaunchContext>) => Reading;
  /** Reads a text with a shell's rules, one level deeper. */
  readonly line: (text: string, dialect: Dialect, change?: Partial<LaunchContext>) => Reading;
}

/** A plugin of this room. */
export interface LaunchFamily {
  readonly id: string;
  /** Base names, as `Call.program` has them. */
  readonly programs: readonly string[];
  readonly read: (call: Call) => Reading;
}

/** One doubt of a launch. */
export type Doubt = Launch['doubts'][number];
