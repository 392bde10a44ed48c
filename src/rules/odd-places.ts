// Places from which an ordinary program is not run: temporary folders, and hidden folders of a home that belong to no known tool.
// Worms of 2026 wrote `~/.dev-utils/server.js` and `/dev/shm/.node_*.js` (iocs/sandworm-mode.yaml). Judged by the text of the path alone.
import { basename, normalize } from 'node:path/posix';

/**
 * `temporary`: anybody may write there, or it is gone after a restart. `hidden`: a hidden folder of the home that no known tool
 * has. `personal`: a hidden folder whose name people give to their own scripts. `loose`: a file right in a folder that is shared by
 * many tools, or that holds a client's settings. `downloads`: what a browser has put down.
 */
export type OddPlace = 'temporary' | 'hidden' | 'personal' | 'loose' | 'downloads';

/** Words for a sentence: `runs from …`. */
export const ODD_PLACE_WORDS: Readonly<Record<OddPlace, string>> = {
  temporary: 'a folder for temporary files',
  hidden: 'a hidden folder of the home that belongs to no known tool',
  personal: 'a hidden folder of the home with scripts of one\'s own',
  loose: 'a folder for settings, in which programs have no place',
  downloads: 'the folder for downloads',
};

const TEMPORARY = /^(?:(?:\/private)?\/(?:var\/)?tmp\/|\/(?:dev|run)\/shm\/|\/(?:private\/)?var\/folders\/|(?:\$\{?(?:env:)?(?:TMPDIR|TEMP|TMP)\}?|%(?:TEMP|TMP)%|\$env:(?:TEMP|TMP))\/|[a-z]:\/(?:windows\/)?te?mp\/|[a-z]:\/users\/public\/)/i;
const HOME = /^(?:~|\$HOME|\$\{(?:env:)?HOME\}|\$\{userHome\}|%USERPROFILE%|%HOMEDRIVE%%HOMEPATH%|\$env:USERPROFILE|\$\{env:USERPROFILE\}|\/(?:root|home\/[^/]+|Users\/[^/]+)|(?:\/mnt\/[a-z]|[a-z]:)\/Users\/[^/]+)\//i;
const PROJECT = /^(?:\$\{workspaceFolder\}|\$\{workspaceRoot\}|"?\$\{?CLAUDE_PROJECT_DIR\}?"?)\//i;

/** Hidden folders of a home that package managers, editors, clients and other well-known tools make. */
const KNOWN = new Set([
  // Node, Deno, Bun and their version managers.
  '.npm', '.npm-global', '.npm-packages', '.node_modules', '.nvm', '.fnm', '.volta', '.n', '.nodenv', '.nodebrew', '.nvs', '.bun', '.deno', '.yarn', '.pnpm', '.pnpm-store', '.pnpm-home', '.tsx',
  // Version managers and package managers of other kinds.
  '.asdf', '.mise', '.rtx', '.proto', '.pyenv', '.rbenv', '.rvm', '.jenv', '.sdkman', '.goenv', '.pixi', '.conda', '.virtualenvs', '.uv', '.poetry', '.cargo', '.rustup', '.go', '.gem', '.bundle', '.composer', '.dotnet', '.nuget', '.gradle', '.m2', '.krew', '.ghcup', '.cabal', '.stack', '.opam', '.pub-cache', '.juliaup', '.swiftpm', '.linuxbrew', '.nix-profile', '.nix-defexpr', '.guix-profile', '.foundry',
  // Clouds and containers.
  '.docker', '.kube', '.aws', '.azure', '.gcloud', '.fly', '.vercel', '.netlify', '.supabase', '.terraform.d', '.pulumi', '.rd', '.orbstack', '.colima', '.lima',
  // Editors and MCP clients (src/clients has their files).
  '.vscode', '.vscode-insiders', '.vscode-oss', '.vscode-server', '.vscode-server-insiders', '.vscode-remote', '.vscodium-server', '.cursor', '.cursor-server', '.windsurf', '.windsurf-server', '.codeium', '.zed', '.zed_server', '.jetbrains', '.emacs.d', '.vim', '.claude', '.claude-server-commander', '.codex', '.gemini', '.copilot', '.continue', '.cline', '.roo', '.kilocode', '.kiro', '.junie', '.ai', '.amp', '.goose', '.opencode', '.crush', '.factory', '.kimi', '.qoder', '.qwen', '.vibe', '.grok', '.warp', '.trae', '.lmstudio', '.ollama', '.boltai', '.tome', '.sema4ai', '.enconvo', '.mcporter', '.mcp-inspector', '.mcp-auth', '.smithery', '.toolhive', '.gitlab', '.augment', '.codebuddy', '.rovodev',
]);
const PERSONAL = new Set(['.mcp', '.mcps', '.mcp-servers', '.mcp_servers', '.mcpservers', '.dotfiles', '.scripts', '.tools', '.bin']);
/** Shared by many tools, each with a folder of its own in it. */
const SHARED = new Set(['.config', '.cache', '.local']);
const SETTINGS = new Set(['.vscode', '.claude', '.cursor', '.gemini', '.codex', '.kiro', '.github', '.windsurf', '.roo', '.zed', '.idea']);

/** Why it is odd to run what lies at `path`; undefined where nothing is odd, or the path does not tell. `home` as the entry would write it. */
export function oddPlace(path: string, home?: string): OddPlace | undefined {
  const plain = plainPath(path);
  if (TEMPORARY.test(plain) || /\/appdata\/local\/temp\//i.test(plain)) return plain.startsWith('/tmp/.mount_') ? undefined : 'temporary';
  const below = belowHome(plain, home);
  if (below === undefined) return looseInProject(plain);
  const [first = '', ...rest] = below.split('/');
  if (/^downloads$/i.test(first)) return 'downloads';
  if (!first.startsWith('.')) return undefined;
  if (SHARED.has(first) || SETTINGS.has(first)) return rest.length === 1 ? 'loose' : undefined;
  if (PERSONAL.has(first)) return 'personal';
  return KNOWN.has(first.toLowerCase()) ? undefined : 'hidden';
}

/** File of a path, without folders. */
export function fileName(path: string): string {
  return basename(plainPath(path));
}

/** `path` as a program that runs in `folder` would read it. */
export function inFolder(path: string, folder: string | undefined): string {
  const plain = plainPath(path);
  const rooted = plain.startsWith('/') || /^[a-z]:/i.test(plain) || HOME.test(plain) || /^[$%]/.test(plain);
  return folder === undefined || rooted ? plain : normalize(`${plainPath(folder)}/${plain}`);
}

// Windows separators, quotes and dot segments out: `~\a\..\.x\server.js` is `~/.x/server.js`.
function plainPath(path: string): string {
  return normalize(path.replace(/^["']|["']$/g, '').replace(/^file:\/\/(?=\/)/i, '').replaceAll('\\', '/'));
}

function belowHome(plain: string, home: string | undefined): string | undefined {
  const own = home === undefined ? undefined : `${plainPath(home).replace(/\/$/, '')}/`;
  if (own !== undefined && own.length > 1 && plain.toLowerCase().startsWith(own.toLowerCase())) return plain.slice(own.length);
  const match = HOME.exec(plain);
  return match ? plain.slice(match[0].length) : undefined;
}

function looseInProject(plain: string): OddPlace | undefined {
  const below = plain.replace(PROJECT, '').replace(/^\.\//, '').split('/');
  return below.length === 2 && SETTINGS.has(below[0] as string) ? 'loose' : undefined;
}
