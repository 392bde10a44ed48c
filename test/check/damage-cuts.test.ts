// Every lockfile of the real managers cut at every byte, through the whole scan: all but yarn's, which have a file of their own
// so that two cores share the work. The suite does the same for the small fixtures and samples the large ones.
import { describe, expect, it } from 'vitest';
import { cutSilently, project, projectsOf } from '../support/damaged-scan.ts';

describe.each(projectsOf('managers').filter(({ name }) => !name.includes('yarn')))('$name', ({ files }) => {
  it('cut at every byte', async () => {
    expect((await cutSilently(project(files), () => true)).silent).toEqual([]);
  });
});
