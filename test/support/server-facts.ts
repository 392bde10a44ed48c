// Facts about servers and hooks as the pipeline gives them, with the least that a rule needs.
import type { Finding, RuleId } from '../../src/model/finding.ts';
import type { Launch, LaunchSubject } from '../../src/model/launch.ts';
import type { ClientHook, McpServer, NamedValue } from '../../src/model/server.ts';
import type { Facts, FactsOf, RunFacts, ServerFacts, SubjectFacts } from '../../src/rules/contract.ts';
import { RULES, judge } from '../../src/rules/registry.ts';
import { namedValue } from '../../src/text/named-value.ts';

type Entry = Partial<Omit<ServerFacts, 'server'>> & { readonly server?: Partial<McpServer>; readonly line?: string };

/** One entry; `line` is what its launch shows. Without subjects it has no launch. */
export function entry({ server, line = 'npx -y a-server', subjects = [], ...rest }: Entry = {}): ServerFacts {
  const launch: Launch = { display: line, subjects: subjects.map(({ subject }) => subject), environment: [], secrets: [], doubts: [] };
  return {
    server: { name: 'a', client: 'claude-code', scope: 'project', state: 'enabled', launch: { kind: 'command', command: 'npx', args: [] }, environment: [], headers: [], urlSecrets: [], approvals: [], ...server },
    launch,
    location: { path: '.mcp.json', line: 3 },
    subjects,
    credentials: [],
    ...rest,
  };
}

/** One npm package that a line runs; its class follows from the spec unless given. */
export function npm(name: string, spec = '', more: Partial<LaunchSubject> & Partial<Omit<SubjectFacts, 'subject'>> = {}): SubjectFacts {
  const { runs = [], safe = [], manifest, ...subject } = more;
  const versionClass = spec === '' ? 'none' : /^\d+\.\d+\.\d+/.test(spec) ? 'exact' : /^[\^~<>=*\d]/.test(spec) ? 'range' : 'tag';
  return { subject: { role: 'server', kind: 'npm', tool: 'npx', name, spec, versionClass, lookup: spec === '' ? 'binary-first' : 'package', ...subject }, runs, safe, ...(manifest ? { manifest } : {}) };
}

/** A file that a line runs. */
export function script(path: string, more: Partial<LaunchSubject> = {}): SubjectFacts {
  return { subject: { role: 'server', kind: 'script', tool: 'node', spec: '', versionClass: 'file', lookup: 'none', path, ...more }, runs: [], safe: [] };
}

export function run(version: string, more: Partial<RunFacts> = {}): RunFacts {
  return { route: 'npx-cache', path: '/home/dev/.npm/_npx/0123456789abcdef', name: 'a-server', version, recorded: true, matches: [], ...more };
}

export function variable(name: string, value: string): NamedValue {
  return namedValue('environment', name, value);
}

/** What one rule says of entries of one file. */
export async function judgeEntries(id: RuleId, ...servers: readonly ServerFacts[]): Promise<readonly Finding[]> {
  return judgeFacts(id, { kind: 'servers', path: '.mcp.json', stablePath: '.mcp.json', servers });
}

type HookFacts = FactsOf<'hooks'>['hooks'][number];

export function hook(kind: ClientHook['kind'], text: string, more: Partial<HookFacts> = {}): HookFacts {
  return { hook: { client: 'claude-code', kind, name: 'SessionStart', text }, location: { path: '.claude/settings.json', line: 5 }, display: text, ...more };
}

/** What one rule says of hooks of one file. */
export async function judgeHooks(id: RuleId, scope: 'user' | 'project', ...hooks: readonly HookFacts[]): Promise<readonly Finding[]> {
  return judgeFacts(id, { kind: 'hooks', path: '.claude/settings.json', stablePath: '.claude/settings.json', scope, ...(scope === 'user' ? { home: '/home/dev' } : {}), hooks });
}

/** Findings of one rule; each is checked for what every finding must have. */
export async function judgeFacts<K extends Facts['kind']>(id: RuleId, facts: FactsOf<K>): Promise<readonly Finding[]> {
  const findings = (await judge(facts)).filter((finding) => finding.ruleId === id);
  const rule = await RULES.find((descriptor) => descriptor.id === id)?.load();
  for (const finding of findings) {
    if (!rule?.page.severities.includes(finding.severity)) throw new Error(`${id} does not list ${finding.severity} on its page`);
    if (finding.evidence.some(({ text }) => text === '')) throw new Error(`${id} gives empty evidence`);
  }
  if (new Set(findings.map(({ fingerprint }) => fingerprint)).size !== findings.length) throw new Error(`${id} gives one fingerprint twice`);
  return findings;
}
