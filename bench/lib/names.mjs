// Made-up package names. Those of projects have two or three words, those of the made-up list of bad ones have four: so a hit
// on the list is always one that was planted. Names that the shipped bundle lists are passed over.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS = [
  'amber', 'basin', 'cable', 'delta', 'ember', 'fable', 'gamut', 'harbor', 'inlet', 'jovial', 'kernel', 'ledger', 'mantle', 'nectar', 'orbit', 'parcel',
  'quartz', 'ripple', 'saddle', 'tablet', 'umbra', 'vector', 'willow', 'xylem', 'yonder', 'zephyr', 'anchor', 'bridge', 'copper', 'dapple', 'easel', 'ferry',
  'garnet', 'hollow', 'island', 'jasper', 'kettle', 'lantern', 'meadow', 'nimble', 'opal', 'pebble', 'quiver', 'rafter', 'sable', 'thistle', 'upland', 'velvet',
  'walnut', 'yarrow', 'zenith', 'alloy', 'beacon', 'cinder', 'drift', 'estuary', 'flint', 'glacier', 'hazel', 'ivory', 'juniper', 'kelp', 'lichen', 'marble',
];

/** Names that the shipped compact list has. */
export function listedNames(root) {
  const names = new Set();
  for (const line of readFileSync(join(root, 'iocs', 'known-malicious-npm.tsv'), 'utf8').split('\n')) {
    if (!line.startsWith('#')) names.add(line.slice(0, line.indexOf('\t')));
  }
  return names;
}

/** Endless new names for projects; each is given once. */
export function projectNames(random, avoid) {
  const given = new Set(avoid);
  return () => {
    for (;;) {
      const words = `${random.pick(WORDS)}-${random.pick(WORDS)}`;
      const draw = random.next();
      const name = draw < 0.3 ? `@${random.pick(WORDS)}-org/${words}` : draw < 0.5 ? words : `${words}-${random.pick(WORDS)}`;
      if (given.has(name)) continue;
      given.add(name);
      return name;
    }
  };
}

/** The name at a position of the made-up list; all differ. */
export function badName(position) {
  let rest = position;
  const words = [];
  for (let at = 0; at < 4; at += 1) {
    words.push(WORDS[rest % WORDS.length]);
    rest = Math.floor(rest / WORDS.length);
  }
  return words.join('-');
}
