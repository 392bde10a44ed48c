// Code or commands that stand in the package only as decoded or fetched text. What a bundler's `eval` of a plain literal, `Function('return
// this')` or a template compiler runs is written in the source or comes from the caller, and is none of it.
import { type Behavior, type DynamicCodeBehavior, HIDING_TRANSFORMS, type Origin, type ProcessBehavior, type Transform } from '../model/behavior.ts';
import { behaviorWords } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import { addressesIn, commandSigns, worstSign } from './command-signs.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { destinationOf, ofAddress, SUSPECT } from './destinations.ts';
import { installFiles, runsAtInstall } from './install-context.ts';

type Runs = DynamicCodeBehavior | ProcessBehavior;

/** Escapes of a literal are undone by every reader of the language, and bundlers write them. */
const DECODES: ReadonlySet<Transform> = new Set([...HIDING_TRANSFORMS].filter((transform) => transform !== 'escapes' && transform !== 'url-encoding'));
/** Marks of a payload in decoded code. */
const PAYLOAD = /\b(?:require|import|child_process|exec|spawn|fetch|https?|process|eval|Function|XMLHttpRequest|WebSocket|fs)\b/;
/** What takes the name of a module and not code. */
const MODULE_API = /^(?:require|import|importScripts|module\.(?:Module\.)?(?:require|_load)|module\.createRequire(?:FromPath)?\(\)|process\.(?:mainModule\.require|getBuiltinModule)|require\.main\.require|import-fresh|require-uncached)$/;
const BARE_SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da)?sh(?:\s+-i)?$|^(?:cmd|powershell)(?:\.exe)?$/i;
/** Runs text as a thread; libraries pack workers so. */
const WORKER = /\bWorker\b/;

export const encodedPayloadExecuted: Rule<'code'> = {
  page: {
    id: 'encoded-payload-executed',
    summary: 'Code or a command runs that stands in the package only encoded, or that is fetched from elsewhere',
    why: 'Code is encoded so that nobody reads it, and fetched so that nobody has it: neither review, lockfile nor hash says what runs.',
    remediation: ['Do not run the package. Decode the text, or fetch what the address gives from a machine that may be lost, and read it.', 'Where it ran: isolate, keep the files, and replace every credential that it could read.'],
    limits: 'Loaders whose callers name the address (module federation, SystemJS) are medium. Text that only an unknown function decodes is told where the file is obfuscated besides. Code that is written to a file and loaded from there is not seen here.',
    severities: ['critical', 'high', 'medium'],
    references: ['https://attack.mitre.org/techniques/T1027/', 'https://attack.mitre.org/techniques/T1140/'],
  },
  judge: (facts) => {
    const installed = installFiles(facts);
    const runs = facts.behaviors.filter((behavior): behavior is Runs => behavior.kind === 'dynamic-code' || behavior.kind === 'process');
    return codeFindings(encodedPayloadExecuted.page, facts, runs.flatMap((run) => remarksOf(facts, run, installed)));
  },
};

function remarksOf(facts: CodeFacts, run: Runs, installed: ReadonlySet<string>): readonly CodeRemark[] {
  const what = run.kind === 'process' ? 'a command' : isModuleName(run) ? 'a module' : 'code';
  const decoded = run.origins.find((origin) => isDataAddress(origin) || (origin.kind === 'constant' && origin.via.some((transform) => DECODES.has(transform)) && !isNameIn(run, origin.text)));
  if (decoded?.kind === 'constant') return [decodedRemark(facts, run, decoded, what, runsAtInstall(installed, run))];
  const remote = run.origins.find((origin) => origin.kind === 'remote');
  if (remote?.kind === 'remote') return remoteRemarks(facts, run, remote, what, runsAtInstall(installed, run));
  if (run.kind === 'process') {
    const open = [...shellRemarks(facts, run), ...lineRemarks(facts, run)];
    if (open.length > 0) return open;
  }
  const hidden = run.origins.some(({ kind }) => kind === 'hidden');
  const obfuscated = facts.behaviors.find((behavior) => isObfuscation(behavior) && behavior.place.path === run.place.path);
  if (!hidden || !obfuscated) return [];
  return [{ subject: ['hidden', run.kind], severity: 'high', confidence: 'medium', title: `${subjectOf(facts)} runs ${what} that its obfuscated source hides`, shown: [run, obfuscated] }];
}

// The name of a parameter or helper out of a table, in code that a compiler of templates puts together from what its caller gives.
function isNameIn(run: Runs, text: string): boolean {
  return run.kind === 'dynamic-code' && !isModuleName(run) && run.origins.some(({ kind }) => kind === 'argument') && /^[\w$]{0,40}$/.test(text);
}

// `require(atob('…'))` loads a module of the machine: hidden, but no payload by itself.
function isModuleName({ api, origins }: Runs): boolean {
  return MODULE_API.test(api) && !origins.some(isDataAddress);
}

// A `data:` address holds the code itself.
function isDataAddress(origin: Origin): boolean {
  return origin.kind === 'constant' && /^\s{0,10}data:[^,]{0,200};base64,/i.test(origin.text);
}

