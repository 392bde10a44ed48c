// An install reader: one installed tree on disk in, an Inventory out. Reads through a FileTree; runs nothing.
import type { Inventory } from '../model/inventory.ts';
import type { Place } from '../model/coverage.ts';
import type { FileTree } from '../model/ports.ts';

export type InstallLayout = 'node-modules' | 'yarn-pnp';

/** What a hidden lockfile claims of a folder, against what lies there. */
export interface HiddenDisagreement {
  readonly id: string;
  readonly claims: string;
  readonly found: string;
}

export interface InstalledTree {
  /** Packages by install position; ids are folders below `root`, `/` separated (`node_modules/a/node_modules/b`). */
  readonly inventory: Inventory;
  /** Which manager laid it out, as far as its marks tell: `npm`, `pnpm`, `yarn`, `yarn-pnp`, `bun`, or `node_modules`. */
  readonly manager: string;
  /** True where every non-optional, non-peer dependency of each package found is there too. */
  readonly whole: boolean;
  /** Where node_modules/.package-lock.json and the disk differ; absent where there is no such file. The lockfile itself is a place of its own, with its own problems. */
  readonly hidden?: { readonly path: string; readonly packages: number; readonly disagreements: readonly HiddenDisagreement[] };
  /** Files read for it, for the figures in coverage. */
  readonly filesRead: number;
  /** Places inside that were passed over, with reasons (`.cache`, folders without a manifest). */
  readonly skipped: readonly Place[];
}

export interface InstallReader {
  readonly id: InstallLayout;
  /** `root` is the folder that holds `node_modules` or the PnP file. Never throws for what lies on the disk: problems instead. */
  readonly read: (tree: FileTree, root: string) => InstalledTree | Promise<InstalledTree>;
}

export interface InstallDescriptor {
  readonly id: InstallLayout;
  /** Base name of the folder or file whose presence calls this reader. */
  readonly marks: readonly string[];
  readonly load: () => Promise<InstallReader>;
}
