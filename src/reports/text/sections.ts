// The sections of comparisons, inspections and histories in a text report.
import type { Context } from './context.ts';
import { differenceSection } from './difference.ts';
import { exposureSection } from './exposure.ts';
import { headlineSection } from './headline.ts';
import { inspectionSection } from './inspection.ts';
import { lockfileHeadline, lockfileSection } from './lockfiles.ts';
import { patchSection } from './patch.ts';
import type { MoreSections } from './reporter.ts';
import { statSection } from './stat.ts';

/** All that a scan does not have. */
export const ALL_SECTIONS: MoreSections = {
  headline: comparisonHeadline,
  files: function* (context) {
    yield* statSection(context);
    yield* patchSection(context);
  },
  whole: function* (context) {
    yield* inspectionSection(context);
    yield* lockfileSection(context);
    yield* differenceSection(context);
  },
  exposure: exposureSection,
};

function* comparisonHeadline(context: Context, verdict: string): Iterable<string> {
  const { command, lockfileChanges, differences } = context.report;
  if (lockfileChanges !== undefined) yield* lockfileHeadline(context, lockfileChanges);
  else if (command === 'diff' && differences !== undefined) yield* headlineSection(context, verdict);
}
