// Commands that binding.gyp runs: npm builds a package with that file although its manifest has no script at all
// (iocs/phantom-gyp.yaml). Command expansions `<!(…)`, `<!@(…)` and actions are documented at https://gyp.gsrc.io/docs/InputFormatReference.md.
import type { Behavior, NativeCodeBehavior } from '../model/behavior.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import { commandSigns, isSilenced, worstSign } from './command-signs.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { destinationOf, SUSPECT } from './destinations.ts';
import { scriptsIn } from './install-context.ts';
import { carriedBy } from './sensitive-data.ts';

export const buildFileRunsCommand: Rule<'code'> = {
  page: {
    id: 'build-file-runs-command',
    summary: 'binding.gyp runs a command that has nothing to do with building',
    why: 'npm runs node-gyp for every package with a binding.gyp, and node-gyp runs the commands in it before anything is compiled. No script stands in package.json, so that tools which look for install scripts see none.',
    remediation: ['Do not install it, nor build it: --ignore-scripts keeps npm from both.', 'Where it was installed: isolate the machine and replace every credential that the user or the job had.'],
    limits: 'Scripts of its own that a native package runs to find headers are usual: such a script is judged by what it does. Include files (.gypi) are not read.',
    severities: ['high', 'medium'],
    references: ['https://gyp.gsrc.io/docs/InputFormatReference.md#Command-Expansions', 'https://github.com/nodejs/node-gyp#readme'],
  },
  judge: (facts) => codeFindings(buildFileRunsCommand.page, facts, facts.behaviors.flatMap((behavior) => (behavior.kind === 'native-code' && behavior.form === 'binding-gyp' ? remarksOf(facts, behavior) : []))),
};

function remarksOf(facts: CodeFacts, build: NativeCodeBehavior): readonly CodeRemark[] {
  const command = build.command ?? '';
  const sign = worstSign(commandSigns(command));
  if (sign) return [remark(facts, build, 'high', sign.confidence, sign.words, [])];
  if (/\b(?:curl|wget|invoke-webrequest|base64\s{1,5}(?:-d|-D|--decode))\b/i.test(command)) return [remark(facts, build, 'high', 'medium', 'downloads or decodes something', [])];
  if (isSilenced(command)) return [remark(facts, build, 'high', 'high', 'runs a script and throws its output away, so that the build goes on with another text', [])];
  const scripts = new Set(scriptsIn(command));
  const bad = facts.behaviors.filter((behavior) => scripts.has(behavior.place.path) && isHarmful(facts, behavior));
  if (bad.length > 0) return [remark(facts, build, bad.some((behavior) => behavior.kind !== 'obfuscation') ? 'high' : 'medium', 'medium', 'runs a script that does more than a build needs', bad)];
  return [];
}

function remark(facts: CodeFacts, build: NativeCodeBehavior, severity: CodeRemark['severity'], confidence: CodeRemark['confidence'], words: string, more: readonly Behavior[]): CodeRemark {
  return { subject: ['binding.gyp'], severity, confidence, title: `Building ${subjectOf(facts)} ${words}`, shown: [build, ...more] };
}

// Looking for headers and libraries needs files and programs, but no network with one's data, no secrets and no hidden code.
function isHarmful(facts: CodeFacts, behavior: Behavior): boolean {
  switch (behavior.kind) {
    case 'network': return SUSPECT.has(destinationOf(facts, behavior)) || carriedBy(facts, behavior).some(({ what }) => what !== 'argument');
    case 'process': return worstSign(commandSigns(behavior.command ?? '')) !== undefined || behavior.origins.some(({ kind }) => kind === 'hidden' || kind === 'remote');
    case 'dynamic-code': return behavior.origins.some((origin) => origin.kind === 'remote' || origin.kind === 'hidden' || (origin.kind === 'constant' && origin.via.some((transform) => transform === 'base64' || transform === 'hex' || transform === 'xor')));
    case 'file': return behavior.credential !== undefined;
    case 'environment': return behavior.access === 'all' && facts.behaviors.some((other) => other.kind === 'network' && other.place.path === behavior.place.path);
    case 'obfuscation': return true;
    default: return false;
  }
}
