// One line on a terminal that rewrites itself while a long walk runs. Never in a log: there it would be a thousand lines.
import { printable, shorten } from '../text/printable.ts';
import type { OutputStream } from './host.ts';

const EVERY_MS = 100;

export interface Progress {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

/** Writes at most ten times a second, and nothing where `stream` is no terminal. */
export function progressLine(stream: OutputStream): Progress {
  if (!stream.isTerminal) return { show: () => undefined, clear: () => undefined };
  let last = performance.now();
  let shown = false;
  return {
    show: (text) => {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      shown = true;
      void stream.write(`\r\u001b[K${shorten(printable(text), stream.columns - 1)}`);
    },
    clear: () => {
      if (shown) void stream.write('\r\u001b[K');
    },
  };
}
