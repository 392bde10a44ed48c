// Files that ship with mcp-audit, found from this module, whether it runs bundled in dist/ or from its sources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The compiled indicator bundle of this installation. */
export function embeddedIndexPath(): string {
  return built('iocs.bin');
}

/** The program of the second thread that reads folders. */
export function readAheadPath(): string {
  return built('io.read-ahead.js');
}

/** The program of the threads that read and search files. */
export function sweepThreadPath(): string {
  return built('sweep.sweep-thread.js');
}

/** The program of the processes that parse source code. */
export function parserChildPath(): string {
  return built('sweep.parser-child.js');
}

/** Its bytes: what it finds depends on nothing else of the installation. */
export function parserChild(): Uint8Array {
  return readFileSync(parserChildPath());
}

function built(name: string): string {
  return join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../../dist' : '.', name);
}
