// The text report with colour. A module of its own because chalk asks the system about the terminal when it is loaded, which
// costs more than the whole plain report. Sixteen colours: they follow the user's theme, light or dark.
import { Chalk, type ChalkInstance } from 'chalk';
import type { Reporter } from '../contract.ts';
import type { Paint } from './paint.ts';
import { textReporter } from './reporter.ts';
import { ALL_SECTIONS } from './sections.ts';

// The caller has decided on colour; chalk's own look at the terminal must not decide again.
const chalk = new Chalk({ level: 1 });

// chalk prints all of its arguments, and `map` gives three.
const style = (instance: ChalkInstance) => (text: string): string => instance(text);

const PAINT: Paint = {
  severity: { critical: style(chalk.bold.red), high: style(chalk.red), medium: style(chalk.yellow), low: style(chalk.cyan), info: style(chalk.blue) },
  good: style(chalk.bold.green),
  bad: style(chalk.bold.red),
  warn: style(chalk.yellow),
  strong: style(chalk.bold),
  dim: style(chalk.dim),
  added: style(chalk.green),
  removed: style(chalk.red),
  hunk: style(chalk.cyan),
};

/** Text with colour where `options.color` is `always`. */
export const colouredText: Reporter = textReporter(PAINT, ALL_SECTIONS);
