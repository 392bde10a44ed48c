// The report for a terminal, with all its sections, without colour, whatever the options say; `text/coloured.ts` has the other.
import type { Reporter } from './contract.ts';
import { PLAIN } from './text/paint.ts';
import { textReporter } from './text/reporter.ts';
import { ALL_SECTIONS } from './text/sections.ts';

/** Of any report. */
export const text: Reporter = textReporter(PLAIN, ALL_SECTIONS);
