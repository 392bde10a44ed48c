// The extractors, in the order they are asked. One line each.
import type { Extractor } from './contract.ts';

export const EXTRACTORS: readonly Extractor[] = [
];
