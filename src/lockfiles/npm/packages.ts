// The `packages` part of npm lockfiles of versions 2 and 3 and of node_modules/.package-lock.json: a flat list whose keys are
// folders (https://docs.npmjs.com/cli/configuring-npm/package-lock-json#packages). What the keys do not tell, their node_modules do.
import { LIMITS } from '../../model/limits.ts';
import { isObject, type JsonObject, type JsonValue } from '../../text/json.ts';
import { addIdentity, applyMarks, applyResolved, type Draft, isExactVersion } from './entry.ts';
import { addToTree, isTooDeep, type Tree } from './tree.ts';
import { type ProblemList, quoted } from '../problem-list.ts';
import { isWebUrl } from '../../text/registry-url.ts';

const INSTALLED = 'node_modules/';
const ODD_FOLDER = 'is no folder inside the repository or beside it';

/** What a key says: the folder whose node_modules holds it and the local name; a key without node_modules is a folder of its own. */
export interface Place {
  readonly folder: string;
  /** Undefined for a folder of this repository, or beside it. */
  readonly name: string | undefined;
  /** Undefined where the key is of a form that npm writes. */
  readonly fault: string | undefined;
}

/** Reads a key. A faulty key still gets the likeliest name, so that the entry is matched. */
export function placeOf(key: string): Place {
  const at = key.lastIndexOf(INSTALLED);
  if (at === -1 || (at > 0 && key.charCodeAt(at - 1) !== 0x2f)) return { folder: key, name: undefined, fault: isOddFolder(key) ? ODD_FOLDER : undefined };
  const folder = at === 0 ? '' : key.slice(0, at - 1);
  const name = key.slice(at + INSTALLED.length);
  if (!isLocalName(name)) return { folder, name, fault: 'has no package name after node_modules' };
  return { folder, name, fault: at > 0 && isOddFolder(folder) ? ODD_FOLDER : undefined };
}

function isLocalName(name: string): boolean {
  const slash = name.indexOf('/');
  if (slash === -1) return name !== '' && name !== '.' && name !== '..' && name.charCodeAt(0) !== 0x40;
  return name.charCodeAt(0) === 0x40 && slash > 1 && slash < name.length - 1 && !name.includes('/', slash + 1) && !name.includes('/.');
}

// npm links to folders beside the project (`../x`), so leading `..` are healthy; anywhere else they lead astray.
function isOddFolder(folder: string): boolean {
  if (folder.startsWith('/') || folder.includes('//') || folder.endsWith('/') || folder.includes('\\') || /^[A-Za-z]:/.test(folder)) return true;
  if (!folder.includes('.')) return false;
  const inner = folder.replace(/^(?:\.\.(?:\/|$))+/, '');
  return inner.split('/').some((segment) => segment === '.' || segment === '..');
}

/** Receives what is read. */
export interface Reading {
  readonly problems: ProblemList;
  readonly tree: Tree;
  /** True for a folder that the root's `workspaces` names. */
  readonly isMember: (folder: string) => boolean;
}

/** One entry as a Package; undefined where it is no object (a problem then says so). `id` is its key, or a longer one where the key stands twice. */
export function packageOfEntry(key: string, value: JsonValue | undefined, id: string, reading: Reading): Draft | undefined {
  const { problems } = reading;
  if (!isObject(value)) {
    problems.add('unknown-entry', `the entry ${quoted(key)} is not an object`, id);
    return undefined;
  }
  const place = placeOf(key);
  if (isStoreFolder(key, value)) return folderPackage(key, value, id, reading);
  if (place.fault !== undefined) problems.add('unknown-entry', `the key ${quoted(key)} ${place.fault}`, id);
  if (isTooDeep(key)) problems.add('too-deep', `the key ${quoted(key)} has more than ${LIMITS.nesting} levels`, id);
  return place.name === undefined ? folderPackage(key, value, id, reading) : installedPackage(place.folder, place.name, value, id, reading);
}

// The hidden lockfile of `--install-strategy=linked` lists the folder around each package of the store, empty. One that says
// anything of itself is an entry like any other.
function isStoreFolder(key: string, entry: JsonObject): boolean {
  return key.startsWith('node_modules/.store/') && !key.includes('/node_modules/') && Object.keys(entry).length === 0;
}

function folderPackage(key: string, entry: JsonObject, id: string, reading: Reading): Draft {
  const named = typeof entry.name === 'string' ? entry.name : key.slice(key.lastIndexOf('/') + 1);
  const draft: Draft = { id, name: named, source: reading.isMember(key) ? 'workspace' : 'file' };
  if (typeof entry.version === 'string') draft.version = entry.version;
  if (typeof entry.resolved === 'string') {
    draft.resolved = entry.resolved;
    // Local code has no tarball: whoever writes one wants a registry package to pass for local code.
    if (isWebUrl(entry.resolved)) {
      reading.problems.add('unknown-entry', `the folder ${quoted(key)} states the tarball ${quoted(entry.resolved)}`, id);
      draft.source = applyResolved(draft, entry.resolved) ?? 'url';
    }
  }
  applyMarks(draft, entry);
  return draft;
}

function installedPackage(folder: string, local: string, entry: JsonObject, id: string, { problems, tree }: Reading): Draft {
  addToTree(tree, folder, local, id);
  const draft: Draft = { id, name: local, source: 'registry' };
  if (entry.link === true) return linkPackage(draft, entry, problems);
  if (typeof entry.name === 'string' && entry.name !== local) {
    draft.name = entry.name;
    draft.alias = local;
  } else if (entry.name !== undefined && typeof entry.name !== 'string') {
    problems.add('unknown-entry', `the name of ${quoted(id)} is not text`, id);
  }
  if (typeof entry.version === 'string') draft.version = entry.version;
  if (typeof entry.resolved === 'string') {
    const source = applyResolved(draft, entry.resolved);
    if (source === undefined) problems.add('unknown-entry', `${quoted(id)} is resolved to ${quoted(entry.resolved)}, which is no known kind of source`, id);
    else draft.source = source;
  } else if (entry.resolved !== undefined && entry.resolved !== false) {
    problems.add('unknown-entry', `the resolved address of ${quoted(id)} is not text`, id);
  }
  applyMarks(draft, entry);
  if (draft.source === 'registry' && (draft.version === undefined || !isExactVersion(draft.version))) {
    problems.add('unknown-package-version', draft.version === undefined ? `${quoted(id)} states no version` : `${quoted(id)} states the version ${quoted(draft.version)}, which is none`, id);
  }
  return draft;
}

function linkPackage(draft: Draft, entry: JsonObject, problems: ProblemList): Draft {
  draft.source = 'link';
  if (typeof entry.version === 'string') draft.version = entry.version;
  applyMarks(draft, entry);
  if (typeof entry.resolved !== 'string') {
    problems.add('unknown-entry', `the link ${quoted(draft.id)} does not say where it leads`, draft.id);
    return draft;
  }
  draft.resolved = entry.resolved;
  if (!isWebUrl(entry.resolved)) return draft;
  problems.add('unknown-entry', `the link ${quoted(draft.id)} leads to ${quoted(entry.resolved)}`, draft.id);
  draft.source = applyResolved(draft, entry.resolved) ?? 'url';
  return draft;
}

/** Marks `draft` as a second opinion on an entry: what the winning one says is kept beside it, so that the difference shows. */
export function contradict(draft: Draft, winner: Draft | undefined): void {
  if (winner !== undefined && winner.source !== 'link') addIdentity(draft, { origin: 'key', name: winner.name, ...(winner.version === undefined ? undefined : { version: winner.version }) });
}
