// What each way to make code hard to read says alone.
import type { Behavior, ObfuscationBehavior } from '../model/behavior.ts';
import type { Finding } from '../model/finding.ts';
import type { CodeFacts } from './contract.ts';

type Technique = ObfuscationBehavior['technique'];

/** What a technique says alone. Data in base64 and escapes of other alphabets are in many honest bundles. */
export const WEIGHT_OF_TECHNIQUE: Readonly<Record<Technique, { readonly severity: 'high' | 'medium' | 'low'; readonly confidence: Finding['confidence']; readonly words: string }>> = {
  'invisible-characters': { severity: 'high', confidence: 'high', words: 'characters that no editor shows' },
  'self-defending': { severity: 'medium', confidence: 'high', words: 'code that stops working when it is read or changed' },
  'string-table': { severity: 'medium', confidence: 'high', words: 'a table of encoded strings' },
  packed: { severity: 'medium', confidence: 'medium', words: 'a packed program' },
  'control-flow': { severity: 'medium', confidence: 'medium', words: 'a shuffled order of statements' },
  identifiers: { severity: 'medium', confidence: 'medium', words: 'names as obfuscators make them' },
  'off-screen': { severity: 'medium', confidence: 'medium', words: 'code behind hundreds of blanks' },
  'hidden-value': { severity: 'low', confidence: 'medium', words: 'values that only its own decoder gives' },
  'encoded-literal': { severity: 'low', confidence: 'low', words: 'long encoded texts' },
  escapes: { severity: 'low', confidence: 'low', words: 'escaped text' },
};
/** The weight of one fact. Code as a plain text, as libraries make functions for speed, can be read where it stands; a packer's cannot. */
export function weightOf({ technique, api }: ObfuscationBehavior): (typeof WEIGHT_OF_TECHNIQUE)[Technique] {
  return technique === 'packed' && api.endsWith('of a long text') ? WEIGHT_OF_TECHNIQUE['encoded-literal'] : WEIGHT_OF_TECHNIQUE[technique];
}

/** A request, a command or code of that file that could not be followed. What was decoded is no longer hidden: other rules judge it. */
export function hiddenPosition({ behaviors }: CodeFacts, path: string): Behavior | undefined {
  return behaviors.find((behavior) => behavior.place.path === path && (behavior.kind === 'network' || behavior.kind === 'process' || behavior.kind === 'dynamic-code')
    && behavior.origins.some((origin) => origin.kind === 'hidden'));
}
