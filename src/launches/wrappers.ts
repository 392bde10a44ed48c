// Wrappers that are installed and called by their own name: the program and what it starts are two subjects.
import type { LaunchFamily } from './contract.ts';
import { program, together } from './reading.ts';
import { readWrapper, WRAPPER_NAMES } from './wrapper-table.ts';

export const wrappers: LaunchFamily = {
  id: 'wrappers',
  programs: WRAPPER_NAMES,
  read: (call) => together([program(call, 'wrapper'), readWrapper(call.program, call.args, call)]),
};
