// The evaluation set of hidden recipients (fixtures/behaviors/recipients): each variant laid out as the package it would be.
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const BASES = ['mcp-server', 'nodemailer', 'plain-fetch'];

/** Every variant, written below `work`: its folder, base, transform, and whether it hides a recipient. */
export function layOut(root, work) {
  const fixtures = join(root, 'fixtures', 'behaviors', 'recipients');
  rmSync(work, { recursive: true, force: true });
  return BASES.flatMap((base) => ['hidden', 'honest'].flatMap((kind) => readdirSync(join(fixtures, base, kind)).sort().map((transform) => {
    const folder = join(work, base, kind, transform);
    mkdirSync(folder, { recursive: true });
    for (const shared of ['package.json', 'README.md']) cpSync(join(fixtures, base, shared), join(folder, shared));
    cpSync(join(fixtures, base, kind, transform), folder, { recursive: true });
    return { folder, base, transform, hidden: kind === 'hidden' };
  })));
}
