// What a command line that a package runs or names shows of harm. The text is attacker-controlled: it is read with bounded
// expressions and never run. Forms beyond those of hooks: reverse shells (iocs/lanyer640-mcp-runcommand.yaml), programs of Windows that load
// code from elsewhere (https://lolbas-project.github.io; iocs/eslint-config-prettier-2025.yaml), inline code with network.
import type { Sign } from './hook-signs.ts';
import { lineSigns } from './hook-signs.ts';

const LENGTH = 16_384;
const INLINE = /\b(?:node|bun|deno)(?:\.exe)?\b.{0,80}?\s(?:-e|-p|-pe|--eval|--print|eval)[\s=]/;
const INLINE_NETWORK = /\bhttps?:\/\/|\bfetch\s{0,3}\(|\brequire\s{0,3}\(\s{0,3}\\?["'](?:node:)?(?:https?|net|dns|tls|dgram|axios|got|node-fetch)\\?["']/;
const INLINE_RUNS = /\beval\s{0,3}\(|\bchild_process\b|\bFunction\s{0,3}\(|\bbase64\b|\batob\s{0,3}\(/;
/** Inline code of interpreters beside Node that reads or opens an address. */
const OTHER_INLINE = /\b(?:python[\d.]{0,5}|perl|ruby|php|osascript)(?:\.exe)?\s.{0,40}?-(?:c|e|r|ne)\s.{0,2000}\bhttps?:\/\//s;
const REVERSE_SHELL = /\/dev\/(?:tcp|udp)\/|\b(?:nc|ncat|netcat)\b.{0,80}\s-[a-z]{0,5}[ec]\s{0,3}(?:\/bin\/|cmd|ba?sh|powershell)|\bsocat\b.{0,120}\bexec:/i;
const WINDOWS_LOADER = /\b(?:rundll32|regsvr32|mshta|bitsadmin)(?:\.exe)?\s|\bcertutil(?:\.exe)?\b.{0,60}-urlcache\b/i;
const WINDOWS_REMOTE = /\b(?:mshta|regsvr32|bitsadmin|certutil)(?:\.exe)?\b.{0,200}https?:|\b(?:iex|invoke-expression)\b.{0,120}\b(?:downloadstring|iwr|irm|invoke-webrequest)\b|\bdownloadstring\b.{0,120}\biex\b/i;
const SILENCED = /\b(?:node|bun|deno|python3?|sh|bash)\s[^|;&]{1,300}>\s{0,3}(?:\/dev\/null|nul)\b.{0,60}(?:&&|;|\|\|)\s{0,3}echo\b/i;

/** Signs that stand on a command line itself. */
export function commandSigns(line: string): readonly Sign[] {
  const text = line.slice(0, LENGTH);
  // Inline code is judged here: a hook of an agent has less reason to read a variable or start a program than a build has.
  const signs = lineSigns(line).filter(({ severity }) => severity === 'critical' || severity === 'medium');
  const inline = INLINE.test(text);
  return [
    ...signs,
    ...(inline && INLINE_NETWORK.test(text) ? [sign('high', 'runs code on its line that reaches the network')] : []),
    ...(inline && INLINE_RUNS.test(text) && !INLINE_NETWORK.test(text) ? [sign('low', 'runs code on its line that starts other programs or code')] : []),
    ...(OTHER_INLINE.test(text) ? [sign('high', 'runs code on its line that reaches the network')] : []),
    ...(REVERSE_SHELL.test(text) ? [sign('critical', 'opens a shell to another machine')] : []),
    ...(WINDOWS_REMOTE.test(text) ? [sign('critical', 'downloads code and runs it')] : []),
    ...(WINDOWS_LOADER.test(text) && !WINDOWS_REMOTE.test(text) ? [sign('high', 'loads a library or script with a program of Windows')] : []),
  ];
}

/** True for a command that runs a script, throws its output away and prints something else: it is run for what it does. */
export function isSilenced(line: string): boolean {
  return SILENCED.test(line.slice(0, LENGTH));
}

/** Addresses on a command line. */
export function addressesIn(line: string): readonly string[] {
  return [...line.slice(0, LENGTH).matchAll(/\b(?:https?|ftp):\/\/[^\s"'`|;<>()]{1,2000}/gi)].map(([address]) => address);
}

/** The worst of the signs that reach `high`. */
export function worstSign(signs: readonly Sign[]): Sign | undefined {
  return signs.find(({ severity }) => severity === 'critical') ?? signs.find(({ severity }) => severity === 'high');
}

function sign(severity: Sign['severity'], words: string): Sign {
  return { severity, confidence: severity === 'critical' ? 'high' : 'medium', words };
}
