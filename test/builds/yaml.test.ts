import { describe, expect, test } from 'vitest';
import { readBuild } from '../support/builds.ts';

const JOBS = (jobs: string) => `jobs:\n${jobs}`;

describe('anchors', () => {
  test('what an anchor names again is read once; merges are followed', async () => {
    const { commands } = await readBuild('github-actions', JOBS('  a: &a\n    steps: &s\n      - run: npx a\n  b: *a\n  c: {steps: *s}\n  d: {<<: *a, name: d}\n  e: {<<: [*a, {steps: [{run: npx e}]}]}\n'));
    expect(commands.map(({ text }) => text)).toEqual(['npx a']);
  });
  test('an anchor inside itself, and an alias of none', async () => {
    const { commands, problems } = await readBuild('azure-pipelines', 'a: &a\n  - *a\n  - script: npx a\n  - *nothing\n<<: *a\n');
    expect([commands.map(({ text }) => text), problems.map(({ code, line }) => [code, line])]).toEqual([['npx a'], [['dangling-reference', 4]]]);
  });

  const lists = Array.from({ length: 30 }, (_, at) => `l${at}: &l${at} [${Array.from({ length: 9 }, () => (at === 0 ? 'x' : `*l${at - 1}`)).join(', ')}]`).join('\n');
  const keys = Array.from({ length: 5_000 }, (_, at) => `  k${at}: 1`).join('\n');
  const many = (line: string) => Array.from({ length: 5_000 }, (_, at) => `  j${at}: ${line}`).join('\n');
  test.each<readonly [string, string, string]>([
    ['a billion laughs', 'azure-pipelines', lists],
    ['a billion laughs as a script', 'gitlab-ci', `${lists}\njob:\n  script: *l29\n`],
    ['one large map in a thousand places', 'compose', `x: &x\n${keys}\nservices:\n${many('*x')}`],
    ['one large map merged a thousand times', 'compose', `x: &x\n${keys}\nservices:\n${many('{<<: *x, image: a}')}`],
    ['variables of one map for a thousand jobs', 'gitlab-ci', `x: &x\n${keys}\n${many('{variables: *x, script: a}').replaceAll(/^ {2}/gm, '')}`],
    ['one list of steps for a thousand jobs', 'github-actions', `x: &x\n${Array.from({ length: 5_000 }, () => '  - {}').join('\n')}\njobs:\n${many('{steps: *x}')}`],
  ])('%s comes to an end', async (_name, id, text) => {
    // The runner's own limit is the alarm.
    const { commands } = await readBuild(id, text);
    expect(commands.length).toBeLessThanOrEqual(10_000);
  });
});

test('depth is a problem', async () => {
  expect((await readBuild('compose', 'a: '.concat('['.repeat(5000)))).problems.map(({ code }) => code)).toEqual(['too-deep']);
});

test('documents of one file are all read', async () => {
  const { commands } = await readBuild('gitlab-ci', 'spec: {inputs: {x: }}\n---\njob: {script: npx a}\n');
  expect(commands.map(({ text }) => text)).toEqual(['npx a']);
});

test('a fault is told fifty times at most', async () => {
  const { problems } = await readBuild('github-actions', JOBS(Array.from({ length: 500 }, (_, at) => `  j${at}: 5`).join('\n')));
  expect([problems.length, problems.at(-1)?.message]).toEqual([51, '450 more problems in this file']);
});
