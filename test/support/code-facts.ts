// Facts about code with the least that a rule needs, by hand.
import type { Behavior, BehaviorOf, BehaviorKind, Origin, Transform } from '../../src/model/behavior.ts';
import type { Finding, RuleId } from '../../src/model/finding.ts';
import type { CodeFacts } from '../../src/rules/contract.ts';
import { judgeFacts } from './server-facts.ts';

type Partly<K extends BehaviorKind> = Partial<Omit<BehaviorOf<K>, 'kind' | 'place'>> & { readonly file?: string; readonly line?: number };

const LEAST: { readonly [K in BehaviorKind]: Omit<BehaviorOf<K>, 'place' | 'kind'> } = {
  mail: { api: 'sendMail', field: 'to', form: 'key', origins: [], message: 'm', sender: 's', content: [], state: 'sent' },
  network: { api: 'fetch', method: 'request', origins: [], sends: [] },
  process: { api: 'child_process.exec', origins: [] },
  environment: { api: 'process.env', access: 'name' },
  file: { api: 'fs.readFileSync', access: 'read', origins: [] },
  'dynamic-code': { api: 'eval', origins: [] },
  'native-code': { api: 'binding.gyp', form: 'binding-gyp' },
  'install-script': { api: 'scripts', hook: 'postinstall', command: '', runs: [] },
  obfuscation: { api: 'source', technique: 'string-table' },
};

/** One behaviour; in `index.js`, or `package.json` for scripts, unless `file` says so. */
export function fact<K extends BehaviorKind>(kind: K, { file, line = 1, ...more }: Partly<K> = {} as Partly<K>): Behavior {
  const path = file ?? (kind === 'install-script' ? 'package.json' : kind === 'native-code' ? 'binding.gyp' : 'index.js');
  return { ...LEAST[kind], ...more, kind, place: { path, line, column: 1, excerpt: `line ${line}` } } as unknown as Behavior;
}

export function text(value: string, ...via: readonly Transform[]): Origin {
  return { kind: 'constant', text: value, via };
}

/** A package `a-package 1.0.0` with these behaviours; `says` are the words of its documentation. */
export function code(behaviors: readonly Behavior[], more: Partial<Omit<CodeFacts, 'behaviors'>> & { readonly says?: readonly string[] } = {}): CodeFacts {
  const { says = [], ...rest } = more;
  return {
    kind: 'code', path: 'node_modules/a-package', stablePath: 'node_modules/a-package', package: { name: 'a-package', version: '1.0.0' }, behaviors, folded: [], died: [],
    documents: { mentions: (word) => says.includes(word.toLowerCase()), ownHosts: [] },
    known: () => [], patterns: [], campaign: () => undefined, ...rest,
  };
}

/** What one rule says of one package, as `severity title`. */
export async function judgeCode(id: RuleId, ...given: Parameters<typeof code>): Promise<readonly Finding[]> {
  return judgeFacts(id, code(...given));
}

/** Severities alone, worst where there are several. */
export async function severities(id: RuleId, ...given: Parameters<typeof code>): Promise<readonly string[]> {
  return (await judgeCode(id, ...given)).map(({ severity }) => severity);
}
