// What the ioc commands do.
import type { Host } from '../io/host.ts';
import type { OpenBundle } from '../indicators/open.ts';
import type { Advisory, Campaign } from '../model/advisory.ts';
import type { Problem } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import { printable } from '../text/printable.ts';
import { openBundles, wantBundle } from './bundles.ts';
import { bundleSources, compileSources } from './user-bundles.ts';
import { paragraph } from './wrap.ts';

const EXIT_NOT_LISTED = 1;
const EXIT_INCOMPLETE = 2;
const COMPACT_LIST = 'known-malicious-npm';

interface Flags {
  readonly iocs?: readonly string[];
  readonly json?: true;
}

export async function listBundles(flags: Flags, host: Host): Promise<number> {
  wantBundle(flags.iocs ?? [], 'ioc list');
  const { opened, bundles, problems } = await openBundles(flags.iocs ?? [], host);
  const all = opened.map((bundle) => ({ ...bundle.info, list: bundle.campaigns() }));
  if (flags.json === true) {
    await host.stdout.write(json({ bundles: all.map(({ list, ...info }) => ({ ...info, campaignList: list.map(({ id, title, date, class: kind, confidence }) => ({ id, title, date, class: kind, confidence })) })), problems }));
  } else {
    for (const { list, ...info } of all) {
      await host.stdout.write(`${info.id}, ${info.date} (${info.origin})\n  ${number(info.campaigns)} campaigns, ${number(info.names)} package names, ${number(info.entries)} entries, ${number(info.indicators)} indicators\n  ${info.digest}\n\n`);
      const width = Math.max(0, ...list.map((campaign) => campaign.id.length));
      await host.stdout.write(`${list.toSorted(byDate).map((campaign) => line(campaign, width, host.stdout.columns)).join('')}\n`);
    }
    await tellProblems(problems, host);
  }
  bundles.close();
  return problems.length > 0 ? EXIT_INCOMPLETE : 0;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}

function byDate(a: Campaign, b: Campaign): number {
  return a.date < b.date ? 1 : a.date > b.date ? -1 : a.id < b.id ? -1 : 1;
}

function line(campaign: Campaign, width: number, columns: number): string {
  const start = `  ${campaign.date.padEnd(10)}  ${campaign.id.padEnd(width)}  ${campaign.class.padEnd(13)}`;
  return columns >= start.length + 60 ? `${start}  ${printable(campaign.title)}\n` : `${start.trimEnd()}\n${paragraph(printable(campaign.title), columns, ' '.repeat(14))}`;
}

export async function showSubject(subject: string, flags: Flags, host: Host): Promise<number> {
  wantBundle(flags.iocs ?? [], 'ioc show');
  const { opened, bundles, problems } = await openBundles(flags.iocs ?? [], host);
  try {
    const at = subject.lastIndexOf('@');
    const [name, version] = at > 0 ? [subject.slice(0, at), subject.slice(at + 1)] : [subject, undefined];
    const campaigns = version === undefined ? opened.flatMap((bundle) => describe(bundle, subject)) : [];
    const advisories = bundles.advisories(name);
    const matches = version === undefined ? [] : await bundles.matchPackages([{ id: 'asked', name, version, source: 'registry' }]);
    if (campaigns.length === 0 && advisories.length === 0) {
      throw new UserError('unknown-campaign', `no campaign and no package ${JSON.stringify(subject)} is listed`, { hint: 'mcp-audit ioc list shows the campaigns; not being listed does not make a package safe' });
    }
    if (flags.json === true) await host.stdout.write(json({ subject, campaigns: campaigns.map(({ campaign, members, indicators, patterns }) => ({ ...campaign, packages: members, indicators, patterns })), advisories, matches, problems }));
    else {
      for (const found of campaigns) await host.stdout.write(campaignText(found, host.stdout.columns));
      if (advisories.length > 0) await host.stdout.write(advisoriesText(name, version, advisories, matches.length > 0, Math.min(host.stdout.columns, 100)));
      await tellProblems(problems, host);
    }
    if (problems.length > 0) return EXIT_INCOMPLETE;
    return version !== undefined && matches.length === 0 ? EXIT_NOT_LISTED : 0;
  } finally {
    bundles.close();
  }
}

interface Described {
  readonly campaign: Campaign;
  readonly members: readonly { readonly name: string; readonly advisories: readonly Advisory[] }[];
  readonly foreign: readonly { readonly ecosystem: string; readonly name: string }[];
  readonly indicators: ReturnType<OpenBundle['indicators']>;
  readonly patterns: ReturnType<OpenBundle['patterns']>;
}

