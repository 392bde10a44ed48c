// How well hidden recipients are found, with no indicator to help: recall over the variants of fixtures/behaviors/recipients, a
// transform a line, worst first; precision with their honest counterparts and with real packages as the negatives.
//   npm run build && node bench/detection.mjs [--real libraries,mail,large] [--gate] [--threshold high] [--json FILE]
// --real: also installs these sets of real packages (lib/honest.mjs; all three 2 GB, from the registry) and scans every one of them. --gate: exit 1
// where recall over all is below 95 %, that of one transform below 80 %, or anything honest is condemned.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { HONEST_SETS, installHonest } from './lib/honest.mjs';
import { layOut } from './lib/recipients.mjs';

const { values } = parseArgs({ options: { real: { type: 'string' }, gate: { type: 'boolean' }, threshold: { type: 'string', default: 'high' }, json: { type: 'string' } } });
const root = join(import.meta.dirname, '..');
const severities = ['critical', 'high', 'medium', 'low', 'info'];
const reached = severities.slice(0, severities.indexOf(values.threshold) + 1);

function audit(args, cwd) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), ...args, '--iocs', 'none', '--json'], { cwd, encoding: 'utf8', maxBuffer: 1024 ** 3 });
  if (status !== 0 && status !== 1 && status !== 2) throw new Error(`exit code ${status}: ${stderr}`);
  const report = JSON.parse(stdout);
  return { ...report, strong: report.findings.filter(({ severity }) => reached.includes(severity)) };
}

const work = mkdtempSync(join(tmpdir(), 'detection-'));
const variants = layOut(root, work);
const { strong } = audit(['inspect', ...variants.map(({ folder }) => relative(work, folder))], work);
const hit = new Set(strong.flatMap(({ locations }) => variants.filter(({ folder }) => locations.some(({ path }) => path === relative(work, folder) || path.startsWith(`${relative(work, folder)}/`))).map(({ folder }) => folder)));
rmSync(work, { recursive: true });

const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
const hidden = variants.filter((variant) => variant.hidden);
const transforms = [...new Set(hidden.map(({ transform }) => transform))].map((transform) => {
  const all = hidden.filter((variant) => variant.transform === transform);
  return { transform, all: all.length, found: all.filter(({ folder }) => hit.has(folder)).length, missed: all.filter(({ folder }) => !hit.has(folder)).map(({ base }) => base) };
}).sort((a, b) => a.found / a.all - b.found / b.all || (a.transform < b.transform ? -1 : 1));
const found = transforms.reduce((sum, { found: count }) => sum + count, 0);
const honest = variants.filter((variant) => !variant.hidden);
const condemned = honest.filter(({ folder }) => hit.has(folder)).map(({ base, transform }) => `${base} ${transform}`);

process.stdout.write(`recall of each transform, over ${new Set(hidden.map(({ base }) => base)).size} bases, threshold ${values.threshold}\n`);
for (const { transform, all, found: count, missed } of transforms) process.stdout.write(`  ${`${count}/${all}`.padEnd(5)} ${transform}${missed.length > 0 ? `   missed: ${missed.join(', ')}` : ''}\n`);

const real = [];
const sets = values.real?.split(',') ?? [];
for (const set of sets) if (!HONEST_SETS.includes(set)) throw new Error(`no such set: ${set}; there are ${HONEST_SETS.join(', ')}`);
for (const set of sets) {
  const folder = installHonest(join(root, 'bench', '.work'), set);
  const report = audit(['scan', '--deep', '--no-cache', '.'], folder);
  const packages = report.coverage.totals.distinct;
  const wrong = report.strong.map(({ ruleId, title, locations: [first] }) => `${ruleId}: ${title} (${first.path}:${first.line ?? ''})`);
  real.push({ set, packages, wrong });
}
const wrong = condemned.length + real.reduce((sum, { wrong: list }) => sum + list.length, 0);

process.stdout.write(`\nrecall     ${percent(found, hidden.length)}  ${found} of ${hidden.length} variants\n`);
process.stdout.write(`precision  ${percent(found, found + wrong)}  ${wrong} honest ${wrong === 1 ? 'one' : 'ones'} condemned, of ${honest.length} variants${real.map(({ set, packages }) => `, ${packages} real packages (${set})`).join('')}\n`);
for (const line of [...condemned, ...real.flatMap(({ wrong: list }) => list)]) process.stdout.write(`  condemned: ${line}\n`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ threshold: values.threshold, found, hidden: hidden.length, wrong, transforms, condemned, real }, null, 2)}\n`);
if (values.gate && (found < 0.95 * hidden.length || transforms.some(({ all, found: count }) => count < 0.8 * all) || wrong > 0)) process.exitCode = 1;
