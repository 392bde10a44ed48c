// Long text on a terminal, through the pager that the user has: $MCP_AUDIT_PAGER, $PAGER, else less. No shell: a value that only a
// shell understands (quotes, pipes, variables) is passed over.
import { isAbsolute } from 'node:path';
import type { Host } from './host.ts';
import { type OnTerminal, findProgram, isBelow, startOnTerminal } from './processes.ts';

/** A pager that is there. */
export interface Pager {
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
}

// As git starts it: end by itself where one screen is enough, let our colours through, leave the text on the screen.
const LESS = 'FRX';

/** The user's pager, or undefined where none is wanted (`cat`, an empty value) or found. `never` are folders of the audited side. */
export function findPager(environment: Host['environment'], never: readonly string[]): Pager | undefined {
  const wanted = (environment['MCP_AUDIT_PAGER'] ?? environment['PAGER'] ?? 'less').trim();
  const [name = '', ...args] = /[^\w\s./\\:+=,@%~-]/.test(wanted) ? ['less'] : wanted.split(/\s+/);
  if (name === '' || name === 'cat') return undefined;
  if (isAbsolute(name)) return never.some((folder) => isBelow(name, folder)) ? undefined : { program: name, args };
  // A path relative to the current folder, which may be the audited one.
  const program = /[\\/]/.test(name) ? undefined : findProgram(name, environment, never);
  return program === undefined ? undefined : { program, args };
}

/** Prints the text: through the pager where there is one and the text is longer than the screen. One that cannot be started is done without. */
export async function printPaged(pieces: Iterable<string>, host: Host, never: readonly string[]): Promise<void> {
  const rest = pieces[Symbol.iterator]();
  const pager = findPager(host.environment, never);
  const plain: OnTerminal['write'] = async (text) => { await host.stdout.write(text); return 'taken'; };
  const start = pager ? beginning(rest, Math.max(1, (host.stdout.rows ?? 0) - 1)) : { text: '', fits: true };
  if (!pager || start.fits) {
    await plain(start.text);
    await writeAll(rest, plain);
    return;
  }
  const environment = Object.fromEntries(Object.entries(host.environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
  const restore = ignoreInterrupt();
  try {
    const shown = await startOnTerminal(pager.program, pager.args, { cwd: host.cwd, environment: { LESS, ...environment } });
    const write = shown?.write ?? plain;
    if (await write(start.text) === 'taken') await writeAll(rest, write);
    await shown?.end();
  } finally {
    restore();
  }
}

/** Pieces until they are longer than the screen. */
function beginning(rest: Iterator<string>, screen: number): { readonly text: string; readonly fits: boolean } {
  let text = '';
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    text += next.value;
    if (linesOf(text) > screen) return { text, fits: false };
  }
  return { text, fits: true };
}

async function writeAll(rest: Iterator<string>, write: OnTerminal['write']): Promise<void> {
  let state: 'taken' | 'closed' = 'taken';
  for (let next = rest.next(); next.done !== true && state === 'taken'; next = rest.next()) state = await write(next.value);
}

function linesOf(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

const ignore = (): void => undefined;

// Ctrl-C is the pager's while it has the terminal: it ends a search there, and must not leave a pager without its feeder.
function ignoreInterrupt(): () => void {
  const others = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', ignore);
  return () => {
    process.off('SIGINT', ignore);
    for (const other of others) process.on('SIGINT', other);
  };
}
