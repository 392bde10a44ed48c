// A key, token or password that stands in clear in a client's file. Only its name is known here.
import type { NamedValue } from '../model/server.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { Rule, ServerFacts } from './contract.ts';
import { isShared, type Remark, serverFindings, serverName } from './server-findings.ts';

const SHOWN = 20;
const NAME = 60;

const PAGE: RulePage = {
  id: 'secret-in-launch',
  summary: 'A credential that stands in clear in a server\'s entry',
  why: 'Whoever reads the file has the credential: every program of the user, a backup, and for a file of a project everybody who has or ever had the repository. On a command line it is also shown by process lists.',
  remediation: ['Let the client fill it in from its own store or from a variable (`${VAR}`, `${input:…}`, `${env:…}`).', 'If the file was ever committed or shared, replace the credential: removing the line leaves it in the history.'],
  limits: 'A value is judged by its name and its form; one under an ordinary name and without a known form is not seen, and a test value can look real. In a user\'s own file it is usual, so it is low.',
  severities: ['medium', 'low'],
  references: ['https://cwe.mitre.org/data/definitions/312.html', 'https://code.visualstudio.com/docs/copilot/customization/mcp-servers'],
};

const PLACES: Readonly<Record<NamedValue['in'], string>> = { environment: 'variable', header: 'header', argument: 'argument', url: 'part of the address' };

export const secretInLaunch: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap(remarksOn)),
};

function remarksOn(entry: ServerFacts): readonly Remark[] {
  const { server, launch } = entry;
  const values = [...server.environment, ...server.headers, ...server.urlSecrets, ...(launch?.environment ?? []), ...(launch?.secrets ?? [])];
  const names = [...new Set(values.filter(({ value, secret }) => value === 'literal' && secret).map((value) => `${PLACES[value.in]} ${shorten(value.name, NAME)}`))].toSorted();
  if (names.length === 0) return [];
  return [{
    entry,
    subject: [server.name, ...names],
    severity: isShared(entry) ? 'medium' : 'low',
    confidence: 'medium',
    title: `${serverName(entry)} has ${names.length === 1 ? 'a credential' : `${names.length} credentials`} in clear`,
    evidence: [{ kind: 'record', text: `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''}` }],
  }];
}
