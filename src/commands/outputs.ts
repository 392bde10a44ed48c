// The flags by which a report leaves: --format, --json, --output, --quiet, --verbose, --no-color.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { REPORT_FORMATS, type ReportFormat } from '../reports/contract.ts';

export interface OutputFlags {
  readonly format: ReportFormat;
  readonly json?: true;
  readonly output?: readonly FileOutput[];
  readonly quiet?: true;
  readonly verbose?: true;
  /** False after --no-color. */
  readonly color: boolean;
  /** Of diff alone: what else is printed of changed files. */
  readonly stat?: true;
  readonly patch?: true;
  /** False after --no-pager. */
  readonly pager?: boolean;
}

interface FileOutput {
  readonly format: ReportFormat;
  readonly path: string;
}

export function addOutputFlags(command: Command): Command {
  return command
    .addOption(new Option('-f, --format <format>', 'format of the report on standard output').choices(REPORT_FORMATS).default('text'))
    .option('--json', 'the same as --format json')
    .option('-o, --output <format=file>', 'also write the report to a file; may be repeated (the file is replaced, its folder must exist)', collectOutput)
    .option('-q, --quiet', 'one line a finding')
    .option('-v, --verbose', 'every finding and place in full')
    .option('--no-color', 'no colour (NO_COLOR does the same)');
}

function collectOutput(value: string, earlier: readonly FileOutput[] = []): readonly FileOutput[] {
  const cut = value.indexOf('=');
  const format = REPORT_FORMATS.find((known) => known === value.slice(0, cut));
  if (cut < 1 || format === undefined || cut === value.length - 1) throw new InvalidArgumentError(`Give format=file, with one of the formats ${REPORT_FORMATS.join(', ')}.`);
  return [...earlier, { format, path: value.slice(cut + 1) }];
}
