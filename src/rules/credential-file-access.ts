// Reads of the files in which other programs keep their keys and tokens: `~/.ssh`, `~/.npmrc`, `~/.aws/credentials`, profiles of browsers, wallets.
import type { Behavior, FileBehavior, NetworkBehavior } from '../model/behavior.ts';
import { listed, quoted } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { tokenCommand } from './credential-commands.ts';
import { isDocumentedCredential, isOrdinaryCredential } from './credential-words.ts';
import { destinationOf, SUSPECT } from './destinations.ts';
import { installFiles, runsAtInstall } from './install-context.ts';
import { carriedBy } from './sensitive-data.ts';

export const credentialFileAccess: Rule<'code'> = {
  page: {
    id: 'credential-file-access',
    summary: 'Code reads files in which other programs keep credentials',
    why: 'Keys and tokens in the home folder open the accounts of whoever runs the code. Every worm of 2025 and 2026 began by reading them.',
    remediation: ['Read the place: what is done with the content?', 'Where it ran and the content can have left: replace the keys and tokens that the named files hold, from a clean machine.'],
    limits: 'A library reads such files by trade, and says so: where README or manifest name the tool, it is low unless the content is sent away to a host that they do not name. A path that is put together from unknown parts is not seen.',
    severities: ['high', 'medium', 'low'],
    references: ['https://attack.mitre.org/techniques/T1552/001/'],
  },
  judge: (facts) => codeFindings(credentialFileAccess.page, facts, [...remarksOf(facts), ...commandRemarks(facts)]),
};

function remarksOf(facts: CodeFacts): readonly CodeRemark[] {
  const reads = facts.behaviors.filter((behavior): behavior is CredentialRead => behavior.kind === 'file' && behavior.credential !== undefined && (behavior.access === 'read' || behavior.access === 'list'));
  const [first] = reads;
  if (!first) return [];
  const installed = installFiles(facts);
  const graded = reads.map((read) => ({ read, ...gradeOf(facts, read, reads, installed) }));
  return graded.flatMap(({ read, severity, words, sent }): readonly CodeRemark[] => (severity === undefined ? [] : [{
    subject: [severity === 'high' ? 'sent' : 'read'],
    severity,
    confidence: sent === 'followed' ? 'high' : 'medium',
    title: `${subjectOf(facts)} reads ${namesOf(graded.filter((other) => other.severity === severity).map((other) => other.read))}${words}`,
    shown: [read, ...sentBeside(facts, read)],
  }]));
}

// Programs that print a token, or search a disk for secrets, read those files for whoever starts them.
function commandRemarks(facts: CodeFacts): readonly CodeRemark[] {
  const installed = installFiles(facts);
  return facts.behaviors.flatMap((behavior): readonly CodeRemark[] => {
    const asked = behavior.kind === 'process' ? tokenCommand(behavior.command ?? '') : undefined;
    if (!asked) return [];
    const documented = asked.words.some((word) => facts.documents.mentions(word));
    const atInstall = runsAtInstall(installed, behavior);
    return [{ subject: ['asked', asked.gives], severity: atInstall ? 'high' : documented ? 'low' : 'medium', confidence: 'medium', title: `${subjectOf(facts)} runs a program that gives it ${asked.gives}${atInstall ? ' while it is installed' : ''}`, shown: [behavior] }];
  });
}

type CredentialRead = FileBehavior & { readonly credential: string };

interface Grade { readonly severity: 'high' | 'medium' | 'low' | undefined; readonly words: string; readonly sent?: 'followed' }

function gradeOf(facts: CodeFacts, read: CredentialRead, reads: readonly CredentialRead[], installed: ReadonlySet<string>): Grade {
  const documented = isDocumentedCredential(facts.documents, read.credential, read.path);
  const carrier = requestsOf(facts).find((request) => carries(facts, request, read));
  if (carrier && !(documented && ['own', 'registry', 'local', 'open'].includes(destinationOf(facts, carrier)))) return { severity: 'high', words: ' and sends what it finds away', sent: 'followed' };
  const ordinary = isOrdinaryCredential(read.credential, read.path);
  if (documented) return { severity: ordinary ? undefined : 'low', words: ', as its documentation says' };
  if (!ordinary && runsAtInstall(installed, read)) return { severity: 'high', words: ' while it is installed' };
  if (sentBeside(facts, read).length > 0 && isForeignTo(facts, read, reads)) return { severity: 'high', words: ' beside code that sends data away' };
  return { severity: ordinary ? undefined : 'medium', words: '' };
}

// Without a value that can be followed from the file to the request: the same function does both, and either the destination is
// suspect or files of several services are read, which no one program needs.
function isForeignTo(facts: CodeFacts, read: CredentialRead, reads: readonly CredentialRead[]): boolean {
  const kinds = new Set(reads.filter((other) => other.place.path === read.place.path && !isOrdinaryCredential(other.credential, other.path)).map(({ credential }) => credential));
  const destinations = sentBeside(facts, read).map((behavior) => (behavior.kind === 'network' ? destinationOf(facts, behavior) : 'open'));
  return destinations.some((destination) => SUSPECT.has(destination) || (destination === 'foreign' && kinds.size > 1));
}

function sentBeside(facts: CodeFacts, read: CredentialRead): readonly Behavior[] {
  return facts.behaviors.filter((behavior) => {
    if (behavior.place.path !== read.place.path) return false;
    if (behavior.kind === 'mail') return behavior.content.includes('file');
    return behavior.kind === 'network' && behavior.method !== 'listen' && (behavior.sends.length > 0 || behavior.method === 'dns') && (behavior.within === read.within || carries(facts, behavior, read));
  });
}

function carries(facts: CodeFacts, request: NetworkBehavior, read: CredentialRead): boolean {
  return carriedBy(facts, request).some(({ what, names }) => what === 'credential-file' && (read.path === undefined || names.includes(read.path)));
}

function requestsOf(facts: CodeFacts): readonly NetworkBehavior[] {
  return facts.behaviors.filter((behavior): behavior is NetworkBehavior => behavior.kind === 'network');
}

function namesOf(reads: readonly CredentialRead[]): string {
  const names = [...new Set(reads.map(({ credential, path }) => (path === undefined ? credential : `${quoted(path)} (${credential})`)))];
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more files with credentials` : listed(names);
}