function describe(bundle: OpenBundle, id: string): readonly Described[] {
  const campaign = bundle.campaign(id);
  if (!campaign) return [];
  const members = bundle.members(id);
  return [{
    campaign,
    members: (members?.packages ?? []).map((name) => ({ name, advisories: bundle.advisories(name).filter((advisory) => advisory.campaign === id) })),
    foreign: members?.foreign ?? [],
    indicators: bundle.indicators(id),
    patterns: bundle.patterns().filter((pattern) => pattern.campaign === id),
  }];
}

function campaignText({ campaign, members, foreign, indicators, patterns }: Described, columns: number): string {
  const width = Math.min(columns, 100);
  return [
    `${printable(campaign.title)}\n`,
    `${campaign.id}, ${campaign.date}, ${campaign.class}, confidence ${campaign.confidence}\n\n`,
    paragraph(printable(campaign.summary), width),
    `\nPackages (${members.length})\n`,
    ...members.flatMap(({ name, advisories }) => advisories.map((advisory) => paragraph(`${printable(name)}  ${versionsOf(advisory)}${advisory.class === campaign.class ? '' : ` (${advisory.class})`}`, width, '    ', '  '))),
    ...foreign.map(({ ecosystem, name }) => `  ${ecosystem}: ${printable(name)} (not matched: another ecosystem)\n`),
    ...(indicators.length === 0 ? [] : [`\nIndicators (${indicators.length})\n`, ...indicators.map(({ type, value, use }) => `  ${type.padEnd(9)} ${use.padEnd(7)}  ${printable(value)}\n`)]),
    ...(patterns.length === 0 ? [] : [`\nCode patterns (${patterns.length})\n`, ...patterns.map(({ id, severity, title }) => paragraph(`${id} (${severity}): ${printable(title)}`, width, '    ', '  '))]),
    ...(campaign.advice.length === 0 ? [] : ['\nWhat to do\n', ...campaign.advice.map((step, at) => paragraph(printable(step), width, '     ', `  ${at + 1}. `.padEnd(5)))]),
    ...(campaign.references.length === 0 ? [] : ['\nReferences\n', ...campaign.references.map((reference) => `  ${printable(reference)}\n`)]),
    '\n',
  ].join('');
}

function advisoriesText(name: string, version: string | undefined, advisories: readonly Advisory[], listed: boolean, columns: number): string {
  const verdict = version === undefined ? '' : listed ? `${printable(name)} ${printable(version)} is listed.\n` : `${printable(name)} ${printable(version)} is not listed; other versions are:\n`;
  const lines = advisories.map((advisory) => `  ${advisory.class}, confidence ${advisory.confidence}, ${advisory.campaign === COMPACT_LIST ? `public records: ${advisory.sources.join(', ')}` : `campaign ${advisory.campaign}`}\n${paragraph(versionsOf(advisory), columns, '    ')}${advisory.ids.length > 0 ? `    ${advisory.ids.join(', ')}\n` : ''}${advisory.safe.length > 0 ? `    known good: ${advisory.safe.join(', ')}\n` : ''}`);
  return `${verdict}${printable(name)}\n${lines.join('')}`;
}

function versionsOf(advisory: Advisory): string {
  const versions = advisory.versions === '*' ? 'every version' : advisory.versions.join(', ');
  return printable([versions, ...advisory.ranges].filter((part) => part !== '').join('; '));
}

export async function validateBundles(paths: readonly string[], flags: { readonly json?: true }, host: Host): Promise<number> {
  const results = await Promise.all(paths.map(async (path) => {
    const sources = bundleSources(path, host);
    const { problems } = await compileSources(path, sources);
    return { path, files: sources.files.length, problems };
  }));
  const problems = results.flatMap((result) => result.problems);
  if (flags.json === true) await host.stdout.write(json({ valid: problems.length === 0, results }));
  else {
    for (const { path, files, problems: found } of results) {
      for (const problem of found) await host.stdout.write(`${problemLine(problem)}\n`);
      if (found.length === 0) await host.stdout.write(`${printable(path)}: ${files} ${files === 1 ? 'file' : 'files'}, valid\n`);
    }
  }
  return problems.length === 0 ? 0 : 1;
}

function problemLine({ path, line, column, message }: Problem): string {
  const place = path === undefined ? '' : `${path}${line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`}`;
  return printable(place === '' || message.startsWith(place) ? message : `${place}: ${message}`);
}

async function tellProblems(problems: readonly Problem[], host: Host): Promise<void> {
  for (const problem of problems) await host.stderr.write(`${problemLine(problem)}\n`);
}

function json(value: object): string {
  return `${JSON.stringify({ schemaVersion: 1, ...value }, undefined, 2)}\n`;
}
