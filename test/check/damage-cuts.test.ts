// Every fixture cut at every byte, through the whole scan. The suite does the same for the small ones and samples the large ones.
import { describe, expect, it } from 'vitest';
import { cutSilently, project, projectsOf } from '../support/damaged-scan.ts';

describe.each(projectsOf('managers'))('$name', ({ files }) => {
  it('cut at every byte', async () => {
    expect((await cutSilently(project(files), () => true)).silent).toEqual([]);
  });
});
