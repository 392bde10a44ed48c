// A reference to a container image: https://github.com/distribution/reference/blob/main/reference.go. Only a digest is a pin.
import type { PackageTool, SubjectRole } from '../model/launch.ts';
import type { LaunchContext, Reading } from './contract.ts';
import { doubtful, hasVariable, runs, variableDoubt } from './reading.ts';

/** The image as a subject: `name` without tag and digest, `spec` the digest, else the tag. */
export function readImage(reference: string, tool: PackageTool, context: LaunchContext, role: SubjectRole = 'server'): Reading {
  const shared = { role, kind: 'oci', tool, lookup: 'none' } as const;
  const word = reference.replace(/^(?:docker|docker-daemon|oci):\/\//i, '');
  if (hasVariable(word)) {
    const known = /^[a-z0-9][\w./-]{0,254}(?=[:@]\$)/i.exec(word)?.[0];
    return { ...runs({ ...shared, ...(known === undefined ? {} : { name: known }), spec: '', versionClass: 'unresolvable' }), doubts: [variableDoubt(context)] };
  }
  const at = word.indexOf('@');
  const tagged = at === -1 ? word : word.slice(0, at);
  const digest = at === -1 ? undefined : word.slice(at + 1);
  // A colon before the last slash belongs to the registry's port.
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const name = colon === -1 ? tagged : tagged.slice(0, colon);
  const tag = colon === -1 ? '' : tagged.slice(colon + 1);
  if (!/^[a-z0-9][\w.:/-]{0,254}$/i.test(name) || (digest !== undefined && !/^sha(?:256|384|512):[0-9a-f]{64,128}$/.test(digest))) {
    return doubtful(runs({ ...shared, spec: '', versionClass: 'unresolvable' }), 'broken-spec', 'No engine can resolve the image that the line asks for.');
  }
  return runs({ ...shared, name, spec: digest ?? tag, versionClass: digest !== undefined ? 'image-digest' : tag === '' ? 'image-none' : 'image-tag' });
}
