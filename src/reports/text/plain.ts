// The text report of a scan, without colour: a scan loads no code for comparisons, inspections and histories.
import type { Report } from '../../model/report.ts';
import type { Reporter } from '../contract.ts';
import { textReporter } from './reporter.ts';
import { PLAIN } from './paint.ts';

/** For reports that `isScanOnly`. */
export const scanText: Reporter = textReporter(PLAIN);

/** True where the other sections of a text report would all be empty. */
export function isScanOnly({ command, differences, lockfileChanges, inspected, exposure }: Report): boolean {
  return command === 'scan' && differences === undefined && lockfileChanges === undefined && inspected === undefined && exposure === undefined;
}
