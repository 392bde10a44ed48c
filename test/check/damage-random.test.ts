// Every fixture damaged in 1,000 random ways, through the whole scan. The suite takes fewer.
import { describe, expect, it } from 'vitest';
import { mutatedSilently, project, projectsOf } from '../support/damaged-scan.ts';
import { foldersOf } from '../support/fixtures.ts';

const PROJECTS = [...foldersOf('planted').flatMap((format) => projectsOf(`planted/${format}`)), ...projectsOf('managers')];

describe.each(PROJECTS)('$name', ({ files }) => {
  it('damaged in 1,000 random ways', async () => {
    expect((await mutatedSilently(project(files), 1_000)).silent).toEqual([]);
  });
});
