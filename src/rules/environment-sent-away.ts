// The environment, or the secrets of several services, sent to a host that has no business with them. The key of one service in a
// request to that service is what its client library is for. Data about the machine that installing sends is told here too: packages that
// report each install were published under the names of MCP servers (iocs/mcp-server-name-squats.yaml).
import type { Behavior, MailBehavior, NetworkBehavior } from '../model/behavior.ts';
import { quoted } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { type Destination, destinationOf, SUSPECT } from './destinations.ts';
import { installFiles, runsAtInstall } from './install-context.ts';
import { belongsTo, type Carried, carriedBy } from './sensitive-data.ts';

export const environmentSentAway: Rule<'code'> = {
  page: {
    id: 'environment-sent-away',
    summary: 'The environment, or secrets out of it, are sent to a foreign host',
    why: 'Tokens, keys and passwords of a server or a build stand in its environment. Whoever receives all of it can act in the name of each service that they open.',
    remediation: ['Stop the server or the build that runs it, and look for the request in the logs of the network.', 'Replace every secret that its environment held, from a clean machine.'],
    limits: 'A single secret of one service is told only where it goes to a service for anonymous drops, a bare address, or an address that the code hides. That a whole copy of the environment is reduced before it is sent is not always seen.',
    severities: ['high', 'medium', 'low'],
    references: ['https://attack.mitre.org/techniques/T1552/007/', 'https://attack.mitre.org/techniques/T1041/'],
  },
  judge: (facts) => {
    const installed = installFiles(facts);
    const requests = facts.behaviors.filter((behavior): behavior is NetworkBehavior => behavior.kind === 'network' && behavior.method !== 'listen');
    const mails = facts.behaviors.filter((behavior): behavior is MailBehavior => behavior.kind === 'mail' && behavior.content.includes('environment'));
    return codeFindings(environmentSentAway.page, facts, [...requests.flatMap((request) => requestRemarks(facts, request, installed)), ...mails.flatMap((mail) => mailRemarks(facts, mail))]);
  },
};

function requestRemarks(facts: CodeFacts, request: NetworkBehavior, installed: ReadonlySet<string>): readonly CodeRemark[] {
  const destination = destinationOf(facts, request);
  const carried = carriedBy(facts, request);
  const atInstall = runsAtInstall(installed, request);
  return carried.flatMap((item): readonly CodeRemark[] => {
    const severity = severityOf(item, destination, request, atInstall);
    if (severity === undefined) return [];
    return [{
      subject: [item.what, request.host ?? destination],
      severity,
      confidence: item.what === 'machine' || destination === 'open' ? 'medium' : 'high',
      title: `${subjectOf(facts)} sends ${item.words} to ${WORDS[destination] ?? quoted(request.host ?? 'a constant address')}${atInstall ? ' while it is installed' : ''}`,
      shown: [request, ...wholeReads(facts, item, request)],
    }];
  });
}

const WORDS: Partial<Record<Destination, string>> = { drop: 'a service for anonymous drops', hidden: 'an address that its code hides', remote: 'an address that another server tells', open: 'an address that is not known' };

function severityOf(item: Carried, destination: Destination, request: NetworkBehavior, atInstall: boolean): CodeRemark['severity'] | undefined {
  const suspect = SUSPECT.has(destination);
  switch (item.what) {
    case 'environment': return suspect || destination === 'foreign' ? 'high' : destination === 'local' || destination === 'registry' ? undefined : destination === 'open' ? 'medium' : 'low';
    case 'secrets': return suspect ? 'high' : destination === 'foreign' && !belongsTo(item.names, request) ? 'high' : undefined;
    case 'secret': return suspect && destination !== 'remote' && !belongsTo(item.names, request) ? 'high' : undefined;
    case 'machine': return suspect && (atInstall || destination === 'drop' || destination === 'known') ? 'high' : atInstall && destination === 'foreign' ? 'medium' : undefined;
    case 'credential-file': case 'argument': return undefined;
  }
}

function mailRemarks(facts: CodeFacts, mail: MailBehavior): readonly CodeRemark[] {
  const whole = facts.behaviors.find((behavior) => behavior.kind === 'environment' && behavior.access === 'all' && behavior.place.path === mail.place.path);
  const constant = mail.origins.some(({ kind }) => kind === 'constant' || kind === 'hidden' || kind === 'remote');
  if (!whole || !constant || mail.field === 'from') return [];
  return [{ subject: ['mail'], severity: 'high', confidence: 'medium', title: `${subjectOf(facts)} mails the whole environment to an address of its own`, shown: [mail, whole] }];
}

function wholeReads(facts: CodeFacts, item: Carried, request: NetworkBehavior): readonly Behavior[] {
  if (item.what !== 'environment') return [];
  return facts.behaviors.filter((behavior) => behavior.kind === 'environment' && behavior.access === 'all' && behavior.place.path === request.place.path).slice(0, 1);
}
