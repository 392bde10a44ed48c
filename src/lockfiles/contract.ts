// A lockfile reader: text of one file in, an Inventory out. Pure; the text is attacker-controlled.
import type { Inventory } from '../model/inventory.ts';

export type LockfileFormat = 'npm' | 'yarn-classic' | 'yarn-berry' | 'pnpm' | 'bun' | 'bun-binary';

export interface LockfileReader {
  readonly id: LockfileFormat;
  /**
   * Reads all that can be read. What is not understood becomes a problem, and the healthy rest is still given; a text that is
   * not of the format at all gives zero packages and at least one problem, never an empty inventory without one. Does not throw
   * on any text. `path` is for messages only.
   */
  readonly parse: (text: string, path: string) => Inventory;
}

/** How a reader is found without loading it. */
export interface LockfileDescriptor {
  readonly id: LockfileFormat;
  /** Base names of the files it reads. */
  readonly fileNames: readonly string[];
  /** Tells readers of one file name apart by the start of the text (first 64 KiB); absent: every file of that name. */
  readonly recognises?: (head: string) => boolean;
  readonly load: () => Promise<LockfileReader>;
}
