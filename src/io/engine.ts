// How V8 spends its time. Its optimising compiler runs beside the program and starts early: in a scan of a second or less it
// takes up to a third of the processor time, and what it made is hardly used (bench/README.md). https://nodejs.org/api/v8.html
import { setFlagsFromString } from 'node:v8';

/** Lets functions run 15 times longer before they are optimised; a long run still gets there. Without effect where V8 has no such flag. */
export function optimiseLater(): void {
  setFlagsFromString('--interrupt-budget=1000000');
}
