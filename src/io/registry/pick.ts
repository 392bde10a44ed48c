// Which version a tag or a range means: npm's own rules (`latest` first, not deprecated, fit for this Node, `before`), by pacote. It
// gets a document that was read and cut down here, so it asks for nothing: it would read one without a limit.
import { isObject, property, type JsonObject } from '../../text/json.ts';
import type { Packument } from './packument.ts';
import { tarballOf } from './release-facts.ts';
import type { AddressSettings } from './settings.ts';

interface Pacote { manifest(spec: string, options: Record<string, unknown>): Promise<{ readonly version: string }> }

/** Undefined where none fits. */
export async function pickVersion(packument: Packument, wanted: string, settings: AddressSettings): Promise<string | undefined> {
  const { default: pacote } = await import('pacote') as unknown as { default: Pacote };
  const { name, times } = packument;
  const document = {
    name, 'dist-tags': plain(packument.tags),
    versions: Object.fromEntries([...packument.versions].map(([version, manifest]) => [version, cutDown(name, version, manifest)])),
    ...(times.size === 0 ? {} : { time: plain(times) }),
  };
  try {
    const { version } = await pacote.manifest(`${name}@${wanted}`, {
      ignoreScripts: true, allowGit: 'none', allowRemote: 'none', allowFile: 'none', allowDirectory: 'none',
      registry: settings.registry, defaultTag: settings.defaultTag, ...(settings.before ? { before: settings.before } : {}),
      packumentCache: { has: () => true, get: () => document, set: () => undefined, delete: () => true },
    });
    return version;
  } catch {
    // No version of that tag or range (ETARGET, ENOVERSIONS, E403), or none that can be read: the caller says what there is.
    return undefined;
  }
}

function plain(map: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(map);
}

// What npm's rules look at, and no text of the publisher beyond it.
function cutDown(name: string, version: string, manifest: JsonObject): Record<string, unknown> {
  const deprecated = property(manifest, 'deprecated');
  const engines = property(manifest, 'engines');
  const node = isObject(engines) ? property(engines, 'node') : undefined;
  return {
    name, version, dist: { tarball: tarballOf(manifest) ?? 'none:' },
    ...(deprecated === undefined || deprecated === '' || deprecated === false ? {} : { deprecated: 'deprecated' }),
    ...(typeof node === 'string' && node.length < 1024 ? { engines: { node } } : {}),
  };
}
