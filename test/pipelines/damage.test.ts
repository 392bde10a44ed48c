// A lockfile that was cut or damaged, with its manifest beside it, through the whole scan: never exit 0 where a package was lost.
// Small files are cut at every byte, large ones at every line end and every 37th byte; `check` cuts all of them everywhere.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cutSilently, mutatedSilently, project, projectsOf } from '../support/damaged-scan.ts';
import { FIXTURES, foldersOf } from '../support/fixtures.ts';

const NEWLINE = 0x0a;

describe.each(foldersOf('planted'))('planted/%s', (format) => {
  const projects = projectsOf(`planted/${format}`);

  it('cut at every byte', async () => {
    let allowed = 0;
    for (const { name, files } of projects) {
      const cut = await cutSilently(project(files), () => true);
      expect({ name, silent: cut.silent }).toEqual({ name, silent: [] });
      allowed += cut.allowed;
    }
    // Two for each place: before and behind the newline. See `looksWhole`.
    expect(allowed).toBe(format === 'yarn-classic' ? 16 : 0);
    // Some seconds on a machine with nothing else to do, a minute on one that is busy.
  }, 180_000);

  it('damaged in 100 random ways each', async () => {
    for (const { name, files } of projects) {
      const { silent } = await mutatedSilently(project(files), 100);
      expect({ name, silent }).toEqual({ name, silent: [] });
    }
  });
});

// One of each format, the ones whose inventory was checked by hand.
describe.each(projectsOf('managers').filter(({ name }) => existsSync(join(FIXTURES, name, 'purls.txt'))))('$name', ({ files }) => {
  it('cut at every line end and every 37th byte', async () => {
    const { silent, cuts } = await cutSilently(project(files), (offset, bytes) => offset % 37 === 0 || bytes[offset] === NEWLINE || bytes[offset - 1] === NEWLINE);
    expect(silent).toEqual([]);
    expect(cuts).toBeGreaterThan(500);
  });

  it('damaged in 100 random ways', async () => {
    expect((await mutatedSilently(project(files), 100)).silent).toEqual([]);
  });
});
