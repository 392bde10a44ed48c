// Values of variables, headers and flags, reduced to what may be kept: the name, the kind of value, whether it reads like a secret.
// Sources of the variables that load code: https://nodejs.org/docs/latest-v20.x/api/cli.html#node_optionsoptions,
// ld.so(8), dyld(1), https://docs.npmjs.com/cli/using-npm/config#environment-variables
import type { NamedValue } from '../model/server.ts';
import { withoutCredentials } from './printable.ts';

/** Keyed hash of a value, lower-case hexadecimal digits. */
export type ValueDigest = (value: string) => string;

/** Variables with which somebody else's code or registry gets into a program, compared without case. */
const LOADERS = /^(?:node_options|node_path|ld_preload|ld_library_path|ld_audit|dyld_\w+|pythonpath|pythonstartup|path|bash_env|env|perl5opt|rubyopt|java_tool_options|npm_config_(?:registry|userconfig|globalconfig|cache|prefix|script_shell|node_options|ignore_scripts)|npm_config_@[^:]*:registry|bun_config_registry|yarn_registry|yarn_npm_registry_server|uv_index_url|uv_default_index|pip_index_url|pip_extra_index_url|node_extra_ca_certs|node_tls_reject_unauthorized)$/i;
/**
 * Words that name a secret wherever they end (`PGPASSWORD`, `GITHUBTOKEN`), and short ones that count only as words of their own.
 * `ENV` and `PATH` are read by shells of every kind, so an ordinary value is no sign.
 */
