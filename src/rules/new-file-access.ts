// Files outside the package that this version touches and the earlier one did not: keys and tokens of other programs, what starts with a
// session, and everything else.
import type { FileBehavior } from '../model/behavior.ts';
import { agentFile } from './agent-files.ts';
import { listed, quoted } from './behavior-words.ts';
import type { CodeFacts, DifferenceFacts, Rule } from './contract.ts';
import { isDocumentedCredential, isOrdinaryCredential } from './credential-words.ts';
import { addedOf, differenceFindings, laterByEarlierWords, laterSubject, type NewThing } from './difference-findings.ts';
import { installFiles, runsAtInstall } from './install-context.ts';

/** What a login, a shell or a timer runs: https://attack.mitre.org/techniques/T1547/, T1546/004, T1053 */
const STARTS_LATER = /(?:^|\/)(?:\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zprofile|zshenv|zlogin)|\.config\/(?:autostart|systemd\/user|fish\/config\.fish)|launchagents|launchdaemons|start menu\/programs\/startup|cron(?:tab|\.d|\.daily|\.hourly)|etc\/(?:rc\.local|profile|systemd)|\.git\/hooks|\.github\/workflows|authorized_keys)(?:\/|$|\.)/i;
const NAMED = 3;
const ACCESS_WORDS: Readonly<Record<FileBehavior['access'], string>> = { read: 'reads', write: 'writes', delete: 'removes', list: 'lists' };

export const newFileAccess: Rule<'difference'> = {
  page: {
    id: 'new-file-access',
    summary: 'This version touches files outside the package that the earlier one did not',
    why: 'Keys of other programs are read from the home folder, and what is written there to a shell\'s or an agent\'s settings runs at the next start, after the package is gone.',
    remediation: ['Read the place: what is done with the content, and who asked for it?', 'Where keys were read by a version that ran: replace them, from a clean machine. Look into settings that it wrote.'],
    limits: 'Paths that callers give are no facts, nor are files below the folder of the package or of the program. A package whose earlier documents deal with the kind of credentials is low.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://attack.mitre.org/techniques/T1552/001/', 'https://attack.mitre.org/techniques/T1546/004/'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'file');
    if (changes.length === 0) return [];
    const later = laterByEarlierWords(facts);
    const installed = installFiles(later);
    const before = new Set(facts.before.behaviors.flatMap((behavior) => (behavior.kind === 'file' ? [behavior.credential ?? '', behavior.path ?? ''] : [])));
    const things = joined(facts, changes.map(({ behavior }) => thingOf(facts, later, behavior, runsAtInstall(installed, behavior), before)));
    return differenceFindings(newFileAccess.page, facts, things, (names, count) => `${laterSubject(facts)} newly ${count > 1 ? `touches ${count} files outside: ` : ''}${names}`);
  },
};

// Keys of several programs that are gathered are one thing to look at.
function joined(facts: DifferenceFacts, things: readonly NewThing[]): readonly NewThing[] {
  const reads = things.filter(({ severity, subject }) => severity === 'high' && subject[2] !== '');
  const [first] = reads;
  if (!first || reads.length < 2) return things;
  const names = [...new Set(reads.map(({ subject }) => subject[2] ?? ''))];
  const now = `reads ${listed(names.length > NAMED ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names)}`;
  return [{ ...first, subject: ['credentials', ...names.toSorted()], title: `${laterSubject(facts)} newly ${now}`, shown: reads.flatMap(({ shown }) => shown), now }, ...things.filter((thing) => !reads.includes(thing))];
}

function thingOf(facts: DifferenceFacts, later: CodeFacts, access: FileBehavior, atInstall: boolean, before: ReadonlySet<string>): NewThing {
  const what = access.path === undefined ? 'a path that is not known' : access.path === '.' ? 'the folder that it is started in' : quoted(access.path);
  const now = `${ACCESS_WORDS[access.access]} ${what}${access.credential === undefined ? '' : ` (${access.credential})`}`;
  const { severity, words = '' } = gradeOf(later, access, atInstall, before);
  return { subject: [access.access, access.path ?? '', access.credential ?? ''], severity, confidence: severity === 'high' ? 'medium' : 'low', title: `${laterSubject(facts)} newly ${now}${words}`, shown: [access], now };
}

// What a container is given for itself: drivers of clusters log in with it.
function isOfWorkload(path: string | undefined): boolean {
  return path !== undefined && /^\/(?:var\/)?run\/secrets\//.test(path);
}

function gradeOf(later: CodeFacts, access: FileBehavior, atInstall: boolean, before: ReadonlySet<string>): { readonly severity: NewThing['severity']; readonly words?: string } {
  const { path, credential } = access;
  const during = atInstall ? ' while it is installed' : '';
  if (credential !== undefined && (access.access === 'read' || access.access === 'list')) {
    if (before.has(credential) || isDocumentedCredential(later.documents, credential, path)) return { severity: 'low' };
    if (isOrdinaryCredential(credential, path)) return { severity: atInstall ? 'medium' : 'low', words: during };
    return { severity: isOfWorkload(path) && !atInstall ? 'medium' : 'high', words: during };
  }
  if (access.access !== 'write' || path === undefined) return { severity: 'low' };
  if (STARTS_LATER.test(path.slice(0, 1000).replaceAll('\\', '/'))) return { severity: atInstall ? 'high' : 'medium', words: `, which is run later${during}` };
  const agent = agentFile(path.slice(0, 1000));
  if (!agent) return { severity: 'low' };
  return agent.words.some((word) => later.documents.mentions(word)) && !atInstall ? { severity: 'low' } : { severity: atInstall ? 'high' : 'medium', words: `, which an agent ${agent.what === 'starts' ? 'starts' : 'obeys'}${during}` };
}
