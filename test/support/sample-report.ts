// One report that has everything: several campaigns, severities and classes, accepted findings, incomplete coverage, an
// inventory with every kind of source, and hostile text in every place that the audited side fills.
import type { Finding, RuleId, Severity } from '../../src/model/finding.ts';
import { SEVERITIES } from '../../src/model/finding.ts';
import { npmPurl } from '../../src/model/purl.ts';
import type { InventoryEntry, Inspection, Report } from '../../src/model/report.ts';
import type { RulePage } from '../../src/model/rule.ts';
import type { RenderOptions, Reporter } from '../../src/reports/contract.ts';

/** Each of them does harm in at least one format when it is printed as it is. */
export const HOSTILE = {
  terminal: 'clear\u001b[2J\u009b31mred\u0007',
  bidi: 'abc\u202edcb\u2066x\u2069',
  html: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&amp;',
  markdown: 'a | b ` c `` d [link](https://evil.example) ![x](https://evil.example/x.png) **bold** @team #12 https://evil.example www.evil.example',
  workflow: '::set-output name=x::y',
  azure: '##vso[task.setvariable variable=x]y ##[group]z',
  xml: 'end ]]> of <![CDATA[ data',
  newline: 'one\ntwo\r\nthree\u2028four',
  surrogate: 'lone \ud800 and \udfff',
  credentials: 'https://user:hunter2@registry.example/a/-/a-1.0.0.tgz?token=s3cr3t#abc',
  nul: 'nul\u0000\ufffe\uffff',
} as const;

/** All hostile strings in one. */
export const ALL_HOSTILE: string = Object.values(HOSTILE).join(' ');

const POSTMARK = {
  id: 'postmark-mcp',
  title: 'postmark-mcp: hidden copy of every mail',
  class: 'malware',
  date: '2025-09-17',
  summary: 'An impostor of a mail vendor\'s MCP server. One added line sent a blind copy of every mail to an address of the attacker.',
  advice: [
    'Stop every process that runs the package, and keep the machine\'s mail logs.',
    'Treat every mail sent since it was installed as read by a stranger: rotate the credentials and links that stood in them.',
    'Remove the package, also from npx caches: npm uninstall postmark-mcp.',
  ],
  references: ['https://advisories.example/postmark-mcp'],
} as const;

const WAVE = { id: 'color-wave', title: 'Colour helpers taken over by a phished maintainer', class: 'malware', date: '2025-09', advice: ['Pin to a release before the takeover.'] } as const;

/** A finding with sensible values for what a test does not name. */
export function sampleFinding(changes: Partial<Finding> & { readonly ruleId?: RuleId } = {}): Finding {
  return {
    ruleId: 'known-malicious-version',
    severity: 'critical',
    confidence: 'high',
    title: 'postmark-mcp 1.0.16 is known to be malicious',
    package: { name: 'postmark-mcp', version: '1.0.16', purl: npmPurl('postmark-mcp', '1.0.16') },
    campaign: POSTMARK,
    locations: [
      { path: 'app/package-lock.json', line: 12, column: 5, entry: 'node_modules/postmark-mcp', excerpt: '"node_modules/postmark-mcp": {' },
      { path: 'app/node_modules', entry: 'node_modules/postmark-mcp' },
    ],
    why: 'This exact version sends a blind copy of every mail to an address of the attacker.',
    remediation: ['Remove postmark-mcp from package.json.'],
    evidence: [{ kind: 'version', text: 'postmark-mcp 1.0.16 is listed' }, { kind: 'record', text: 'MAL-2025-47604' }],
    dependencyPath: ['mail-helper 2.0.0', 'postmark-mcp 1.0.16'],
    dependents: ['mail-helper 2.0.0'],
    scope: ['dev'],
    registry: 'registry.example',
    references: ['https://advisories.example/MAL-2025-47604'],
    fingerprint: 'v1:00000000000000000000000000000001',
    ...changes,
  };
}

