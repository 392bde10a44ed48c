// What the tests of the evaluator share: parsing, and the engine's own answer in the form of a Constant.
import { parseModule, parseScript } from 'meriyah';
import type { Module, Node } from '../../../src/behaviors/contract.ts';
import type { Constant, Evaluated } from '../../../src/behaviors/constants/contract.ts';
import { createInterpreter } from '../../../src/behaviors/constants/interpreter.ts';

/** A module of this text. */
export function moduleOf(text: string, path = 'index.js'): Module {
  const options = { next: true, webcompat: true, ranges: { start: true, end: true, range: false } } as const;
  const program = /^\s*(?:import|export)\b/m.test(text) ? parseModule(text, options) : parseScript(text, { ...options, globalReturn: true });
  return { path, text, program: program as unknown as Node };
}

/** All nodes of a module. */
export function nodesOf(module: Module): readonly Node[] {
  const found: Node[] = [];
  const stack: unknown[] = [module.program];
  while (stack.length > 0) {
    const value = stack.pop();
    if (Array.isArray(value)) stack.push(...value.toReversed());
    else if (typeof value === 'object' && value !== null && typeof (value as Node).type === 'string') { found.push(value as Node); stack.push(...Object.values(value).toReversed()); }
  }
  return found;
}

/** Evaluates the last expression statement of a text, beside other modules. */
export function lastOf(text: string, others: readonly Module[] = [], steps = 2_000_000): Evaluated {
  const module = moduleOf(text);
  const modules = [module, ...others];
  const last = (module.program['body'] as readonly Node[]).at(-1);
  const node = last?.['expression'] as Node;
  return createInterpreter({ modules, steps, resolveImport: (_from, specifier) => modules.find(({ path }) => `./${path}` === specifier) }).expression(node, module);
}

/** The value alone; the reason in angle brackets where there is none. */
export function shown(result: Evaluated): Constant {
  return result.ok ? result.value : `<${result.why}>`;
}

/** An answer of the engine as the evaluator gives it. */
export function constant(value: unknown): Constant {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return Array.from(value, constant);
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value).map(([key, part]) => [key, constant(part)]));
  return value as Constant;
}

/** The engine's own answer, or that it threw. */
export function truth(give: () => unknown): Constant {
  try {
    return constant(give());
  } catch {
    return '<not-constant>';
  }
}
