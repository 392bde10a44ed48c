// From nodes to closures: the table of all forms.
import type { Node } from '../../contract.ts';
import { stop } from '../machine.ts';
import { ASSIGNMENT_EXPRESSIONS } from './assignments.ts';
import { CALL_EXPRESSIONS } from './calls.ts';
import { compileClass } from './classes.ts';
import { below } from './context.ts';
import type { Context, Eval, Exec, ModuleCode } from './context.ts';
import { compileFunction, FUNCTION_EXPRESSIONS } from './functions.ts';
import { LITERAL_EXPRESSIONS } from './literals.ts';
import { LOOPS } from './loops.ts';
import { readName } from './names.ts';
import { bare } from './nodes.ts';
import { OPERATOR_EXPRESSIONS } from './operators.ts';
import { STATEMENTS } from './statements.ts';

const EXPRESSION_FORMS: ReadonlyMap<string, (node: Node, context: Context) => Eval> = new Map<string, (node: Node, context: Context) => Eval>([
  ...Object.entries({ ...OPERATOR_EXPRESSIONS, ...LITERAL_EXPRESSIONS, ...CALL_EXPRESSIONS, ...ASSIGNMENT_EXPRESSIONS, ...FUNCTION_EXPRESSIONS }),
  ['Identifier', readName], ['ClassExpression', compileClass],
]);

const STATEMENT_FORMS: ReadonlyMap<string, (node: Node, context: Context) => Exec> = new Map<string, (node: Node, context: Context) => Exec>(Object.entries({ ...STATEMENTS, ...LOOPS }));
const KEEPS_LABELS: ReadonlySet<string> = new Set([...Object.keys(LOOPS), 'LabeledStatement']);

/** What is not followed ends the evaluation only where it is reached. */
const notFollowed = () => stop('unsupported');

function expression(node: Node, context: Context): Eval {
  const inner = bare(node);
  return EXPRESSION_FORMS.get(inner.type)?.(inner, below(context)) ?? notFollowed;
}

function statement(node: Node, context: Context): Exec {
  const inner = below(context);
  return STATEMENT_FORMS.get(node.type)?.(node, KEEPS_LABELS.has(node.type) ? inner : { ...inner, labels: [] }) ?? notFollowed;
}

/** How a module's nodes are compiled. */
export const COMPILE: ModuleCode['compile'] = { expression, statement, fn: compileFunction, classOf: compileClass };
