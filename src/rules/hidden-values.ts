// Whether a value was hidden from a reader of the source.
import { HIDING_TRANSFORMS, type Transform } from '../model/behavior.ts';

/** True where one of the transforms hides what a reader would see. */
export function isHidden(via: readonly Transform[] | undefined): boolean {
  return via?.some((transform) => HIDING_TRANSFORMS.has(transform)) === true;
}
