// A server package that carries a vendor's name and its repository or author, and is none of the vendor's packages.
import type { Evidence, Severity } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { Rule, ServerFacts, SubjectFacts } from './contract.ts';
import { type Remark, serverFindings, whileEnabled } from './server-findings.ts';
import { isVendors, type Vendor, VENDORS } from './vendors.ts';

const TEXT = 200;
const DESCRIPTION = 1000;

const PAGE: RulePage = {
  id: 'vendor-impersonation',
  summary: 'A server package that passes for a vendor\'s own',
  why: 'The package gives the vendor\'s repository, author or the word official as its own, and the vendor publishes its server under another name. The first malicious MCP server known, postmark-mcp, was such a copy: honest for fifteen releases, then not.',
  remediation: ['Take the vendor\'s own server, by the name that its documentation gives.', 'If you keep this one: pin a version that somebody has read, and give it credentials of its own with the least rights.', 'Check what the package has been sent so far: the credentials named here were in its hands.'],
  limits: 'Knows the vendors of a small table, and new names of theirs may be missing in it. Without an installed or cached copy only the name can be judged, which is information: most packages named after a service are honest community work. A fork that kept its manifest looks the same.',
  severities: ['medium', 'low', 'info'],
  references: ['https://www.koi.security/blog/postmark-mcp-npm-malicious-backdoor-email-theft', 'https://attack.mitre.org/techniques/T1036/005/'],
};

/** Words that say what a package is, not whose. */
const GENERIC = new Set(['mcp', 'server', 'servers', 'official', 'the', 'node', 'js', 'npm', 'api', 'tool', 'tools', 'client', 'cli', 'app', 'ai', 'integration', 'connector', 'model', 'context', 'protocol', 'modelcontextprotocol']);
const OPENLY_FOREIGN = /\b(?:un-?official|community|third[- ]party|fork(?:ed)? of|not (?:an? )?(?:official|affiliated|endorsed)|independent)\b/i;

export const vendorImpersonation: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap((entry) => entry.subjects.flatMap((subject) => remarksOn(entry, subject)))),
};

interface Claim {
  readonly severity: Severity;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly title: string;
  readonly evidence: readonly Evidence[];
}

function remarksOn(entry: ServerFacts, facts: SubjectFacts): readonly Remark[] {
  const { subject } = facts;
  if (subject.kind !== 'npm' || subject.name === undefined || subject.name.length > 214) return [];
  const name = subject.name.toLowerCase();
  // A package without the word is no server that could be taken for the vendor's; its command-line tools are called after it.
  if (!/mcp|modelcontextprotocol/.test(name) || VENDORS.some((vendor) => isVendors(vendor, name))) return [];
  for (const vendor of VENDORS) {
    const claim = claimOn(vendor, name, facts.manifest);
    if (claim) {
      return [{
        entry,
        subject: [name, vendor.name],
        severity: whileEnabled(entry, claim.severity),
        confidence: claim.confidence,
        title: claim.title,
        remediation: [`The server of ${vendor.name}: ${vendor.elsewhere ?? vendor.servers.join(', ')} (${vendor.source}).`, ...PAGE.remediation],
        evidence: claim.evidence,
        package: { name: subject.name },
      }];
    }
  }
  return [];
}

function claimOn(vendor: Vendor, name: string, manifest: SubjectFacts['manifest']): Claim | undefined {
  const words = wordsOf(name);
  const named = vendor.words.some((word) => words.includes(word));
  const carried = manifest ? carriedFrom(vendor, manifest) : [];
  const open = OPENLY_FOREIGN.test((manifest?.description ?? '').slice(0, DESCRIPTION));
  if (open && !carried.some(({ strong }) => strong)) return undefined;
  const shown = shorten(name, 100);
  if (carried.length > 0 && (named || carried.some(({ strong }) => strong))) {
    return {
      // A fork that says so may have kept the fields of what it began with.
      severity: open ? 'info' : named ? 'medium' : 'low',
      confidence: named && carried.some(({ strong }) => strong) ? 'high' : 'medium',
      title: `${shown} passes for a package of ${vendor.name}, and is none of theirs`,
      evidence: carried.map(({ text }) => ({ kind: 'identity', text })),
    };
  }
  // Nothing but the name: only where it is nothing else than the vendor's, and no manifest says who is behind it.
  if (!named || name.startsWith('@') || manifest !== undefined || !words.every((word) => vendor.words.includes(word) || GENERIC.has(word))) return undefined;
  return {
    severity: 'info',
    confidence: 'low',
    title: `${shown} is named after ${vendor.name}, and is none of theirs`,
    evidence: [{ kind: 'identity', text: `the name ${shown}; packages of ${vendor.name}: ${[...vendor.packages, ...vendor.scopes.map((scope) => `${scope}/…`)].join(', ') || 'none at npm'}` }],
  };
}

function wordsOf(name: string): readonly string[] {
  // `postmarkmcp` holds the word too.
  return name.split(/[^a-z0-9]+/).map((word) => (word === 'mcp' ? word : word.replace(/^mcp|mcp$/g, ''))).filter((word) => word !== '');
}

/** What a manifest says that only the vendor's own may say. `strong`: it names the vendor as owner, not just in a description. */
function carriedFrom(vendor: Vendor, { repository, author, description }: NonNullable<SubjectFacts['manifest']>): readonly { readonly text: string; readonly strong: boolean }[] {
  const owner = repository === undefined ? undefined : ownerOf(repository);
  const who = author === undefined ? undefined : authorOf(author);
  const text = shorten(description ?? '', TEXT);
  return [
    ...(owner !== undefined && vendor.owners.includes(owner) ? [{ text: `its repository field names ${shorten(repository ?? '', TEXT)}`, strong: true }] : []),
    ...(who !== undefined && vendor.authors.includes(who) ? [{ text: `its author field names ${shorten(author ?? '', TEXT)}`, strong: true }] : []),
    ...(claimsOfficial(description ?? '') ? [{ text: `its description says: ${text}`, strong: false }] : []),
  ];
}

function claimsOfficial(description: string): boolean {
  const text = description.slice(0, DESCRIPTION);
  return /\bofficial\b/i.test(text) && !OPENLY_FOREIGN.test(text);
}

// `git+https://github.com/owner/repo.git`, `git@github.com:owner/repo`, `github:owner/repo`, `owner/repo`.
function ownerOf(repository: string): string | undefined {
  const text = repository.trim().slice(0, 500).toLowerCase();
  const match = /(?:github\.com|gitlab\.com|bitbucket\.org)[/:]([\w.-]+)\//.exec(text) ?? /^(?:(?:github|gitlab|bitbucket):)?([\w.-]+)\/[\w.-]+$/.exec(text);
  return match?.[1];
}

// `Name <mail> (address)`, or the parts of an object behind each other: https://docs.npmjs.com/cli/configuring-npm/package-json#people-fields-author-contributors
function authorOf(author: string): string {
  return author.slice(0, 500).replace(/[<(].*$/s, '').trim().split(/\s+/).filter((word) => !/^[^@]+@/.test(word)).join(' ').toLowerCase();
}
