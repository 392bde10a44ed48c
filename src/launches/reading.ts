// Readings put together, and the subjects and doubts that several families need.
import type { LaunchDoubt, LaunchSubject, PackageTool, SubjectRole } from '../model/launch.ts';
import { withoutUrlSecrets } from './redact-url.ts';
import type { Call, Doubt, LaunchContext, Reading } from './contract.ts';

/** A line that runs nothing of anybody's, as `npm ci` or `cd`. */
export const NOTHING: Reading = { subjects: [], environment: [], doubts: [] };

/** All of them in order; the first folder counts. */
export function together(readings: readonly Reading[]): Reading {
  const cwd = readings.find((reading) => reading.cwd !== undefined)?.cwd;
  return {
    subjects: readings.flatMap(({ subjects }) => subjects),
    environment: readings.flatMap(({ environment }) => environment),
    doubts: readings.flatMap(({ doubts }) => doubts),
    ...(cwd === undefined ? {} : { cwd }),
  };
}

/** A reading of subjects alone. */
export function runs(...subjects: readonly LaunchSubject[]): Reading {
  return { ...NOTHING, subjects };
}

/** The same in a folder, where one is named. */
export function inFolder(reading: Reading, cwd: string | undefined): Reading {
  return cwd === undefined || reading.cwd !== undefined ? reading : { ...reading, cwd };
}

export function doubtful(reading: Reading, code: LaunchDoubt, message: string): Reading {
  return { ...reading, doubts: [...reading.doubts, { code, message }] };
}

/** `$X`, `${X}`, `$(…)`, backticks, `%X%`, `{{x}}`: somebody fills it in later. */
export function hasVariable(word: string): boolean {
  // `%e4%b8` of an address is an escape, `%CD%` of cmd a variable.
  const text = word.includes('://') ? word.replace(/%[0-9a-f]{2}/gi, ' ') : word;
  return /\$[A-Za-z_{('"@*#?!0-9]|`|%[A-Za-z_]\w{0,100}%|\{\{|![A-Za-z_]\w{0,100}!/.test(text);
}

/** Who fills in the variables decides which doubt it is. */
export function variableDoubt(context: LaunchContext): Doubt {
  return context.inShell
    ? { code: 'dynamic-shell', message: 'A variable or substitution of the shell decides what runs.' }
    : { code: 'variable', message: 'The command or package holds a variable that only the client fills in.' };
}

/** Something runs, and the line does not tell what. */
export function undecided(code: LaunchDoubt, message: string): Reading {
  return { ...NOTHING, subjects: [{ role: 'server', kind: 'shell', tool: 'other', spec: '', versionClass: 'unresolvable', lookup: 'none' }], doubts: [{ code, message }] };
}

/** A script file of the machine, by path as written. */
export function script(path: string, tool: PackageTool, context: LaunchContext, role: SubjectRole = 'server'): Reading {
  if (/^(?:data|blob):/i.test(path)) return inlineCode('JavaScript');
  if (/^https?:/i.test(path)) {
    const url = withoutUrlSecrets(path);
    return runs({ role, kind: 'script', tool, spec: '', versionClass: 'url', lookup: 'none', url });
  }
  const reading = runs({ role, kind: 'script', tool, spec: '', versionClass: 'file', lookup: 'none', path });
  return hasVariable(path) ? { ...reading, doubts: [variableDoubt(context)] } : reading;
}

/** Code that stands on the line itself. */
export function inlineCode(language: string): Reading {
  return undecided('dynamic-shell', `The line holds ${language} code: read it as it stands.`);
}

/** A script of the project's manifest, or a program that one of its packages brings. */
export function projectScript(name: string, tool: PackageTool): Reading {
  return runs({ role: 'server', kind: 'script', tool, name, spec: '', versionClass: 'project-lockfile', lookup: 'project' });
}

/** A program of the machine, by name or path. */
export function program(call: Call, role: SubjectRole = 'server'): Reading {
  if (hasVariable(call.command) && !/[/\\]/.test(call.command)) return { ...undecided('variable', ''), doubts: [variableDoubt(call.context)] };
  const path = /[/\\]/.test(call.command) ? call.command : undefined;
  const reading = runs({
    role, kind: 'program', tool: 'other', name: call.program, spec: '', versionClass: call.context.installed ? 'project-lockfile' : 'file',
    lookup: call.context.installed ? 'project' : 'none', ...(path === undefined ? {} : { path }),
  });
  return hasVariable(call.command) ? { ...reading, doubts: [variableDoubt(call.context)] } : reading;
}

/** A server elsewhere. */
export function remote(address: string, context: LaunchContext): Reading {
  if (hasVariable(address) && !/^[a-z][a-z0-9+.-]*:\/\/[^/$%{]+/i.test(address)) {
    return { ...runs({ role: 'server', kind: 'remote', tool: 'other', spec: '', versionClass: 'unresolvable', lookup: 'none' }), doubts: [variableDoubt(context)] };
  }
  return runs({ role: 'server', kind: 'remote', tool: 'other', spec: '', versionClass: 'url', lookup: 'none', url: withoutUrlSecrets(address) });
}

/** All server subjects of a reading in another role, as the ones that a wrapper starts keep theirs and the wrapper gets its own. */
export function withRole(reading: Reading, role: SubjectRole): Reading {
  return { ...reading, subjects: reading.subjects.map((subject) => (subject.role === 'server' ? { ...subject, role } : subject)) };
}
