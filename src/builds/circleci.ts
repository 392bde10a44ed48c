// CircleCI: `run` steps of jobs and reusable commands, https://circleci.com/docs/configuration-reference/. Orbs are code from
// elsewhere and not read.
import { type Collector, collector, named } from './commands.ts';
import type { BuildRead } from './contract.ts';
import { forShell } from './shells.ts';
import { eachMap, entriesOf, lineOf, parseYaml, textAt, valueOf, valuesOf, variableNames, type YamlNode } from './yaml.ts';

/** Reads one configuration. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  for (const root of parseYaml(text, collect)) {
    for (const kind of ['jobs', 'commands']) {
      for (const { key, value } of entriesOf(valueOf(root, kind))) readJob(named(kind.slice(0, -1), key), value, collect);
    }
    if (valueOf(root, 'orbs')) collect.note('orbs were not read');
  }
  return collect.done();
}

// Steps stand in lists of steps, also below `when` and `unless`.
function readJob(where: string, job: YamlNode, collect: Collector): void {
  if (!collect.isFirst(job)) return;
  const outer = variableNames(valueOf(job, 'environment'));
  const shell = textAt(job, 'shell');
  eachMap(job, (map) => {
    for (const run of valuesOf(map, 'run')) {
      const isLong = run.kind === 'map';
      for (const command of isLong ? valuesOf(run, 'command') : [run]) {
        const line = lineOf(command, 'run', collect);
        if (line === undefined) continue;
        const environment = [...new Set([...outer, ...isLong ? variableNames(valueOf(run, 'environment')) : []])];
        collect.add({ line: forShell(line, (isLong ? textAt(run, 'shell') : undefined) ?? shell), where: `${where} ${named('step', isLong ? textAt(run, 'name') : undefined)}`, offset: command.offset, environment });
      }
    }
  });
}
