// Bitbucket Pipelines: `script` and `after-script` of steps, https://support.atlassian.com/bitbucket-cloud/docs/step-options/.
// Pipes are images from elsewhere and not read.
import { collector, named } from './commands.ts';
import type { BuildRead } from './contract.ts';
import { eachMap, parseYaml, textAt, valueOf, valuesOf } from './yaml.ts';

/** Reads one file of pipelines. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  for (const root of parseYaml(text, collect)) {
    eachMap(root, (map) => {
      for (const key of ['script', 'after-script']) {
        for (const script of valuesOf(map, key)) {
          if (!collect.isFirst(script)) continue;
          if (script.kind !== 'list') { collect.problem('unknown-entry', `${key} is no list`, script.offset); continue; }
          for (const item of script.items) {
            if (item.kind === 'scalar' && item.text.trim() !== '') collect.add({ line: item.text, where: `${named('step', textAt(map, 'name'))} ${key}`, offset: item.offset });
            else if (item.kind === 'map' && valueOf(item, 'pipe')) collect.note('pipes were not read');
            else if (item.kind !== 'scalar') collect.problem('unknown-entry', `${key} has a line that is no text`, item.offset);
          }
        }
      }
    });
  }
  return collect.done();
}
