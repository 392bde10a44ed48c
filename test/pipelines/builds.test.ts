// Files whose commands install or run packages, as a scan of their repository judges them.
import { expect, test } from 'vitest';
import { npmProject, problemsOf, scanFiles } from '../support/scan.ts';

const HEALTHY = npmProject({ express: '4.18.2' });
const workflow = (run: string) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`;

test.each([
  ['Dockerfile', 'FROM node\nARG V=1.0.16\nRUN npm install -g postmark-mcp@${V}\n', 'postmark-mcp@${V}'],
  ['Dockerfile', 'FROM node\nRUN npx -y postmark-mcp@1.0.$PATCH\n', 'postmark-mcp@1.0.$PATCH'],
  ['.github/workflows/a.yml', workflow('npx -y postmark-mcp@${{ matrix.v }}'), 'postmark-mcp@${{ matrix.v }}'],
])('%s: a version that a variable hides can be a listed one', async (path, text, asked) => {
  const report = await scanFiles({ ...HEALTHY, [path]: text });
  expect(report.verdict.exitCode).toBe(1);
  expect(report.findings.map(({ ruleId, title }) => [ruleId, title.startsWith(`${asked} on a launch line`)])).toEqual([['could-resolve-to-malicious-version', true]]);
});

test.each([
  ['Dockerfile', 'ARG VERSION=22\nFROM node:$VERSION\nARG NPM_VERSION\nRUN npm install -g npm@$NPM_VERSION && npm ci --omit=dev\nRUN npm run $SCRIPT\n'],
  ['.github/workflows/a.yml', workflow('npm ci && npm test -- --shard=${{ matrix.shard }} && npx eslint@${{ env.ESLINT }} .')],
])('%s: variables of a healthy project are quiet', async (path, text) => {
  const report = await scanFiles({ ...HEALTHY, [path]: text });
  expect([report.verdict.exitCode, report.findings, problemsOf(report)]).toEqual([0, [], []]);
});

test('a command that hides its package is counted in the coverage', async () => {
  const report = await scanFiles({ ...HEALTHY, Dockerfile: 'FROM node\nRUN npx -y $PACKAGE@1.0.16\n' });
  expect(report.verdict.exitCode).toBe(0);
  expect(report.coverage.places.find(({ kind }) => kind === 'build-file')?.notes).toEqual(['1 command hides behind a variable which package is meant']);
});

test('the excerpt of a manifest on one line shows no password of a URL', async () => {
  const report = await scanFiles({ 'package.json': '{"name":"a","dependencies":{"private":"git+https://user:secret-value@host.example/x.git","postmark-mcp":"1.0.16"}}' });
  expect(report.findings[0]?.ruleId).toBe('could-resolve-to-malicious-version');
  expect(JSON.stringify(report)).not.toContain('secret-value');
});
