// Commands that a client runs by itself: at the start of a session, at the opening of a folder; and what redirects or loads code there.
import { type Finding, SEVERITIES } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { withoutCredentials } from '../text/printable.ts';
import { severityOfLoads } from './code-loading.ts';
import type { FactsOf, Rule } from './contract.ts';
import { type HookEntry, hookFindings, type HookRemark } from './hook-findings.ts';
import { signsOf } from './hook-signs.ts';
import { hostOf, isUsualRegistry, kindOfHost } from './hosts.ts';

/** Characters of a variable that are looked at. */
const VARIABLE = 16_384;

const PAGE: RulePage = {
  id: 'planted-agent-hook',
  summary: 'A hook, task or address in a client\'s file that runs or redirects things unasked',
  why: 'Worms of 2026 write a session hook into `.claude/settings.json` and a task into `.vscode/tasks.json`, so that their code runs again whenever a session starts or the folder is opened, long after the package is gone. A redirected model address sends every prompt, with the key, to somebody else.',
  remediation: [
    'Do not open the folder in a client or editor before the entry is understood; look in the history for who added it.',
    'If nobody did: keep copies of the file and of what it runs, isolate the machine, then remove the entry from every repository and home it reached.',
    'Rotate credentials from a clean machine: some worms run further code when a stolen token is revoked.',
  ],
  limits: 'Judged by the command line alone: a harmless-looking script of the repository can do anything. Ordinary hooks of a project are information, those of the user\'s own files are not reported.',
  severities: ['critical', 'high', 'medium', 'low', 'info'],
  references: ['https://code.claude.com/docs/en/hooks', 'https://code.visualstudio.com/docs/debugtest/tasks#_run-behavior', 'https://blakecrosley.com/blog/ai-agent-config-supply-chain'],
};

export const plantedAgentHook: Rule<'hooks'> = {
  page: PAGE,
  judge: (facts) => hookFindings(PAGE, facts, facts.hooks.flatMap((entry) => remarksOn(entry, facts))),
};

function remarksOn(entry: HookEntry, facts: FactsOf<'hooks'>): readonly HookRemark[] {
  const { kind, name, text } = entry.hook;
  // Said by auto-approved-server.
  if (kind === 'trust-all') return [];
  if (kind === 'endpoint') return endpointRemarks(entry, facts);
  if (REGISTRY.test(name)) return endpointRemarks(entry, facts);
  if (name.startsWith('env.')) return variableRemarks(entry, facts);
  // A hook can be an address that is called at each event.
  return /^https?:\/\/\S+$/i.test(text.trim()) ? endpointRemarks(entry, facts) : commandRemarks(entry, facts);
}

function commandRemarks(entry: HookEntry, facts: FactsOf<'hooks'>): readonly HookRemark[] {
  const { hook } = entry;
  const what = hook.kind === 'session-hook' ? 'A session hook' : 'A task at the opening of the folder';
  const signs = signsOf(entry, facts).toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const [worst] = signs;
  if (worst) {
    return [{
      entry,
      severity: worst.severity,
      confidence: worst.confidence,
      title: `${what} ${worst.words}`,
      evidence: signs.slice(0, 8).map(({ words, path }) => ({ kind: 'record', text: `${hook.name}: ${words}${path === undefined ? '' : ` (${path})`}` })),
    }];
  }
  if (facts.scope === 'user') return [];
  return [{
    entry,
    severity: hook.kind === 'session-hook' ? 'info' : 'low',
    confidence: 'high',
    title: hook.kind === 'session-hook' ? `${what} of the project runs a command` : `${what} runs a command`,
    why: 'It runs for everybody who opens the project and has trusted its folder. Nothing in the line itself speaks against it.',
    evidence: [{ kind: 'record', text: hook.name }],
  }];
}

// `text` is what the variable names, several joined by blanks; an option keeps its value.
function variableRemarks(entry: HookEntry, { home }: FactsOf<'hooks'>): readonly HookRemark[] {
  const name = entry.hook.name.slice('env.'.length);
  const severity = severityOfLoads(name.toLowerCase(), loadsIn(entry.hook.text), home);
  if (severity === undefined) return [];
  return [{
    entry,
    severity,
    confidence: 'medium',
    title: `${name} changes which code every session of the client loads`,
    why: 'Each program that a session starts loads it first, with the rights and credentials of the user.',
    evidence: [{ kind: 'record', text: entry.hook.name }],
  }];
}

function loadsIn(text: string): readonly string[] {
  const words = text.slice(0, VARIABLE).split(/\s+/).filter((word) => word !== '');
  return words.flatMap((word, at) => {
    if ((words[at - 1] ?? '').startsWith('-') && !word.startsWith('-')) return [];
    const value = words[at + 1];
    return word.startsWith('-') && value !== undefined && !value.startsWith('-') ? [`${word} ${value}`] : [word];
  });
}

/** Variables that say where packages come from, for every session. */
const REGISTRY = /^env\.\w*(?:registry(?:_server)?|index_url|default_index)$/i;
/** Addresses of providers whose clients these are, and of the clouds that serve their models. */
const PROVIDERS = /(?:^|\.)(?:anthropic\.com|openai\.com|amazonaws\.com|googleapis\.com|azure\.com)$/;

function endpointRemarks(entry: HookEntry, { scope }: FactsOf<'hooks'>): readonly HookRemark[] {
  const { name, text, kind } = entry.hook;
  const address = withoutCredentials(text.trim());
  const host = hostOf(address);
  if (host === undefined || PROVIDERS.test(host) || (REGISTRY.test(name) && isUsualRegistry(host))) return [];
  // A proxy sees where a session connects, a registry what it installs, an event hook what it does; only the model's address is given the key and all prompts.
  const model = kind === 'endpoint' && !/proxy$/i.test(name);
  const severity = endpointSeverity(address, host, scope, model);
  if (severity === undefined) return [];
  return [{
    entry,
    severity,
    confidence: 'medium',
    title: `${scope === 'project' ? 'A file of the project' : 'The client'} sends ${model ? 'the model\'s traffic' : sentBeside(name, kind)} to ${host}`,
    ...(model ? { why: 'Every prompt, with the files in it, and the key of whoever opens the project go to this host.' } : {}),
    evidence: [{ kind: 'record', text: `${name}: ${host}` }],
  }];
}

function sentBeside(name: string, kind: HookEntry['hook']['kind']): string {
  if (REGISTRY.test(name)) return 'requests for packages';
  return kind === 'endpoint' ? 'connections' : 'events of the session';
}

// In one's own file it is a choice, as with a gateway; in a file of a repository it is made for others.
function endpointSeverity(address: string, host: string, scope: 'user' | 'project', model: boolean): Finding['severity'] | undefined {
  const kind = kindOfHost(host);
  if (kind !== 'public') return scope === 'project' ? (kind === 'loopback' ? 'info' : 'low') : undefined;
  if (scope === 'project') return model ? 'high' : 'medium';
  return model && /^http:/i.test(address) ? 'medium' : 'info';
}
