// The recipes for CI systems, run as those systems would: their scripts, with their variables.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { CLI, cli, temporaryFolder } from '../support/cli.ts';
import { npmProject, ROOT } from '../support/scan.ts';

const BAD = npmProject({ 'postmark-mcp': '1.0.16' });
const GOOD = npmProject({ express: '4.18.2' });

/** A PATH with `mcp-audit` (the built command) first, and an `npm` that only notes its arguments. */
function pathWithTools(folder: string): string {
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'mcp-audit'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$@" >> "${folder}/npm.log"\n`);
  for (const name of ['mcp-audit', 'npm']) chmodSync(join(bin, name), 0o755);
  return `${bin}:${process.env['PATH'] ?? ''}`;
}

describe('GitHub Action', () => {
  interface Action { readonly inputs: Record<string, { default: string }>; readonly runs: { readonly steps: readonly { readonly id: string; readonly run: string; readonly env: Record<string, string> }[] } }
  const action = load(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
  const step = (id: string) => action.runs.steps.find((candidate) => candidate.id === id);

  function runStep(id: string, files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) {
    const folder = temporaryFolder(files);
    const values = Object.fromEntries(Object.entries(step(id)?.env ?? {}).map(([name, value]) => {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? '';
      return [name, inputs[input] ?? action.inputs[input]?.default ?? ''];
    }));
    const ran = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step(id)?.run ?? 'exit 99'], { cwd: folder, encoding: 'utf8', env: { PATH: pathWithTools(folder), HOME: folder, GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary.md'), GITHUB_ACTION_PATH: ROOT, ...values } });
    return { ...ran, folder };
  }

  test('fails on a finding, with SARIF, a summary and its exit code as output', () => {
    const { status, folder } = runStep('scan', BAD);
    expect(status).toBe(1);
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe('exit-code=1\n');
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('postmark-mcp');
    expect(JSON.parse(readFileSync(join(folder, 'mcp-audit.sarif'), 'utf8'))).toHaveProperty('runs');
  });

  test('passes on a clean repository and fails on an unreadable one', () => {
    expect(runStep('scan', GOOD).status).toBe(0);
    expect(runStep('scan', { 'yarn.lock': 'nonsense' }).status).toBe(2);
  });

  test('inputs are values, not script', () => {
    const { status, folder, stderr } = runStep('scan', GOOD, { path: '$(touch pwned); `touch pwned`', 'fail-on': 'high' });
    expect([status, stderr.includes('pwned: command')]).toEqual([2, false]);
    expect(() => readFileSync(join(folder, 'pwned'))).toThrow(/ENOENT/);
    expect(action.runs.steps.map((candidate) => candidate.run).join()).not.toContain('${{');
  });

  test('builds the commit that was pinned, without scripts of packages', () => {
    const { folder } = runStep('build', {});
    expect(readFileSync(join(folder, 'npm.log'), 'utf8')).toMatch(/^ci --ignore-scripts .*\nrun build\n$/);
  });
});

describe('GitLab component', () => {
  const [, jobs] = loadAll(readFileSync(join(ROOT, 'templates', 'scan.yml'), 'utf8')) as [object, Record<string, { script: string[]; artifacts: { reports: Record<string, string> } }>];

  test.each([[BAD, 1], [GOOD, 0]] as const)('writes the reports that its artifacts name', (files, code) => {
    const folder = temporaryFolder(files);
    const job = jobs['mcp-audit'];
    const ran = spawnSync('bash', ['-e', '-c', (job?.script ?? []).join('\n')], { cwd: folder, encoding: 'utf8', env: { PATH: pathWithTools(folder), HOME: folder, MCP_AUDIT_PATH: '.', MCP_AUDIT_FAIL_ON: 'high', MCP_AUDIT_PACKAGE: 'mcp-audit@0.1.0' } });
    expect(ran.status).toBe(code);
    for (const path of Object.values(job?.artifacts.reports ?? {})) expect(readFileSync(join(folder, path), 'utf8').length).toBeGreaterThan(100);
  });
});

describe('pre-commit hook', () => {
  const [hook] = load(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as [{ entry: string; files: string; pass_filenames: boolean }];

  test('runs for every file that scan reads', () => {
    for (const name of ['package.json', 'a/package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'x/pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bun.lock', 'bun.lockb']) expect(new RegExp(hook.files).test(name)).toBe(true);
    expect(new RegExp(hook.files).test('package.json.ts')).toBe(false);
  });

  test('its command fails on a finding', () => {
    const [command, ...args] = hook.entry.split(' ');
    expect(command).toBe('mcp-audit');
    expect(cli(args, { cwd: temporaryFolder(BAD) }).code).toBe(1);
  });
});
