// Runs the fixtures of the rules over code: fixtures/rules/<id>/<case>/ is one package, whose code is analysed and judged.
import { analyse } from '../../src/behaviors/analyse.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import type { Finding, RuleId } from '../../src/model/finding.ts';
import { documentsOf } from '../../src/pipelines/deep/documents.ts';
import type { CodeFacts } from '../../src/rules/contract.ts';
import { isObject, parseJson, property } from '../../src/text/json.ts';
import { ruleFixture } from './rules.ts';
import { judgeFacts } from './server-facts.ts';

const FOLDER = '/project/node_modules/fixture';

/** Facts about the package that files make. */
export async function codeOf(files: Readonly<Record<string, string>>): Promise<CodeFacts> {
  const manifestText = files['package.json'] ?? '{}';
  const parsed = parseJson(manifestText);
  const manifest = parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
  const gyp = files['binding.gyp'];
  const sources = Object.entries(files).filter(([path]) => /\.[cm]?[jt]sx?$/.test(path)).map(([path, text]) => ({ path, text }));
  const { behaviors, folded } = analyse({ manifest: manifestText, ...(gyp === undefined ? {} : { bindingGyp: gyp }), files: sources });
  const tree = memoryTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${FOLDER}/${path}`, text])));
  const name = manifest === undefined ? undefined : property(manifest, 'name');
  return {
    kind: 'code', path: 'node_modules/fixture', stablePath: 'node_modules/fixture', package: { name: typeof name === 'string' ? name : 'fixture', version: '1.0.0' },
    behaviors, folded, died: [], documents: documentsOf(tree, FOLDER, manifest, manifestText), known: () => [], patterns: [], campaign: () => undefined,
  };
}

/** What one rule says of one of its fixtures. */
export async function judgedCode(id: RuleId, name: 'bad' | 'good'): Promise<readonly Finding[]> {
  return judgeFacts(id, await codeOf(ruleFixture(id, name)));
}
