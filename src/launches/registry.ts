// The families of programs. Reading a line is synchronous and each family is small, so none is loaded on need; the room itself is.
import type { LaunchFamily } from './contract.ts';
import { bun } from './bun.ts';
import { containers } from './containers.ts';
import { deno } from './deno.ts';
import { node } from './node.ts';
import { npm } from './npm.ts';
import { npx } from './npx.ts';
import { others } from './others.ts';
import { pnpm } from './pnpm.ts';
import { prefixes } from './prefixes.ts';
import { python } from './python.ts';
import { shells } from './shells.ts';
import { wrappers } from './wrappers.ts';
import { yarn } from './yarn.ts';

/** All families; no program stands in two. */
export const LAUNCHES: readonly LaunchFamily[] = [npx, npm, pnpm, yarn, bun, deno, node, python, containers, shells, prefixes, wrappers, others];

const byProgram = new Map(LAUNCHES.flatMap((family) => family.programs.map((program) => [program, family] as const)));

/** The family of a program by its base name (`python3.12` is `python`); undefined for any other program of the machine. */
export function familyOf(program: string): { readonly family: LaunchFamily; readonly program: string } | undefined {
  for (const name of [program, program.replace(/[\d.]{1,10}$/, ''), program.replace(/-[\d.]{1,10}(?=\.c?js$)/, '')]) {
    const family = byProgram.get(name);
    if (family !== undefined) return { family, program: name };
  }
  return undefined;
}
