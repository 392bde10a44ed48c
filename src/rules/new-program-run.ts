// A program that this version starts and the earlier one did not. Which program, from where its line comes, and whether installing starts
// it decide: a version query is a line of housekeeping, a download handed to a shell is an attack.
import type { ProcessBehavior } from '../model/behavior.ts';
import { behaviorWords, quoted } from './behavior-words.ts';
import { addressesIn, commandSigns, worstSign } from './command-signs.ts';
import { tokenCommand } from './credential-commands.ts';
import type { CodeFacts, DifferenceFacts, Rule } from './contract.ts';
import { ofAddress, SUSPECT } from './destinations.ts';
import { addedOf, differenceFindings, earlierCode, laterByEarlierWords, laterCode, laterSubject, type NewThing } from './difference-findings.ts';
import { isHidden } from './hidden-values.ts';
import { installFiles, runsAtInstall } from './install-context.ts';

/** Programs that run what they are told. */
const INTERPRETERS = /^(?:(?:ba|z|da|fi|k)?sh|cmd|powershell|pwsh|python[\d.]*|perl|ruby|php|osascript|wscript|cscript|mshta|rundll32|regsvr32|certutil|bitsadmin|nc|ncat|netcat|socat|eval)$/;
const FETCHERS = /^(?:curl|wget|aria2c|iwr|irm|invoke-webrequest|ftp|scp|sftp|rsync)$/;
/** Builds native parts, as install scripts do. */
const BUILDERS = /^(?:node-gyp|node-gyp-build|node-pre-gyp|prebuild-install|cmake|cmake-js|make|cargo|gcc|g\+\+|clang|python[\d.]*)$/;

/** Asks which system this is, and does nothing else. */
const QUERY = /^(?:sw_vers|uname|arch|getconf|lsb_release|ldd --version|[\w.-]{1,40} --version)[\w\s.=-]{0,100}$/i;

interface Grade {
  readonly severity: NewThing['severity'];
  readonly confidence: NewThing['confidence'];
  readonly words: string;
}

export const newProgramRun: Rule<'difference'> = {
  page: {
    id: 'new-program-run',
    summary: 'This version starts a program that the earlier one did not',
    why: 'A program has all rights of who runs the package, and leaves what rules over JavaScript see. Downloads handed to a shell, and programs started while installing, are how most hostile releases of the last years began.',
    remediation: ['Read the place: who says what is run?', 'Where it downloads, is hidden, or runs at install: do not install this version before that is known, and isolate where it ran.'],
    limits: 'A constant call of an ordinary program is low. The version numbers in a command line do not make it new. What the program does is not known here, nor are command lines that callers give.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://attack.mitre.org/techniques/T1059/'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'process');
    if (changes.length === 0) return [];
    const later = laterByEarlierWords(facts);
    const installed = installFiles(later);
    const programs = new Set(facts.before.behaviors.flatMap((behavior) => (behavior.kind === 'process' ? [programOf(behavior)] : [])));
    const before = earlierCode(facts);
    const installedBefore = installFiles(before);
    const atInstall = new Set(before.behaviors.flatMap((behavior) => (behavior.kind === 'process' && runsAtInstall(installedBefore, behavior) ? [programOf(behavior)] : [])));
    const things = changes.flatMap(({ behavior, was }): readonly NewThing[] => {
      const grade = gradeOf(facts, later, behavior, runsAtInstall(installed, behavior), { programs, atInstall });
      if (!grade) return [];
      const now = nowWords(behavior);
      return [{
        subject: [programOf(behavior) ?? behavior.api, grade.words],
        severity: grade.severity,
        confidence: grade.confidence,
        title: `${laterSubject(facts)} newly runs ${now}${grade.words}`,
        shown: [behavior],
        ...(was?.kind === 'process' ? { was: nowWords(was), evidence: [{ kind: 'behavior', text: `before: ${behaviorWords(was)}` } as const] } : {}),
        now,
      }];
    });
    return differenceFindings(newProgramRun.page, facts, things, (names, count) => `${laterSubject(facts)} newly runs ${count > 1 ? `${count} command lines: ` : ''}${names}`);
  },
};

