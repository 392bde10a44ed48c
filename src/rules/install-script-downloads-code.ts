// Code that an install hook fetches and runs. Fetching a prebuilt binary from the package's own host, from the registry or from the
// releases of its own repository is what many packages with native parts do (prebuild-install, node-pre-gyp, esbuild, playwright …).
import { type Behavior, HIDING_TRANSFORMS, type InstallScriptBehavior, type NetworkBehavior, type Origin, type ProcessBehavior } from '../model/behavior.ts';
import type { Finding } from '../model/finding.ts';
import { quoted } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import { addressesIn, commandSigns, worstSign } from './command-signs.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { type Destination, destinationOf, hostOfAddress, ofAddress, SUSPECT } from './destinations.ts';
import { installFiles, installHooks, runsAtInstall } from './install-context.ts';

type Severity = Finding['severity'];

export const installScriptDownloadsCode: Rule<'code'> = {
  page: {
    id: 'install-script-downloads-code',
    summary: 'Installing the package downloads something and runs it',
    why: 'What an install hook downloads is not in the package: no lockfile, hash or review covers it, and it can be another thing tomorrow. It runs with the rights and the environment of whoever installs.',
    remediation: ['Do not install it again before the hook is read; install with --ignore-scripts meanwhile.', 'Where it ran: isolate the machine, keep what was downloaded, and replace every credential that the user or the job had.'],
    limits: 'Judged by structure: a host that the package names as its own, a public registry or the releases of its own repository make it information, however hostile the package; other constant hosts are medium. A download through a library of another package is not seen here.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts', 'https://attack.mitre.org/techniques/T1195/002/'],
  },
  judge: (facts) => {
    const hooks = installHooks(facts);
    const files = installFiles(facts);
    const inFiles = facts.behaviors.filter((behavior) => runsAtInstall(files, behavior));
    return codeFindings(installScriptDownloadsCode.page, facts, [...hooks.flatMap((hook) => hookRemarks(facts, hook)), ...fileRemarks(facts, inFiles)]);
  },
};

function hookRemarks(facts: CodeFacts, hook: InstallScriptBehavior): readonly CodeRemark[] {
  const sign = worstSign(commandSigns(hook.command));
  if (!sign) return [];
  return [{ subject: ['command'], severity: 'high', confidence: sign.confidence, title: `The ${hook.hook} script of ${subjectOf(facts)} ${sign.words}`, shown: [hook] }];
}

function fileRemarks(facts: CodeFacts, inFiles: readonly Behavior[]): readonly CodeRemark[] {
  const commands = inFiles.filter((behavior): behavior is ProcessBehavior => behavior.kind === 'process');
  return [...evaluated(facts, inFiles), ...commands.flatMap((command) => commandRemarks(facts, command)), ...downloads(facts, inFiles)];
}

// What is fetched becomes code at once: no file in between that could be looked at.
function evaluated(facts: CodeFacts, inFiles: readonly Behavior[]): readonly CodeRemark[] {
  // A version out of an answer in the path of a program is no code; a command line that the answer gives whole is.
  const runs = inFiles.filter((behavior) => (behavior.kind === 'dynamic-code' && behavior.origins.some(isRemote)) || (behavior.kind === 'process' && behavior.origins.length > 0 && behavior.origins.every(isRemote)));
  const [first, ...rest] = runs;
  return first ? [{ subject: ['evaluated'], severity: 'high', confidence: 'high', title: `Installing ${subjectOf(facts)} runs code that it has just fetched`, shown: [first, ...rest] }] : [];
}

function isRemote({ kind }: Origin): boolean {
  return kind === 'remote';
}

function commandRemarks(facts: CodeFacts, command: ProcessBehavior): readonly CodeRemark[] {
  const text = command.command ?? '';
  const sign = worstSign(commandSigns(text));
  if (sign && !isOwnScript(facts, text)) return [{ subject: ['command'], severity: 'high', confidence: sign.confidence, title: `Installing ${subjectOf(facts)} runs a command that ${sign.words}`, shown: [command] }];
  const fetched = /\b(?:curl|wget|invoke-webrequest|iwr|aria2c)\b/i.test(text) ? addressesIn(text) : [];
  return fetched.map((address) => remarkOf(facts, ofAddress(facts, address), hostOfAddress(address), [command], command.origins));
}

// `curl https://own.example/install.sh | sh` of a package that names the host as its own.
function isOwnScript(facts: CodeFacts, text: string): boolean {
  const addresses = addressesIn(text);
  return addresses.length > 0 && addresses.every((address) => ['own', 'registry', 'local'].includes(ofAddress(facts, address)));
}

// A request alone is no download of code; with it the hook must start something, load something, or put a file down. To a place that
// nobody names in good faith a request is enough: what it answers can replace the package's own files, which are no facts.
function downloads(facts: CodeFacts, inFiles: readonly Behavior[]): readonly CodeRemark[] {
  const requests = inFiles.filter((behavior): behavior is NetworkBehavior => behavior.kind === 'network' && (behavior.method === 'request' || behavior.method === 'socket'));
  return requests.flatMap((request) => {
    const use = inFiles.find((behavior) => isUse(behavior) && behavior.place.path === request.place.path) ?? inFiles.find(isUse);
    const destination = destinationOf(facts, request);
    if (use) return [remarkOf(facts, destination, request.host, [request, use], request.origins)];
    return SUSPECT.has(destination) && destination !== 'remote' ? [contactRemark(facts, request, destination)] : [];
  });
}

function contactRemark(facts: CodeFacts, request: NetworkBehavior, destination: Destination): CodeRemark {
  return { subject: ['contact', destination], severity: 'high', confidence: 'medium', title: `Installing ${subjectOf(facts)} connects to ${SOURCES[destination] ?? 'a suspect host'}`, shown: [request] };
}

function isUse(behavior: Behavior): boolean {
  return behavior.kind === 'process' || behavior.kind === 'dynamic-code' || (behavior.kind === 'file' && behavior.access === 'write');
}

function remarkOf(facts: CodeFacts, destination: Destination, host: string | undefined, shown: CodeRemark['shown'], origins: readonly Origin[]): CodeRemark {
  const from = SOURCES[destination] ?? (host === undefined ? 'another host' : quoted(host));
  return {
    // Several requests of one installer are one thing; a suspect one stands by itself.
    subject: ['download', SUSPECT.has(destination) ? destination : ''],
    severity: severityOf(destination, origins),
    confidence: SUSPECT.has(destination) ? 'high' : 'medium',
    title: `Installing ${subjectOf(facts)} downloads from ${from} and runs or stores what it gets`,
    shown,
  };
}

const SOURCES: Partial<Record<Destination, string>> = {
  known: 'a host of a known campaign', drop: 'a service for anonymous drops', address: 'a bare IP address', hidden: 'an address that its code hides', remote: 'an address that another server tells', own: 'its own host',
  registry: 'a package registry', local: 'this machine or a private network', open: 'an address that a setting gives',
};

function severityOf(destination: Destination, origins: readonly Origin[]): Severity {
  if (SUSPECT.has(destination)) return 'high';
  if (destination === 'foreign') return origins.some((origin) => origin.kind === 'constant' && origin.via.some((transform) => HIDING_TRANSFORMS.has(transform))) ? 'high' : 'medium';
  return destination === 'open' ? 'low' : 'info';
}
