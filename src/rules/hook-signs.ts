// What a command line of a hook or a server shows of harm. The text is attacker-controlled: it is read with bounded expressions and never run.
import type { Severity } from '../model/finding.ts';
import { shorten } from '../text/printable.ts';
import type { FactsOf } from './contract.ts';
import type { HookEntry } from './hook-findings.ts';
import { inFolder, ODD_PLACE_WORDS, oddPlace, type OddPlace } from './odd-places.ts';
import { isDisguised, isWormFile } from './worm-files.ts';

/** Characters of a command line that are looked at; a longer one is a sign by itself. */
const LENGTH = 16_384;
const WORDS = 400;
const PATH = 200;

const INTERPRETER = String.raw`(?:sudo\s+)?(?:[\w./-]{0,60}/)?(?:(?:ba|z|da|k)?sh|node|bun|deno|python3?|perl|ruby|iex|invoke-expression)\b`;
const FETCHER = '(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod)';
const FETCH_AND_RUN: readonly RegExp[] = [
  new RegExp(String.raw`\b${FETCHER}\b[^|]{0,1000}\|\s*${INTERPRETER}`, 'i'),
  new RegExp(String.raw`(?:\b(?:ba|z|da)?sh|\bsource|\s\.)\s{1,5}<\(\s{0,5}${FETCHER}\b`, 'i'),
  new RegExp(String.raw`(?:\beval|sh\s{1,5}-l?c|\biex|invoke-expression)\b.{0,40}(?:\$\(|${'`'}|\()\s{0,5}["']?${FETCHER}\b`, 'i'),
  new RegExp(String.raw`\b(?:curl|wget)\b.{0,600}(?:&&|;)\s{0,5}(?:chmod\s{1,5}(?:\+x|[0-7]{3,4})|${INTERPRETER}\s)`, 'i'),
];
const DECODE_AND_RUN: readonly RegExp[] = [
  new RegExp(String.raw`\bbase64\s{1,5}(?:-d|-D|--decode)\b[^|]{0,400}\|\s*${INTERPRETER}`),
  /\b(?:eval|Function)\s{0,5}\(.{0,200}(?:\batob\s{0,5}\(|['"]base64['"])/,
  /\bexec\s{0,5}\(.{0,200}\bb64decode\b/,
  /\b(?:powershell|pwsh)\b.{0,200}\s-(?:e|ec|enc|encodedcommand)\s/i,
  /\bFromBase64String\b/i,
];
const INLINE_SCRIPT = /\b(?:node|bun|deno)(?:\.exe)?\b.{0,80}?\s(?:-e|--eval|-p|--print|eval)[\s=]/;
const INLINE_PYTHON = /\bpython3?(?:\.exe)?\b.{0,80}?\s-c\s/;
const REACHES_OUT = /\bhttps?:\/\/|\bfetch\s{0,3}\(|child_process|\bspawn|\bexec(?:Sync|File)?\s{0,3}\(|\bsubprocess\b|\burllib\b|\brequests\.|\bsocket\b|\beval\s{0,3}\(|process\.env\b/;
const SCRIPT = /\.(?:[cm]?[jt]s|py|sh|rb|pl|ps1|exe|bat|cmd)$/i;

/** One thing that speaks against a hook. */
export interface Sign {
  readonly severity: Severity;
  readonly confidence: 'high' | 'medium';
  /** Ends the sentence `The hook …`. */
  readonly words: string;
  /** Path that it is about, if any. */
  readonly path?: string;
}

/** Signs of one hook, in no order. */
export function signsOf({ hook, launch }: HookEntry, { scope, home }: Pick<FactsOf<'hooks'>, 'scope' | 'home'>): readonly Sign[] {
  const signs = [...lineSigns(hook.text)];
  const disguised = launch?.subjects.find(({ kind, path }) => kind === 'script' && path !== undefined && isDisguised(path));
  if (disguised) signs.push({ severity: 'high', confidence: 'high', words: 'runs as code a file whose name says that it is none', path: shorten(disguised.path ?? '', PATH) });
  const paths = new Set([...scriptWords(hook.text.slice(0, LENGTH)), ...(launch?.subjects ?? []).flatMap(({ path, kind }) => (path !== undefined && (kind === 'script' || kind === 'program') ? [path] : []))]);
  for (const path of paths) {
    const sign = signOfPath(inFolder(path, launch?.cwd), hook.kind, scope, home);
    if (sign) signs.push(sign);
  }
  return signs;
}

/** Signs that stand on a line itself: code that it fetches, decodes or holds. */
export function lineSigns(line: string): readonly Sign[] {
  const text = line.slice(0, LENGTH);
  const signs: Sign[] = [];
  if (FETCH_AND_RUN.some((form) => form.test(text))) signs.push({ severity: 'critical', confidence: 'high', words: 'downloads code and runs it' });
  if (DECODE_AND_RUN.some((form) => form.test(text))) signs.push({ severity: 'critical', confidence: 'high', words: 'decodes code and runs it' });
  if ((INLINE_SCRIPT.test(text) || INLINE_PYTHON.test(text)) && REACHES_OUT.test(text)) signs.push({ severity: 'high', confidence: 'medium', words: 'runs code on its line that reaches the network, the environment or other programs' });
  if (line.length > LENGTH) signs.push({ severity: 'medium', confidence: 'medium', words: `is longer than ${LENGTH} characters, of which only the first were judged` });
  return signs;
}

// Words that name a script; what a line writes to (`> /tmp/log.sh`) is not run by it.
function scriptWords(text: string): readonly string[] {
  const words = text.split(/[\s;&|()"'`=]+/, WORDS);
  return words.filter((word, at) => SCRIPT.test(word) && !word.startsWith('>') && !(words[at - 1] ?? '').endsWith('>'));
}

function signOfPath(path: string, kind: HookEntry['hook']['kind'], scope: 'user' | 'project', home: string | undefined): Sign | undefined {
  const shown = shorten(path, PATH);
  if (isWormFile(path)) return { severity: 'high', confidence: 'high', words: 'runs a file with a name and place that worms use', path: shown };
  const place = oddPlace(path, home);
  const severity = place && severityOfPlace(place, kind, scope);
  return severity && place ? { severity, confidence: 'medium', words: `runs a file from ${ODD_PLACE_WORDS[place]}`, path: shown } : undefined;
}

// In one's own file: tools of every kind keep the scripts of their hooks in a hidden folder of their own, people theirs in their
// client's folder. A file of a project has no reason to point into a home.
function severityOfPlace(place: OddPlace, kind: HookEntry['hook']['kind'], scope: 'user' | 'project'): Severity | undefined {
  switch (place) {
    case 'temporary': return 'high';
    case 'hidden': return scope === 'project' ? 'high' : 'medium';
    case 'downloads': return 'medium';
    case 'personal': return scope === 'project' ? 'medium' : undefined;
    case 'loose': return scope === 'user' ? undefined : kind === 'folder-open-task' ? 'medium' : 'low';
  }
}
