// Opens the outputs that the flags name, and writes a report to each of them.
import { type Host, openOutputFile } from '../io/host.ts';
import { UserError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import type { ReportFormat, RenderOptions } from '../reports/contract.ts';
import { REPORTERS } from '../reports/registry.ts';
import { RULES } from '../rules/registry.ts';
import type { OutputFlags } from './outputs.ts';

// Characters gathered before they are written.
const BATCH = 65_536;

export interface Outputs {
  /** True where some output lists every package. */
  readonly wantsInventory: boolean;
  readonly write: (report: Report) => Promise<void>;
}

/** Opens every file now, so that a bad path is an error before the work and not after it. */
export function openOutputs(flags: OutputFlags, host: Host): Outputs {
  const format = flags.json === true ? 'json' : flags.format;
  const files = (flags.output ?? []).map((output) => ({ ...output, file: openFile(host, output.path) }));
  const wanted = new Set([format, ...files.map((file) => file.format)]);
  return {
    wantsInventory: REPORTERS.some((reporter) => wanted.has(reporter.id) && reporter.wantsInventory),
    write: async (report) => {
      const options = await renderOptions(flags, host, report);
      for (const { format: of, file } of files) {
        for (const piece of batches(await render(of, report, { ...options, color: 'never', width: 100 }))) file.write(piece);
        file.close();
      }
      await print(batches(await render(format, report, options)), flags, host);
    },
  };
}

// A patch is longer than a screen, and a reader wants to search in it. All else is short, or goes to a program.
async function print(pieces: Iterable<string>, flags: OutputFlags, host: Host): Promise<void> {
  if (flags.patch !== true || flags.pager === false || flags.json === true || flags.format !== 'text' || !host.stdout.isTerminal) {
    for (const piece of pieces) await host.stdout.write(piece);
    return;
  }
  const { printPaged } = await import('../io/pager.ts');
  await printPaged(pieces, host, [host.cwd]);
}

// Reporters give single lines: a call of the system for each costs more than rendering them.
function* batches(pieces: Iterable<string>): Iterable<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

function openFile(host: Host, path: string) {
  try {
    return openOutputFile(host.cwd, path);
  } catch (error) {
    throw new UserError('output', `cannot write ${path}`, { hint: error instanceof Error ? error.message : String(error), cause: error });
  }
}

async function render(format: ReportFormat, report: Report, options: RenderOptions): Promise<Iterable<string>> {
  const descriptor = REPORTERS.find((candidate) => candidate.id === format);
  if (!descriptor) throw new Error(`no reporter ${format}`);
  return (await descriptor.load(options.color, report)).render(report, options);
}

async function renderOptions(flags: OutputFlags, host: Host, report: Report): Promise<RenderOptions> {
  const { environment, stdout } = host;
  const color = flags.color && stdout.isTerminal && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
  const ids = new Set([...report.findings, ...report.accepted.map(({ finding }) => finding)].map((finding) => finding.ruleId));
  const rules = await Promise.all(RULES.filter((rule) => ids.has(rule.id)).map((rule) => rule.load()));
  return {
    width: Math.max(40, Math.min(stdout.columns, 120)),
    color: color ? 'always' : 'never',
    detail: flags.quiet === true ? 'quiet' : flags.verbose === true ? 'verbose' : 'normal',
    show: { ...(flags.stat === true ? { stat: true } : {}), ...(flags.patch === true ? { patch: true } : {}) },
    rules: rules.map((rule) => rule.page),
  };
}
