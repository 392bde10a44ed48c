// Files that tell MCP clients and coding agents what to start or to believe, by the end of their paths. The clients' own documentation
// names them (src/clients/ has each with its source); SANDWORM_MODE and others wrote to them (iocs/sandworm-mode.yaml, iocs/trapdoor.yaml).

/** `starts`: servers, hooks and tasks, which run programs. `instructs`: text that an agent obeys. */
export interface AgentFile {
  readonly what: 'starts' | 'instructs';
  /** Words by which documentation names the client. */
  readonly words: readonly string[];
}

const FILES: readonly (AgentFile & { readonly path: RegExp })[] = [
  { path: /(?:^|\/)\.claude\/settings(?:\.local)?\.json$|(?:^|\/)\.claude\.json$|(?:^|\/)\.claude\/hooks\//, what: 'starts', words: ['claude'] },
  { path: /(?:^|\/)claude_desktop_config\.json$/, what: 'starts', words: ['claude'] },
  { path: /(?:^|\/)\.cursor\/(?:mcp|hooks)\.json$/, what: 'starts', words: ['cursor'] },
  { path: /(?:^|\/)(?:\.codeium\/)?\.?windsurf\/mcp_config\.json$/, what: 'starts', words: ['windsurf'] },
  { path: /(?:^|\/)\.vscode\/(?:tasks|mcp)\.json$|(?:^|\/)Code\/User\/(?:mcp|settings|tasks)\.json$/, what: 'starts', words: ['vscode', 'vs code', 'visual studio code'] },
  { path: /(?:^|\/)\.gemini\/settings\.json$/, what: 'starts', words: ['gemini'] },
  { path: /(?:^|\/)\.codex\/(?:config\.toml|hooks\.json)$/, what: 'starts', words: ['codex'] },
  { path: /(?:^|\/)\.continue\/(?:config\.(?:json|yaml)|mcpServers\/)/, what: 'starts', words: ['continue.dev', 'continue'] },
  { path: /(?:^|\/)cline_mcp_settings\.json$/, what: 'starts', words: ['cline', 'roo code'] },
  { path: /(?:^|\/)\.kiro\/(?:settings\/mcp\.json|hooks\/)/, what: 'starts', words: ['kiro'] },
  { path: /(?:^|\/)(?:\.config\/)?zed\/settings\.json$/, what: 'starts', words: ['zed'] },
  { path: /(?:^|\/)\.mcp\.json$/, what: 'starts', words: ['mcp', 'model context protocol'] },
  { path: /(?:^|\/)\.?opencode\/?(?:opencode)?\.jsonc?$/, what: 'starts', words: ['opencode'] },
  { path: /(?:^|\/)CLAUDE(?:\.local)?\.md$|(?:^|\/)\.claude\/(?:commands|agents|skills|rules)\//, what: 'instructs', words: ['claude'] },
  { path: /(?:^|\/)(?:AGENTS|GEMINI)\.md$/, what: 'instructs', words: ['agents.md', 'agents', 'gemini'] },
  { path: /(?:^|\/)\.(?:cursor|windsurf|cline)rules$|(?:^|\/)\.(?:cursor|windsurf)\/rules\//, what: 'instructs', words: ['cursor', 'windsurf', 'cline'] },
  { path: /(?:^|\/)\.github\/copilot-instructions\.md$/, what: 'instructs', words: ['copilot'] },
];

/** What a path is to an agent; undefined where it is none of its files. */
export function agentFile(path: string): AgentFile | undefined {
  const plain = path.replaceAll('\\', '/');
  return FILES.find((file) => file.path.test(plain));
}
