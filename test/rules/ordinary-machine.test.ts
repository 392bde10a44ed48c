// What an ordinary developer's machine has must not be red by default: no finding reaches `high`.
import { expect, test } from 'vitest';
import { reaches } from '../../src/model/finding.ts';
import { readLaunch, readShellLine } from '../../src/launches/read.ts';
import { judge } from '../../src/rules/registry.ts';
import { entry, hook, variable } from '../support/server-facts.ts';

const LINES: readonly (readonly string[])[] = [
  ['npx', '-y', '@modelcontextprotocol/server-filesystem', '/home/dev/work'], ['npx', '@playwright/mcp@latest'], ['npx', '-y', 'firecrawl-mcp'], ['npx', '-y', '@upstash/context7-mcp'], ['npx', '-y', 'notion-mcp-server'],
  ['uvx', 'mcp-server-git'], ['uv', '--directory', '/home/dev/work/server', 'run', 'server.py'], ['docker', 'run', '-i', '--rm', '-e', 'GITHUB_TOKEN', 'ghcr.io/github/github-mcp-server'],
  ['node', '/home/dev/work/server/dist/index.js'], ['node', '/home/dev/.nvm/versions/node/v22.1.0/lib/node_modules/a/cli.js'], ['/home/dev/.local/bin/server'], ['/home/dev/.cargo/bin/server', 'mcp'], ['bash', '-c', 'cd /home/dev/work && npm start'],
  ['npx', '-y', 'mcp-remote', 'http://192.168.1.10:8080/sse'], ['npx', '-y', 'tsx', '/home/dev/work/server.ts'], ['python3', '-m', 'my_server'], ['/home/dev/.mcp-servers/a/run.sh'],
];

test('servers', async () => {
  const servers = LINES.map(([command = '', ...args], at) => {
    const launch = readLaunch({ command, args });
    return entry({
      server: { name: `s${at}`, scope: 'user', launch: { kind: 'command', command, args }, environment: [variable('SERVICE_API_KEY', 'fixture-value-of-no-service'), variable('PATH', '/home/dev/.nvm/bin:/usr/bin'), variable('PYTHONPATH', '/home/dev/work')], approvals: [{ key: 'alwaysAllow', tools: '*' }] },
      launch, home: '/home/dev', subjects: launch.subjects.map((subject) => ({ subject, runs: [], safe: [] })), location: { path: 'mcp.json', line: at + 1 },
    });
  });
  const findings = await judge({ kind: 'servers', path: 'mcp.json', stablePath: 'mcp.json', servers });
  expect(findings.length).toBeGreaterThan(15);
  expect(findings.filter(({ severity }) => reaches(severity, 'high'))).toEqual([]);
});

test('hooks of one\'s own', async () => {
  const lines = ['npx prettier --write .', '~/.claude/hooks/lint.sh', '~/.claude/status.sh', '~/.sometool/hooks/notify.sh', 'node ~/work/tools/notify.js', 'jq -r .prompt >> ~/log.txt', 'osascript -e \'display notification "done"\'', 'python3 -c "import json, sys; json.load(sys.stdin)"'];
  const hooks = [...lines.map((text) => hook('session-hook', text, { launch: readShellLine(text) })), hook('trust-all', 'true'), hook('endpoint', 'https://gateway.company.example'), hook('endpoint', 'http://localhost:4000')];
  const findings = await judge({ kind: 'hooks', path: 'settings.json', stablePath: 'settings.json', scope: 'user', home: '/home/dev', hooks });
  expect(findings.filter(({ severity }) => reaches(severity, 'high'))).toEqual([]);
});
