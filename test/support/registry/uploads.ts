// What npm sends to a registry to change it: publish, unpublish, deprecate, dist-tag. The bodies are those of libnpmpublish 11 and
// of npm's commands, as a real `npm` sent them to this file.
import type { Person } from '../../../src/model/release.ts';
import { hashesOf, type Publish, type Published, type Shelf, type StoredPackage } from './shelf.ts';

export interface Upload {
  readonly method: string;
  /** Decoded and below the registry's base, with its first slash. */
  readonly path: string;
  readonly body: string;
  readonly user: Person;
  readonly time: string;
}

interface UploadedDocument {
  readonly versions?: Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly version: string; readonly dist?: Readonly<Record<string, unknown>> }>>;
  readonly 'dist-tags'?: Readonly<Record<string, string>>;
  readonly _attachments?: Readonly<Record<string, { readonly data: string }>>;
}

/** Status and JSON body of the answer. */
export type UploadAnswer = readonly [status: number, body: unknown];

/** Answers a PUT or DELETE. */
export function takeUpload(shelf: Shelf, upload: Upload): UploadAnswer {
  const tag = /^\/-\/package\/((?:@[^/]+\/)?[^/]+)\/dist-tags\/([^/]+)$/.exec(upload.path);
  if (tag) return setTag(shelf.packages.get(tag[1] as string), tag[2] as string, upload);
  const [target = ''] = upload.path.slice(1).split('/-rev/');
  const [name = ''] = target.split('/-/');
  // A tarball goes with its version, which the document sent before has left out.
  if (upload.method === 'DELETE') return target === name ? remove(shelf, name) : [200, { ok: true }];
  const document = JSON.parse(upload.body) as UploadedDocument;
  return document['_attachments'] === undefined ? replace(shelf, name, document) : add(shelf, { name, document, upload });
}

function setTag(stored: StoredPackage | undefined, tag: string, { method, body }: Upload): UploadAnswer {
  if (stored === undefined) return [404, { error: 'not found' }];
  if (method === 'DELETE') stored.tags.delete(tag);
  else stored.tags.set(tag, JSON.parse(body) as string);
  return [200, { ok: true }];
}

function remove(shelf: Shelf, name: string): UploadAnswer {
  if (!shelf.packages.has(name)) return [404, { error: 'not found' }];
  shelf.unpublish(name);
  return [200, { ok: true }];
}

function replace(shelf: Shelf, name: string, document: UploadedDocument): UploadAnswer {
  const stored = shelf.packages.get(name);
  if (stored === undefined) return [404, { error: 'not found' }];
  for (const [version, kept] of stored.versions) {
    const sent = document.versions?.[version];
    if (sent === undefined) shelf.unpublish(name, version);
    else if (typeof sent['deprecated'] === 'string') kept.document['deprecated'] = sent['deprecated'];
  }
  return [200, { ok: true }];
}

function add(shelf: Shelf, { name, document, upload }: { readonly name: string; readonly document: UploadedDocument; readonly upload: Upload }): UploadAnswer {
  const [manifest] = Object.values(document.versions ?? {});
  const [attachment] = Object.values(document['_attachments'] ?? {});
  if (manifest === undefined || attachment === undefined) return [400, { error: 'no version or no tarball' }];
  const { version, dist, ...listed } = manifest;
  if (shelf.packages.get(name)?.times.has(version) === true) return [403, { error: `You cannot publish over the previously published versions: ${version}.` }];
  const bytes = Buffer.from(attachment.data, 'base64');
  if (hashesOf(bytes).integrity !== dist?.['integrity']) return [400, { error: 'the tarball is not the one that was announced' }];
  const [tag] = Object.keys(document['dist-tags'] ?? {});
  publishUpload(shelf, name, { version, tarball: bytes, listed, tag: tag ?? null, upload });
  return [201, { ok: true }];
}

function publishUpload(shelf: Shelf, name: string, { version, upload, ...options }: Publish & { readonly version: string; readonly upload: Upload }): Published {
  return shelf.publish(name, version, { ...options, time: upload.time, publisher: upload.user, maintainers: [upload.user] });
}
