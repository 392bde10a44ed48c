// What is particular to each client; that its files are found and read as a whole stands in homes.test.ts.
import { describe, expect, test } from 'vitest';
import { CLIENTS } from '../../src/clients/registry.ts';
import { hookLines, problemLines, serverLine } from './describe.ts';
import { readAs, type ReadOptions } from './read.ts';

interface Row extends ReadOptions {
  readonly client: string;
  readonly what: string;
  readonly file?: string;
  readonly text: string;
  readonly servers?: readonly string[];
  readonly hooks?: readonly string[];
  readonly problems?: readonly string[];
  /** How many things are said in coverage. */
  readonly notes?: number;
}

const OFF = '{"mcpServers": {"a": {"command": "x", "disabled": true}, "b": {"command": "y", "enabled": false}}}';
const A = 'a | enabled | command x';
const NOT_A = 'a | disabled | command x';
const B = 'b | enabled | command y';
const NOT_B = 'b | disabled | command y';
const gated = { presence: 'gated' } as const;

const ROWS: readonly Row[] = [
  { client: 'claude-desktop', what: 'knows no switch', text: OFF, servers: [A, B], notes: 2 },
  { client: 'claude-code', what: 'a flat .mcp.json, and a word that is no server', file: '.mcp.json', text: '{"$schema": "x", "a": {"command": "x"}}', servers: [A] },
  { client: 'claude-code', what: 'a file that Visual Studio reads by another key', file: '.mcp.json', text: '{"mcpServers": {"a": {"command": "x"}}, "servers": {"b": {"command": "y"}}, "mcp": {"enabled": true}}', servers: [A, B], notes: 1 },
  { client: 'claude-code', what: 'the older settings with servers', file: 'settings.json', ...gated, text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'claude-code', what: 'switches, helpers and variables of the settings', file: 'settings.local.json', ...gated, text: '{"apiKeyHelper": "~/key.sh", "awsAuthRefresh": "aws sso login", "enabledMcpjsonServers": ["a", "b"], "enableAllProjectMcpServers": false, "permissions": {"defaultMode": "bypassPermissions"}, "env": {"ANTHROPIC_BEDROCK_BASE_URL": "https://u:example-token-0000@x.example/?k=v", "LD_PRELOAD": "/tmp/a.so", "EDITOR": "vi"}}', hooks: ['session-hook apiKeyHelper: ~/key.sh', 'session-hook awsAuthRefresh: aws sso login', 'trust-all enabledMcpjsonServers: a, b', 'trust-all permissions.defaultMode: bypassPermissions', 'endpoint env.ANTHROPIC_BEDROCK_BASE_URL: https://x.example/', 'session-hook env.LD_PRELOAD: /tmp/a.so'] },
  { client: 'claude-code', what: 'hooks in the wrong form and prompts', file: 'settings.json', ...gated, text: '{"hooks": {"Stop": {"command": "a"}, "SessionStart": [5, {"hooks": [{"type": "prompt", "prompt": "x"}, {"command": ["node", "b.js"]}]}], "X": "y"}}', hooks: ['session-hook Stop: a', 'session-hook SessionStart: node b.js'] },
  { client: 'claude-code', what: 'hooks of a plugin', file: 'hooks.json', scope: 'plugin', text: '{"hooks": {"PostToolUse": [{"matcher": "Write", "hooks": [{"type": "command", "command": "${CLAUDE_PLUGIN_ROOT}/x.sh"}]}]}}', hooks: ['session-hook PostToolUse: ${CLAUDE_PLUGIN_ROOT}/x.sh'] },
  { client: 'claude-code', what: 'a plugin that names a file', file: 'plugin.json', ...gated, scope: 'plugin', text: '{"mcpServers": ["./servers.json"]}', notes: 1 },
  { client: 'claude-code', what: 'projects alone, one of them damaged', file: '.claude.json', text: '{"projects": {"/home/dev/a": {"mcpServers": {"a": {"command": "x"}}}, "/home/dev/b": 5, "/home/dev/c": {"mcpServers": []}}}', servers: [`${A} | project /home/dev/a`], problems: ['unknown-entry 1:119'] },
  { client: 'cursor', what: 'knows no switch', text: OFF, servers: [A, B], notes: 2 },
  { client: 'cursor', what: 'remarks among the servers, an empty command beside an address', text: '{"mcpServers": {"_comment": "words", "//": "words", "$note": "words", "a": {"command": "", "args": [], "env": null, "url": "https://h.example"}}}', servers: ['a | enabled | unknown https://h.example'] },
  { client: 'cursor', what: 'hooks', file: 'hooks.json', text: '{"version": 1, "hooks": {"stop": [{"command": "x"}]}}', hooks: ['session-hook stop: x'] },
  { client: 'vscode', what: 'nested and dotted settings together', file: 'settings.json', ...gated, text: '{"mcp": {"inputs": [], "servers": {"a": {"command": "x"}}}, "mcp.servers": {"b": {"command": "y"}}, "servers": {"c": {"command": "z"}}}', servers: [A, B] },
  { client: 'vscode', what: 'the switch of all tools', file: 'settings.json', ...gated, text: '{"chat": {"tools": {"global.autoApprove": true}}, "mcp": {}}', hooks: ['trust-all chat.tools.global.autoApprove: true'] },
  { client: 'vscode', what: 'an approval that is off, a socket, a pipe', text: '{"servers": {"a": {"command": "x", "sandboxEnabled": false}, "s": {"type": "http", "url": "unix:///tmp/s.sock"}}}', servers: [A, 's | enabled | http unix:///tmp/s.sock'] },
  { client: 'vscode', what: 'the key of other clients', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A], notes: 1 },
  { client: 'vscode', what: 'tasks by system, by script, and those that they need', file: 'tasks.json', ...gated, text: '{"tasks": [{"label": "a", "windows": {"command": "w.exe"}, "linux": {"command": "l", "args": [{"value": "-x", "quoting": "strong"}]}, "dependsOn": ["b"], "runOptions": {"runOn": "folderOpen"}}, {"taskName": "b", "type": "npm", "script": "prepare"}, {"label": "c", "command": "never"}]}', hooks: ['folder-open-task a: l -x || w.exe', 'folder-open-task b: npm run prepare'] },
  { client: 'vscode', what: 'tasks of a workspace file', file: 'x.code-workspace', ...gated, text: '{"settings": {"mcp.servers": {"a": {"command": "x"}}}, "tasks": {"tasks": [{"label": "t", "command": "c", "runOptions": {"runOn": "folderOpen"}}]}}', servers: [A], hooks: ['folder-open-task t: c'] },
  { client: 'vscode', what: 'settings of a dev container', file: '.devcontainer.json', ...gated, text: '{"customizations": {"vscode": {"settings": {"mcp.servers": {"a": {"command": "x"}}}}}}', servers: [A] },
  { client: 'visual-studio', what: 'takes the key of the others too', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'windsurf', what: 'obeys disabled alone', text: OFF, servers: [NOT_A, B], notes: 1 },
  { client: 'windsurf', what: 'hooks', file: 'hooks.json', text: '{"hooks": {"pre_user_prompt": [{"command": "x", "show_output": true}]}}', hooks: ['session-hook pre_user_prompt: x'] },
  { client: 'zed', what: 'an entry with a command and settings is no extension', file: 'settings.json', ...gated, text: '{"context_servers": {"a": {"command": "x", "settings": {}}, "b": {"command": "y", "enabled": false}}}', servers: [A, NOT_B] },
  { client: 'zed', what: 'switches of all tools', file: 'settings.json', ...gated, text: '{"agent": {"always_allow_tool_actions": true, "tool_permissions": {"default": "allow"}}}', hooks: ['trust-all agent.always_allow_tool_actions: true', 'trust-all agent.tool_permissions.default: allow'] },
  { client: 'cline', what: 'approvals, the older name of the transport', text: '{"mcpServers": {"a": {"command": "x", "autoApprove": []}, "r": {"transportType": "streamableHttp", "url": "https://h.example/"}}}', servers: [A, 'r | enabled | http https://h.example/'] },
  { client: 'roo-code', what: 'obeys disabled', text: OFF, servers: [NOT_A, B], notes: 1 },
  { client: 'kilo-code', what: 'both keys at once', file: 'kilo.json', text: '{"mcp": {"a": {"type": "local", "command": ["x"]}}, "mcpServers": {"b": {"command": "y", "disabled": true}}}', servers: [A, NOT_B] },
  { client: 'continue', what: 'a file of another client, dropped in', file: 'other.json', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'continue', what: 'an older entry with variables below the transport', file: 'config.json', ...gated, text: '{"experimental": {"modelContextProtocolServers": [{"name": "a", "transport": {"type": "stdio", "command": "x", "env": {"API_KEY": "example-token-0000"}}}, {"name": "w", "transport": {"type": "websocket", "url": "ws://h.example"}}]}}', servers: ['a | enabled | command x | API_KEY', 'w | enabled | ws ws://h.example'] },
  { client: 'gemini-cli', what: 'all addresses of one entry, and no trust', file: 'settings.json', ...gated, text: '{"mcpServers": {"a": {"command": "x", "trust": false}, "r": {"url": "https://s.example", "httpUrl": "https://h.example"}}}', servers: [A, 'r | enabled | http https://h.example', 'r | enabled | sse https://s.example'], notes: 1 },
  { client: 'qwen-code', what: 'trust, as Gemini CLI', file: 'settings.json', ...gated, text: '{"mcpServers": {"a": {"command": "x", "trust": true}}}', servers: [`${A} | approves trust *`] },
  { client: 'antigravity', what: 'obeys disabled', file: 'mcp_config.json', text: OFF, servers: [NOT_A, B], notes: 1 },
  { client: 'codex', what: 'approvals of single tools, variables that are passed on', file: 'config.toml', ...gated, text: '[mcp_servers.a]\ncommand = "x"\nenv_vars = ["A_TOKEN", { name = "B_TOKEN", source = "remote" }]\n[mcp_servers.a.tools.read]\napproval_mode = "approve"\n[mcp_servers.a.tools.write]\napproval_mode = "prompt"\n', servers: [`${A} | approves approval_mode read`] },
  { client: 'codex', what: 'hooks in TOML and JSON have one form', file: 'config.toml', ...gated, text: '[[hooks.SessionStart]]\nmatcher = "startup"\n[[hooks.SessionStart.hooks]]\ntype = "command"\ncommand = "a.sh"\ncommand_windows = "a.ps1"\n', hooks: ['session-hook SessionStart: a.sh', 'session-hook SessionStart: a.ps1'] },
  { client: 'codex', what: 'a plugin with a flat file', file: '.mcp.json', scope: 'plugin', text: '{"a": {"command": "x"}}', servers: [A] },
  { client: 'jetbrains-ai-assistant', what: 'obeys both switches', text: OFF, servers: [NOT_A, NOT_B] },
  { client: 'junie', what: 'obeys both switches', text: OFF, servers: [NOT_A, NOT_B] },
  { client: 'goose', what: 'code that is missing, parts of Goose, an older list of variables', file: 'config.yaml', ...gated, text: 'extensions:\n  p: { type: inline_python }\n  m: { type: platform, name: todo }\n  f: { type: frontend, name: ui, enabled: false }\n  s: { type: stdio, cmd: x, envs: [API_KEY=example-token-0000] }\n', servers: ['p | enabled | unknown', 'm | enabled | builtin platform todo', 'f | disabled | builtin frontend ui', 's | enabled | command x | API_KEY'], problems: ['unknown-entry 2:14'] },
  { client: 'lm-studio', what: 'the common form', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'amp', what: 'dotted and nested keys', file: 'settings.json', ...gated, text: '{"amp.mcpServers": {"a": {"command": "x"}}, "amp": {"mcpServers": {"b": {"command": "y"}}}}', servers: [A, B] },
  { client: 'amp', what: 'the switch of all tools', file: 'settings.json', ...gated, text: '{"amp.dangerouslyAllowAll": true}', hooks: ['trust-all amp.dangerouslyAllowAll: true'] },
  { client: 'kiro', what: 'powers', text: '{"mcpServers": {"a": {"command": "x"}}, "powers": {"mcpServers": {"b": {"command": "y", "disabled": true}}}}', servers: [A, NOT_B] },
  { client: 'amazon-q', what: 'hooks of an agent', file: 'default.json', ...gated, text: '{"mcpServers": {"a": {"command": "x", "disabled": true}}, "hooks": {"agentSpawn": [{"command": "c"}]}}', servers: [NOT_A], hooks: ['session-hook agentSpawn: c'] },
  { client: 'opencode', what: 'credentials beside the headers', file: 'opencode.json', text: '{"mcp": {"r": {"type": "remote", "url": "https://h.example", "oauth": {"clientId": "c", "clientSecret": "example-token-0000"}}, "t": {"enabled": true}}}', servers: ['r | enabled | unknown https://h.example | clientSecret', 't | enabled | toggle'] },
  { client: 'crush', what: 'obeys disabled, and a token of the run time is a secret', file: '.crush.json', text: '{"mcp": {"a": {"command": "x", "disabled": true}, "r": {"type": "sse", "url": "https://h.example", "oauth_token": "x"}}}', servers: [NOT_A, 'r | enabled | sse https://h.example | oauth_token'] },
  { client: 'copilot-cli', what: 'the tools that it may use', file: 'mcp-config.json', text: '{"mcpServers": {"a": {"type": "local", "command": "x", "tools": ["read"]}}}', servers: [`${A} | approves tools read`] },
  { client: 'copilot-cli', what: 'hooks by system', file: 'x.json', path: '.github/hooks/*.json', text: '{"version": 1, "hooks": {"sessionStart": [{"type": "command", "bash": "a", "powershell": "b"}]}}', hooks: ['session-hook sessionStart: a', 'session-hook sessionStart: b'] },
  { client: 'copilot-ide', what: 'servers or mcpServers', text: '{"servers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'trae', what: 'obeys disabled', text: OFF, servers: [NOT_A, B], notes: 1 },
  { client: 'mistral-vibe', what: 'tables without a name', file: 'config.toml', ...gated, text: '[[mcp_servers]]\ntransport = "streamable-http"\nurl = "https://h.example"\n', servers: ['(unnamed 1) | enabled | http https://h.example'] },
  { client: 'grok-cli', what: 'obeys enabled', file: 'config.toml', ...gated, text: '[mcp_servers.b]\ncommand = "y"\nenabled = false\n', servers: [NOT_B] },
  { client: 'devin', what: 'obeys disabled', file: 'config.json', ...gated, text: OFF, servers: [NOT_A, B], notes: 1 },
  { client: 'factory-droid', what: 'obeys disabled', text: OFF, servers: [NOT_A, B], notes: 1 },
  { client: 'kimi-cli', what: 'knows no switch', text: OFF, servers: [A, B], notes: 2 },
  { client: 'qoder', what: 'obeys disabled', text: OFF, servers: [NOT_A, B], notes: 1 },
  { client: 'rovo-dev', what: 'the common form', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'gitlab-duo', what: 'approvals by name', text: '{"mcpServers": {"a": {"command": "x", "approvedTools": ["read", "*"]}}}', servers: [`${A} | approves approvedTools *`] },
  { client: 'witsy', what: 'one settings file for all', file: 'settings.json', ...gated, text: '{"mcp": {"servers": [{"command": "z"}]}, "mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'enconvo', what: 'the common form', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'boltai', what: 'the common form', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'tome', what: 'the common form', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'bedrock-client', what: 'obeys enabled', file: 'mcp_config.json', text: OFF, servers: [A, NOT_B], notes: 1 },
  { client: 'librechat', what: 'steering text is no launch', file: 'librechat.yaml', ...gated, text: 'mcpServers:\n  r:\n    url: https://h.example\n    serverInstructions: true\n', servers: ['r | enabled | unknown https://h.example'] },
  { client: 'sema4ai', what: 'transport as a word', text: '{"mcpServers": {"a": {"transport": "stdio", "command": "x"}}}', servers: [A] },
  { client: 'mcporter', what: 'comments', file: 'mcporter.jsonc', text: '{"mcpServers": {"a": {"command": "x"}}} // c', servers: [A] },
  { client: 'mcp-inspector', what: 'the common form', text: '{"mcpServers": {"a": {"command": "x"}}}', servers: [A] },
  { client: 'docker-mcp-toolkit', what: 'an entry that says nothing, tools in containers', file: 'own.yaml', text: 'registry:\n  e: { title: x }\n  p: { type: poci }\n  i: { image: "mcp/x", env: [{ name: API_KEY, value: example-token-0000 }] }\n', servers: ['e | disabled | unknown', 'p | disabled | builtin container tools p', 'i | disabled | command docker run --rm -i mcp/x | API_KEY'], problems: ['unknown-entry 2:3'] },
  { client: 'mcp-registry', what: 'the older schema, images, wheels, bundles', file: 'server.json', ...gated, text: '{"server": {"name": "n", "packages": [{"registry_name": "npm", "name": "@s/p", "version": "1.0.0", "runtime_arguments": [{"type": "positional", "value": "-q"}], "package_arguments": [{"type": "named", "name": "--dir", "value_hint": "dir"}]}, {"registryType": "oci", "identifier": "ghcr.io/o/i", "version": "1.2.3"}, {"registryType": "oci", "identifier": "ghcr.io/o/i:2"}, {"registryType": "pypi", "identifier": "w", "version": "3"}, {"registryType": "mcpb", "identifier": "https://u:p@h.example/x.mcpb?t=1"}, {"registryType": "npm"}]}}', servers: ['n | enabled | command npx -y -q @s/p@1.0.0 --dir <dir>', 'n | enabled | command docker run -i --rm ghcr.io/o/i:1.2.3', 'n | enabled | command docker run -i --rm ghcr.io/o/i:2', 'n | enabled | command uvx w==3', 'n | enabled | builtin package https://h.example/x.mcpb', 'n | enabled | unknown'], problems: ['unknown-entry 1:510'], notes: 1 },
  { client: 'generic', what: 'words that are no servers', text: '{"mcp": {"version": "1.0", "servers": {"a": {"command": "x"}}}, "servers": "none"}', servers: [A] },
  { client: 'generic', what: 'nothing of the kind', text: '{"name": "x", "mcp": {"version": "1.0"}, "tools": [{"command": "y"}]}' },
  { client: 'generic', what: 'any key', file: 'mcp_config.json', text: '{"context_servers": {"a": {"command": "x", "disabled": true}}}', servers: [NOT_A] },
];

describe.each(ROWS)('$client: $what', ({ client, file = 'mcp.json', text, servers = [], hooks = [], problems = [], notes = 0, ...options }) => {
  test('reads as written', async () => {
    const read = await readAs(client, file, text, options);
    expect({ servers: read.servers.map(serverLine), hooks: hookLines(read), problems: problemLines(read), notes: read.notes.length }).toEqual({ servers, hooks, problems, notes });
  });
});

test('every client has a row', () => {
  const tested = new Set(ROWS.map(({ client }) => client));
  expect(CLIENTS.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
});

test('what may be kept of a value: its name, its kind, a keyed hash', async () => {
  const text = '{"mcpServers": {"a": {"command": "x", "env": {"API_KEY": "example-token-0000", "REF": "${X}", "EMPTY": "", "MAP": {}}}}}';
  const descriptor = CLIENTS.find(({ id }) => id === 'cursor');
  const read = (await descriptor?.load())?.read({ text, fileName: 'mcp.json', place: { path: 'mcp.json', scope: 'user', presence: 'always' }, digest: (value) => `hash-of-${value.length}` });
  expect(read?.servers[0]?.environment).toEqual([
    { name: 'API_KEY', in: 'environment', value: 'literal', secret: true, digest: 'hash-of-18' },
    { name: 'REF', in: 'environment', value: 'reference', secret: false },
    { name: 'EMPTY', in: 'environment', value: 'empty', secret: false },
    { name: 'MAP', in: 'environment', value: 'not-text', secret: false },
  ]);
  expect(read?.servers[0]?.position).toEqual({ line: 1, column: 17 });
});
