// selftest: the positive control. A synthetic bad package goes through every reader, rule and report of this installation.
// A scanner whose reader is broken prints the same "nothing found" as one with nothing to find.
import { BUILDS } from '../builds/registry.ts';
import { CLIENTS } from '../clients/registry.ts';
import { compileBundle } from '../indicators/compile.ts';
import { openBundle } from '../indicators/open.ts';
import { type BundleStack, stackBundles } from '../indicators/stack.ts';
import { memoryTree } from '../io/memory-tree.ts';
import type { Clock, NpmReader } from '../model/ports.ts';
import type { Report } from '../model/report.ts';
import { INSTALLS } from '../installs/registry.ts';
import { LOCKFILES } from '../lockfiles/registry.ts';
import { RULES } from '../rules/registry.ts';
import type { Config } from '../trust/config.ts';
import type { ParserPool } from '../sweep/contract.ts';
import { scan } from './scan.ts';
import { BAD, bundleSource, CANARY, CASES, INSTALLED_CASES, RULE_CASES } from './selftest/cases.ts';
import { CODE_CASES, judgeCodeCase } from './selftest/code-cases.ts';
import { DIFFERENCE_CASES, judgeDifferenceCase } from './selftest/difference-cases.ts';
import { INDICATOR_CASES, judgeIndicatorCase } from './selftest/indicator-cases.ts';
import { RELEASE_CASES, judgeReleaseCase } from './selftest/release-cases.ts';
import { buildFiles, cacheFiles, clientFiles, IMAGE_CLIENTS, SELFTEST_PROJECT } from './selftest/machine-cases.ts';

export interface SelftestLine {
  readonly part: 'reader' | 'client' | 'build' | 'cache' | 'rule' | 'bundle' | 'report';
  readonly id: string;
  readonly fired: boolean;
  /** What was seen instead, where it did not fire. */
  readonly seen?: string;
}

export interface SelftestPorts {
  readonly clock: Clock;
  /** The bundles of the installation. */
  readonly bundles: BundleStack;
  /** The processes that parse source code. */
  readonly pool: ParserPool;
  /** A known-bad version that each embedded bundle must find: name and version out of its own campaigns. */
  readonly known: readonly { readonly bundle: string; readonly name: string; readonly version: string }[];
  /** Renders the report in every format; the pipeline itself knows none. */
  readonly render: (report: Report) => Promise<readonly { readonly id: string; readonly text: string }[]>;
}

/** Runs the control. Sends and writes nothing. */
export async function selftest(ports: SelftestPorts): Promise<readonly SelftestLine[]> {
  const bundle = await syntheticBundle();
  const lines: SelftestLine[] = [];
  for (const { id, files } of [...CASES, ...INSTALLED_CASES]) lines.push(readerLine(id, await scanFiles(files, bundle, ports)));
  const missing = [...LOCKFILES.filter(({ id }) => !CASES.some((entry) => entry.id === id)), ...INSTALLS.filter(({ id }) => !INSTALLED_CASES.some((entry) => entry.id === id))];
  lines.push(...missing.map(({ id }): SelftestLine => ({ part: 'reader', id, fired: false, seen: 'no case' })));
  lines.push(...await machineLines(bundle, ports));
  const ruleReports = new Map<string, Report>();
  for (const { id, files, config, npm } of RULE_CASES) ruleReports.set(id, await scanFiles(files, bundle, ports, config, npm));
  for (const { id } of RULES) lines.push(await lineOfRule(id, ruleReports.get(id), bundle, ports.pool));
  for (const { bundle: name, name: known, version } of ports.known) {
    const matches = await ports.bundles.matchPackages([{ id: 'known', name: known, version, source: 'registry' }]);
    lines.push({ part: 'bundle', id: name, fired: matches.length > 0, ...(matches.length > 0 ? {} : { seen: `${known} ${version} was not matched` }) });
  }
  const sample = ruleReports.get('known-malicious-version');
  if (sample) for (const { id, text } of await ports.render(sample)) lines.push({ part: 'report', id, fired: text.includes(CANARY), ...(text.includes(CANARY) ? {} : { seen: `${text.length} characters without the finding` }) });
  return lines;
}