function decodedRemark(facts: CodeFacts, run: Runs, origin: Extract<Origin, { kind: 'constant' }>, what: string, atInstall: boolean): CodeRemark {
  const severity = severityOfDecoded(run, origin.text, atInstall);
  return {
    subject: ['decoded', run.kind],
    severity,
    confidence: severity === 'medium' ? 'medium' : 'high',
    title: `${subjectOf(facts)} decodes ${what} and ${what === 'a module' ? 'loads' : 'runs'} it${atInstall ? ' while it is installed' : ''}`,
    shown: [run],
    evidence: [{ kind: 'behavior', text: `${behaviorWords(run)} (decoded by ${origin.via.length > 0 ? origin.via.join(', ') : 'base64'})` }],
  };
}

function severityOfDecoded(run: Runs, text: string, atInstall: boolean): CodeRemark['severity'] {
  if (run.kind === 'process') return atInstall || worstSign(commandSigns(text)) ? 'critical' : 'high';
  if (WORKER.test(run.api)) return 'medium';
  if (isModuleName(run)) return /^(?:node:)?(?:child_process|https?|net|dns|vm|fs)$/.test(text) || atInstall ? 'high' : 'medium';
  if (!PAYLOAD.test(run.code ?? text)) return 'medium';
  return atInstall || /\b(?:child_process|exec|spawn|eval)\b/.test(run.code ?? text) ? 'critical' : 'high';
}

// Who names the address decides: the caller of a loader knows what it asks for, a constant of the package is its author's.
function remoteRemarks(facts: CodeFacts, run: Runs, { from }: Extract<Origin, { kind: 'remote' }>, what: string, atInstall: boolean): readonly CodeRemark[] {
  if (what === 'a module') return [];
  // Compilers' runtimes evaluate text of their callers; that some of it may be an answer from nowhere in particular tells nothing.
  if (from === undefined && run.origins.some(({ kind }) => kind === 'argument')) return [];
  const teller = from === undefined ? 'open' : ofAddress(facts, from);
  if (teller === 'local' || (run.kind === 'process' && teller !== 'foreign' && !isWholeRemote(run))) return [];
  const trusted = teller === 'open' || teller === 'own' || teller === 'registry';
  if (trusted && WORKER.test(run.api)) return [];
  return [{
    subject: ['fetched', run.kind, from ?? ''],
    severity: atInstall && teller !== 'own' && teller !== 'registry' ? 'high' : trusted ? 'medium' : 'high',
    confidence: trusted ? 'medium' : 'high',
    title: `${subjectOf(facts)} fetches ${what} and runs it`,
    shown: [run],
  }];
}

// A bare shell beside a socket: whoever answers there types the commands (iocs/lanyer640-mcp-runcommand.yaml).
function shellRemarks(facts: CodeFacts, run: ProcessBehavior): readonly CodeRemark[] {
  if (!BARE_SHELL.test(run.command?.trim() ?? '')) return [];
  const socket = facts.behaviors.find((behavior) => behavior.kind === 'network' && behavior.method === 'socket' && behavior.place.path === run.place.path && (SUSPECT.has(destinationOf(facts, behavior)) || destinationOf(facts, behavior) === 'foreign'));
  return socket ? [{ subject: ['shell'], severity: 'high', confidence: 'high', title: `${subjectOf(facts)} gives a shell of the machine to another host`, shown: [run, socket] }] : [];
}

// `curl … | sh` in plain sight. Installers of a tool's own host do it on request; hooks that do it are install-script-downloads-code's.
function lineRemarks(facts: CodeFacts, run: ProcessBehavior): readonly CodeRemark[] {
  const command = withoutOpenBlob(run);
  const sign = commandSigns(command).find(({ severity }) => severity === 'critical');
  if (!sign) return [];
  const places = addressesIn(command).map((address) => ofAddress(facts, address));
  if (places.length > 0 && places.every((place) => place === 'own' || place === 'registry' || place === 'local')) return [];
  const fetches = sign.words === 'downloads code and runs it';
  return [{ subject: ['line', sign.words], severity: fetches && !places.some((place) => SUSPECT.has(place)) ? 'medium' : 'high', confidence: 'medium', title: `${subjectOf(facts)} runs a command that ${sign.words}`, shown: [run] }];
}

// PowerShell takes a command of any characters in base64: libraries write what their callers give so. What nobody outside makes is in
// the command, or hidden, or fetched.
function withoutOpenBlob({ command = '', origins }: ProcessBehavior): string {
  if (origins.some(({ kind }) => kind === 'hidden' || kind === 'remote')) return command;
  return command.replace(/\s-(?:e|ec|enc|encodedcommand)\s{1,9}\*(?=\s|$)/gi, ' ');
}

// A version number out of an answer as an argument of a constant command is no remote command.
function isWholeRemote(run: Runs): boolean {
  return run.origins.every(({ kind }) => kind === 'remote');
}

function isObfuscation(behavior: Behavior): boolean {
  return behavior.kind === 'obfuscation' && behavior.technique !== 'invisible-characters';
}
