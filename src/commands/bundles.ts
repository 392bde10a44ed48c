// Opens the embedded bundle and those of --iocs. A bundle that cannot be opened makes the run incomplete, never clean.
import { openByteSource } from '../io/byte-source.ts';
import type { Host } from '../io/host.ts';
import { embeddedIndexPath } from '../io/package-files.ts';
import { openBundle, type OpenBundle } from '../indicators/open.ts';
import { type BundleStack, stackBundles } from '../indicators/stack.ts';
import type { Problem } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import { NO_BUNDLE } from './flags.ts';

const EMBEDDED = 'embedded';

export interface OpenedBundles {
  readonly bundles: BundleStack;
  readonly opened: readonly OpenBundle[];
  /** Grows while the bundles are asked, where one turns out to be damaged. */
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** @throws UserError where no bundle would be left for a command that can do nothing without one. */
export function wantBundle(paths: readonly string[], command: string): void {
  if (paths.length > 0 && paths.every((path) => path === NO_BUNDLE)) throw new UserError('usage', `${command} needs a bundle, and --iocs none leaves it without one`, { hint: 'add --iocs with a bundle of your own; a file called none is ./none' });
}

export async function openBundles(paths: readonly string[], host: Host): Promise<OpenedBundles> {
  const opened: OpenBundle[] = [];
  const problems: Problem[] = [];
  const notes: string[] = [];
  const own = paths.filter((path) => path !== NO_BUNDLE);
  const isLeftOut = own.length < paths.length;
  try {
    if (!isLeftOut) opened.push(openEmbedded());
  } catch (error) {
    problems.push({ code: 'bundle', message: `the embedded indicator bundle cannot be used: ${error instanceof Error ? error.message : String(error)}`, hint: 'install mcp-audit again' });
  }
  if (own.length > 0) {
    const { openUserBundle } = await import('./user-bundles.ts');
    for (const path of own) {
      const result = await openUserBundle(path, host);
      opened.push(result.bundle);
      problems.push(...result.problems);
      notes.push(...result.notes);
    }
  }
  // A damaged record is met only when its name is looked up. Once for each bundle and fault is enough.
  const told = new Set<string>();
  const bundles = stackBundles(opened, (info, error) => {
    const message = `the indicator bundle ${info.id} could not answer: ${error instanceof Error ? error.message : String(error)}`;
    if (!told.has(message)) problems.push({ code: 'bundle', message, path: info.origin, hint: info.origin === EMBEDDED ? 'install mcp-audit again' : 'look at the bundle, and empty the cache of mcp-audit' });
    told.add(message);
  });
  return { bundles: isLeftOut ? { ...bundles, embedded: 'left-out' } : bundles, opened, problems, notes };
}

function openEmbedded(): OpenBundle {
  const source = openByteSource(embeddedIndexPath());
  return openBundle(source, EMBEDDED, source.close);
}
