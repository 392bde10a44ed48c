// What a package says of itself to people: README and manifest, read only where its code does something worth judging.
import type { FileTree } from '../../model/ports.ts';
import { TreeError } from '../../model/ports.ts';
import type { PackageDocuments } from '../../rules/contract.ts';
import { isObject, type JsonObject, type JsonValue, property } from '../../text/json.ts';
import { textAt } from './manifests.ts';

const README_BYTES = 1024 * 1024;
const READMES = 5;

/** Sites where anybody's packages, code and mail live: no host of a package's own. */
const SHARED_HOSTS: ReadonlySet<string> = new Set(['github.com', 'www.github.com', 'gist.github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org', 'sr.ht', 'gitee.com', 'dev.azure.com', 'sourceforge.net', 'npmjs.com', 'npmjs.org', 'npm.im', 'unpkg.com', 'jsdelivr.com', 'jsr.io', 'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com', 'me.com', 'qq.com', '163.com', '126.com', 'protonmail.com', 'proton.me', 'gmx.de', 'gmx.net', 'web.de', 'mail.ru', 'yandex.ru', 'users.noreply.github.com', 'twitter.com', 'x.com', 'linkedin.com', 'medium.com', 'opencollective.com', 'patreon.com', 'spdx.org']);
/** Below these every user has a host: https://publicsuffix.org/ */
const SHARED_SUFFIXES = ['.github.io', '.gitlab.io', '.vercel.app', '.netlify.app', '.pages.dev', '.workers.dev', '.herokuapp.com', '.web.app', '.firebaseapp.com', '.glitch.me', '.repl.co', '.onrender.com', '.fly.dev', '.surge.sh', '.readthedocs.io'];

/** Nothing is read before it is asked for. */
export function documentsOf(tree: FileTree, folder: string, manifest: JsonObject | undefined, manifestText: string | undefined): PackageDocuments {
  let text: string | undefined;
  const all = () => (text ??= [manifestText ?? '', ...readmes(tree, folder)].join('\n').toLowerCase());
  return {
    mentions: (word) => mentions(all(), word.toLowerCase()),
    get ownHosts() { return manifest ? ownHosts(manifest) : []; },
  };
}

/** True where the word stands in the text and is no part of a longer one. Both in lower case. */
function mentions(text: string, word: string): boolean {
  if (word === '') return false;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const behind = text.slice(at + word.length, at + word.length + 2);
    // `evil.com` is not named by `notevil.com`, `x.evil.com` or `evil.com.au`; the end of a sentence is a boundary.
    if (!/[\w.+-]/.test(before) && !/^(?:[\w-]|\.\w)/.test(behind)) return true;
  }
  return false;
}

function readmes(tree: FileTree, folder: string): readonly string[] {
  try {
    return tree.list(folder).filter(({ name, kind }) => kind === 'file' && /^readme/i.test(name)).slice(0, READMES).flatMap(({ name }) => textAt(tree, `${folder === '/' ? '' : folder}/${name}`, README_BYTES) ?? []);
  } catch (error) {
    if (error instanceof TreeError) return [];
    throw error;
  }
}

function ownHosts(manifest: JsonObject): readonly string[] {
  const values = ['homepage', 'repository', 'bugs', 'author', 'maintainers', 'contributors'].flatMap((key) => texts(property(manifest, key), 0));
  const hosts = values.flatMap((value) => [...value.slice(0, 1000).matchAll(/(?:[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@]{0,200}@)?|@)([a-z0-9][a-z0-9.-]{1,252}\.[a-z]{2,63})/gi)].map((match) => (match[1] ?? '').toLowerCase().replace(/^www\./, '')));
  return [...new Set(hosts)].filter((host) => !SHARED_HOSTS.has(host) && !SHARED_SUFFIXES.some((suffix) => host.endsWith(suffix))).toSorted();
}

function texts(value: JsonValue | undefined, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (depth > 2 || value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.slice(0, 50).flatMap((item: JsonValue) => texts(item, depth + 1));
  return isObject(value) ? Object.keys(value).slice(0, 20).flatMap((key) => texts(property(value, key), depth + 1)) : [];
}
