// One package as a command line or an npx cache asks for it: `name`, `name@range`, `alias@npm:real@1`, a git address, a tarball, a path.
// The order of the tests is that of https://github.com/npm/npm-package-arg, the hosts are those of https://github.com/npm/hosted-git-info,
// ranges are those of https://github.com/npm/node-semver#ranges in loose form. `text/` has it because two rooms read such words.
import { identityOfTarballUrl } from './registry-url.ts';
import { withoutCredentials } from './printable.ts';

/** How firmly a registry spec names a version. `none`: nothing stands behind the name. */
export type RegistrySpecClass = 'exact' | 'range' | 'tag' | 'none';

/** What one word asks for. `spec` and `url` never hold user, password or query; `stripped` says that something was taken out. */
export type PackageSpec =
  | { readonly source: 'registry' | 'jsr'; readonly name: string; readonly spec: string; readonly class: RegistrySpecClass; readonly alias?: string }
  | { readonly source: 'git'; readonly spec: string; readonly url: string; readonly class: 'git-commit' | 'git-branch'; readonly alias?: string; readonly stripped: boolean }
  /** `name` only where the path has the form of a registry's tarball. */
  | { readonly source: 'url'; readonly spec: string; readonly url: string; readonly name?: string; readonly alias?: string; readonly stripped: boolean }
  | { readonly source: 'file'; readonly spec: string; readonly path: string; readonly alias?: string }
  /** No version of npm can resolve it. */
  | { readonly source: 'broken'; readonly name?: string; readonly spec: string };

