// Code that is no JavaScript, which this version brings: addons, programs, what a build compiles or fetches. No rule reads it.
import type { NativeCodeBehavior } from '../model/behavior.ts';
import type { FileChange } from '../model/difference.ts';
import type { Location } from '../model/finding.ts';
import { behaviorWords, quoted } from './behavior-words.ts';
import { fileIn } from './code-findings.ts';
import type { DifferenceFacts, Rule } from './contract.ts';
import { addedOf, differenceFindings, laterSubject, type NewThing } from './difference-findings.ts';
import { isPlainBuild, isRunAtInstall } from './install-context.ts';

const PROGRAM_FILE = /\.(?:node|dll|so|dylib|exe|bin|a|lib)$/i;
/** Packages that hold one platform's build, as napi-rs, esbuild and others publish them. */
const PLATFORM_PACKAGE = /(?:linux|darwin|win32|freebsd|android|wasm32)[-_](?:x64|ia32|arm64|arm|ppc64|s390x|riscv64|loong64|wasi|universal)/;
const FORMS: Readonly<Record<NativeCodeBehavior['form'], string>> = { addon: 'a native addon', webassembly: 'WebAssembly', 'binding-gyp': 'code that is compiled while it is installed', binary: 'a program of its own' };

export const nativeCodeAdded: Rule<'difference'> = {
  page: {
    id: 'native-code-added',
    summary: 'This version brings native code that the earlier one did not have',
    why: 'Compiled code has all rights of the process and shows nothing to whoever reads the package. With a script that runs while it is installed, it acts before anybody uses it.',
    remediation: ['Ask why it is needed, and compare it with what the repository builds.', 'Install with --ignore-scripts until that is known.'],
    limits: 'What the native code does is not examined. Files are told by their names and by the code that loads them. Builds in packages of their own, one a platform, are low: they are told as dependencies.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://nodejs.org/api/addons.html', 'https://attack.mitre.org/techniques/T1195/002/'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'native-code').map(({ behavior }) => behavior);
    const files = facts.files.filter(({ kind, path, content }) => kind === 'added' && content === 'binary' && PROGRAM_FILE.test(path));
    if (changes.length === 0 && files.length === 0) return [];
    const hook = addedOf(facts, 'install-script').map(({ behavior }) => behavior).find((behavior) => isRunAtInstall(behavior) && !isPlainBuild(behavior.command));
    return differenceFindings(nativeCodeAdded.page, facts, [...changes.map((behavior) => codeThing(facts, behavior, files.length > 0, hook !== undefined)), ...fileThings(facts, files, hook !== undefined)], (names) => `${laterSubject(facts)} newly has ${names}`);
  },
};

function codeThing(facts: DifferenceFacts, behavior: NativeCodeBehavior, hasFiles: boolean, hooked: boolean): NewThing {
  const words = `${FORMS[behavior.form]}${behavior.command === undefined ? '' : ` (${quoted(behavior.command)})`}`;
  const natives = facts.before.behaviors.filter((other): other is NativeCodeBehavior => other.kind === 'native-code' && (other.form === 'webassembly') === (behavior.form === 'webassembly'));
  const former = natives.find(({ form }) => form === behavior.form) ?? natives[0];
  return {
    subject: [behavior.form],
    severity: severityOf(facts, behavior, former !== undefined, hasFiles, hooked),
    confidence: 'medium',
    title: `${laterSubject(facts)} newly has ${words}${hooked ? ', beside a new script that installing runs' : ''}`,
    shown: [behavior],
    ...(former ? { was: behaviorWords(former) } : {}),
    now: words,
  };
}

function severityOf(facts: DifferenceFacts, { form }: NativeCodeBehavior, former: boolean, hasFiles: boolean, hooked: boolean): NewThing['severity'] {
  if (form === 'webassembly') return former ? 'info' : 'low';
  if (hooked) return 'high';
  if (former) return 'low';
  const apart = form === 'addon' && !hasFiles && Object.keys(facts.after.manifest?.optionalDependencies ?? {}).some((name) => PLATFORM_PACKAGE.test(name));
  return apart ? 'low' : 'medium';
}

function fileThings(facts: DifferenceFacts, files: readonly FileChange[], hooked: boolean): readonly NewThing[] {
  const [first] = files;
  if (!first) return [];
  const locations = files.slice(0, 20).map(({ path }): Location => ({ path: fileIn(facts.after, path) }));
  const now = files.length === 1 ? quoted(first.path) : `${quoted(first.path)} and ${files.length - 1} more`;
  const had = facts.before.behaviors.some((behavior) => behavior.kind === 'native-code' && behavior.form !== 'webassembly');
  return [{ subject: ['files'], severity: hooked ? 'high' : had ? 'low' : 'medium', confidence: 'medium', title: `${laterSubject(facts)} newly holds compiled files: ${now}${hooked ? ', beside a new script that installing runs' : ''}`, shown: [], locations, now }];
}
