// Compose files: https://github.com/compose-spec/compose-spec/blob/main/spec.md. A command that is a string is split into words by
// the engine, not given to a shell; it is given here as a line all the same, and read as one. An image is given as the command
// that starts it.
import { type Collector, collector, imageCommand, named } from './commands.ts';
import type { BuildRead } from './contract.ts';
import { read as readDockerfile } from './dockerfile.ts';
import { entriesOf, lineOf, lineOrWords, parseYaml, textAt, valueOf, valuesOf, variableNames, type YamlNode } from './yaml.ts';

/** Reads one compose file. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  for (const root of parseYaml(text, collect)) {
    for (const services of valuesOf(root, 'services')) {
      if (services.kind !== 'map') collect.problem('unknown-entry', 'services is no map', services.offset);
      for (const { key, value } of entriesOf(services)) readService(key, value, collect, path);
    }
  }
  return collect.done();
}

function readService(name: string, service: YamlNode, collect: Collector, path: string): void {
  if (service.kind !== 'map') return collect.problem('unknown-entry', `${named('service', name)} is no map`, service.offset);
  if (!collect.isFirst(service)) return;
  const environment = variableNames(valueOf(service, 'environment'));
  const add = (line: string | readonly string[] | undefined, what: string, offset: number) => {
    if (line !== undefined) collect.add({ line, where: `${named('service', name)} ${what}`, offset, environment });
  };
  for (const image of valuesOf(service, 'image')) {
    const text = lineOf(image, 'image', collect);
    add(text === undefined ? undefined : imageCommand(text), 'image', image.offset);
  }
  readStart(service, collect, add);
  for (const test of valuesOf(valueOf(service, 'healthcheck'), 'test')) add(healthcheck(lineOrWords(test, 'healthcheck', collect)), 'healthcheck', test.offset);
  for (const key of ['post_start', 'pre_stop']) {
    const hooks = valueOf(service, key);
    for (const hook of hooks?.kind === 'list' ? hooks.items : []) for (const node of valuesOf(hook, 'command')) add(lineOrWords(node, key, collect), key, node.offset);
  }
  const inline = valueOf(valueOf(service, 'build'), 'dockerfile_inline');
  const dockerfile = inline && textAt(valueOf(service, 'build'), 'dockerfile_inline');
  if (inline && dockerfile !== undefined) readInline(name, dockerfile, inline.offset, collect, path);
}

// What runs is the entry point with the command behind it; only of a list is it known where words end.
function readStart(service: YamlNode, collect: Collector, add: (line: string | readonly string[] | undefined, what: string, offset: number) => void): void {
  const read = (key: string) => valuesOf(service, key).map((node) => ({ line: lineOrWords(node, key, collect), offset: node.offset }));
  const [entrypoints, commands] = [read('entrypoint'), read('command')];
  const [entrypoint, command] = [entrypoints[0]?.line, commands[0]?.line];
  if (entrypoints.length === 1 && commands.length === 1 && Array.isArray(entrypoint) && command !== undefined) {
    return add([...entrypoint as readonly string[], ...typeof command === 'string' ? command.trim().split(/\s+/) : command], 'entrypoint with command', entrypoints[0]?.offset ?? 0);
  }
  for (const { line, offset } of entrypoints) add(line, 'entrypoint', offset);
  for (const { line, offset } of commands) add(line, 'command', offset);
}

// Positions inside are those of the text without its indentation, so all of it stands where the text starts.
function readInline(name: string, text: string, offset: number, collect: Collector, path: string): void {
  const { commands, problems } = readDockerfile(text, path);
  for (const { form, words, text: line, where, environment } of commands) collect.add({ line: form === 'shell' ? line : words, where: `${named('service', name)} ${where}`, offset, environment });
  for (const { code, message } of problems) collect.problem(code, message, offset);
}

// ["CMD", …] are words, ["CMD-SHELL", line] and a text are lines, ["NONE"] is nothing.
function healthcheck(test: string | readonly string[] | undefined): string | readonly string[] | undefined {
  if (test === undefined || typeof test === 'string') return test;
  if (test[0] === 'CMD') return test.slice(1);
  return test[0] === 'CMD-SHELL' ? test.slice(1).join(' ') : undefined;
}
