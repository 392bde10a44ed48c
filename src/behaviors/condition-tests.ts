// What one test asks about, by the values in it. A time limit of minutes is how programs wait; a date, a part of the calendar, or
// an hour and more is how they lie low.
import type { Condition } from '../model/behavior.ts';
import { apiNames } from './apis.ts';
import type { Module, Node, Value } from './contract.ts';
import type { ConditionCode } from './conditions.ts';
import { alternatives } from './folded-text.ts';
import { bare, child, children, isFunction, nameOf, pushChildren, textOf } from './nodes.ts';

const MAX_NODES = 300;
const HOUR_IN_SECONDS = 3_600;
const HOUR = 3_600_000;

/** Names that build servers set: https://github.com/watson/ci-info/blob/master/vendors.json */
const CI = /^(?:CI|CONTINUOUS_INTEGRATION|BUILD_NUMBER|BUILD_ID|RUN_ID|GITHUB_(?:ACTIONS?|WORKFLOW|RUN_ID|REPOSITORY|RUNNER\w{0,20})|RUNNER_(?:OS|NAME|TEMP|ENVIRONMENT)|GITLAB_CI|CI_\w{1,40}|JENKINS_\w{1,20}|HUDSON_URL|TRAVIS|CIRCLECI|APPVEYOR|TEAMCITY_VERSION|TF_BUILD|BUILDKITE|DRONE|CODEBUILD_\w{1,30}|BITBUCKET_\w{1,30}|SEMAPHORE|NETLIFY|VERCEL|NOW_BUILDER|CF_PAGES|RENDER|WERCKER|CIRRUS_CI|AZURE_PIPELINES|BAMBOO_\w{1,30}|SYSTEM_TEAMFOUNDATIONCOLLECTIONURI)$/;
const LOCALE = /^(?:LANG|LANGUAGE|LC_\w{1,20})$/;
const HOST = /^(?:HOSTNAME|COMPUTERNAME|HOST)$/;
const USER = /^(?:USER|USERNAME|LOGNAME|SUDO_USER|USERDOMAIN)$/;
const CALENDAR = /\.get(?:UTC)?(?:Month|Date|Day|Hours|FullYear|Year)$/;

