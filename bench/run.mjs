// The benchmark: generates what is missing, measures every goal, and says which are met.
//   npm run bench -- [--runs 5] [--only S1,A1,A3,B,C,D1,D3,H1,M1,fixed,sizes] [--counts] [--sizes] [--inherit NAME,…] [--gate] [--json FILE]
// --counts: only the figures that do not wobble. --inherit: variables of the environment that are kept; there are none otherwise.
// --gate: exit 1 where a ratio misses its goal by more than the slack of budget.json, or a fixed figure is over its budget.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deepGoals } from './deep-goals.mjs';
import { diffGoals } from './diff-goals.mjs';
import { fixedFigures } from './fixed.mjs';
import { generate, MIDDLE, ROOT, SIZES, WORK } from './generate.mjs';
import { fleetGoals, historyGoals, installedGoals, lockfileGoals, machineGoals, peerGoals, sizeGoals, startGoals } from './goals.mjs';
import { inherit } from './lib/measure.mjs';
import { prepareTools } from './lib/tools.mjs';
import { lockfileUpdateGoals } from './lockfiles.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' }, only: { type: 'string' }, sizes: { type: 'boolean' }, counts: { type: 'boolean' }, inherit: { type: 'string' }, gate: { type: 'boolean' }, json: { type: 'string' } } });
const budget = JSON.parse(readFileSync(join(ROOT, 'bench', 'budget.json'), 'utf8'));
inherit(values.inherit?.split(',') ?? []);
const asked = new Set(values.counts ? ['fixed'] : values.only?.split(',') ?? ['fixed', 'S1', 'A1', 'A3', 'B', 'C', 'D1', 'D3', 'H1', 'M1', ...(values.sizes ? ['sizes'] : [])]);
// C is all that compares versions.
const parts = new Set([...asked].flatMap((part) => (part === 'C' ? ['C1', 'C4'] : [part])));

generate(WORK, parts.has('sizes') ? SIZES : [MIDDLE]);
const context = { root: ROOT, work: WORK, tools: await prepareTools(ROOT, WORK), runs: Math.max(1, Number(values.runs)), sizes: SIZES };
const PARTS = { S1: startGoals, A1: lockfileGoals, A3: peerGoals, B: deepGoals, C1: diffGoals, C4: lockfileUpdateGoals, D1: fleetGoals, D3: installedGoals, H1: historyGoals, M1: machineGoals, sizes: sizeGoals, fixed: fixedFigures };

process.stdout.write(`Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores; medians of ${context.runs} runs in turn, processor time\n\n`);
const rows = [];
for (const [part, measure] of Object.entries(PARTS)) {
  if (!parts.has(part)) continue;
  for (const measured of await measure(context)) {
    const row = judged(measured, part);
    rows.push(row);
    process.stdout.write(`${row.met === undefined ? '     ' : row.met ? 'met  ' : 'MISS '} ${row.id.padEnd(54)} ${shown(row).padStart(10)}  ${row.goal.padEnd(10)} ${row.detail ?? ''}\n`);
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
const broken = rows.filter((row) => row.broken);
if (values.gate && broken.length > 0) {
  process.stdout.write(`\nover the budget: ${broken.map(({ id }) => id).join('; ')}\n`);
  process.exitCode = 1;
}

function judged(row, part) {
  const limit = (part === 'fixed' ? budget.fixed : budget.ratios)[row.id];
  if (limit === undefined) return { ...row, part, goal: '' };
  const slack = part === 'fixed' ? 1 : budget.slack;
  if (limit.max !== undefined) return { ...row, part, goal: `<= ${limit.max}`, met: row.figure <= limit.max, broken: row.figure > limit.max * slack };
  return { ...row, part, goal: `>= ${limit.min}`, met: row.figure >= limit.min, broken: row.figure < limit.min / slack };
}

function shown({ figure }) {
  return Number.isInteger(figure) ? String(figure) : figure.toFixed(2);
}
