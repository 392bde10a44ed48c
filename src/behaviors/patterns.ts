// Destructuring: the names that a pattern binds and the way from the value to each.
import type { Node } from './contract.ts';
import { child, children, plainKey, slots } from './nodes.ts';
import type { Step } from './scopes.ts';

/** A target inside a pattern: an identifier or a property. */
interface Target {
  readonly node: Node;
  readonly steps: readonly Step[];
}

/** Identifiers and properties that a pattern assigns to, each with the steps from the whole value. */
export function namesOfPattern(pattern: Node): readonly Target[] {
  const found: Target[] = [];
  const stack: Target[] = [{ node: pattern, steps: [] }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { node, steps } = at;
    if (node.type === 'AssignmentPattern') push(stack, child(node, 'left'), [...steps, ...defaultOf(node)]);
    else if (node.type === 'ObjectPattern' || node.type === 'ObjectExpression') stack.push(...objectTargets(node, steps));
    else if (node.type === 'ArrayPattern' || node.type === 'ArrayExpression') stack.push(...arrayTargets(node, steps));
    else found.push(at);
  }
  return found;
}

function push(stack: Target[], node: Node | undefined, steps: readonly Step[]): void {
  if (node !== undefined) stack.push({ node, steps });
}

function defaultOf(node: Node): readonly Step[] {
  const otherwise = child(node, 'right');
  return otherwise === undefined ? [] : [{ otherwise }];
}

function objectTargets(node: Node, steps: readonly Step[]): readonly Target[] {
  const taken: string[] = [];
  return children(node, 'properties').flatMap((property): readonly Target[] => {
    if (property.type === 'RestElement' || property.type === 'SpreadElement') {
      const target = child(property, 'argument');
      return target === undefined ? [] : [{ node: target, steps: [...steps, { restWithout: [...taken] }] }];
    }
    const target = child(property, 'value');
    const written = child(property, 'key');
    if (target === undefined || written === undefined) return [];
    const key = plainKey(property);
    if (key !== undefined) taken.push(key);
    return [{ node: target, steps: [...steps, key === undefined ? { computed: written } : { key }] }];
  });
}

function arrayTargets(node: Node, steps: readonly Step[]): readonly Target[] {
  return slots(node, 'elements').flatMap((element, index): readonly Target[] => {
    if (element === undefined) return [];
    if (element.type !== 'RestElement' && element.type !== 'SpreadElement') return [{ node: element, steps: [...steps, { index }] }];
    const target = child(element, 'argument');
    return target === undefined ? [] : [{ node: target, steps: [...steps, { restFrom: index }] }];
  });
}
