// The code of both sides. What both have alike is parsed once.
import type { FileComparison } from '../../artifacts/contract.ts';
import type { ScanState } from '../scan/context.ts';
import { codeOf, type SideCode } from './code.ts';
import type { DiffPorts, Side } from './words.ts';

export interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly files: FileComparison;
}

export interface BothCode {
  readonly before: SideCode;
  readonly after: SideCode;
}

/** Reads the earlier copy, then the later one. */
export async function readSides(state: ScanState, ports: DiffPorts, { before, after }: Sides): Promise<BothCode> {
  return { before: await codeOf(state, ports.deep, before), after: await codeOf(state, ports.deep, after) };
}
