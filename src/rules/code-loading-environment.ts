// Variables with which code that stands on no line gets into a program that a server entry starts.
import type { NamedValue } from '../model/server.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import { severityOfLoads } from './code-loading.ts';
import type { Rule, ServerFacts } from './contract.ts';
import { type Remark, serverFindings, serverName, whileEnabled } from './server-findings.ts';

const SHOWN = 8;
const VALUE = 200;

const PAGE: RulePage = {
  id: 'code-loading-environment',
  summary: 'A variable that loads other code into a server',
  why: 'The command line of the entry looks ordinary, and the variable makes the program load a further file before it starts, with the credentials of the server. Neither the package nor its lockfile shows it.',
  remediation: ['Find out what the named file is and who set the variable.', 'Remove the variable, or move what it loads into the server\'s own project, where it is reviewed.'],
  limits: 'The named file is not read. Search paths that point to ordinary folders are information or are not reported (`PATH`, `PYTHONPATH`); values that are filled in by the client are not known.',
  severities: ['high', 'medium', 'low', 'info'],
  references: ['https://nodejs.org/api/cli.html#node_optionsoptions', 'https://attack.mitre.org/techniques/T1574/006/', 'https://man7.org/linux/man-pages/man8/ld.so.8.html'],
};

export const codeLoadingEnvironment: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap((entry) => [...entry.server.environment, ...(entry.launch?.environment ?? [])].flatMap((value) => remarksOn(entry, value)))),
};

function remarksOn(entry: ServerFacts, { name, loads = [] }: NamedValue): readonly Remark[] {
  const severity = severityOfLoads(name.toLowerCase(), loads, entry.home);
  if (severity === undefined) return [];
  const shown = shorten(name, 60);
  return [{
    entry,
    subject: [name.toLowerCase(), ...loads.slice(0, SHOWN)],
    severity: whileEnabled(entry, severity),
    confidence: 'medium',
    title: `${shown} of ${serverName(entry)} ${/^node_tls/i.test(name) ? 'switches the check of certificates off' : 'changes which code is loaded'}`,
    evidence: [{ kind: 'record', text: `${shown} names ${loads.slice(0, SHOWN).map((value) => shorten(value, VALUE)).join(', ')}${loads.length > SHOWN ? ', …' : ''}` }],
  }];
}
