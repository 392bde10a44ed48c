#!/usr/bin/env node
// argv in, exit code out; the only place that catches everything.
import { type Host, processHost } from './io/host.ts';
import { isUserError } from './model/errors.ts';
import { printable } from './text/printable.ts';
import { VERSION } from './version.ts';

const EXIT_USAGE = 3;
const EXIT_BUG = 70;
const EXIT_INTERRUPTED = 130;

process.on('SIGINT', () => {
  process.stderr.write('\ninterrupted: no verdict\n');
  process.exit(EXIT_INTERRUPTED);
});

// The version alone, and a scan with paths alone, need no parser of command lines: it takes as long to load as the rest of a small scan.
async function answer(argv: readonly string[], host: Host): Promise<number> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    await host.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const [command, ...paths] = argv;
  if (command === 'scan' && paths.every((path) => path !== '' && !path.startsWith('-'))) {
    const { runScan } = await import('./commands/run-scan.ts');
    return runScan(paths, { format: 'text', color: true }, host);
  }
  const { run } = await import('./commands/program.ts');
  return run(argv, host);
}

async function main(): Promise<void> {
  try {
    process.exitCode = await answer(process.argv.slice(2), processHost());
  } catch (error) {
    if (isUserError(error)) {
      process.stderr.write(`error: ${printable(error.message)}\n${error.hint === undefined ? '' : `hint: ${printable(error.hint)}\n`}`);
      process.exitCode = EXIT_USAGE;
    } else {
      // A message can quote the audited side.
      const stack = error instanceof Error ? error.stack ?? error.message : String(error);
      process.stderr.write(`${stack.split('\n').map(printable).join('\n')}\nThis is a bug in mcp-audit: please report it with the lines above.\n`);
      process.exitCode = EXIT_BUG;
    }
  }
}

void main();
