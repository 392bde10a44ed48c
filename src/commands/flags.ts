// Values of flags that several commands have.
import { InvalidArgumentError } from 'commander';

/** A flag that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** In place of a path to `--iocs`: without the embedded bundle. A file of that name is `./none`. */
export const NO_BUNDLE = 'none';

/** Help of `--iocs`, the same wherever it stands. */
export const IOCS_HELP = 'also use this bundle: a file, or a folder of them; must exist; "none" leaves the embedded one out; may be repeated';

/** Days. */
export function wholeNumber(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('Give a whole number of days.');
  return Number(value);
}

/** `500K`, `256M`, `1G`. */
export function byteSize(value: string): number {
  const parts = /^(\d{1,6})([KMG]?)$/i.exec(value);
  if (!parts) throw new InvalidArgumentError('Give a size, as 500K, 256M or 1G.');
  const unit = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[(parts[2] as string).toUpperCase() as '' | 'K' | 'M' | 'G'];
  return Number(parts[1]) * unit;
}
