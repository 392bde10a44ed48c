// Well-known npm packages of MCP servers and of what starts them, for telling lookalikes: names alone, no judgement on them.
// Sources: https://github.com/modelcontextprotocol/servers (and its archive), each package's repository; vendors' own are in vendors.ts.

/** Scope of the reference servers. */
export const REFERENCE_SCOPE = '@modelcontextprotocol';

/** Reference servers below that scope, without `server-`. */
export const REFERENCE_SERVERS: readonly string[] = [
  'aws-kb-retrieval', 'brave-search', 'everart', 'everything', 'filesystem', 'gdrive', 'github', 'gitlab', 'google-maps', 'memory', 'postgres', 'puppeteer', 'redis', 'sequential-thinking', 'slack',
];

/** Reference servers that are Python packages: the same name at npm is somebody else's. https://pypi.org/user/modelcontextprotocol/ */
export const PYTHON_SERVERS: readonly string[] = ['mcp-server-fetch', 'mcp-server-git', 'mcp-server-sentry', 'mcp-server-sqlite', 'mcp-server-time'];

/** Packages of the community, each by the manifest in its repository. */
export const COMMUNITY_SERVERS: readonly string[] = [
  'figma-developer-mcp', // https://github.com/GLips/Figma-Context-MCP
  'mcp-remote', // https://github.com/geelen/mcp-remote
  'supergateway', // https://github.com/supercorp-ai/supergateway
  '@wonderwhy-er/desktop-commander', // https://github.com/wonderwhy-er/DesktopCommanderMCP
  '@21st-dev/magic', // https://github.com/21st-dev/magic-mcp
  'mcp-server-kubernetes', // https://github.com/Flux159/mcp-server-kubernetes
  'n8n-mcp', // https://github.com/czlonkowski/n8n-mcp
  'task-master-ai', // https://github.com/eyaltoledano/claude-task-master
  '@executeautomation/playwright-mcp-server', // https://github.com/executeautomation/mcp-playwright
  '@benborla29/mcp-server-mysql', // https://github.com/benborla/mcp-server-mysql
  '@smithery/cli', // https://github.com/smithery-ai/cli
  '@modelcontextprotocol/inspector', // https://github.com/modelcontextprotocol/inspector
  '@modelcontextprotocol/sdk', // https://github.com/modelcontextprotocol/typescript-sdk
];
