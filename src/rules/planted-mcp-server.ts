// A server entry that runs a file from where no ordinary program lies, or code that its own line fetches or decodes: what worms write
// into the configuration of clients.
import type { Severity } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { Rule, ServerFacts, SubjectFacts } from './contract.ts';
import { lineSigns } from './hook-signs.ts';
import { inFolder, ODD_PLACE_WORDS, oddPlace, type OddPlace } from './odd-places.ts';
import { type Remark, serverFindings, serverName, whileEnabled } from './server-findings.ts';
import { isDisguised, isWormFile } from './worm-files.ts';

const PATH = 200;

const PAGE: RulePage = {
  id: 'planted-mcp-server',
  summary: 'A server entry that runs a file from a hidden or temporary folder, or code that it fetches',
  why: 'Worms write such an entry into every client that they find: the client then starts their file at each session, with the user\'s rights, and puts its tool descriptions before the model. No package manager installs a server there.',
  remediation: [
    'Ask who wrote the entry. If nobody did: keep a copy of the file and of the configuration, with their times, and isolate the machine.',
    'Then remove the entry from this client and look for the same path in all others; look at shell profiles, git template folders and scheduled tasks.',
    'Rotate the credentials from a clean machine: at least two worms run further code when a stolen token is revoked.',
  ],
  limits: 'Judged by the path alone: the file is not read, and your own server in a hidden folder looks the same. Hidden folders of well-known tools are not reported, so what is planted inside one is missed.',
  severities: ['high', 'medium', 'low'],
  references: ['https://socket.dev/blog/sandworm-mode-npm-worm-ai-toolchain-poisoning'],
};

export const plantedMcpServer: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap((entry) => [...entry.subjects.flatMap((subject) => remarksOn(entry, subject)), ...lineRemarks(entry)])),
};

function remarksOn(entry: ServerFacts, { subject }: SubjectFacts): readonly Remark[] {
  if ((subject.kind !== 'script' && subject.kind !== 'program') || subject.path === undefined) return [];
  const path = inFolder(subject.path, folderOf(entry));
  if (subject.kind === 'script' && isDisguised(path)) {
    return [{
      entry, subject: [path], severity: whileEnabled(entry, 'high', 'low'), confidence: 'high',
      title: `${serverName(entry)} runs as code a file whose name says that it is none`, evidence: [{ kind: 'record', text: `runs ${shorten(path, PATH)}` }],
    }];
  }
  const place = oddPlace(path, entry.home);
  // Tools of every kind put their own programs into `~/.tool/bin`; a worm leaves a script.
  if (place === undefined || (subject.kind === 'program' && place !== 'temporary' && /\/bin\//.test(path))) return [];
  const elsewhere = entry.alsoIn ?? [];
  return [{
    entry,
    subject: [path],
    severity: whileEnabled(entry, severityOf(place, path, subject.kind), 'low'),
    // One's own server stands in several clients too, so it makes the finding surer and not worse.
    confidence: elsewhere.length > 0 || isWormFile(path) ? 'high' : 'medium',
    title: `${serverName(entry)} runs a file from ${ODD_PLACE_WORDS[place]}`,
    evidence: [
      { kind: 'record', text: `runs ${shorten(path, PATH)}` },
      ...(isWormFile(path) ? [{ kind: 'record' as const, text: 'worms leave a file of this name' }] : []),
      ...(elsewhere.length > 0 ? [{ kind: 'count' as const, text: `the same file in ${elsewhere.length} ${elsewhere.length === 1 ? 'entry' : 'entries'} of other clients` }] : []),
    ],
    locations: elsewhere,
  }];
}

function lineRemarks(entry: ServerFacts): readonly Remark[] {
  const { launch } = entry.server;
  if (launch.kind !== 'command') return [];
  return lineSigns([launch.command, ...launch.args].join(' ')).filter(({ severity }) => severity !== 'medium').map(({ severity, confidence, words }) => ({
    entry,
    subject: [entry.server.name, words],
    // A server is started by its client alone, a hook at every session of everybody: one step less.
    severity: whileEnabled(entry, severity === 'critical' ? 'high' : 'medium', 'low'),
    confidence,
    title: `${serverName(entry)} ${words}`,
    evidence: [{ kind: 'record', text: `the line ${words}` }],
  }));
}

function folderOf({ server, launch }: ServerFacts): string | undefined {
  return launch?.cwd ?? (server.launch.kind === 'command' ? server.launch.cwd : undefined);
}

function severityOf(place: OddPlace, path: string, kind: 'script' | 'program'): Severity {
  if (place === 'temporary' || isWormFile(path)) return 'high';
  // A package that was installed into a folder of one's own has a folder `node_modules`; a planted file stands alone.
  if (place !== 'hidden' || kind === 'program' || path.includes('/node_modules/')) return 'medium';
  return 'high';
}
