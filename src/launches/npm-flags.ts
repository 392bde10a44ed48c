// Flags of npm and npx as npm takes them: the list from npm/cli workspaces/config/lib/definitions/definitions.js (11.19), the order of
// steps from bin/npx-cli.js and npm/nopt. Only what decides which package runs is kept.
import { hasSecretName } from '../text/named-value.ts';
import { withoutCredentials } from '../text/printable.ts';

const BOOLEAN = new Set((
  'all allow-same-version audit bin-links bypass-2fa commit-hooks dangerously-allow-all-scripts description dev diff-ignore-all-space diff-name-only diff-no-prefix diff-text '
  + 'dry-run engine-strict expect-results force foreground-scripts format-package-lock fund git-tag-version global global-style if-present ignore-scripts include-staged '
  + 'include-workspace-root include-attestations init-private install-links json legacy-bundling legacy-peer-deps link long offline omit-lockfile-registry-resolved optional '
  + 'package-lock package-lock-only parseable allow-scripts-pending allow-scripts-pin prefer-dedupe prefer-offline prefer-online production progress provenance read-only rebuild-bundle '
  + 'save save-bundle save-dev save-exact save-optional save-peer save-prod shrinkwrap sign-git-commit sign-git-tag strict-peer-deps strict-allow-scripts strict-ssl timing unicode '
  + 'update-notifier usage version versions workspaces workspaces-update yes browser color packages-all'
).split(' '));
const VALUED = new Set((
  '_auth access allow-directory allow-file allow-git allow-remote allow-scripts also audit-level auth-type before ca cache cache-max cache-min cafile call cert cidr cpu depth diff '
  + 'diff-dst-prefix diff-src-prefix diff-unified editor expect-result-count expires fetch-retries fetch-retry-factor fetch-retry-maxtimeout fetch-retry-mintimeout fetch-timeout git '
  + 'globalconfig heading https-proxy include init-author-email init-author-name init-author-url init-license init-module init-type init-version install-strategy key libc local-address '
  + 'location lockfile-version loglevel logs-dir logs-max maxsockets message min-release-age min-release-age-exclude name node-gyp node-options noproxy omit only orgs os otp package '
  + 'pack-destination packages prefix preid provenance-file proxy registry replace-registry-host save-prefix sbom-format sbom-type scope scopes packages-and-scopes-permission '
  + 'orgs-permission password token-description script-shell searchexclude searchlimit searchopts searchstaleness shell tag tag-version-prefix umask user-agent userconfig viewer which workspace'
).split(' '));
/** Short forms; those that stand for a flag with its value already set take none. */
const SHORT: Readonly<Record<string, string>> = {
  d: 'all', dd: 'all', ddd: 'all', quiet: 'all', q: 'all', s: 'all', silent: 'all', verbose: 'all', desc: 'description', help: 'usage', local: 'global', n: 'yes', no: 'yes',
  porcelain: 'parseable', readonly: 'read-only', iwr: 'include-workspace-root', ws: 'workspaces', a: 'all', f: 'force', g: 'global', l: 'long', p: 'parseable', S: 'save', B: 'save-bundle',
  D: 'save-dev', E: 'save-exact', O: 'save-optional', P: 'save-prod', '?': 'usage', H: 'usage', h: 'usage', v: 'version', y: 'yes',
  'enjoy-by': 'before', reg: 'registry', c: 'call', L: 'location', m: 'message', C: 'prefix', w: 'workspace',
};
/** Forms that only npx has: bin/npx-cli.js rewrites them. */
const NPX: Readonly<Record<string, string>> = { p: 'package', shell: 'script-shell', 'no-install': 'yes', 'always-spawn': 'yes', 'ignore-existing': 'yes', 'shell-auto-fallback': 'yes' };
/** Forms that npx drops together with the word behind them, whatever that is. */
const DROPPED = new Set(['npm', 'node-arg', 'n']);
const ALL = [...BOOLEAN, ...VALUED];

/** What a call of npm or npx says before the command. */
export interface NpmWords {
  readonly packages: readonly string[];
  readonly call?: string;
  readonly registry?: string;
  readonly prefix?: string;
  /** Words that are no flags: for npx the package or program, then its arguments. */
  readonly words: readonly string[];
  /** A flag that npm does not know, with a word behind it that may be its value. */
  readonly unknown?: string;
}

interface Rules {
  /** npx stops at the first word; npm goes on until `--`. */
  readonly npx: boolean;
  /** The word behind an unknown flag: its value (npm 10), or a word of its own (npm 11). */
  readonly unknown: 'value' | 'word';
}

