// Azure Pipelines: script steps (https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/steps) and the inline scripts of
// the tasks Bash and PowerShell (that of CmdLine stands under `script` as a step's does), wherever they stand: expressions can be keys that hold lists of steps.
import { collector, named } from './commands.ts';
import type { BuildRead } from './contract.ts';
import { forShell } from './shells.ts';
import { eachMap, lineOf, parseYaml, textAt, valueOf, valuesOf, variableNames } from './yaml.ts';

/** Step to the shell that runs it; `script` is for the agent's own. */
const STEPS = { script: undefined, bash: 'bash', pwsh: 'pwsh', powershell: 'powershell' } as const;
const TASKS: readonly (readonly [RegExp, string])[] = [[/^Bash@/i, 'bash'], [/^PowerShell@/i, 'powershell']];

/** Reads one pipeline or template. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  for (const root of parseYaml(text, collect)) {
    eachMap(root, (map) => {
      const where = named('step', textAt(map, 'displayName') ?? textAt(map, 'name'));
      const environment = variableNames(valueOf(map, 'env'));
      for (const key of ['script', 'bash', 'pwsh', 'powershell'] as const) {
        // A task's input has this name too, and is read with its task.
        if (key === 'script' && valueOf(map, 'targetType')) continue;
        for (const node of valuesOf(map, key)) {
          const line = node.kind === 'scalar' ? lineOf(node, key, collect) : undefined;
          if (line !== undefined) collect.add({ line: forShell(line, STEPS[key]), where, offset: node.offset, environment });
        }
      }
      const shell = TASKS.find(([name]) => name.test(textAt(map, 'task') ?? ''));
      for (const node of shell && textAt(valueOf(map, 'inputs'), 'targetType') === 'inline' ? valuesOf(valueOf(map, 'inputs'), 'script') : []) {
        const line = lineOf(node, 'script', collect);
        if (line !== undefined) collect.add({ line: forShell(line, shell?.[1]), where, offset: node.offset, environment });
      }
    });
  }
  return collect.done();
}
