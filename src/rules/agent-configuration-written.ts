// Code that writes the files by which MCP clients and coding agents learn what to start and what to do. Many honest servers add their own
// entry when a person runs `npx server install`, and say so; nothing honest does it while it is installed or without a word.
import type { FileBehavior } from '../model/behavior.ts';
import { quoted } from './behavior-words.ts';
import { type AgentFile, agentFile } from './agent-files.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { installFiles, runsAtInstall } from './install-context.ts';

export const agentConfigurationWritten: Rule<'code'> = {
  page: {
    id: 'agent-configuration-written',
    summary: 'Code writes the configuration of MCP clients or coding agents',
    why: 'An entry for a server, a hook or an instruction file outlives the package: the client starts it at each session, with the credentials of its user, after the package is gone.',
    remediation: ['Look into the named files for entries that nobody of you made: mcp-audit scan --system lists them.', 'Remove such an entry before the package, and replace the credentials that the client had.'],
    limits: 'That documentation names the client makes it low, whatever is written. Paths that are put together from unknown parts are not seen.',
    severities: ['high', 'medium', 'low'],
    references: ['https://modelcontextprotocol.io/docs/develop/connect-local-servers'],
  },
  judge: (facts) => {
    const installed = installFiles(facts);
    const written = facts.behaviors.flatMap((behavior) => {
      const file = behavior.kind === 'file' && behavior.access === 'write' && behavior.path !== undefined ? agentFile(behavior.path) : undefined;
      return behavior.kind === 'file' && file ? [{ behavior, file }] : [];
    });
    return codeFindings(agentConfigurationWritten.page, facts, written.map(({ behavior, file }) => remarkOf(facts, behavior, file, runsAtInstall(installed, behavior))));
  },
};

function remarkOf(facts: CodeFacts, write: FileBehavior, { what, words }: AgentFile, atInstall: boolean): CodeRemark {
  const documented = words.some((word) => facts.documents.mentions(word));
  return {
    subject: [what],
    severity: atInstall ? 'high' : documented ? 'low' : what === 'starts' && !startsItself(facts, write) ? 'high' : 'medium',
    confidence: atInstall && !documented ? 'high' : 'medium',
    title: `${subjectOf(facts)} writes ${quoted(write.path ?? '')}, ${what === 'starts' ? `which makes a client start ${startsItself(facts, write) ? 'it' : 'programs'}` : 'which an agent obeys'}${atInstall ? ', while it is installed' : documented ? '' : ', and does not say so'}`,
    shown: [write],
  };
}

/** The entry as it is written names the package: it registers its own server, and whoever removes the package ends that. */
function startsItself({ package: own }: CodeFacts, { writes = [] }: FileBehavior): boolean {
  if (own === undefined) return false;
  const names = [`"${own.name}"`, `'${own.name}'`, `"${own.name}@`, `'${own.name}@`];
  return writes.length > 0 && writes.every((origin) => origin.kind === 'constant' && names.some((name) => origin.text.includes(name)));
}
