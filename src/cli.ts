#!/usr/bin/env node
// argv in, exit code out; the only place that catches everything.
import { processHost } from './io/host.ts';
import { UserError } from './model/errors.ts';
import { run } from './commands/program.ts';
import { printable } from './text/printable.ts';

const EXIT_USAGE = 3;
const EXIT_BUG = 70;
const EXIT_INTERRUPTED = 130;

process.on('SIGINT', () => {
  process.stderr.write('\ninterrupted: no verdict\n');
  process.exit(EXIT_INTERRUPTED);
});

try {
  process.exitCode = await run(process.argv.slice(2), processHost());
} catch (error) {
  if (error instanceof UserError) {
    process.stderr.write(`error: ${printable(error.message)}\n${error.hint === undefined ? '' : `hint: ${printable(error.hint)}\n`}`);
    process.exitCode = EXIT_USAGE;
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\nThis is a bug in mcp-audit: please report it with the lines above.\n`);
    process.exitCode = EXIT_BUG;
  }
}
