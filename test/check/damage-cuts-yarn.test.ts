// Every lockfile of the real yarns cut at every byte, through the whole scan; those of the other managers have a file of their own.
import { describe, expect, it } from 'vitest';
import { cutSilently, project, projectsOf } from '../support/damaged-scan.ts';

describe.each(projectsOf('managers').filter(({ name }) => name.includes('yarn')))('$name', ({ files }) => {
  it('cut at every byte', async () => {
    expect((await cutSilently(project(files), () => true)).silent).toEqual([]);
  });
});
