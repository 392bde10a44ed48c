// Commands that a client runs by itself: at the start of a session, at the opening of a folder; and a redirected model address.
import { type Finding, SEVERITIES } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { withoutCredentials } from '../text/printable.ts';
import type { FactsOf, Rule } from './contract.ts';
import { type HookEntry, hookFindings, type HookRemark } from './hook-findings.ts';
import { signsOf } from './hook-signs.ts';
import { hostOf, kindOfHost } from './hosts.ts';

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
  switch (entry.hook.kind) {
    case 'session-hook':
    case 'folder-open-task': return commandRemarks(entry, facts);
    case 'endpoint': return endpointRemarks(entry, facts);
    // Said by auto-approved-server.
    case 'trust-all': return [];
  }
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

/** Addresses of providers whose clients these are, and of the clouds that serve their models. */
const PROVIDERS = /(?:^|\.)(?:anthropic\.com|openai\.com|amazonaws\.com|googleapis\.com|azure\.com|openai\.azure\.com|ai\.azure\.com)$/;

function endpointRemarks(entry: HookEntry, { scope }: FactsOf<'hooks'>): readonly HookRemark[] {
  const address = withoutCredentials(entry.hook.text.trim());
  const host = hostOf(address);
  if (host === undefined || PROVIDERS.test(host)) return [];
  const severity = endpointSeverity(address, host, scope);
  if (severity === undefined) return [];
  return [{
    entry,
    severity,
    confidence: 'medium',
    title: `${scope === 'project' ? 'A file of the project' : 'The client'} sends the model's traffic to ${host}`,
    why: 'Every prompt, with the files in it, and the key of whoever opens the project go to this host.',
    evidence: [{ kind: 'record', text: `${entry.hook.name}: ${host}` }],
  }];
}

// In one's own file it is a choice, as with a gateway; in a file of a repository it is made for others.
function endpointSeverity(address: string, host: string, scope: 'user' | 'project'): Finding['severity'] | undefined {
  const kind = kindOfHost(host);
  if (kind !== 'public') return scope === 'project' ? (kind === 'loopback' ? 'info' : 'low') : undefined;
  if (scope === 'project') return 'high';
  return /^http:/i.test(address) ? 'medium' : 'info';
}
