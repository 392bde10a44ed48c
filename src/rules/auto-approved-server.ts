// Tools of a server that run without a question, or servers that start without one.
import type { Finding, Severity } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { FactsOf, Rule, ServerFacts } from './contract.ts';
import { hookFindings } from './hook-findings.ts';
import { isShared, type Remark, serverFindings, serverName, whileEnabled } from './server-findings.ts';

const PAGE: RulePage = {
  id: 'auto-approved-server',
  summary: 'A server whose tools, or all servers, run without a question',
  why: 'The question before a tool call is the last place where a person can stop a server that has turned. In a file of a project it is answered for everybody who opens the project, by whoever wrote the file.',
  remediation: ['Name the few tools that may run unasked, instead of all.', 'Remove the switch from files of the project: each person decides for their own machine.'],
  limits: 'Single tools that are named are not reported, whatever they can do. Approvals that a client keeps in its own database are not seen.',
  severities: ['medium', 'low', 'info'],
  references: ['https://code.claude.com/docs/en/settings', 'https://modelcontextprotocol.io/specification/2025-06-18/server/tools#security-considerations'],
};

/** Names the tools that are offered, not those that run unasked; GitHub Copilot's files must have it. */
const OFFERED = 'tools';

export const autoApprovedServer: Rule<'servers' | 'hooks'> = {
  page: PAGE,
  judge: (facts) => (facts.kind === 'servers' ? serverFindings(PAGE, facts, facts.servers.flatMap(remarksOn)) : switches(facts)),
};

function remarksOn(entry: ServerFacts): readonly Remark[] {
  const keys = entry.server.approvals.filter(({ key, tools }) => key !== OFFERED && (tools === '*' || tools.includes('*'))).map(({ key }) => key);
  if (keys.length === 0) return [];
  return [{
    entry,
    subject: [entry.server.name, ...keys.toSorted()],
    severity: whileEnabled(entry, isShared(entry) ? 'medium' : 'low'),
    confidence: 'high',
    title: `All tools of ${serverName(entry)} run without a question`,
    evidence: [{ kind: 'record', text: `${keys.join(', ')}: all tools` }],
  }];
}

function switches(facts: FactsOf<'hooks'>): readonly Finding[] {
  const severity: Severity = facts.scope === 'project' ? 'medium' : 'low';
  return hookFindings(PAGE, facts, facts.hooks.filter(({ hook }) => hook.kind === 'trust-all').map((entry) => ({
    entry,
    severity,
    confidence: 'high',
    title: facts.scope === 'project' ? `A file of the project switches questions off for everybody (${shorten(entry.hook.name, 60)})` : `Questions are switched off (${shorten(entry.hook.name, 60)})`,
    evidence: [{ kind: 'record', text: `${entry.hook.name} is set` }],
  })));
}
