// A script that installing this version runs, and installing the earlier one did not, or that runs something else now.
// https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts
import type { Behavior, InstallScriptBehavior } from '../model/behavior.ts';
import { quoted } from './behavior-words.ts';
import type { CodeFacts, DifferenceFacts, Rule } from './contract.ts';
import { destinationOf } from './destinations.ts';
import { addedOf, differenceFindings, earlierCode, earlierSubject, laterByEarlierWords, laterSubject, type NewThing } from './difference-findings.ts';
import { installScriptDownloadsCode } from './install-script-downloads-code.ts';
import { installFiles, isPlainBuild, isRunAtInstall, scriptsIn } from './install-context.ts';
import { weightOf } from './obfuscation-weights.ts';
import { commandSigns, worstSign } from './command-signs.ts';

/** Scripts of shells and other languages, which are not read. */
const OTHER_SCRIPT = /(?:^|[\s;&|/])[\w./-]{1,200}\.(?:sh|bash|ps1|py|rb|pl|bat|cmd|exe|bin)(?=$|[\s;&|])/i;

export const installScriptAdded: Rule<'difference'> = {
  page: {
    id: 'install-script-added',
    summary: 'Installing this version runs a script that installing the earlier one did not',
    why: 'It runs on every machine and in every build that takes the update, before anybody has used the package, with all their rights and credentials. Most worms of 2025 and 2026 came in by one.',
    remediation: ['Read the script before it runs anywhere: install with --ignore-scripts until then.', 'Where it ran and is not what it should be: isolate the machine, and replace the credentials that the user or the job had.'],
    limits: 'What the script downloads, and scripts of other languages than JavaScript, are not read: such a one is high. prepare and its like do not run when a package comes from a registry: information.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts', 'https://attack.mitre.org/techniques/T1195/002/'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'install-script').filter(({ behavior }) => !behavior.hook.endsWith('-dependency'));
    if (changes.length === 0) return [];
    const later = laterByEarlierWords(facts);
    const downloads = installScriptDownloadsCode.judge(later).some(isHigh) && !installScriptDownloadsCode.judge(earlierCode(facts)).some(isHigh);
    const before = installFiles(earlierCode(facts));
    return differenceFindings(installScriptAdded.page, facts, changes.map(({ behavior, was }) => thingOf(facts, later, behavior, was?.kind === 'install-script' ? was : undefined, { downloads, before })), (names, count) => `${laterSubject(facts)} has ${count > 1 ? 'new scripts' : 'a new script'}: ${names}`);
  },
};

interface Context {
  /** Installing the later one downloads something that the earlier one did not. */
  readonly downloads: boolean;
  /** Files that installing the earlier one ran. */
  readonly before: ReadonlySet<string>;
}

function isHigh({ severity }: { readonly severity: string }): boolean {
  return severity === 'high';
}

function thingOf(facts: DifferenceFacts, later: CodeFacts, hook: InstallScriptBehavior, was: InstallScriptBehavior | undefined, context: Context): NewThing {
  const words = `${hook.hook}: ${quoted(hook.command)}`;
  if (!isRunAtInstall(hook)) return { subject: [hook.hook], severity: 'info', confidence: 'high', title: `${laterSubject(facts)} has a new script, ${words}`, shown: [hook], ...(was ? { was: `${was.hook}: ${quoted(was.command)}` } : {}), now: words };
  const { severity, because, shown = [] } = gradeOf(facts, later, hook, was, context);
  return {
    subject: [hook.hook],
    severity,
    confidence: severity === 'high' || severity === 'medium' ? 'high' : 'medium',
    title: `Installing ${laterSubject(facts)} runs ${quoted(hook.command)} (${hook.hook})${because}, ${was ? 'something else than before' : `which ${earlierSubject(facts)} did not`}`,
    shown: [hook, ...shown],
    ...(was ? { was: `${was.hook}: ${quoted(was.command)}` } : { was: `no ${hook.hook} script` }),
    now: words,
  };
}

interface Grade {
  readonly severity: NewThing['severity'];
  readonly because: string;
  readonly shown?: readonly Behavior[];
}

function gradeOf(facts: DifferenceFacts, later: CodeFacts, hook: InstallScriptBehavior, was: InstallScriptBehavior | undefined, { downloads, before }: Context): Grade {
  const sign = worstSign(commandSigns(hook.command));
  if (sign) return { severity: 'high', because: `, which ${sign.words}` };
  if (downloads && !isPlainBuild(hook.command)) return { severity: 'high', because: ', which downloads something and runs it' };
  const fresh = new Set(hook.runs.filter((path) => !before.has(path)));
  const acts = later.behaviors.find((behavior) => fresh.has(behavior.place.path) && isHarm(later, behavior));
  if (acts) return { severity: 'high', because: actWords(acts), shown: [acts] };
  const lost = scriptsIn(hook.command).find((path) => !hook.runs.includes(path));
  if (lost !== undefined && !was) return { severity: 'high', because: ', a file that the package does not hold' };
  if (OTHER_SCRIPT.test(hook.command.slice(0, 2000)) && (!was || !OTHER_SCRIPT.test(was.command.slice(0, 2000)))) return { severity: 'high', because: ', a script that cannot be read here' };
  if (isPlainBuild(hook.command)) return { severity: buildsNew(facts) ? 'low' : 'medium', because: '' };
  return { severity: was && fresh.size === 0 ? 'low' : 'medium', because: '' };
}

function isHarm(later: CodeFacts, behavior: Behavior): boolean {
  switch (behavior.kind) {
    case 'process': case 'dynamic-code': return true;
    case 'network': return !['own', 'registry', 'local'].includes(destinationOf(later, behavior));
    case 'file': return behavior.credential !== undefined;
    case 'environment': return behavior.access === 'all';
    case 'obfuscation': return weightOf(behavior).severity !== 'low';
    default: return false;
  }
}

function actWords(behavior: Behavior): string {
  switch (behavior.kind) {
    case 'process': return ', which starts another program';
    case 'dynamic-code': return ', which makes code at run time';
    case 'network': return ', which connects to a host';
    case 'file': return ', which reads credentials';
    case 'environment': return ', which takes the whole environment';
    default: return ', which is made hard to read';
  }
}

function buildsNew(facts: DifferenceFacts): boolean {
  return addedOf(facts, 'native-code').some(({ behavior }) => behavior.form === 'binding-gyp' || behavior.form === 'addon');
}
