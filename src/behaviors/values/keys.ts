// Keys of properties, folded where they are computed.
import type { Module, Node } from '../contract.ts';
import { child, plainKey } from '../nodes.ts';
import { asText } from './make.ts';
import type { Frame, World } from './world.ts';

/** A key, folded where it is computed. */
export function keyOf(world: World, node: Node, module: Module, frame?: Frame, at: 'key' | 'property' = 'key'): { readonly key?: string; readonly keyHidden: boolean } {
  const plain = plainKey(node, at);
  if (plain !== undefined && node['computed'] !== true) return { key: plain, keyHidden: false };
  const written = child(node, at);
  const folded = written === undefined ? undefined : asText(world.evaluate(written, module, frame));
  if (folded === undefined) return { keyHidden: true };
  return { key: folded.text, keyHidden: written?.type !== 'Literal' || folded.via.length > 0 };
}
