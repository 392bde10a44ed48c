// Stand-ins for the machinery of a deep scan, for tests of what is chosen and told: a search by plain text, and a parser that takes
// facts from comments: `// mail x@example.com`, `// dies crashed`, `// syntax`, `// unread`.
import type { PackageBehaviors, PackageSource } from '../../src/behaviors/contract.ts';
import type { BundleStack } from '../../src/indicators/stack.ts';
import { walk } from '../../src/io/walk.ts';
import type { Behavior } from '../../src/model/behavior.ts';
import type { Problem } from '../../src/model/coverage.ts';
import { codeKnowledge } from '../../src/pipelines/deep/known.ts';
import { TreeError } from '../../src/model/ports.ts';
import type { DeepPorts } from '../../src/pipelines/deep/words.ts';
import type { GateId, ParseOutcome, Sweep, SweptFile } from '../../src/sweep/contract.ts';

const WORDS: readonly (readonly [GateId, string])[] = [['mail', 'mail'], ['execution', 'execute'], ['obfuscation', 'atob']];

/** Opens a gate at each of three words, and finds the plan's strings as they are. */
export const plainSweep: Sweep = async (tree, folder, plan, visit) => {
  const totals = { files: 0, folders: 0, bytes: 0, scripts: 0, cached: 0, complete: true, notOpened: 0, problems: [] as Problem[], packageFolders: [] as string[] };
  for (const found of walk(tree, folder, { wanted: (_, kind) => (kind === 'file' ? 'take' : 'pass'), ...(plan.excluded ? { excluded: plan.excluded } : {}) })) {
    if (found.kind === 'problem') totals.problems.push({ ...found.problem, path: found.path });
    if (found.kind === 'end') totals.folders = found.folders;
    if (found.kind !== 'file' || found.entry === 'folder') continue;
    if (found.entry !== 'file') {
      totals.notOpened += 1;
      continue;
    }
    if (found.name === 'package.json') totals.packageFolders.push(found.path.slice(0, -'/package.json'.length) || '/');
    totals.files += 1;
    let swept: SweptFile;
    try {
      swept = sweepFile(found.path, new TextDecoder().decode(tree.read(found.path, 1_000_000)), plan.strings.map(({ text }) => text));
    } catch (error) {
      if (!(error instanceof TreeError)) throw error;
      swept = { path: found.path, size: 0, strings: [], gates: [], problem: { code: error.code, message: error.message } };
    }
    totals.bytes += swept.size;
    if (/\.[cm]?[jt]s$/.test(found.name)) totals.scripts += 1;
    if (swept.strings.length + swept.gates.length > 0 || swept.problem) visit(swept);
  }
  return totals;
};

function sweepFile(path: string, text: string, strings: readonly string[]): SweptFile {
  const script = /\.[cm]?[jt]s$/.test(path);
  return {
    path,
    size: text.length,
    gates: script ? WORDS.flatMap(([gate, word]) => (text.includes(word) ? [{ gate, offsets: [text.indexOf(word)] }] : [])) : [],
    strings: strings.flatMap((string, at) => {
      const offset = text.toLowerCase().indexOf(string.toLowerCase());
      return offset === -1 ? [] : [{ at, offset, line: text.slice(0, offset).split('\n').length, column: 1, excerpt: string, count: text.toLowerCase().split(string.toLowerCase()).length - 1 }];
    }),
  };
}

function parsed(source: PackageSource): ParseOutcome {
  const behaviors: Behavior[] = [];
  const problems: Problem[] = [];
  const files: PackageBehaviors['files'][number][] = [];
  for (const { path, text } of source.files) {
    const death = /\/\/ dies (crashed|timed-out|out-of-memory)/.exec(text);
    if (death) return { kind: 'died', path, how: death[1] as 'crashed' };
    files.push({ path, read: text.includes('// unread') ? 'not' : text.includes('// syntax') ? 'with-errors' : 'whole' });
    if (text.includes('// unread') || text.includes('// syntax')) problems.push({ code: 'malformed', message: 'a syntax error', path, line: 1 });
    for (const [at, line] of text.split('\n').entries()) {
      const mail = /\/\/ mail (\S+@\S+)/.exec(line);
      if (mail) behaviors.push({ kind: 'mail', place: { path, line: at + 1, column: 1, excerpt: line }, api: 'nodemailer sendMail', field: 'bcc', form: 'key', origins: [{ kind: 'constant', text: mail[1] as string, via: [] }], message: `m${at}`, sender: `s${at}`, content: ['argument'], state: 'sent' });
      const host = /\/\/ asks (\S+)/.exec(line);
      if (host) behaviors.push({ kind: 'network', place: { path, line: at + 1, column: 1, excerpt: line }, api: 'fetch', method: 'request', host: host[1] as string, origins: [{ kind: 'constant', text: host[1] as string, via: [] }], sends: [] });
    }
  }
  return { kind: 'read', found: { behaviors, folded: [], problems, files } };
}

/** The stand-ins together; `given` fills with what was handed to the parser, in order. */
export function plainDeep(bundles: BundleStack): DeepPorts & { readonly given: PackageSource[] } {
  const given: PackageSource[] = [];
  return {
    given,
    sweep: plainSweep,
    pool: { analyse: async (source) => { given.push(source); return parsed(source); }, close: async () => undefined },
    knowledge: codeKnowledge(bundles),
  };
}
