// What the text report colours. The plain set does nothing, so that a report without colour never loads chalk.
import type { Severity } from '../../model/finding.ts';

type Style = (text: string) => string;

/** One style for each meaning; none of them is the only sign of that meaning. */
export interface Paint {
  readonly severity: Readonly<Record<Severity, Style>>;
  readonly good: Style;
  readonly bad: Style;
  readonly warn: Style;
  readonly strong: Style;
  readonly dim: Style;
  /** Lines of a patch. */
  readonly added: Style;
  readonly removed: Style;
  readonly hunk: Style;
}

const same: Style = (text) => text;

/** No colour at all. */
export const PLAIN: Paint = {
  severity: { critical: same, high: same, medium: same, low: same, info: same },
  good: same, bad: same, warn: same, strong: same, dim: same, added: same, removed: same, hunk: same,
};