const NAMES: readonly (readonly [Condition, RegExp])[] = [
  ['ci', /^(?:ci-info|is-ci|env-ci|std-env)(?:\.(?:isCI|name|isPR|default|is\w{1,20}))?(?:\(\))?/],
  ['locale', /^(?:navigator\.languages?|os-locale|Intl\.\w{1,30}\(\)\.resolvedOptions\(\)\.locale|get-user-locale)/],
  ['time-zone', /(?:resolvedOptions\(\)\.timeZone|\.getTimezoneOffset(?:\(\))?)$/],
  ['host-name', /^(?:os\.hostname|location\.host(?:name)?|window\.location\.host(?:name)?|document\.domain|location\.href|location\.origin)/],
  ['user-name', /^(?:os\.userInfo|username)(?:\(|\.|$)/],
  ['platform', /^(?:process\.(?:platform|arch)|os\.(?:platform|type|arch|release|machine|version)|navigator\.(?:platform|userAgent|userAgentData)|is-wsl|is-docker|Deno\.build\.os)/],
  ['network-address', /^(?:os\.networkInterfaces|ip\.address|public-ip|internal-ip|local-ip)/],
  ['random', /^(?:Math\.random|crypto\.(?:random\w{1,20}|getRandomValues)|uuid|nanoid)/],
  ['debugger', /^(?:inspector\.url|process\.(?:debugPort|execArgv)|v8debug|process\._debugProcess)/],
];

/** Kinds that the test asks about. */
export function testedConditions(test: Node, module: Module, code: ConditionCode): ReadonlySet<Condition> {
  const found = new Set<Condition>();
  const stack: Node[] = [test];
  for (let node = stack.pop(), seen = 0; node !== undefined && seen < MAX_NODES; node = stack.pop(), seen += 1) {
    if (isFunction(node)) continue;
    if (isCompared(node)) for (const condition of comparedConditions(node, module, code)) found.add(condition);
    if (node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'CallExpression') {
      const value = code.value(node, module);
      for (const one of alternatives(value)) for (const condition of valueConditions(one)) found.add(condition);
      // The parts of a member that has a meaning as a whole would be counted again: `process.env.CI` is no question about `process.env`.
      if (node.type === 'MemberExpression' && value.kind === 'global') continue;
    }
    pushChildren(node, (inner) => stack.push(inner));
  }
  // An environment variable with a meaning of its own is that, and no other.
  return found;
}

function valueConditions(value: Value): readonly Condition[] {
  const names = value.kind === 'member' || value.kind === 'global' || value.kind === 'import' || value.kind === 'call' ? apiNames(value) : [];
  return names.flatMap((name) => {
    const variable = /^(?:process|import\.meta|Bun)\.env\.(\w{1,100})/.exec(name)?.[1];
    if (variable !== undefined) return [variableCondition(variable)];
    return [...NAMES.filter(([, pattern]) => pattern.test(name)).map(([condition]) => condition), ...(CALENDAR.test(name.replace(/\(\)$/, '')) && /^(?:Date|moment|dayjs|luxon)/.test(name) ? ['time' as const] : [])];
  });
}

function variableCondition(name: string): Condition {
  if (CI.test(name)) return 'ci';
  if (LOCALE.test(name)) return 'locale';
  if (name === 'TZ') return 'time-zone';
  if (HOST.test(name)) return 'host-name';
  if (USER.test(name)) return 'user-name';
  return 'environment';
}

function isCompared(node: Node): boolean {
  return node.type === 'BinaryExpression' && /^(?:[<>]=?|[!=]==?|%)$/.test(textOf(node, 'operator') ?? '');
}

function comparedConditions(node: Node, module: Module, code: ConditionCode): readonly Condition[] {
  const sides = [child(node, 'left'), child(node, 'right')].filter((side) => side !== undefined).map(bare);
  const found: Condition[] = [];
  if (sides.some((side) => isClock(side, module, code)) && sides.some((side) => isMoment(side, module, code))) found.push('time');
  if (sides.some((side) => isCounter(side, module, code)) && sides.some((side) => numberOf(side, module, code) !== undefined)) found.push('counter');
  return found;
}

/** Now, or now less something. */
function isClock(node: Node, module: Module, code: ConditionCode, depth = 0): boolean {
  if (depth > 6) return false;
  const names = apiNames(code.value(node, module));
  if (names.some((name) => /^(?:Date\.now\(\)|Date\(\)(?:\.(?:getTime|valueOf)\(\))?|performance\.now\(\)|process\.uptime\(\)|os\.uptime\(\)|moment\(\)|dayjs\(\))/.test(name))) return !isFixed(node, module, code);
  return [child(node, 'left'), child(node, 'right'), child(node, 'argument')].some((inner) => inner !== undefined && isClock(bare(inner), module, code, depth + 1));
}

/** A day of the calendar, or a length of an hour and more, in a constant. */
function isMoment(node: Node, module: Module, code: ConditionCode): boolean {
  if (isFixed(node, module, code)) return true;
  const value = numberOf(node, module, code);
  return value !== undefined && (value >= HOUR || (value >= HOUR_IN_SECONDS && value % HOUR_IN_SECONDS === 0));
}

/** `new Date('2026-01-01')`, `Date.parse('…')`, `Date.UTC(2026, 1)`. */
function isFixed(node: Node, module: Module, code: ConditionCode): boolean {
  const value = code.value(node, module);
  let call = value;
  while (call.kind === 'call' && call.callee.kind === 'member') call = call.callee.of;
  if (call.kind !== 'call' || call.args.length === 0) return false;
  return apiNames(call.callee).some((name) => /^(?:Date|Date\.parse|Date\.UTC|moment|dayjs)$/.test(name)) && call.args.every((arg) => arg.kind === 'text' || arg.kind === 'literal');
}

function numberOf(node: Node, module: Module, code: ConditionCode): number | undefined {
  const value = code.value(node, module);
  return value.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined;
}

/** `++n`, or a name outside of every function that something counts up. */
function isCounter(node: Node, module: Module, code: ConditionCode): boolean {
  if (node.type === 'UpdateExpression') return isOutside(child(node, 'argument'), module, code);
  if (node.type === 'BinaryExpression' && textOf(node, 'operator') === '%') return isCounter(bare(child(node, 'left') ?? node), module, code);
  return node.type === 'Identifier' && isOutside(node, module, code);
}

function isOutside(node: Node | undefined, module: Module, code: ConditionCode): boolean {
  const name = nameOf(node);
  return name !== undefined && countersOf(module, code).has(name);
}

const counterCache = new WeakMap<Module, ReadonlySet<string>>();

/** Names declared with a number at the top of the module and counted up somewhere inside of a function. */
function countersOf(module: Module, code: ConditionCode): ReadonlySet<string> {
  const known = counterCache.get(module);
  if (known !== undefined) return known;
  const declared = new Set(children(module.program, 'body').flatMap((statement) => (statement.type === 'VariableDeclaration' ? children(statement, 'declarations') : []))
    .filter((one) => child(one, 'init')?.['value'] === 0 || child(one, 'init')?.['value'] === 1).map((one) => nameOf(child(one, 'id')) ?? ''));
  const counted = new Set<string>();
  const stack: Node[] = declared.size === 0 ? [] : [module.program];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const target = node.type === 'UpdateExpression' ? child(node, 'argument') : node.type === 'AssignmentExpression' && textOf(node, 'operator') === '+=' ? child(node, 'left') : undefined;
    const name = nameOf(target);
    if (name !== undefined && declared.has(name) && code.ancestors(node, module).some(isFunction)) counted.add(name);
    pushChildren(node, (inner) => stack.push(inner));
  }
  counterCache.set(module, counted);
  return counted;
}
