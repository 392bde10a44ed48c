// Opens the code of one package: parses its files and answers what calls, objects and values it holds. See `contract.ts`.
import type { Condition } from '../model/behavior.ts';
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { callSites } from './call-sites.ts';
import { callGlobal, callMethod } from './constants/builtins.ts';
import { createInterpreter } from './constants/interpreter.ts';
import type { CallSite, Code, Module, Node, PackageBehaviors, PackageSource, Value } from './contract.ts';
import { filesBeside } from './imported-files.ts';
import { isFunction } from './nodes.ts';
import { createOrigins } from './origins.ts';
import { parseSource } from './parse.ts';
import { createPlaces, nameAround } from './places.ts';
import { createWorld } from './values/create.ts';
import type { World } from './values/world.ts';

/** What one package's files gave. */
export interface OpenedCode {
  readonly code: Code;
  readonly problems: readonly Problem[];
  readonly files: PackageBehaviors['files'];
  /** True once the package has used up the steps for following its values: what was asked later is unknown. */
  readonly exhausted: () => boolean;
}

/** Tells the conditions around a node; handed in so that this file knows no extractor. */
export type ConditionsAround = (code: Code, node: Node, module: Module) => readonly Condition[];

/** Parses and prepares. Never throws for what the source holds. */
export function openCode(source: PackageSource, conditions: ConditionsAround = () => []): OpenedCode {
  const { modules, problems, files } = parseAll(source);
  const world = createWorld(modules, { callMethod, callGlobal, createInterpreter, filesBeside: () => filesBeside(modules, source.manifest) });
  return { code: createCode(world, conditions), problems, files, exhausted: () => world.budget.steps >= LIMITS.valueSteps || world.budget.spent() };
}

function parseAll(source: PackageSource): { readonly modules: readonly Module[]; readonly problems: readonly Problem[]; readonly files: PackageBehaviors['files'] } {
  const modules: Module[] = [];
  const problems: Problem[] = [];
  const files: PackageBehaviors['files'][number][] = [];
  let left: number = LIMITS.packageSourceCharacters;
  for (const file of source.files) {
    if (left <= 0 || files.length >= LIMITS.packageSourceFiles) {
      files.push({ path: file.path, read: 'not' });
      problems.push({ code: 'too-many', message: 'The package holds more source than is read', path: file.path });
      continue;
    }
    left -= Math.min(file.text.length, file.focus === undefined ? LIMITS.sourceCharacters : LIMITS.focusedWindows);
    const parsed = parseSource(file);
    if (parsed.module !== undefined) modules.push(parsed.module);
    problems.push(...parsed.problems);
    files.push({ path: file.path, read: parsed.read });
  }
  return { modules, problems, files };
}

function createCode(world: World, conditions: ConditionsAround): Code {
  const place = createPlaces();
  let calls: readonly CallSite[] | undefined;
  let records: readonly Extract<Value, { kind: 'record' }>[] | undefined;
  const code: Code = {
    modules: world.modules,
    calls: () => (calls ??= callSites(world)),
    records: () => (records ??= allRecords(world)),
    value: (node, module) => world.evaluate(node, module),
    origins: createOrigins(),
    functionAround: (node, module) => ancestorsOf(world, node, module).find((one) => isFunction(one)),
    ancestors: (node, module) => ancestorsOf(world, node, module),
    place,
    context: (node, module) => {
      const within = nameAround(ancestorsOf(world, node, module));
      const when = conditions(code, node, module);
      return { place: place(node, module), ...(within === undefined ? {} : { within }), ...(when.length === 0 ? {} : { when }) };
    },
  };
  return code;
}

function ancestorsOf(world: World, node: Node, module: Module): readonly Node[] {
  const { parents } = world.names(module);
  const chain: Node[] = [];
  for (let at = parents.get(node); at !== undefined; at = parents.get(at)) chain.push(at);
  return chain;
}

function allRecords(world: World): readonly Extract<Value, { kind: 'record' }>[] {
  return world.modules.flatMap((module) => world.names(module).objects.toSorted((a, b) => a.start - b.start).flatMap((node) => {
    const value = world.evaluate(node, module);
    return value.kind === 'record' ? [value] : [];
  }));
}
