// A server package whose name is one slip of the eye or the keyboard away from a well-known one.
import type { Severity } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { Rule, ServerFacts, SubjectFacts } from './contract.ts';
import { COMMUNITY_SERVERS, PYTHON_SERVERS, REFERENCE_SCOPE, REFERENCE_SERVERS } from './known-servers.ts';
import { asSeen, distance, squashed } from './name-likeness.ts';
import { type Remark, serverFindings, whileEnabled } from './server-findings.ts';
import { isVendors, VENDORS } from './vendors.ts';

const PAGE: RulePage = {
  id: 'package-name-lookalike',
  summary: 'A server package with a name that can be taken for a well-known one',
  why: 'Attackers take the names that people type by mistake or believe to be right: another scope, a missing one, two letters swapped, a letter of another script. Ten such names of MCP servers were registered in June 2026 alone.',
  remediation: ['Compare the name, letter by letter, with what the server\'s own documentation says.', 'If it is wrong: remove the entry, treat the credentials named here as disclosed, and look in the caches for what ran.'],
  limits: 'Compares with a short list of well-known packages, and only where the names are long enough for the likeness to mean something. A lookalike can be an honest package with an unlucky name.',
  severities: ['medium', 'low', 'info'],
  references: ['https://attack.mitre.org/techniques/T1036/005/', 'https://socket.dev/blog/sandworm-mode-npm-worm-ai-toolchain-poisoning'],
};

/** Words that say nothing about which server it is. */
const GENERIC = new Set(['mcp', 'server', 'servers', 'cli', 'sdk', 'the', 'npm', 'js', 'node', 'tool', 'tools']);
const SHORTEST_BASE = 8;

interface Known {
  readonly name: string;
  readonly scope: string;
  readonly base: string;
  /** Distinctive words of the name behind the scope, in order and joined. */
  readonly words: readonly string[];
  readonly core: string;
  readonly sorted: string;
  readonly squashed: string;
}

interface Likeness {
  readonly known: string;
  readonly how: string;
  readonly confidence: 'high' | 'medium';
}

const KNOWN: readonly Known[] = [...REFERENCE_SERVERS.map((name) => `${REFERENCE_SCOPE}/server-${name}`), ...VENDORS.flatMap(({ servers }) => servers), ...COMMUNITY_SERVERS].map(partsOf);
/** Names whose scope says whose they are: a reference server or a vendor's, not one person's. */
const OFFICIAL = KNOWN.filter(({ name, scope }) => scope !== '' && !COMMUNITY_SERVERS.includes(name));
const NAMES = new Set(KNOWN.map(({ name }) => name));
const REFERENCE_WITHOUT_SCOPE = new RegExp(`^${REFERENCE_SCOPE.slice(1)}-(?:server-|(?:${REFERENCE_SERVERS.join('|')})$)`);
const SEEN = new Map(KNOWN.map((known) => [asSeen(known.name), known]));

export const packageNameLookalike: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap((entry) => entry.subjects.flatMap((subject) => remarksOn(entry, subject)))),
};

function remarksOn(entry: ServerFacts, { subject, manifest }: SubjectFacts): readonly Remark[] {
  if (subject.kind !== 'npm' || subject.name === undefined || subject.name.length > 214) return [];
  const like = lookalikeOf(subject.name);
  if (like === undefined) return [];
  // Whoever names their own repository does not hide whose package it is.
  const severity: Severity = like.confidence === 'medium' && manifest?.repository !== undefined ? 'low' : 'medium';
  const shown = shorten(subject.name, 100);
  return [{
    entry,
    subject: [subject.name],
    severity: whileEnabled(entry, severity),
    confidence: like.confidence,
    title: `${shown} can be taken for ${like.known}`,
    evidence: [{ kind: 'identity', text: `${shown} and ${like.known}: ${like.how}` }],
    package: { name: subject.name },
  }];
}

/** The well-known package that `name` can be taken for; undefined for the well-known ones themselves. */
function lookalikeOf(name: string): Likeness | undefined {
  if (NAMES.has(name) || name.startsWith(`${REFERENCE_SCOPE}/`) || VENDORS.some((vendor) => isVendors(vendor, name))) return undefined;
  const own = partsOf(name);
  return sameToTheEye(own) ?? likeScope(own) ?? missingScope(own) ?? likeWords(own);
}