const FINDINGS: readonly Finding[] = [
  sampleFinding(),
  sampleFinding({
    severity: 'high',
    title: '@ctrl/deluge 7.2.2 is known to be malicious',
    package: { name: '@ctrl/deluge', version: '7.2.2', purl: npmPurl('@ctrl/deluge', '7.2.2') },
    campaign: WAVE,
    locations: [{ path: 'web/pnpm-lock.yaml', line: 340, column: 3, entry: '@ctrl/deluge@7.2.2' }],
    why: 'The release steals tokens when it is installed.',
    remediation: ['Update @ctrl/deluge to 7.2.3.'],
    evidence: [{ kind: 'version', text: '@ctrl/deluge 7.2.2 is listed' }],
    fingerprint: 'v1:00000000000000000000000000000002',
    references: [],
  }),
  sampleFinding({
    ruleId: 'package-identity-mismatch',
    severity: 'medium',
    confidence: 'medium',
    title: `${ALL_HOSTILE} says two names`,
    package: { name: ALL_HOSTILE },
    locations: [{ path: `web/${ALL_HOSTILE}/yarn.lock`, line: 7, column: 1, entry: ALL_HOSTILE, excerpt: `resolved "${HOSTILE.credentials}" ${ALL_HOSTILE}` }],
    why: `The entry is called ${ALL_HOSTILE} but its URL says otherwise.`,
    remediation: [`Look at ${ALL_HOSTILE} by hand.`],
    evidence: [{ kind: 'identity', text: ALL_HOSTILE }],
    dependencyPath: [ALL_HOSTILE, ALL_HOSTILE],
    dependents: [ALL_HOSTILE],
    registry: 'registry.example',
    references: [],
    fingerprint: 'v1:00000000000000000000000000000003',
  }),
].map((finding, index) => (index < 2 ? finding : withoutCampaign(finding)));

function withoutCampaign(finding: Finding): Finding {
  const { campaign: _, ...rest } = finding;
  return rest;
}

/** `count` findings of one campaign, to see how a flood is folded. */
export function manyFindings(count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, index) => sampleFinding({
    title: `color-${index} 1.0.${index} is known to be malicious`,
    package: { name: `color-${index}`, version: `1.0.${index}`, purl: npmPurl(`color-${index}`, `1.0.${index}`) },
    campaign: WAVE,
    locations: [{ path: 'package-lock.json', line: 10 + index, column: 5, entry: `node_modules/color-${index}` }],
    remediation: [`Remove color-${index}.`],
    fingerprint: `v1:${index.toString(16).padStart(32, '0')}`,
  }));
}

const SHA512 = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;

