// One Python package as uvx, pipx and pip take it: https://peps.python.org/pep-0508/, and uv's `name@version`. Classified, never analysed.
import type { LaunchSubject, PackageTool, SubjectRole, VersionClass } from '../model/launch.ts';
import { readPackageSpec } from '../text/package-spec.ts';
import type { LaunchContext, Reading } from './contract.ts';
import { doubtful, hasVariable, runs, variableDoubt } from './reading.ts';
import { isKey } from './token-form.ts';

const NAMED = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:\[[^\][]{0,200}\])?\s*(.*)$/s;

/** The word as a subject of kind `pypi`. */
export function pythonPackage(word: string, tool: PackageTool, context: LaunchContext, role: SubjectRole = 'server'): Reading {
  const shared = { role, kind: 'pypi', tool, lookup: 'package' } as const;
  if (hasVariable(word)) {
    const name = /^[A-Za-z0-9][\w.-]*(?=[@=<>~!])/.exec(word)?.[0];
    return { ...runs({ ...shared, ...(name === undefined ? {} : { name }), spec: '', versionClass: 'unresolvable' }), doubts: [variableDoubt(context)] };
  }
  const direct = /^(?:([\w.-]+)(?:\[[^\][]{0,200}\])?\s*@\s*)?((?:git\+|https?:|file:|\.{0,2}[/\\]|~[/\\]|[a-z]:[\\/]).*|.*\.(?:whl|tar\.gz|zip))$/is.exec(word);
  if (direct && !/^[^/\\]*@\d[\w.]*$/.test(word)) return runs({ ...shared, ...directOf(direct[2] as string), lookup: 'none', ...(direct[1] === undefined ? {} : { name: direct[1] }) });
  const match = NAMED.exec(word);
  if (!match || isKey(word)) return doubtful(runs({ ...shared, spec: '', versionClass: 'unresolvable' }), 'broken-spec', 'The word is no Python package.');
  // A marker (`; python_version …`) does not change which version is asked for.
  const asked = (match[2] as string).split(';')[0]?.trim() ?? '';
  return runs({ ...shared, name: match[1] as string, spec: asked.replace(/^@/, ''), versionClass: classOf(asked) });
}

function classOf(asked: string): VersionClass {
  if (asked === '' || asked === '@') return 'none';
  if (asked.startsWith('@')) return /^@\d[\w.!+-]*$/.test(asked) ? 'exact' : /^@[<>=~!\d]/.test(asked) ? 'range' : 'tag';
  return /^={2,3}\s*[\dv][\w.!+-]*$/.test(asked) ? 'exact' : 'range';
}

// A git reference stands behind the last `@` of the path here.
function directOf(address: string): Pick<LaunchSubject, 'spec' | 'versionClass' | 'url' | 'path'> {
  if (/^git\+/i.test(address)) {
    const bare = address.replace(/[#?].*$/s, '');
    const at = bare.lastIndexOf('@');
    const ref = at > bare.lastIndexOf('/') ? bare.slice(at + 1) : '';
    const spec = readPackageSpec(`${ref === '' ? bare : bare.slice(0, at)}${ref === '' ? '' : `#${ref}`}`);
    if (spec.source === 'git') return { spec: spec.spec, versionClass: spec.class, url: spec.url };
  }
  if (/^https?:/i.test(address)) {
    const spec = readPackageSpec(address);
    if (spec.source === 'url' || spec.source === 'git') return { spec: spec.spec, versionClass: 'url', url: spec.url };
  }
  return { spec: address, versionClass: 'file', path: address.replace(/^file:(?:\/\/)?/i, '') };
}
