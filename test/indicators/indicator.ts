// One indicator for the tests of this room.
import type { Indicator, IndicatorType } from '../../src/model/indicator.ts';

export function indicator(type: IndicatorType, value: string, more: Partial<Indicator> = {}): Indicator {
  return { type, value, use: 'match', packages: [], campaign: 'case', ids: [], sources: [], ...more };
}
