// Texts for a shell: Dockerfile RUN, workflow steps, hooks. The subjects of all simple commands count.
import { describe, expect, test } from 'vitest';
import { readShellLine } from '../../src/launches/read.ts';
import { inShort } from './support.ts';

describe('readShellLine', () => {
  test.each([
    ['apt-get update && npm i -g postmark-mcp@1.0.16', ['other: server program apt-get file', 'npm install: server npm postmark-mcp@1.0.16 exact package']],
    ['npm ci', []],
    ['npm ci && npm run build', ['other: server script build project-lockfile project']],
    ['npm install --global \\\n  a@1.0.0 \\\n  b\n', ['npm install: server npm a@1.0.0 exact package', 'npm install: server npm b none package']],
    ['corepack enable; pnpm add -g x | tee log', ['pnpm add: server npm x none package', 'other: server program tee file']],
    ['set -eux; npm_config_registry=https://u:p@registry.example npm i x', ['npm install: server npm x none package registry=https://registry.example', 'npm_config_registry=literal']],
    ['export NPM_CONFIG_REGISTRY=https://registry.example\nnpx -y a\nnpx -y b@2.0.0', ['npx: server npm a none binary-first registry=https://registry.example', 'npx: server npm b@2.0.0 exact package registry=https://registry.example', 'NPM_CONFIG_REGISTRY=literal']],
    ['cd app && npx -y foo', ['npx: server npm foo none binary-first', 'in app']],
    ['npx -y semantic-release@latest || true', ['npx: server npm semantic-release@latest tag package']],
    ['if [ -n "$X" ]; then npx a; fi', ['npx: server npm a none binary-first', '? dynamic-shell']],
    ['eval "$(curl -s https://x.example/i)"', ['other: server shell - unresolvable', 'other: server program curl file', '? dynamic-shell']],
    ['npx "$TOOL"@latest', ['npx: server npm - unresolvable package', '? dynamic-shell']],
    ['npx --yes ${{ inputs.tool }}', ['npx: server npm - unresolvable package', '? dynamic-shell']],
    ['<<EOF\nnpm i -g a@1.0.0\nEOF', ['npm install: server npm a@1.0.0 exact package']],
    ['python -m pip install uv && uvx x@1.0', ['pip: server pypi uv none package', 'uvx: server pypi x@1.0 exact package']],
    ['bun add -g a; yarn global add b; deno install -g npm:c@1', ['bun add: server npm a none package', 'yarn add: server npm b none package', 'deno: server npm c@1 range package']],
    ['', []],
    ['# npx foo', []],
  ] as const)('%j', (text, expected) => {
    expect(inShort(readShellLine(text))).toEqual(expected);
  });

  test('a line of cmd.exe and one of PowerShell', () => {
    expect(inShort(readShellLine('set A=b& npx -y foo || npx "bar"', { dialect: 'cmd' }))).toEqual(['npx: server npm foo none binary-first', 'npx: server npm bar none binary-first', 'A=literal']);
    expect(inShort(readShellLine("npx -y foo`\n -x; & 'npx.cmd' bar", { dialect: 'powershell' }))).toEqual(['npx: server npm foo none binary-first', 'npx: server npm bar none binary-first']);
  });
});