function partsOf(name: string): Known {
  const scope = name.startsWith('@') ? name.slice(1).split('/')[0] ?? '' : '';
  const base = scope === '' ? name : name.slice(scope.length + 2);
  const words = base.toLowerCase().split(/[-_.]+/).filter((word) => word !== '' && !GENERIC.has(word));
  return { name, scope, base, words, core: words.join(''), sorted: words.toSorted().join(' '), squashed: squashed(name) };
}

function sameToTheEye({ name, squashed: joined }: Known): Likeness | undefined {
  const seen = SEEN.get(asSeen(name));
  if (seen) return { known: seen.name, how: 'the names look the same, with other letters', confidence: 'high' };
  const known = KNOWN.find((candidate) => candidate.core.length >= 4 && candidate.squashed === joined);
  return known && { known: known.name, how: 'the names differ only in what separates their words', confidence: 'high' };
}

function likeScope({ name, scope, base }: Known): Likeness | undefined {
  const reference = REFERENCE_SCOPE.slice(1);
  const how = `another scope, or the start of the name, that reads like ${REFERENCE_SCOPE}`;
  if (scope === '' && REFERENCE_WITHOUT_SCOPE.test(name)) return { known: `a package of ${REFERENCE_SCOPE}`, how, confidence: 'high' };
  if (scope === '') return undefined;
  if (squashed(scope).startsWith(reference) || distance(squashed(scope), reference, 2) <= 2) return { known: `a package of ${REFERENCE_SCOPE}`, how, confidence: 'high' };
  const known = KNOWN.find((candidate) => candidate.scope !== '' && candidate.base === base && isLikeScope(scope, candidate.scope));
  return known && { known: known.name, how: 'the same name under a scope that reads like it', confidence: 'high' };
}

function isLikeScope(scope: string, known: string): boolean {
  if (known.length >= 5 && scope.startsWith(known) && scope.length <= known.length + 3) return true;
  return known.length >= 5 && distance(scope, known, 1) <= 1;
}

// npx takes the name without the scope just as well, and then it is whoever has registered that.
function missingScope({ name, scope }: Known): Likeness | undefined {
  if (scope !== '') return undefined;
  if (PYTHON_SERVERS.includes(name)) return { known: `the Python package ${name}`, how: 'the well-known package of this name is not at npm', confidence: 'medium' };
  const reference = REFERENCE_SERVERS.find((server) => name === `server-${server}` || name === `mcp-server-${server}`);
  if (reference !== undefined) return { known: `${REFERENCE_SCOPE}/server-${reference}`, how: 'the scope is missing', confidence: 'medium' };
  const known = OFFICIAL.find((candidate) => candidate.base === name && candidate.core.length >= 4 && name.length >= SHORTEST_BASE);
  return known && { known: known.name, how: 'the scope is missing', confidence: 'medium' };
}

function likeWords(own: Known): Likeness | undefined {
  if (own.scope !== '') return undefined;
  for (const known of KNOWN) {
    if (known.words.length > 1 && own.core !== known.core && own.sorted === known.sorted) return { known: known.name, how: 'the same words in another order', confidence: 'medium' };
    const most = mostSlips(known);
    // Typing errors keep the first letter; other words of the same length (`motion`, `notion`) mostly do not.
    if (most === 0 || own.core[0] !== known.core[0] || own.core === known.core) continue;
    // The whole name too: the slip can be in `mcp`.
    const slips = Math.min(distance(own.core, known.core, most), distance(own.name, known.base, most));
    if (slips <= most) return { known: known.name, how: `${slips} ${slips === 1 ? 'letter' : 'letters'} apart`, confidence: 'high' };
  }
  return undefined;
}

// A short word has many honest neighbours. A scoped name must be long, since the scope is missing too.
function mostSlips({ scope, core }: Known): number {
  if (scope !== '') return core.length >= 8 ? 1 : 0;
  if (core.length < 6) return 0;
  return core.length >= 12 ? 2 : 1;
}
