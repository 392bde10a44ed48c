// GitHub Actions: `run` steps of workflows (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax)
// and of composite actions (…/metadata-syntax#runs-for-composite-actions). What `uses` brings is code from elsewhere and not read.
import { type Collector, collector, named } from './commands.ts';
import type { BuildRead } from './contract.ts';
import { forShell } from './shells.ts';
import { entriesOf, lineOf, parseYaml, textAt, valueOf, valuesOf, variableNames, type YamlNode } from './yaml.ts';

interface Around {
  readonly where: string;
  readonly environment: readonly string[];
  readonly shell: string | undefined;
}

/** Reads one workflow or action. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  for (const root of parseYaml(text, collect)) {
    const top: Around = around(root, { where: '', environment: [], shell: undefined }, '');
    for (const jobs of valuesOf(root, 'jobs')) {
      for (const { key, value } of entriesOf(jobs)) {
        if (value.kind !== 'map') collect.problem('unknown-entry', `${named('job', key)} is no map`, value.offset);
        readSteps(value, around(value, top, `${named('job', key)} `), collect);
      }
    }
    for (const runs of valuesOf(root, 'runs')) readSteps(runs, top, collect);
  }
  return collect.done();
}

function around(node: YamlNode, outer: Around, where: string): Around {
  const shell = textAt(valueOf(valueOf(node, 'defaults'), 'run'), 'shell');
  return { where, environment: [...outer.environment, ...variableNames(valueOf(node, 'env'))], shell: shell ?? outer.shell };
}

function readSteps(node: YamlNode, outer: Around, collect: Collector): void {
  for (const steps of valuesOf(node, 'steps')) {
    if (!collect.isFirst(steps)) continue;
    if (steps.kind !== 'list') { collect.problem('unknown-entry', 'steps is no list', steps.offset); continue; }
    for (const step of steps.items) {
      if (step.kind !== 'map') { collect.problem('unknown-entry', 'a step is no map', step.offset); continue; }
      for (const run of valuesOf(step, 'run')) {
        const line = lineOf(run, 'run', collect);
        if (line === undefined) continue;
        collect.add({
          line: forShell(line, textAt(step, 'shell') ?? outer.shell),
          where: `${outer.where}${named('step', textAt(step, 'name') ?? textAt(step, 'id'))}`,
          offset: run.offset,
          environment: [...new Set([...outer.environment, ...variableNames(valueOf(step, 'env'))])],
        });
      }
    }
  }
}
