// What a package.json tells about which code is worth parsing: its name, an MCP SDK or a mail library among its dependencies, what
// installing it runs. Most manifests hold none of these words and are not parsed at all.
import { LIMITS } from '../../model/limits.ts';
import { TreeError, type FileTree } from '../../model/ports.ts';
import { isObject, type JsonObject, parseJson, property } from '../../text/json.ts';

/** Packages with which an MCP server is written: https://modelcontextprotocol.io/docs/sdk, and frameworks around it. */
const MCP_SDKS: readonly string[] = ['@modelcontextprotocol/sdk', '@modelcontextprotocol/server', 'fastmcp', 'mcp-framework', 'xmcp', '@vercel/mcp-adapter', 'mcp-handler', '@mastra/mcp', 'easy-mcp', 'litemcp', 'mcp-lite', '@hono/mcp', '@rekog/mcp-nest'];
/** Packages that send mail. The whole AWS SDK and googleapis are not among them: their users mostly do something else. */
const MAIL_LIBRARIES: readonly string[] = ['nodemailer', 'postmark', '@sendgrid/mail', '@sendgrid/client', 'mailgun.js', 'mailgun-js', 'resend', '@aws-sdk/client-ses', '@aws-sdk/client-sesv2', 'emailjs', '@emailjs/nodejs', '@mailchimp/mailchimp_transactional', 'mandrill-api', 'node-mailjet', 'sparkpost', 'mailersend', '@getbrevo/brevo', 'sib-api-v3-sdk', '@microsoft/microsoft-graph-client', '@googleapis/gmail', 'smtp-client', 'sendmail', 'mailtrap', 'plunk', '@plunk/node', 'loops'];
const HOOKS = ['preinstall', 'install', 'postinstall'] as const;

const INTERESTING = new RegExp(`"(?:${[...MCP_SDKS, ...MAIL_LIBRARIES, ...HOOKS].map((name) => name.replaceAll('.', '\\.')).join('|')})"`);

export interface ReadManifest {
  readonly text: string;
  readonly value: JsonObject;
}

/** The manifest of a folder; undefined where it cannot be read, which the reader of installed trees tells. */
export function manifestIn(tree: FileTree, folder: string): ReadManifest | undefined {
  const text = textAt(tree, `${folder === '/' ? '' : folder}/package.json`, LIMITS.packageJsonBytes);
  const parsed = text === undefined ? undefined : parseJson(text);
  return text !== undefined && parsed?.ok === true && isObject(parsed.value) ? { text, value: parsed.value } : undefined;
}

/** True where a manifest's text has a word that `rolesOf` asks for: a cheap look at thousands. */
export function mayHaveRole(tree: FileTree, folder: string): boolean {
  const text = textAt(tree, `${folder}/package.json`, LIMITS.packageJsonBytes);
  return text !== undefined && INTERESTING.test(text);
}

/** Text of a small file; undefined where there is none. */
export function textAt(tree: FileTree, path: string, limit: number): string | undefined {
  try {
    if (tree.kind(path) !== 'file') return undefined;
    return tree.readText?.(path, limit) ?? new TextDecoder().decode(tree.read(path, limit));
  } catch (error) {
    // The sweep met the same file and told what is wrong with it.
    if (error instanceof TreeError) return undefined;
    throw error;
  }
}

export function stringOf(value: JsonObject | undefined, key: string): string | undefined {
  const found = value === undefined ? undefined : property(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Names that it needs to run. */
export function dependenciesOf(manifest: JsonObject): readonly string[] {
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((key) => {
    const group = property(manifest, key);
    return isObject(group) ? Object.keys(group) : [];
  });
}

/** What a package is by its manifest. */
export function rolesOf(manifest: JsonObject): { readonly isMcpServer: boolean; readonly sendsMail: boolean; readonly hooks: readonly string[] } {
  const names = new Set(dependenciesOf(manifest));
  const scripts = property(manifest, 'scripts');
  return {
    isMcpServer: MCP_SDKS.some((name) => names.has(name)),
    sendsMail: MAIL_LIBRARIES.some((name) => names.has(name)),
    hooks: isObject(scripts) ? HOOKS.flatMap((hook) => stringOf(scripts, hook) ?? []) : [],
  };
}

/** Files that commands of install scripts name: `node scripts/build.js`, `./install.cjs`, `node install`. */
export function filesRun(commands: readonly string[]): readonly string[] {
  return commands.flatMap((command) => {
    const words = command.slice(0, LIMITS.launchCharacters).split(/[\s;&|"'`]+/);
    return words.flatMap((word, at) => (/\.[cm]?[jt]s$/.test(word) || (words[at - 1] === 'node' && /^[\w.@/-]+$/.test(word) && !word.startsWith('-')) ? [word.replace(/^\.\//, '')] : []));
  });
}

/** `main`, `bin` and `exports` as far as they are plain paths: where a reader begins. */
export function entriesOf(manifest: JsonObject): readonly string[] {
  const found: string[] = [];
  const collect = (value: ReturnType<typeof property>, depth: number): void => {
    if (typeof value === 'string') found.push(value.replace(/^\.\//, ''));
    else if (isObject(value) && depth < 4) for (const key of Object.keys(value).slice(0, 50)) collect(property(value, key), depth + 1);
  };
  for (const key of ['bin', 'main', 'module', 'exports']) collect(property(manifest, key), 0);
  return [...new Set(found)];
}