/** Programs that the earlier version starts, and those that installing it starts. */
interface Earlier {
  readonly programs: ReadonlySet<string | undefined>;
  readonly atInstall: ReadonlySet<string | undefined>;
}

function gradeOf(facts: DifferenceFacts, later: CodeFacts, run: ProcessBehavior, atInstall: boolean, { programs: before, atInstall: installing }: Earlier): Grade | undefined {
  const command = run.command ?? '';
  const program = programOf(run);
  const during = atInstall ? ' while it is installed' : '';
  const sign = worstSign(commandSigns(command));
  if (sign && !isOwnScript(later, command)) return { severity: 'high', confidence: sign.confidence, words: `, which ${sign.words}${during}` };
  if (run.origins.some((origin) => origin.kind === 'hidden' || (origin.kind === 'constant' && isHidden(origin.via) && origin.text.trim().length > 2))) return { severity: 'high', confidence: run.command === undefined ? 'medium' : 'high', words: `, which its code hides${during}` };
  if (run.origins.length > 0 && run.origins.every(({ kind }) => kind === 'remote')) return { severity: 'high', confidence: 'high', words: `, which another server tells${during}` };
  const token = tokenCommand(command);
  if (token) return { severity: token.words.some((word) => later.documents.mentions(word)) && !atInstall ? 'low' : 'high', confidence: 'medium', words: `, which gives it ${token.gives}${during}` };
  if (atInstall && (BUILDERS.test(program ?? '') || QUERY.test(command))) return { severity: 'low', confidence: 'medium', words: during };
  // Another line of what installing ran before, as an installer of native parts that were renamed.
  if (atInstall && program !== undefined && installing.has(program) && !INTERPRETERS.test(program) && !FETCHERS.test(program)) return { severity: 'medium', confidence: 'medium', words: during };
  if (atInstall) return { severity: 'high', confidence: program === undefined ? 'low' : 'medium', words: during };
  if (program !== undefined && FETCHERS.test(program)) return fetchGrade(facts, later, run);
  if (program === undefined) return before.size > 0 ? undefined : { severity: 'low', confidence: 'low', words: '' };
  if (before.has(program)) return { severity: 'info', confidence: 'medium', words: '' };
  return { severity: INTERPRETERS.test(program) && before.size === 0 ? 'medium' : 'low', confidence: 'medium', words: '' };
}

// What callers give, in the address or beside it, leaves with the download.
function fetchGrade(facts: DifferenceFacts, later: CodeFacts, { command = '', origins }: ProcessBehavior): Grade {
  const addresses = addressesIn(command);
  const places = addresses.map((address) => ofAddress(later, address));
  const strange = addresses.some((address) => ofAddress(laterCode(facts), address) === 'foreign');
  if (strange && origins.some(({ kind }) => kind === 'argument' || kind === 'environment' || kind === 'machine')) return { severity: 'high', confidence: 'medium', words: ', with what callers or the machine give' };
  if (places.some((place) => SUSPECT.has(place))) return { severity: 'high', confidence: 'high', words: ', from a place that nobody names in good faith' };
  return { severity: places.length > 0 && places.every((place) => place === 'own' || place === 'registry' || place === 'local') ? 'low' : 'medium', confidence: 'medium', words: '' };
}

function isOwnScript(later: CodeFacts, command: string): boolean {
  const addresses = addressesIn(command);
  return addresses.length > 0 && addresses.every((address) => ['own', 'registry', 'local'].includes(ofAddress(later, address)));
}

/** The first word of the line, without folders and ending; undefined where it is not constant. */
function programOf({ command }: ProcessBehavior): string | undefined {
  const word = /^\s{0,50}["']?([^\s"']{1,300})/.exec(command ?? '')?.[1] ?? '';
  const name = word.split(/[/\\]/).at(-1)?.replace(/\.(?:exe|cmd|bat)$/i, '').toLowerCase() ?? '';
  return name === '' || name.includes('*') ? undefined : name;
}

function nowWords(run: ProcessBehavior): string {
  if (run.command !== undefined) return quoted(run.command);
  const kinds = new Set(run.origins.map(({ kind }) => kind));
  return kinds.has('argument') ? 'what callers give' : kinds.has('remote') ? 'what another server tells' : kinds.has('hidden') ? 'a command that its code hides' : 'a command that is not known';
}
