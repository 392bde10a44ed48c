// Processes that parse source code, because hostile source kills parsers: stack and memory run out, engines abort, loops do not end. Each
// has a limit of memory and of time, an empty environment, and no stream but those to us. A package that ends its process is read again
// file by file, so that the file is known and the others are read; a bundle that is too large for it, around its gates.
import type { PackageBehaviors, PackageSource, SourceFile } from '../behaviors/contract.ts';
import { parserChildPath } from '../io/package-files.ts';
import { startHelper, type Helper } from '../io/helper.ts';
import { processors } from '../io/threads.ts';
import { LIMITS } from '../model/limits.ts';
import { isPackageBehaviors } from './check-found.ts';
import type { ParseOutcome, ParserDeath, ParserPool } from './contract.ts';

/** What a pool is made of; tests give other programs and limits. */
export interface PoolOptions {
  /** The built parser-child.ts. */
  readonly file: string;
  readonly processes: number;
  /** MiB. */
  readonly memory: number;
  /** Milliseconds for a package, and for one file of a package that ended its process. */
  readonly packageTime: number;
  readonly fileTime: number;
  readonly deaths: number;
}

const MOST_PROCESSES = 2;

const STANDARD: PoolOptions = {
  file: parserChildPath(),
  processes: Math.min(MOST_PROCESSES, processors()),
  memory: LIMITS.parseMemory,
  packageTime: LIMITS.parseTime,
  fileTime: LIMITS.parseFileTime,
  deaths: LIMITS.parserDeaths,
};

type Answer = { readonly found: PackageBehaviors } | { readonly how: ParserDeath['how'] };

/** A pool in which no process runs before there is something to parse. */
export function openParserPool(options: Partial<PoolOptions> = {}): ParserPool {
  const all = { ...STANDARD, ...options };
  const idle: Helper[] = [];
  const busy = new Set<Helper>();
  const queue: ((helper: Helper) => void)[] = [];
  let closed = false;

  const take = (): Promise<Helper> => new Promise((done) => {
    let ready = idle.pop();
    // It may have been ended while nobody asked it.
    while (ready?.isAlive() === false) ready = idle.pop();
    if (ready === undefined && busy.size >= all.processes) {
      queue.push(done);
      return;
    }
    const helper = ready ?? startHelper(all.file, { memory: all.memory, answerBytes: LIMITS.parserAnswer });
    busy.add(helper);
    done(helper);
  });
  const giveBack = (helper: Helper): void => {
    busy.delete(helper);
    if (closed) {
      helper.kill();
      return;
    }
    if (helper.isAlive()) idle.push(helper);
    const next = queue.shift();
    if (next) void take().then(next);
  };
  const ask = async (source: PackageSource, time: number): Promise<Answer> => {
    const helper = await take();
    try {
      const answer = await helper.ask(source, time);
      if (answer.kind === 'died') return { how: answer.how };
      if (isPackageBehaviors(answer.value)) return { found: answer.value };
      // It does not speak as it should: whatever made it so may still be in it.
      helper.kill();
      return { how: 'crashed' };
    } finally {
      giveBack(helper);
    }
  };
  return {
    analyse: async (source) => {
      if (closed) return { kind: 'died', how: 'crashed' };
      const whole = await ask(source, all.packageTime);
      if ('found' in whole) return { kind: 'read', found: whole.found };
      return source.files.length === 0 ? { kind: 'died', how: whole.how } : inParts(source, whole.how, all, ask);
    },
    close: async () => {
      closed = true;
      const helpers = [...idle, ...busy];
      for (const helper of helpers) helper.kill();
      await Promise.all(helpers.map(({ ended }) => ended));
    },
  };
}

// What takes too much memory as a whole is mostly much, so it is halved until it fits: values are followed through each part. What
// crashes or hangs does so for one of its files, which is found by asking for each.
async function inParts(source: PackageSource, how: ParserDeath['how'], { packageTime, fileTime, deaths }: PoolOptions, ask: (source: PackageSource, time: number) => Promise<Answer>): Promise<ParseOutcome> {
  const parts: PackageBehaviors[] = [];
  const died: ParserDeath[] = [];
  const left: SourceFile[] = [];
  const { manifest: _, bindingGyp: __, ...plain } = source;
  const groups = split(source.files, how);
  for (let group = groups.shift(); group; group = groups.shift()) {
    if (died.length >= deaths) {
      left.push(...group);
      continue;
    }
    // What stands in the manifest is told once.
    const answer = await ask({ ...(parts.length + died.length === 0 ? source : plain), files: group }, group.length === 1 ? fileTime : packageTime);
    if ('found' in answer) parts.push(answer.found);
    else if (group.length > 1) groups.unshift(...split(group, answer.how));
    else if (answer.how === 'out-of-memory' && lessOf(group[0])) groups.unshift([lessOf(group[0]) as SourceFile]);
    else died.push({ ...(group[0] === undefined ? {} : { path: group[0].path }), how: answer.how });
  }
  if (parts.length === 0) return { kind: 'died', ...(died[0] ?? { how }) };
  const unread = left.length === 0 ? [] : [{ code: 'parser-died' as const, message: `${left.length} more files were not read, because ${deaths} of this package ended the process that parses` }];
  const notRead = [...died.flatMap(({ path }) => (path === undefined ? [] : [path])), ...left.map(({ path }) => path)];
  return {
    kind: 'read',
    found: {
      behaviors: parts.flatMap(({ behaviors }, at) => behaviors.map((behavior) => (behavior.kind === 'mail' ? { ...behavior, message: `${at}.${behavior.message}`, sender: `${at}.${behavior.sender}` } : behavior))),
      folded: parts.flatMap(({ folded }) => folded),
      problems: [...parts.flatMap(({ problems }) => problems), ...unread],
      files: [...parts.flatMap(({ files }) => files), ...notRead.map((path) => ({ path, read: 'not' as const }))],
    },
    ...(died.length === 0 && how === 'out-of-memory' ? {} : { died: died.length === 0 ? [{ how }] : died }),
  };
}

/** Characters of a file that is a bundle sooner than something made to fill the memory. */
const BUNDLE = 256 * 1024;
/** Characters at its start that are read where no gate opened, and of windows around gates. */
const GLANCE = 64 * 1024;

// A bundle that is too much as a whole is read where its gates opened: first with what these places refer to, then they alone. It is
// told as read in windows.
function lessOf(file: SourceFile | undefined): SourceFile | undefined {
  if (file === undefined || file.text.length <= BUNDLE || (file.whole ?? BUNDLE) < BUNDLE) return undefined;
  const { path, text, around = [], focus } = file;
  // Of a smaller one nothing would be read in full, and no gate tells where to look: what was not read must not be called read.
  if (focus === undefined && around.length === 0 && text.length <= LIMITS.sourceCharacters) return undefined;
  if (focus !== undefined) return { path, text, around: around.length > 0 ? around : focus.map(({ from }) => from), whole: GLANCE };
  return { ...file, focus: around.length > 0 ? around.map((at) => ({ from: at, to: at + 1 })) : [{ from: 0, to: GLANCE }] };
}

function split(files: readonly SourceFile[], how: ParserDeath['how']): (readonly SourceFile[])[] {
  if (how !== 'out-of-memory') return files.map((file) => [file]);
  const middle = Math.ceil(files.length / 2);
  return [files.slice(0, middle), files.slice(middle)].filter((half) => half.length > 0);
}
