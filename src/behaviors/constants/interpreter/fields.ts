// Fields of classes: what the end of `super(…)` has to fill in.
import type { Machine } from '../machine.ts';
import type { Fn, Val } from '../values.ts';

/** Fills the fields of a new instance. */
export type FillFields = (m: Machine, self: Val) => void;

/** Fields of each class. */
export const fieldsOf = new WeakMap<Fn, FillFields>();
