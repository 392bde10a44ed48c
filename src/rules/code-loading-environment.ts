// Variables with which code that stands on no line gets into a program that a server entry starts.
// Sources of their meaning: https://nodejs.org/api/cli.html#node_optionsoptions, ld.so(8), dyld(1), bash(1) for BASH_ENV.
import type { Severity } from '../model/finding.ts';
import type { NamedValue } from '../model/server.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { Rule, ServerFacts } from './contract.ts';
import { oddPlace } from './odd-places.ts';
import { type Remark, serverFindings, serverName, whileEnabled } from './server-findings.ts';

const SHOWN = 8;
const VALUE = 200;

const PAGE: RulePage = {
  id: 'code-loading-environment',
  summary: 'A variable that loads other code into a server',
  why: 'The command line of the entry looks ordinary, and the variable makes the program load a further file before it starts, with the credentials of the server. Neither the package nor its lockfile shows it.',
  remediation: ['Find out what the named file is and who set the variable.', 'Remove the variable, or move what it loads into the server\'s own project, where it is reviewed.'],
  limits: 'The named file is not read. Search paths that point to ordinary folders are information or are not reported (`PATH`, `PYTHONPATH`); values that are filled in by the client are not known.',
  severities: ['high', 'medium', 'low', 'info'],
  references: ['https://nodejs.org/api/cli.html#node_optionsoptions', 'https://attack.mitre.org/techniques/T1574/006/', 'https://man7.org/linux/man-pages/man8/ld.so.8.html'],
};

/** Modules that monitoring and development tools document for `--require` and `--import`. */
const USUAL_MODULES = /^(?:dd-trace\/|@opentelemetry\/|@sentry\/|newrelic$|elastic-apm-node|dotenv\/|source-map-support|tsx$|tsx\/|ts-node\/|tsconfig-paths\/|applicationinsights)/;
const SYSTEM_LIBRARY = /^\/(?:usr\/|lib|opt\/homebrew\/|nix\/store\/)/;

export const codeLoadingEnvironment: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap((entry) => [...entry.server.environment, ...(entry.launch?.environment ?? [])].flatMap((value) => remarksOn(entry, value)))),
};

function remarksOn(entry: ServerFacts, { name, loads = [] }: NamedValue): readonly Remark[] {
  const severity = severityOf(name.toLowerCase(), loads, entry.home);
  if (severity === undefined) return [];
  const shown = shorten(name, 60);
  return [{
    entry,
    subject: [name.toLowerCase(), ...loads.slice(0, SHOWN)],
    severity: whileEnabled(entry, severity),
    confidence: 'medium',
    title: `${shown} of ${serverName(entry)} ${/^node_tls/i.test(name) ? 'switches the check of certificates off' : 'changes which code is loaded'}`,
    evidence: [{ kind: 'record', text: `${shown} names ${loads.slice(0, SHOWN).map((value) => shorten(value, VALUE)).join(', ')}${loads.length > SHOWN ? ', …' : ''}` }],
  }];
}

function severityOf(name: string, loads: readonly string[], home: string | undefined): Severity | undefined {
  if (loads.length === 0) return undefined;
  if (loads.some((value) => isPlanted(value, home))) return name === 'path' ? 'low' : 'high';
  if (/^(?:ld_preload|ld_audit|dyld_insert_libraries)$/.test(name)) return loads.every((value) => SYSTEM_LIBRARY.test(value)) ? 'medium' : 'high';
  if (name === 'node_options' || name === 'npm_config_node_options') return worstOption(loads);
  if (name === 'bash_env' || name === 'pythonstartup' || name === 'npm_config_script_shell') return 'medium';
  if (name === 'java_tool_options') return loads.some((value) => /-(?:javaagent|agentpath|agentlib)\b/.test(value)) ? 'medium' : undefined;
  if (name === 'perl5opt' || name === 'rubyopt') return loads.some((value) => /(?:^|\s)-[MmrI]/.test(value)) ? 'medium' : undefined;
  if (name === 'env') return loads.some((value) => /[/\\]/.test(value)) ? 'low' : undefined;
  if (name === 'node_path' || name === 'npm_config_userconfig' || name === 'npm_config_globalconfig' || /^(?:ld|dyld)_/.test(name)) return 'low';
  if (name === 'node_tls_reject_unauthorized') return loads.includes('0') ? 'low' : undefined;
  // Usual for servers in Python that run from a checkout.
  return name === 'pythonpath' ? 'info' : undefined;
}

// Options come as `--require module`; a bare value is a path of its own.
function isPlanted(value: string, home: string | undefined): boolean {
  const place = oddPlace(value.replace(/^-[\w-]+\s+/, ''), home);
  return place === 'temporary' || place === 'hidden';
}

function worstOption(loads: readonly string[]): Severity | undefined {
  const loading = loads.filter((value) => /^(?:--require|-r|--import|--loader|--experimental-loader|--openssl-config)\b/.test(value));
  if (loading.some((value) => !USUAL_MODULES.test(value.replace(/^-[\w-]+\s+/, '')))) return 'medium';
  if (loading.length > 0) return 'low';
  // A debugger that listens for everybody runs whatever it is sent.
  if (loads.some((value) => /^--inspect\S*\s+(?!127\.|localhost|\[?::1)(?:\d+\.){3}\d+/.test(value))) return 'medium';
  return loads.length > 0 ? 'low' : undefined;
}
