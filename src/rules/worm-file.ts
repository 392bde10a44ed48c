// Files by the names that worms leave, run by a hook or written by code. A name proves nothing alone.
import type { Behavior } from '../model/behavior.ts';
import { quoted } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { installHooks } from './install-context.ts';
import { fileName } from './odd-places.ts';
import { isWormFile, isWormLoader } from './worm-files.ts';

export const wormFile: Rule<'code'> = {
  page: {
    id: 'worm-file',
    summary: 'A file with a name that npm worms use',
    why: 'Worms carry their payload from package to package under the same names. With a hook that runs it, the name is the mark of an infected release.',
    remediation: ['Compare the file with its repository and with the release before; look up its hash.', 'Where an install hook ran it: isolate the machine, then replace every credential from a clean one. Some of these worms destroy data when a token is revoked first.'],
    limits: 'Names change with each wave; iocs/ has those that are known. A name alone is low.',
    severities: ['high', 'low'],
    references: ['https://www.cisa.gov/news-events/alerts/2025/09/23/widespread-supply-chain-compromise-impacting-npm-ecosystem'],
  },
  judge: (facts) => codeFindings(wormFile.page, facts, [...hookRemarks(facts), ...facts.behaviors.flatMap((behavior) => remarksOf(facts, behavior))]),
};

function hookRemarks(facts: CodeFacts): readonly CodeRemark[] {
  return installHooks(facts).flatMap((hook): readonly CodeRemark[] => {
    const named = [...hook.runs, ...wordsOf(hook.command)];
    const worm = named.find(isWormFile) ?? (hook.hook === 'preinstall' ? loaderIn(facts, named) : undefined);
    if (worm === undefined) return [];
    return [{ subject: [fileName(worm)], severity: 'high', confidence: isWormFile(worm) ? 'high' : 'medium', title: `The ${hook.hook} script of ${subjectOf(facts)} runs ${quoted(worm)}, a file name that worms use`, shown: [hook] }];
  });
}

// `setup.mjs` is an ordinary name: only with a payload's traits is it the worms' loader.
function loaderIn(facts: CodeFacts, named: readonly string[]): string | undefined {
  return named.find((path) => isWormLoader(path) && facts.behaviors.some((behavior) => behavior.place.path === path.replace(/^\.\//, '') && ['obfuscation', 'network', 'process', 'dynamic-code'].includes(behavior.kind)));
}

function remarksOf(facts: CodeFacts, behavior: Behavior): readonly CodeRemark[] {
  const { path } = behavior.place;
  const alone: readonly CodeRemark[] = isWormFile(path) ? [{ subject: [fileName(path)], severity: 'low', confidence: 'low', title: `${subjectOf(facts)} has a file named ${quoted(fileName(path))}, as worms do`, shown: [behavior] }] : [];
  const touched = touchedBy(behavior);
  if (touched === undefined) return alone;
  return [...alone, { subject: [fileName(touched)], severity: 'high', confidence: 'high', title: `${subjectOf(facts)} ${behavior.kind === 'process' ? 'runs' : 'writes'} ${quoted(touched)}, a file name that worms use`, shown: [behavior] }];
}

function touchedBy(behavior: Behavior): string | undefined {
  if (behavior.kind === 'file' && behavior.access === 'write' && behavior.path !== undefined && isWormFile(behavior.path)) return behavior.path;
  return behavior.kind === 'process' ? wordsOf(behavior.command ?? '').find(isWormFile) : undefined;
}

function wordsOf(command: string): readonly string[] {
  return command.slice(0, 4096).split(/[\s;&|()"'`<>=]+/, 200);
}
