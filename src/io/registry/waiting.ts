// Time around requests: silence and length that end one, pauses between two, turns among many.
import type { RetrySettings } from './settings.ts';

/** Ends a request that takes too long. */
export interface Watchdog {
  readonly signal: AbortSignal;
  readonly alive: () => void;
  readonly abort: () => void;
  /** Which time ran out. */
  readonly over: () => 'idle' | 'total' | undefined;
  readonly stop: () => void;
}

/** Runs until `stop`. */
export function watchdog({ idle, total }: RetrySettings): Watchdog {
  const controller = new AbortController();
  let over: 'idle' | 'total' | undefined;
  const end = (kind: 'idle' | 'total') => { over = kind; controller.abort(); };
  const silence = setTimeout(end, idle, 'idle');
  const whole = setTimeout(end, total, 'total');
  return {
    signal: controller.signal,
    alive: () => { silence.refresh(); },
    abort: () => { controller.abort(); },
    over: () => over,
    stop: () => { clearTimeout(silence); clearTimeout(whole); },
  };
}

/** Milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => { setTimeout(done, milliseconds); });
}

/** So many tasks at a time, the others in the order that they came. */
export function turns(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    // Whoever ends hands its place on, so that nobody who comes in between takes it.
    if (running >= limit) await new Promise<void>((go) => { waiting.push(go); });
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
