// Two copies of a package as the rules over a difference see them: by hand, from sources, and from fixtures/rules/<id>/<case>/{before,after}/.
import { compareBehaviors } from '../../src/artifacts/behaviors.ts';
import type { Behavior } from '../../src/model/behavior.ts';
import type { FileChange } from '../../src/model/difference.ts';
import type { Finding, RuleId } from '../../src/model/finding.ts';
import type { DifferenceFacts, PackageDocuments, SideFacts } from '../../src/rules/contract.ts';
import { codeOf } from './code-rules.ts';
import { ruleFixture } from './rules.ts';
import { judgeFacts } from './server-facts.ts';

type Files = Readonly<Record<string, string>>;

interface Given extends Partial<Omit<DifferenceFacts, 'before' | 'after' | 'kind'>> {
  /** Words of the documentation of each. */
  readonly said?: readonly string[];
  readonly says?: readonly string[];
  readonly inPart?: boolean;
  readonly renamed?: Files;
}

/** `a-package 1.0.0` and `1.0.1` with these behaviours. */
export function difference(before: readonly Behavior[], after: readonly Behavior[], given: Given = {}): DifferenceFacts {
  const { said = [], says = said, inPart = false, renamed = {}, ...rest } = given;
  return {
    kind: 'difference', path: 'a-package@1.0.1', stablePath: 'a-package', package: { name: 'a-package', version: '1.0.1' },
    before: side('1.0.0', before, documentsOf(said), inPart), after: side('1.0.1', after, documentsOf(says), false),
    behaviors: compareBehaviors(before, after, new Map(Object.entries(renamed))), manifest: [], dependencies: [], files: [], known: () => [], campaign: () => undefined, ...rest,
  };
}

/** The same of two packages' files. */
export async function differenceOf(before: Files, after: Files): Promise<DifferenceFacts> {
  const [old, now] = [await codeOf(before), await codeOf(after)];
  const facts = difference(old.behaviors, now.behaviors, { files: filesAdded(before, after), ...(now.package ? { package: { ...now.package, version: '1.0.1' } } : {}) });
  const name = now.package?.name ?? 'a-package';
  const named = (version: string) => ({ name, label: `${name}@${version}`, path: `${name}@${version}` });
  return { ...facts, before: { ...facts.before, ...named('1.0.0'), documents: old.documents }, after: { ...facts.after, ...named('1.0.1'), documents: now.documents } };
}

/** What one rule says of facts by hand. */
export async function judgeDifference(id: RuleId, ...given: Parameters<typeof difference>): Promise<readonly Finding[]> {
  return judgeFacts(id, difference(...given));
}

/** Severities alone. */
export async function severitiesOf(id: RuleId, ...given: Parameters<typeof difference>): Promise<readonly string[]> {
  return (await judgeDifference(id, ...given)).map(({ severity }) => severity);
}

/** What one rule says of one of its fixtures. */
export async function judgedDifference(id: RuleId, name: 'bad' | 'good'): Promise<readonly Finding[]> {
  const files = ruleFixture(id, name);
  return judgeFacts(id, await differenceOf(below(files, 'before/'), below(files, 'after/')));
}

function below(files: Files, folder: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith(folder)).map(([path, text]) => [path.slice(folder.length), text]));
}

function side(version: string, behaviors: readonly Behavior[], documents: PackageDocuments, inPart: boolean): SideFacts {
  return { label: `a-package@${version}`, path: `a-package@${version}`, name: 'a-package', version, documents, behaviors, inPart };
}

function documentsOf(words: readonly string[]): PackageDocuments {
  return { mentions: (word) => words.includes(word.toLowerCase()), ownHosts: words.filter((word) => /^[\w-]+\.\w+$/.test(word)) };
}

function filesAdded(before: Files, after: Files): readonly FileChange[] {
  return Object.keys(after).filter((path) => !(path in before)).map((path): FileChange => ({ path, kind: 'added', content: /\.(?:node|so|dll|exe)$/.test(path) ? 'binary' : 'code' }));
}
