// What can be said where there is nothing to compare with: the later copy by itself.
import { addFindings, type ScanState } from '../scan/context.ts';
import { codeOf, type SideCode } from './code.ts';
import { judgeOne } from './judge-one.ts';
import { manifestOf } from './manifests.ts';
import type { DiffPorts, Side } from './words.ts';

/** Judges one side as `inspect` does; with `seeds` only these files are parsed, and what opens a gate. */
export async function judgeAlone(state: ScanState, ports: DiffPorts, side: Side, seeds?: ReadonlySet<string>): Promise<SideCode> {
  const code = await codeOf(state, ports.deep, side, seeds ? { seeds } : {});
  addFindings(state, await judgeOne(state, side, code, manifestOf(side)?.summary));
  return code;
}
