// GitLab CI: https://docs.gitlab.com/ci/yaml/. Scripts are a text or a list of texts, also nested ones; `!reference [job, script]`
// stands for a script that is read where it stands. What `include` brings from elsewhere is not read.
import { type Collector, collector, named } from './commands.ts';
import type { BuildRead } from './contract.ts';
import { entriesOf, parseYaml, valueOf, valuesOf, variableNames, type YamlNode } from './yaml.ts';

const SCRIPTS = ['before_script', 'script', 'after_script'] as const;
/** GitLab allows ten levels of lists. */
const LEVELS = 10;

/** Reads one pipeline. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  for (const root of parseYaml(text, collect)) {
    const environment = variableNames(valueOf(root, 'variables'));
    readScripts(root, '', environment, collect);
    for (const { key, value } of entriesOf(root)) {
      if (value.kind !== 'map' || key === 'variables') continue;
      readScripts(value, `${named('job', key)} `, [...new Set([...environment, ...variableNames(valueOf(value, 'variables'))])], collect);
    }
    if (valueOf(root, 'include')) collect.note('it includes pipelines of other files, which were not read with it');
  }
  return collect.done();
}

function readScripts(node: YamlNode, where: string, environment: readonly string[], collect: Collector): void {
  for (const key of SCRIPTS) for (const script of valuesOf(node, key)) readScript(script, `${where}${key}`, environment, collect, 0);
  for (const script of valuesOf(valueOf(node, 'hooks'), 'pre_get_sources_script')) readScript(script, `${where}pre_get_sources_script`, environment, collect, 0);
}

function readScript(script: YamlNode, where: string, environment: readonly string[], collect: Collector, level: number): void {
  if (script.tag === '!reference' || !collect.isFirst(script)) return;
  if (script.kind === 'scalar') {
    if (script.text.trim() !== '') collect.add({ line: script.text, where, offset: script.offset, environment });
    return;
  }
  if (script.kind === 'map') return collect.problem('unknown-entry', `${where} has a line that is no text`, script.offset);
  if (level >= LEVELS) return collect.problem('too-deep', `${where} has more than ${LEVELS} lists inside each other`, script.offset);
  for (const item of script.items) readScript(item, where, environment, collect, level + 1);
}