/** An inventory with every kind of source. */
export const INVENTORY: readonly InventoryEntry[] = [
  { path: 'app/node_modules', format: 'hoisted', package: { id: 'node_modules/postmark-mcp', name: 'postmark-mcp', version: '1.0.16', source: 'registry', integrity: SHA512 } },
  { path: 'app/package-lock.json', format: 'npm 3', line: 12, package: { id: 'node_modules/postmark-mcp', name: 'postmark-mcp', version: '1.0.16', source: 'registry', resolved: 'https://user:hunter2@registry.example/postmark-mcp/-/postmark-mcp-1.0.16.tgz', integrity: SHA512, dev: true } },
  { path: 'app/package-lock.json', format: 'npm 3', line: 20, package: { id: 'node_modules/alias', name: '@ctrl/deluge', version: '7.2.2', alias: 'alias', source: 'registry', optional: true, integrity: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' } },
  { path: 'app/package-lock.json', format: 'npm 3', line: 30, package: { id: 'packages/mail', name: 'postmark-mcp', version: '1.0.16', source: 'workspace' } },
  { path: 'app/package-lock.json', format: 'npm 3', line: 31, package: { id: 'node_modules/linked', name: 'linked', source: 'link', resolved: '../linked' } },
  { path: 'app/package-lock.json', format: 'npm 3', line: 32, package: { id: 'node_modules/from-git', name: 'from-git', version: '1.0.0', source: 'git', resolved: 'git+ssh://git@git.example/a/b.git#0123456789abcdef0123456789abcdef01234567' } },
  { path: 'app/package-lock.json', format: 'npm 3', line: 33, package: { id: 'node_modules/from-url', name: 'from-url', version: '2.0.0', source: 'url', resolved: HOSTILE.credentials } },
  { path: 'web/yarn.lock', format: 'yarn v1', line: 7, package: { id: ALL_HOSTILE, name: ALL_HOSTILE, version: '1.0.0', source: 'registry', resolved: HOSTILE.credentials, integrity: 'sha512-!!! sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= nonsense', identities: [{ origin: 'resolved-url', name: 'other', version: '2.0.0' }], peer: true, bundled: true } },
];

const BUNDLE = { id: 'embedded', date: '2026-11-12', digest: `sha256-${'ab'.repeat(32)}`, campaigns: 18, names: 249_998, entries: 251_204, indicators: 93, origin: 'built in' } as const;

const COVERAGE: Report['coverage'] = {
  places: [
    { path: '.', kind: 'target', status: 'read', problems: [], notes: [] },
    { path: 'app/package-lock.json', kind: 'lockfile', status: 'read', format: 'npm 3', packages: 812, unverifiable: 3, bytes: 401_223, problems: [], notes: [] },
    { path: 'app/node_modules', kind: 'installed-tree', status: 'read', format: 'npm', packages: 811, problems: [], notes: ['1 optional package of the lockfile is not installed'] },
    {
      path: 'web/pnpm-lock.yaml', kind: 'lockfile', status: 'partial', format: 'pnpm 9.0', packages: 300, problems: [
        { code: 'dangling-reference', message: 'left-pad@1.3.0 is needed by string-kit@2.0.0 but the file does not have it', line: 1203, column: 7, hint: 'the file may be cut: run pnpm install and commit the result' },
      ], notes: [],
    },
    { path: `web/${ALL_HOSTILE}/yarn.lock`, kind: 'lockfile', status: 'unreadable', format: 'yarn v1', problems: [{ code: 'malformed', message: `not understood: ${ALL_HOSTILE}`, line: 9 }], notes: [ALL_HOSTILE] },
    { path: 'old/package-lock.json', kind: 'lockfile', status: 'skipped', reason: 'npm-shrinkwrap.json beside it counts', problems: [], notes: [] },
    { path: 'docs/package.json', kind: 'manifest', status: 'read', packages: 0, problems: [], notes: [] },
  ],
  bundles: [BUNDLE],
  totals: { lockfiles: 4, trees: 1, manifests: 1, packages: 1923, distinct: 1204, unverifiable: 3 },
  excluded: [{ glob: 'fixtures/**', count: 12 }],
  problems: [{ code: 'not-found', message: 'the path does not exist', path: 'gone', hint: 'check the spelling' }],
  notes: ['bundle embedded is 42 days old; update mcp-audit or give a newer one with --iocs'],
};

function countsOf(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const severity of SEVERITIES) counts[severity] = findings.filter((finding) => finding.severity === severity).length;
  return counts;
}

/** The report with findings and problems; `changes` replace top-level fields, and the counts follow the findings. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  const findings = changes.findings ?? FINDINGS;
  return {
    schemaVersion: 1,
    tool: { name: 'mcp-audit', version: '0.1.0' },
    command: 'scan',
    startedAt: '2026-11-20T08:30:00Z',
    targets: ['.'],
    verdict: { status: 'findings', exitCode: 1, failOn: 'high', scope: 'this folder', notExamined: ['MCP clients and npx caches of this machine; run mcp-audit scan --system'] },
    findings,
    accepted: [{
      finding: sampleFinding({ locations: [{ path: 'lab/package-lock.json', line: 4, column: 5 }], fingerprint: 'v1:00000000000000000000000000000009' }),
      owner: 'security-team', reason: `inert sample for tests ${ALL_HOSTILE}`, expires: '2027-01-31', by: 'mcp-audit.yaml',
    }],
    counts: countsOf(findings),
    coverage: COVERAGE,
    ...changes,
  };
}

/** The same without hostile text: for words that a person reads in a golden file. */
export function plainReport(changes: Partial<Report> = {}): Report {
  const { accepted, coverage } = sampleReport();
  return sampleReport({
    findings: FINDINGS.slice(0, 2),
    accepted: accepted.map((entry) => ({ ...entry, reason: 'inert sample for tests' })),
    coverage: { ...coverage, places: coverage.places.filter((place) => !place.path.includes('yarn.lock')) },
    ...changes,
  });
}

/** Everything read, nothing found. */
export function cleanReport(): Report {
  const { verdict, coverage } = sampleReport();
  return sampleReport({
    verdict: { ...verdict, status: 'clean', exitCode: 0 },
    findings: [],
    accepted: [],
    coverage: { ...coverage, places: coverage.places.slice(0, 3), problems: [], notes: [], excluded: [], totals: { lockfiles: 1, trees: 1, manifests: 0, packages: 1623, distinct: 812, unverifiable: 3 } },
  });
}

/** Nothing found, something not read. */
export function incompleteReport(): Report {
  const report = plainReport({ findings: [], accepted: [] });
  return { ...report, verdict: { ...report.verdict, status: 'incomplete', exitCode: 2 } };
}

/** Pages of two rules; the third that the sample uses has none, as a plugin's might. */
export const RULES: readonly RulePage[] = [
  {
    id: 'known-malicious-version', summary: 'A version that is known to be malicious', why: 'Somebody examined exactly this version and found that it does harm.',
    remediation: ['Remove it.', 'Rotate every secret that the machine had.'], limits: 'It cannot see a bad version that nobody reported.',
    severities: ['critical', 'high'], references: ['https://osv.dev'],
  },
  {
    id: 'package-identity-mismatch', summary: 'One entry carries two names', why: 'Scanners are evaded where an entry has two names.',
    remediation: ['Find out which one is installed.'], limits: 'A proxy that rewrites URLs may cause it.', severities: ['medium'], references: [],
  },
];

/** What a reporter is given where a test does not say otherwise. */
export const OPTIONS: RenderOptions = { width: 80, color: 'never', detail: 'normal', rules: RULES };

/** The whole output as one string. */
export function rendered(reporter: Reporter, report: Report, options: Partial<RenderOptions> = {}): string {
  return [...reporter.render(report, { ...OPTIONS, ...options })].join('');
}

const PLACE = { path: 'index.js', line: 65, column: 9 };
const CONSTANT = (text: string) => ({ kind: 'constant', text, via: [] }) as const;

/** One package with a behaviour of each kind, some of them many times. `word` fills what the audited side writes. */
export function sampleInspection(word = ''): Inspection {
  const fact = (path: string, line: number) => ({ place: { path, line, column: 1, excerpt: `line ${line} ${word}`.trim() } });
  const message = { message: 'm1', sender: 's1', content: ['argument'], state: 'sent', form: 'key', api: 'postmark sendEmail', within: 'sendEmail' } as const;
  return {
    path: `postmark-mcp-1.0.16.tgz${word}`, source: 'tarball', name: `postmark-mcp${word}`, version: '1.0.16', description: `MCP server that sends mail ${word}`.trim(), license: 'MIT',
    author: `Dev ${word}`.trim(), homepage: 'https://mail.example/', repository: `https://git.example/dev/postmark-mcp ${word}`.trim(), bins: ['postmark-mcp'], dependencies: ['@modelcontextprotocol/sdk', 'postmark', ...(word === '' ? [] : [word])],
    files: 3, bytes: 12_345, hashes: { sha256: 'ab'.repeat(32), sha1: 'cd'.repeat(20), integrity: SHA512 },
    behaviors: [
      { kind: 'mail', ...message, place: { ...PLACE, excerpt: `Bcc: 'phan@giftshop.club', ${word}`.trim() }, field: 'bcc', origins: [CONSTANT(`phan@giftshop.club${word}`)] },
      { kind: 'mail', ...message, place: { ...PLACE, line: 64 }, field: 'to', origins: [{ kind: 'argument', name: `to${word}` }] },
      { kind: 'mail', ...message, place: { ...PLACE, line: 63 }, field: 'cc', origins: [{ kind: 'constant', text: 'copy@mail.example', via: ['base64', 'reversed'] }, { kind: 'hidden', why: `a table ${word}`.trim() }], when: ['time', 'host-name'] },
      { kind: 'network', ...fact('index.js', 120), api: 'fetch', method: 'request', host: 'api.mail.example', url: `https://api.mail.example/stats/*${word}`, origins: [CONSTANT('https://api.mail.example/stats/')], sends: [{ kind: 'environment', name: 'POSTMARK_SERVER_TOKEN' }] },
      { kind: 'process', ...fact('lib/run.js', 3), api: 'child_process.exec', command: `git rev-parse ${word}`.trim(), origins: [CONSTANT('git rev-parse')] },
      { kind: 'install-script', ...fact('package.json', 9), api: 'scripts', hook: 'postinstall', command: `node build.js ${word}`.trim(), runs: [`build.js${word}`] },
      { kind: 'dynamic-code', ...fact('lib/run.js', 7), api: 'eval', origins: [{ kind: 'remote', from: `code.example${word}` }], code: `alert(1) ${word}`.trim() },
      { kind: 'obfuscation', ...fact('lib/run.js', 1), api: 'source', technique: 'string-table', size: 4_096 },
      { kind: 'native-code', ...fact('binding.gyp', 2), api: 'binding.gyp', form: 'binding-gyp', command: `node pre.js ${word}`.trim() },
      { kind: 'file', ...fact('lib/run.js', 9), api: 'fs.readFileSync', access: 'read', path: `~/.npmrc${word}`, origins: [{ kind: 'machine', name: 'home' }], credential: 'npm token' },
      ...Array.from({ length: 12 }, (_, at) => ({ kind: 'environment', ...fact('index.js', 10 + at), api: 'process.env', access: 'name', name: `VARIABLE_${at}${word}` }) as const),
      ...Array.from({ length: 5 }, (_, at) => ({ kind: 'environment', ...fact('index.js', 200 + at), api: 'process.env', access: 'name', name: 'NODE_ENV' }) as const),
    ],
  };
}

/** What `inspect` gives: two packages, the second without anything to tell. `word` is put where the audited side writes. */
export function inspectReport(word = ''): Report {
  const plain = plainReport({
    command: 'inspect',
    targets: ['postmark-mcp-1.0.16.tgz', 'plain'],
    findings: [sampleFinding({
      ruleId: 'hidden-mail-recipient', title: `postmark-mcp 1.0.16 sends a copy of every mail to phan@giftshop.club${word}`,
      locations: [{ path: 'postmark-mcp-1.0.16.tgz!/index.js', line: 65, column: 9, excerpt: `Bcc: 'phan@giftshop.club', ${word}`.trim() }],
      evidence: [{ kind: 'behavior', text: `postmark sendEmail sets bcc to a constant ${word}`.trim() }, { kind: 'indicator', text: `phan@giftshop.club ${word}`.trim() }],
    })],
    accepted: [],
    inspected: [sampleInspection(word), { path: 'plain', source: 'folder', bins: [], dependencies: [], files: 1, bytes: 1, behaviors: [] }],
  });
  const { bundles } = plain.coverage;
  return {
    ...plain,
    verdict: { ...plain.verdict, scope: '2 targets', notExamined: ['what the package depends on; run mcp-audit scan --deep where it is installed'] },
    coverage: {
      bundles, excluded: [], problems: [], notes: [],
      totals: { lockfiles: 0, trees: 0, manifests: 0, packages: 2, distinct: 2, unverifiable: 0 },
      places: [
        { path: 'postmark-mcp-1.0.16.tgz', kind: 'target', status: 'read', format: 'tarball', bytes: 4_321, problems: [], notes: [`odd: a link ${word}`.trim()] },
        { path: 'postmark-mcp-1.0.16.tgz!', kind: 'package-code', status: 'read', packages: 1, bytes: 12_345, problems: [], notes: ['3 files and 2 scripts among them searched; 2 scripts parsed in 1 package'] },
      ],
    },
  };
}
