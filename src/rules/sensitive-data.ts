// What of value a request or a message carries away: the environment, secrets, files with credentials, data about the machine.
import type { Behavior, FileBehavior, NetworkBehavior, Origin } from '../model/behavior.ts';
import type { CodeFacts } from './contract.ts';
import { shorten } from '../text/printable.ts';

/** `secrets`: two or more variables of different services. `secret`: one, or several of one service. */
export type Sensitive = 'environment' | 'secrets' | 'secret' | 'credential-file' | 'machine' | 'argument';

export interface Carried {
  readonly what: Sensitive;
  readonly words: string;
  /** Names of the variables or paths. */
  readonly names: readonly string[];
}

const SECRET = /(?:^|_)(?:TOKEN|KEY|SECRET|PASSWORD|PASSWD|CREDENTIALS?|PRIVATE|MNEMONIC|SEED|APIKEY|PAT|PWD|AUTH)(?:$|_)|(?:TOKEN|APIKEY|SECRET|PASSWORD)$/;
/** Settings and addresses whose names hold such a word without being secret. */
const NO_SECRET = /(?:_(?:URL|HOST|PORT|PATH|FILE|DIR|NAME|ID|TTL|REGION|ENABLED|TYPE|VERSION|MODE)|^(?:PWD|OLDPWD|INIT_CWD))$/;

/** First words that name no service. */
const GENERIC: ReadonlySet<string> = new Set(['ACCESS', 'ADMIN', 'API', 'APP', 'AUTH', 'BEARER', 'BOT', 'CLIENT', 'DB', 'DATABASE', 'DEFAULT', 'ENCRYPTION', 'JWT', 'MASTER', 'MY', 'PERSONAL', 'PRIVATE', 'PROXY', 'REFRESH', 'SECRET', 'SERVER', 'SERVICE', 'SESSION', 'SIGNING', 'TOKEN', 'USER', 'VITE', 'NEXT', 'REACT']);

/** What telemetry tells of any machine of its kind. */
const PLAIN_MACHINE = /^(?:navigator|location)\.|(?:^|\.)(?:pid|ppid|title|execPath|platform|arch|release|type|version|EOL|endianness|tmpdir|cpus|totalmem|freemem|loadavg|uptime|constants|machine|availableParallelism)\b/;

/** True for the name of a variable that holds a secret by its words. */
export function isSecretName(name: string): boolean {
  const upper = name.toUpperCase();
  return SECRET.test(upper) && !NO_SECRET.test(upper);
}

/** What the request carries: in what it sends, and in the parts of its address (a DNS label, a query). */
export function carriedBy(facts: CodeFacts, request: NetworkBehavior): readonly Carried[] {
  const origins = [...request.sends, ...request.origins.filter((origin) => origin.kind !== 'argument')];
  return carriedIn(facts, request, origins);
}

/** What values of these origins hold, at the place of a behaviour. */
export function carriedIn(facts: CodeFacts, at: Behavior, origins: readonly Origin[]): readonly Carried[] {
  const files = credentialFilesIn(facts, at, origins);
  const names = [...new Set(origins.flatMap((origin) => (origin.kind === 'environment' && origin.name !== undefined && isSecretName(origin.name) ? [origin.name] : [])))];
  const machine = origins.some((origin) => origin.kind === 'machine' && !PLAIN_MACHINE.test(origin.name ?? ''));
  const carried: Carried[] = [];
  if (origins.some((origin) => origin.kind === 'environment' && origin.name === undefined) && takesWhole(facts, at)) carried.push({ what: 'environment', words: 'the whole environment', names: [] });
  if (names.length > 0) carried.push({ what: new Set(names.map(service).filter((word) => !GENERIC.has(word))).size > 1 ? 'secrets' : 'secret', words: `the values of ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}`, names });
  if (files.length > 0) carried.push({ what: 'credential-file', words: `the content of ${shorten(files.map(({ path, credential }) => path ?? credential ?? '').join(', '), 120)}`, names: files.flatMap(({ path }) => path ?? []) });
  if (machine) carried.push({ what: 'machine', words: 'data about the machine', names: [] });
  if (origins.some(({ kind }) => kind === 'argument')) carried.push({ what: 'argument', words: 'what its caller gives', names: [] });
  return carried;
}

/** `AWS` of `AWS_SECRET_ACCESS_KEY`: variables of one service begin alike. */
export function service(name: string): string {
  return (name.split('_')[0] ?? name).toUpperCase();
}

/** `POSTMARK_SERVER_TOKEN` and `api.postmarkapp.com`: the first word of a variable stands in a part of the address. */
export function belongsTo(names: readonly string[], { host, origins }: Pick<NetworkBehavior, 'host' | 'origins'>): boolean {
  const parts = [host ?? '', ...origins.flatMap((origin) => (origin.kind === 'constant' ? [origin.text.toLowerCase()] : []))];
  return names.some((name) => {
    const word = service(name).toLowerCase();
    return word.length > 2 && parts.some((part) => part.includes(word));
  });
}

/** True for `AUTH_TOKEN`, `API_KEY` and the like: a program's own, of no service that could be told. */
export function isGenericService(name: string): boolean {
  return GENERIC.has(service(name));
}

// An origin without a name can be one variable whose name is computed; that the whole is taken, another fact in that file tells.
function takesWhole(facts: CodeFacts, at: Behavior): boolean {
  return facts.behaviors.some((behavior) => behavior.kind === 'environment' && behavior.access === 'all' && behavior.place.path === at.place.path);
}

// The content of a file whose path is not known counts where the same function reads credentials.
function credentialFilesIn(facts: CodeFacts, at: Behavior, origins: readonly Origin[]): readonly FileBehavior[] {
  const contents = origins.filter((origin) => origin.kind === 'file');
  if (contents.length === 0) return [];
  const reads = facts.behaviors.filter((behavior): behavior is FileBehavior => behavior.kind === 'file' && behavior.access === 'read' && behavior.credential !== undefined);
  return reads.filter((read) => contents.some((content) => (content.path === undefined ? isBeside(read, at) : isSameFile(content.path, read.path))));
}

// One is written as the source has it, the other with `~` and `*`.
function isSameFile(written: string, placed: string | undefined): boolean {
  return placed !== undefined && baseOf(written) === baseOf(placed);
}

function baseOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

function isBeside(a: Behavior, b: Behavior): boolean {
  return a.place.path === b.place.path && a.within !== undefined && a.within === b.within;
}