/** Reads the words behind `npx` or `npm`. Linear. */
export function readNpmWords(args: readonly string[], rules: Rules): NpmWords {
  const packages: string[] = [];
  const words: string[] = [];
  const found: { call?: string; registry?: string; prefix?: string; unknown?: string } = {};
  let at = 0;
  for (; at < args.length; at += 1) {
    const word = args[at] as string;
    if (/^-{2,}$/.test(word)) { at += 1; break; }
    if (!word.startsWith('-') || word === '-') {
      if (rules.npx) break;
      words.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const flag = flagOf(word.slice(0, equals === -1 ? undefined : equals), rules.npx);
    const next = args[at + 1];
    if (flag.kind === 'dropped') {
      if (equals === -1) at += 1;
      continue;
    }
    if (flag.steppedOver && equals === -1 && next !== undefined && !next.startsWith('-')) {
      words.push(next);
      at += 1;
      continue;
    }
    if (flag.kind === 'unknown' && equals === -1 && next !== undefined && !next.startsWith('-')) {
      found.unknown ??= word;
      // npx has already stepped over it, so it does not end the flags.
      if (rules.unknown === 'word') words.push(mayBeSecret(word, next) ? '' : next);
      at += 1;
      continue;
    }
    if (flag.kind !== 'valued') {
      if (flag.kind === 'boolean' && !rules.npx && equals === -1 && (next === 'true' || next === 'false')) at += 1;
      continue;
    }
    const takesNext = equals === -1 && next !== undefined && !/^-{1,2}[^-]/.test(next) && !/^-{2,}$/.test(next);
    const value = equals === -1 ? (takesNext ? next : '') : word.slice(equals + 1);
    if (takesNext) at += 1;
    if (flag.name === 'package') packages.push(...value.split(/\n\n/).map((text) => text.trim()).filter((text) => text !== ''));
    else if (flag.name === 'call') found.call = value;
    else if (flag.name === 'registry') found.registry = withoutCredentials(value);
    else if (flag.name === 'prefix') found.prefix = value;
  }
  for (; at < args.length; at += 1) words.push(args[at] as string);
  return { packages, words, ...found };
}

// `--api-key VALUE pkg`: to a newer npm the value is the package. A word that is plainly a package's is kept, a key is not.
function mayBeSecret(flag: string, word: string): boolean {
  return hasSecretName(flag) && !/^[a-z]+(?:-[a-z]+)*$|^(?:@[a-z0-9-]+\/)?[a-z][a-z0-9.-]*@(?:[\^~]?\d[\w.-]*|latest|next|beta|npm:.*)$|^@[a-z0-9-]+\/[a-z0-9.-]+$/.test(word);
}

interface NpmFlag {
  readonly kind: 'boolean' | 'valued' | 'dropped' | 'unknown';
  readonly name: string;
  /** A switch to npm that npx's own first step does not know: it steps over the next word, so that flags behind it are still npx's. */
  readonly steppedOver: boolean;
}

function flagOf(word: string, npx: boolean): NpmFlag {
  const written = word.replace(/^-+/, '');
  const special = npx && Object.hasOwn(NPX, written) ? NPX[written] as string : undefined;
  if (special !== undefined) return { kind: BOOLEAN.has(special) ? 'boolean' : 'valued', name: special, steppedOver: false };
  if (npx && DROPPED.has(written)) return { kind: 'dropped', name: written, steppedOver: false };
  const flag = npmFlag(word, written);
  const known = BOOLEAN.has(written) || (Object.hasOwn(SHORT, written) && !/^(?:local|no)$/.test(written));
  return { ...flag, steppedOver: npx && flag.kind === 'boolean' && !known };
}

function npmFlag(word: string, written: string): { readonly kind: 'boolean' | 'valued' | 'unknown'; readonly name: string } {
  let name = written;
  if (Object.hasOwn(SHORT, name)) name = SHORT[name] as string;
  else if (!BOOLEAN.has(name) && !VALUED.has(name)) {
    const glued = gluedShort(word, name);
    if (glued !== undefined) name = glued;
  }
  // `--no-x` is a switch to every npm, known or not.
  if (/^no-/i.test(name)) return { kind: 'boolean', name };
  if (!BOOLEAN.has(name) && !VALUED.has(name)) name = abbreviated(name) ?? name;
  return { kind: BOOLEAN.has(name) ? 'boolean' : VALUED.has(name) || /^(?:@[^:]+:registry|\/\/.*)$/.test(name) ? 'valued' : 'unknown', name };
}

// `-yq` is `-y -q`; only the last can take the next word.
function gluedShort(word: string, name: string): string | undefined {
  if (word.startsWith('--') || name.length < 2 || name.length > 16) return undefined;
  const letters = [...name];
  return letters.every((letter) => Object.hasOwn(SHORT, letter)) ? SHORT[letters.at(-1) as string] : undefined;
}

// npm takes any beginning of a flag that only one flag has: `--packag=x` asks for a package too.
function abbreviated(name: string): string | undefined {
  if (name.length < 3 || name.length > 40) return undefined;
  const fitting = ALL.filter((flag) => flag.startsWith(name));
  return fitting.length === 1 ? fitting[0] : undefined;
}
