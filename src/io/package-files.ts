// Files that ship with mcp-audit, found from this module, whether it runs bundled in dist/ or from its sources.
import { fileURLToPath } from 'node:url';

/** The compiled indicator bundle of this installation. */
export function embeddedIndexPath(): string {
  const here = import.meta.url;
  return fileURLToPath(new URL(here.endsWith('.ts') ? '../../dist/iocs.bin' : './iocs.bin', here));
}