const SECRET_NAME = /(?:api[-_]?keys?|access[-_]?keys?|secret|token|passw(?:or)?d|passphrase|private[-_]?key|client[-_]?secret|authorization)(?:$|[^a-z])|(?:^|[^a-z])(?:pwd|passwd|pass|credentials?|creds?|auth|bearer|cookie|session[-_]?id|dsn|connection[-_]?string|conn[-_]?str|pat|otp|key)(?:$|[^a-z])/i;
/** Says where a secret is or how it is handled: `--token-file`, `AUTH_TYPE`. */
const ABOUT_A_SECRET = /[-_](?:file|path|dir|name|env|env[-_]?var|var|url|uri|endpoint|type|mode|method|provider|timeout|ttl|expiry|expires|length|limit)$/i;
/** Beginnings that services give to their keys, each as its own documentation states it. */
const SECRET_FORM = /^(?:(?:Bearer|Basic|token)\s+\S{8,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,}|sk-[\w-]{16,}|sk_(?:live|test)_\w{16,}|rk_(?:live|test)_\w{16,}|xox[abeprs]-[\w-]{10,}|AKIA[0-9A-Z]{12,}|ASIA[0-9A-Z]{12,}|AIza[\w-]{30,}|ya29\.[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|hf_\w{20,}|pypi-\w{16,}|dop_v1_\w{32,}|ntn_\w{20,}|secret_\w{20,}|lin_api_\w{20,}|figd_[\w-]{20,}|sbp_\w{20,})/;
/** `${X}`, `$X`, `%X%`, `${{ secrets.X }}`, `${input:x}`, `{{x}}`, `{env:X}` (opencode), `$(op read x)`: what a client, a shell or a workflow fills in. */
const REFERENCES = /\$\{\{[^{}]{0,200}\}\}|\$\{[^{}]{1,200}\}|\$env:\w{1,100}|\$[A-Za-z_]\w{0,100}|%\w{1,100}%|\{\{[^{}]{0,200}\}\}|\{(?:env|file):[^{}]{1,200}\}|<[^<>]{1,100}>|\$\([^()]{1,500}\)|`[^`]{1,500}`/g;
/** What may stand before a reference without being a secret itself: `Bearer `, `token=`. */
const SCHEME = /^\s{0,8}(?:[A-Za-z][A-Za-z-]{0,15}[ =:]\s{0,8})?$/;
/** `${NAME:-value}`: the value stands there in clear. */
const DEFAULTED = /^(?:Bearer |Basic |token )?\$\{\w{1,100}:?[-=]([^{}]*)\}$/;
/** A password in an address, or in the `Name=value;` lists of database drivers. */
const SECRET_INSIDE = /^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#\s:@]*:[^/?#\s@]+@|(?:^|;)\s?(?:password|pwd|accountkey|sharedaccesskey)\s?=[^;]|[?&](?:api[-_]?key|key|token|access[-_]?token|secret|sig)=[^&]/i;

/** What may be kept of one value. `digest` is asked for literals only. */
export function namedValue(place: NamedValue['in'], name: string, value: unknown, digest?: ValueDigest): NamedValue {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return { name, in: place, value: 'not-text', secret: false };
  const text = String(value);
  if (text === '') return { name, in: place, value: 'empty', secret: false };
  const fallback = DEFAULTED.exec(text)?.[1];
  // A default that reads like a secret stands in clear. Any other leaves the variable as what counts.
  if (fallback !== undefined && isSecret(name, fallback)) return namedValue(place, name, fallback, digest);
  if (fallback !== undefined || isReference(text)) return { name, in: place, value: 'reference', secret: false };
  const loads = place === 'environment' && LOADERS.test(name) ? loadsOf(name, text) : undefined;
  return {
    name,
    in: place,
    value: 'literal',
    secret: loads === undefined && isSecret(name, text),
    ...(digest ? { digest: digest(text) } : {}),
    ...(loads === undefined ? {} : { loads }),
  };
}

/** True where a name or the form of a value says that it is a key, a token or a password. */
export function isSecret(name: string, value: string): boolean {
  if (SECRET_FORM.test(value) || SECRET_INSIDE.test(value)) return true;
  if (!hasSecretName(name)) return false;
  return value.length >= 6 && !/^(?:true|false|none|null|yes|no|\d{1,5}|your[-_ ].*|x{3,}|<.*>|\*+|changeme)$/i.test(value) && !/^(?:\.{0,2}[/\\]|[A-Za-z]:\\|~\/|file:)/.test(value);
}

/** True for a name that keys, tokens and passwords have. Words between case changes count as words: `apiKey`, `authToken`. */
export function hasSecretName(name: string): boolean {
  const words = name.slice(0, 256).replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return SECRET_NAME.test(words) && !ABOUT_A_SECRET.test(words);
}

/** True for a value that somebody else fills in: `${X}`, `$X`, `%X%`, `${{ secrets.X }}`, `<your key>`. */
export function isReference(value: string): boolean {
  const rest = value.replace(REFERENCES, '');
  return rest !== value && SCHEME.test(rest) && !DEFAULTED.test(value);
}

/** True where a variable of this name changes which code a program loads, or where packages come from. */
export function loadsCode(name: string): boolean {
  return LOADERS.test(name);
}

// What the value names, so that it can be judged without being kept.
function loadsOf(name: string, value: string): readonly string[] {
  if (/^node_options$|^npm_config_node_options$/i.test(name)) return nodeOptions(value);
  if (/registry|index/i.test(name)) return value.split(/\s+/).filter((part) => part !== '').map(withoutCredentials);
  return value.split(/[:;]/).filter((part) => part !== '').slice(0, 64);
}

// Only the options that load a file; `--max-old-space-size` and its like name none.
function nodeOptions(value: string): readonly string[] {
  const words = value.match(/"[^"]*"|\S+/g) ?? [];
  const loaded: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const option = /^(--require|-r|--import|--loader|--experimental-loader|--env-file|--env-file-if-exists|--openssl-config|--inspect(?:-brk)?)(?:=(.*))?$/.exec(words[at] as string);
    if (!option) continue;
    const takesNext = option[2] === undefined && !(option[1] as string).startsWith('--inspect');
    loaded.push(`${option[1]} ${option[2] ?? (takesNext ? words[at + 1] ?? '' : '')}`.trim());
    if (takesNext) at += 1;
  }
  return loaded;
}