// One home with everything in it: each file must give a finding at its own place.
async function machineLines(bundles: BundleStack, { clock }: SelftestPorts): Promise<readonly SelftestLine[]> {
  const clients = clientFiles(CANARY, BAD);
  const builds = buildFiles(CANARY, BAD);
  const files = Object.fromEntries([...clients, ...builds].map(({ path, text }) => [path, text]));
  const report = await scan({
    targets: [{ absolute: SELFTEST_PROJECT, shown: SELFTEST_PROJECT, stable: '' }],
    failOn: 'high', allowEmpty: 'allow', fileBytes: 1024 * 1024, exclude: [], crossCheck: 'off', inventory: 'drop',
    machine: { homes: 'all', shownRoot: '', trees: 'scan' },
  }, { tree: memoryTree({ ...files, ...cacheFiles(CANARY, BAD) }), clock, bundles, bundleProblems: [], bundleNotes: [], progress: () => undefined, breathe: async () => undefined, toolVersion: 'selftest' });
  const found = new Set(report.findings.filter((finding) => finding.ruleId === 'known-malicious-version').flatMap(({ locations }) => locations.map(({ path }) => path)));
  const line = (part: SelftestLine['part'], id: string, fired: boolean): SelftestLine => ({ part, id, fired, ...(fired ? {} : { seen: seenIn(report) }) });
  const inFolder = (part: string) => [...found].some((path) => path.includes(part));
  return [
    ...CLIENTS.map(({ id }) => {
      const path = clients.find(({ client }) => client === id)?.path;
      return line('client', id, path !== undefined && (IMAGE_CLIENTS.has(id) ? report.servers?.some((server) => server.client === id) === true : found.has(path)));
    }),
    ...BUILDS.map(({ id }) => line('build', id, builds.some((file) => file.id === id && found.has(file.path)))),
    line('cache', 'npx', inFolder('/_npx/')),
    line('cache', 'npm-content', inFolder('/_cacache/')),
  ];
}

async function syntheticBundle(): Promise<BundleStack> {
  const { index, problems } = await compileBundle([{ path: 'selftest.yaml', text: bundleSource() }], { id: 'selftest' });
  const [problem] = problems;
  if (problem) throw new Error(`the synthetic bundle is not valid: ${problem.message}`);
  return stackBundles([openBundle({ size: index.length, read: (offset, length) => index.subarray(offset, offset + length) }, 'selftest')]);
}

async function scanFiles(files: Readonly<Record<string, string>>, bundles: BundleStack, { clock }: SelftestPorts, config?: Config, npm?: NpmReader): Promise<Report> {
  return scan({
    targets: [{ absolute: '/project', shown: 'project', stable: '' }],
    failOn: 'high',
    allowEmpty: 'refuse',
    fileBytes: 1024 * 1024,
    exclude: [],
    crossCheck: npm ? 'on' : 'off',
    inventory: 'keep',
    ...(config ? { config } : {}),
  }, { tree: memoryTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/project/${path}`, text]))), clock, bundles, bundleProblems: [], bundleNotes: [], ...(npm ? { npm } : {}), progress: () => undefined, breathe: async () => undefined, toolVersion: 'selftest' });
}

function readerLine(id: string, report: Report): SelftestLine {
  // The binary lockfile cannot be read: for it, saying so is what must work.
  const fired = id === 'bun-binary'
    ? report.coverage.places.some((place) => place.problems.some((problem) => problem.code === 'binary-lockfile'))
    : report.findings.some((finding) => finding.ruleId === 'known-malicious-version' && finding.package?.name === CANARY);
  return { part: 'reader', id, fired, ...(fired ? {} : { seen: seenIn(report) }) };
}

async function lineOfRule(id: string, report: Report | undefined, bundles: BundleStack, pool: ParserPool): Promise<SelftestLine> {
  const ofCode = CODE_CASES.find((entry) => entry.id === id);
  const ofIndicators = INDICATOR_CASES.find((entry) => entry.id === id);
  const ofDifference = DIFFERENCE_CASES.find((entry) => entry.id === id);
  const ofRelease = RELEASE_CASES.find((entry) => entry.id === id);
  if (!ofCode && !ofIndicators && !ofDifference && !ofRelease) return ruleLine(id, report);
  const found = [
    ...(ofCode ? await judgeCodeCase(ofCode, pool) : []),
    ...(ofIndicators ? await judgeIndicatorCase(ofIndicators, bundles) : []),
    ...(ofDifference ? await judgeDifferenceCase(ofDifference, pool) : []),
    ...(ofRelease ? await judgeReleaseCase(ofRelease) : []),
  ];
  const fired = found.some((finding) => finding.ruleId === id);
  return { part: 'rule', id, fired, ...(fired ? {} : { seen: found.map((finding) => finding.ruleId).join('; ') || 'nothing' }) };
}

function ruleLine(id: string, report: Report | undefined): SelftestLine {
  if (!report) return { part: 'rule', id, fired: false, seen: 'no case' };
  const fired = report.findings.some((finding) => finding.ruleId === id);
  return { part: 'rule', id, fired, ...(fired ? {} : { seen: seenIn(report) }) };
}

function seenIn(report: Report): string {
  const problems = [...report.coverage.problems, ...report.coverage.places.flatMap((place) => place.problems)];
  return [...report.findings.map((finding) => finding.ruleId), ...problems.map((problem) => problem.message)].join('; ') || 'nothing';
}
