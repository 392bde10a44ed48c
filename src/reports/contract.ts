// A report format: Report in, text out. Pure; everything that came from the audited side is escaped for the format.
import type { Report } from '../model/report.ts';
import type { RulePage } from '../model/rule.ts';

/** All formats, in the order in which help lists them. */
export const REPORT_FORMATS = ['text', 'json', 'sarif', 'markdown', 'html', 'junit', 'cyclonedx'] as const;
/** As `--format` and `--output` name them. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** How to render; nothing of it changes what is said, except `detail` and `show`. */
export interface RenderOptions {
  /** Columns of the terminal, at least 40. Only text uses it. */
  readonly width: number;
  readonly color: 'always' | 'never';
  readonly detail: 'quiet' | 'normal' | 'verbose';
  /** Of a comparison: lines changed in each file, as `git diff --stat` prints them, and the unified patches where the report has them. */
  readonly show?: { readonly stat?: true; readonly patch?: true };
  /** Pages of the rules in the report, for SARIF, HTML. */
  readonly rules: readonly RulePage[];
}

/** One format. */
export interface Reporter {
  readonly id: ReportFormat;
  /** Pieces of the output in order, so that a large inventory is never one string. Ends with a newline. */
  readonly render: (report: Report, options: RenderOptions) => Iterable<string>;
}

/** How a format is found without loading it. */
export interface ReporterDescriptor {
  readonly id: ReportFormat;
  /** True where it lists every package: the pipeline then keeps the inventory. */
  readonly wantsInventory: boolean;
  /** `color` as in the options of the render that follows: text loads its colours only for `always`. Absent: `never`. With a report, one that renders just that. */
  readonly load: (color?: RenderOptions['color'], report?: Report) => Promise<Reporter>;
}
