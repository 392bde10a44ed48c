// A server that is spoken to without encryption: whoever stands between reads and rewrites everything.
import type { RulePage } from '../model/rule.ts';
import { withoutCredentials } from '../text/printable.ts';
import type { Rule, ServerFacts } from './contract.ts';
import { hostOf, kindOfHost } from './hosts.ts';
import { type Remark, serverFindings, whileEnabled } from './server-findings.ts';

const PAGE: RulePage = {
  id: 'plaintext-remote-server',
  summary: 'A remote server that is called without encryption',
  why: 'Tool descriptions, calls, results and the credentials sent with them cross the network in clear. Whoever stands between can read them, and can put words and tools before the model.',
  remediation: ['Write https:// (or wss://), or reach the server through a tunnel that ends on this machine.', 'Replace the credentials that were sent in clear.'],
  limits: 'An address of this machine is not reported; one of a private network is low. Names are judged by their form, and an address that holds a variable is not judged.',
  severities: ['medium', 'low', 'info'],
  references: ['https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#security-warning'],
};

export const plaintextRemoteServer: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap(remarksOn)),
};

function remarksOn(entry: ServerFacts): readonly Remark[] {
  return addressesOf(entry).flatMap((address): readonly Remark[] => {
    const host = /^(?:http|ws):/i.test(address) ? hostOf(address) : undefined;
    const kind = host === undefined ? 'loopback' : kindOfHost(host);
    if (host === undefined || kind === 'loopback') return [];
    return [{
      entry,
      subject: [host],
      severity: whileEnabled(entry, kind === 'private' ? 'low' : 'medium'),
      confidence: 'high',
      title: `${host} is called without encryption`,
      evidence: [{ kind: 'record', text: `address ${address}${entry.credentials.length > 0 ? ', to which credentials are sent' : ''}` }],
    }];
  });
}

function addressesOf({ server, subjects }: ServerFacts): readonly string[] {
  const direct = server.launch.kind === 'remote' ? [server.launch.url] : [];
  const inner = subjects.flatMap(({ subject }) => (subject.kind === 'remote' && subject.url !== undefined ? [subject.url] : []));
  return [...new Set([...direct, ...inner].map(withoutCredentials))];
}