const HOSTS: Readonly<Record<string, string>> = { github: 'github.com', gitlab: 'gitlab.com', bitbucket: 'bitbucket.org', gist: 'gist.github.com' };
const URL_LIKE = /^(?:git\+)?[a-z]+:/i;
/** `user@host.tld:path`, as ssh and scp write it. */
const SCP = /^(?:[^@\s]{1,200}@)?([^:@/\s]{1,200}\.[^:@/\s]{1,100}):(?!\/\/)(.+)$/s;
const LOCAL_PATH = /^(?:\.|~[/\\]|[/\\]|[a-z]:(?:[/\\]|$))/i;
const ARCHIVE = /\.(?:tgz|tar\.gz|tar)$/i;
const EXACT = /^[v=\s]{0,8}\d{1,16}\.\d{1,16}\.\d{1,16}(?:-?[0-9A-Za-z-][0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]*)?$/;
const COMPARATOR = /^[<>=~^]{0,4}[v=]{0,4}(?:[xX*]|\d{1,16})(?:\.(?:[xX*]|\d{1,16})){0,2}(?:-?[0-9A-Za-z-][0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]*)?$/;
/** What `encodeURIComponent` leaves alone: npm refuses any other tag and name. */
const UNRESERVED = /^[\w.!~*'()-]+$/;

/** Reads one word. Pure, linear, never throws. */
export function readPackageSpec(word: string): PackageSpec {
  const at = word.indexOf('@', 1);
  const head = at > 0 ? word.slice(0, at) : word;
  if (URL_LIKE.test(word)) return readTarget(word);
  if (/^[^@\s]+@[^:.]+\.[^:]+:/.test(word.slice(0, 500)) && !word.startsWith('@')) return readGit(word, undefined);
  if (!head.startsWith('@') && (/[/\\]/.test(head) || ARCHIVE.test(head))) return readTarget(word);
  if (at > 0) return readNamed(head, word.slice(at + 1));
  return isPackageName(word) ? { source: 'registry', name: word, spec: '', class: 'none' } : { source: 'broken', spec: word };
}

/** True for a name that a registry can hold, scoped or not. */
export function isPackageName(name: string): boolean {
  if (name.length > 214 || /^[._-]/.test(name) || /^(?:node_modules|favicon\.ico)$/i.test(name)) return false;
  const scoped = /^@([^/]+)\/([^/]+)$/.exec(name);
  return scoped ? UNRESERVED.test(scoped[1] as string) && UNRESERVED.test(scoped[2] as string) && !(scoped[2] as string).startsWith('.') : UNRESERVED.test(name);
}

/** The class of what stands behind a name; undefined where it is neither version, range nor a tag that npm takes. */
export function registrySpecClass(spec: string): RegistrySpecClass | undefined {
  const text = spec.trim();
  if (text === '') return 'none';
  if (text.length <= 256 && EXACT.test(text)) return 'exact';
  if (text.length <= 256 && isRange(text)) return 'range';
  return UNRESERVED.test(text) ? 'tag' : undefined;
}

function isRange(text: string): boolean {
  return text.split('||').every((part) => {
    // An operator may stand apart from its version: `>= 1.0.0`.
    const words = part.replace(/([<>=~^])\s+/g, '$1').split(/\s+/).filter((word) => word !== '');
    if (words.length === 3 && words[1] === '-') return COMPARATOR.test(words[0] as string) && COMPARATOR.test(words[2] as string);
    return words.every((word) => COMPARATOR.test(word));
  });
}

function readNamed(name: string, spec: string): PackageSpec {
  if (!isPackageName(name)) return { source: 'broken', spec };
  if (/^(?:npm|jsr):/i.test(spec)) return aliased(readTarget(spec, name), name);
  if (URL_LIKE.test(spec) || /[/\\]/.test(spec) || LOCAL_PATH.test(spec) || ARCHIVE.test(spec)) return aliased(readTarget(spec), name);
  const kind = registrySpecClass(spec);
  return kind === undefined ? { source: 'broken', name, spec } : { source: 'registry', name, spec: spec.trim(), class: kind };
}

function aliased(target: PackageSpec, alias: string): PackageSpec {
  if (target.source === 'broken') return target;
  return 'name' in target && target.name === alias ? target : { ...target, alias };
}

function readTarget(spec: string, name?: string): PackageSpec {
  if (/^file:/i.test(spec) || LOCAL_PATH.test(spec)) return { source: 'file', spec, path: pathOf(spec) };
  if (/^npm:/i.test(spec)) return readAliasTarget(spec.slice(4), name);
  if (/^jsr:/i.test(spec)) return readJsr(spec.slice(4), name);
  if (/^(?:git\+|git:|ssh:|github:|gitlab:|bitbucket:|gist:)/i.test(spec)) return readGit(spec, undefined);
  if (/^https?:/i.test(spec)) return readWeb(spec);
  if (URL_LIKE.test(spec)) return { source: 'broken', spec: withoutCredentials(spec) };
  const shortcut = /^([^/@\s#:]+)\/([^/@\s#:]+)(?:#|$)/.exec(spec);
  if (shortcut && !ARCHIVE.test(spec)) return readGit(spec, 'github.com');
  return { source: 'file', spec, path: spec };
}

// `file:///x`, and `file://x` as npm has always taken it, are `/x`.
function pathOf(spec: string): string {
  return spec.replace(/^file:\/\/+/i, '/').replace(/^file:/i, '');
}

// npm refuses an alias of an alias, and one of anything but a registry package. Yarn and pnpm also write `npm:^1.0.0`.
function readAliasTarget(target: string, name: string | undefined): PackageSpec {
  const at = target.indexOf('@', 1);
  const real = at === -1 ? target : target.slice(0, at);
  if (at === -1 && name !== undefined && /^[\d^~<>=*]/.test(target)) return readNamed(name, target);
  const spec = at === -1 ? '' : target.slice(at + 1);
  const kind = registrySpecClass(spec);
  return isPackageName(real) && kind !== undefined ? { source: 'registry', name: real, spec: spec.trim(), class: kind } : { source: 'broken', spec: `npm:${target}` };
}

/** https://jsr.io/docs/npm-compatibility: `jsr:@scope/name@range`, or `@scope/name@jsr:range`. */
function readJsr(target: string, name: string | undefined): PackageSpec {
  const at = target.indexOf('@', 1);
  const scoped = target.startsWith('@');
  const real = scoped ? (at === -1 ? target : target.slice(0, at)) : name;
  const spec = scoped ? (at === -1 ? '' : target.slice(at + 1)) : target;
  const kind = registrySpecClass(spec);
  return real !== undefined && isPackageName(real) && kind !== undefined ? { source: 'jsr', name: real, spec: spec.trim(), class: kind } : { source: 'broken', spec: `jsr:${target}` };
}

// npm takes the plain address of a repository at a known host for git, every other web address for a tarball.
function readWeb(spec: string): PackageSpec {
  const clean = withoutCredentials(spec);
  const host = /^https?:\/\/(?:www\.)?(github\.com|gitlab\.com|bitbucket\.org)\/([^/]+)\/([^/]+?)(?:\.git)?\/?(?:tree\/([^/]+)\/?)?$/i.exec(clean);
  if (host) return git(`https://${(host[1] as string).toLowerCase()}/${host[2]}/${host[3]}`, host[4] ?? fragmentOf(spec), hasCredentials(spec));
  const identity = identityOfTarballUrl(clean);
  return { source: 'url', spec: clean, url: clean, ...(identity ? { name: identity.name } : {}), stripped: clean !== spec };
}

function readGit(spec: string, host: string | undefined): PackageSpec {
  const body = spec.replace(/#.*$/s, '');
  const short = /^(github|gitlab|bitbucket|gist):(?!\/\/)(.*)$/is.exec(body);
  const domain = host ?? (short ? HOSTS[(short[1] as string).toLowerCase()] : undefined);
  if (domain !== undefined) return git(`https://${domain}/${repository(short ? (short[2] as string) : body)}`, fragmentOf(spec), /@/.test(body));
  const scp = SCP.exec(body.replace(/^(?:git\+)?ssh:\/\//i, ''));
  if (scp && !/^\d+(?:\/|$)/.test(scp[2] as string)) return git(`ssh://${scp[1]}/${repository(scp[2] as string)}`, fragmentOf(spec), false);
  return git(withoutCredentials(body.replace(/^git\+/i, '')).replace(/\.git$/, ''), fragmentOf(spec), hasCredentials(spec));
}

// `token:x-oauth-basic@owner/repo` is taken by npm's hosts.
function repository(path: string): string {
  return path.slice(path.lastIndexOf('@') + 1).replace(/^\/+/, '').replace(/\.git$/, '').replace(/\?.*$/s, '');
}

function fragmentOf(spec: string): string {
  const hash = spec.indexOf('#');
  return hash === -1 ? '' : spec.slice(hash + 1);
}

function git(url: string, ref: string, stripped: boolean): PackageSpec {
  // `#path:sub::<commit>`; a short hash can be a branch or a tag too.
  const commit = ref.split('::').some((part) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(part));
  return { source: 'git', spec: `git+${url}${ref === '' ? '' : `#${ref}`}`, url, class: commit ? 'git-commit' : 'git-branch', stripped };
}

// The user `git` of an ssh address is no secret.
function hasCredentials(spec: string): boolean {
  const user = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/i.exec(spec)?.[1];
  return (user !== undefined && user !== 'git') || /\?/.test(spec.replace(/#.*$/s, ''));
}
