// Words by which the documentation of a package tells that it deals with a kind of credentials. Too common words are left out: every
// README says npm, and every manifest with a repository says git.
import type { PackageDocuments } from './contract.ts';

/** What a path or a kind of credentials holds -> words of the tools whose business it is. */
const TRADES: readonly { readonly of: RegExp; readonly words: readonly string[] }[] = [
  { of: /ssh/i, words: ['ssh', 'sftp', 'scp', 'sshpk'] },
  { of: /npm/i, words: ['npmrc', '.npmrc', 'npm registry', 'npm config', 'npm publish', 'package manager', 'registry'] },
  { of: /yarn/i, words: ['yarnrc', '.yarnrc', 'package manager', 'registry'] },
  { of: /aws|amazon/i, words: ['aws', 'amazon', 's3', 'dynamodb'] },
  { of: /gcloud|google|gcp/i, words: ['gcloud', 'google cloud', 'google auth', 'gcp', 'application default credentials', 'firebase', 'vertex'] },
  { of: /azure/i, words: ['azure'] },
  { of: /kube/i, words: ['kubernetes', 'kubeconfig', 'kubectl', 'k8s'] },
  { of: /docker|container/i, words: ['docker', 'container registry', 'testcontainers', 'oci'] },
  { of: /netrc/i, words: ['netrc', '.netrc', 'heroku'] },
  { of: /gnupg|gpg|pgp/i, words: ['gpg', 'gnupg', 'pgp', 'openpgp'] },
  { of: /github|gh[/\\]hosts|\bgh\b/i, words: ['github cli', 'gh cli', 'gh auth', 'github token', 'copilot'] },
  { of: /\bgit\b|git-credentials|gitconfig/i, words: ['git credentials', 'git-credentials', 'gitconfig', '.gitconfig', 'credential helper', 'git config'] },
  { of: /browser|chrome|chromium|firefox|cookies|login data/i, words: ['chrome', 'chromium', 'firefox', 'cookies', 'browser profile', 'browser automation'] },
  { of: /wallet|ethereum|bitcoin|solana|metamask|exodus/i, words: ['wallet', 'keystore', 'keypair', 'solana', 'ethereum', 'bitcoin'] },
  { of: /vault/i, words: ['vault', 'hashicorp'] },
  { of: /terraform|infrastructure/i, words: ['terraform', 'hashicorp'] },
  { of: /pulumi|infrastructure/i, words: ['pulumi'] },
  { of: /pypi|pip/i, words: ['pypi', 'pypirc'] },
  { of: /cargo/i, words: ['cargo', 'crates.io'] },
  { of: /gem/i, words: ['rubygems'] },
  { of: /composer/i, words: ['composer'] },
  { of: /maven|gradle/i, words: ['maven', 'gradle'] },
  { of: /nuget/i, words: ['nuget'] },
  { of: /database password/i, words: ['pgpass', '.pgpass', 'postgres', 'postgresql', 'libpq', 'mysql', 'my.cnf', 'mongodb'] },
  { of: /vercel/i, words: ['vercel'] },
  { of: /netlify/i, words: ['netlify'] },
  { of: /wrangler/i, words: ['wrangler', 'cloudflare'] },
  { of: /firebase|service account/i, words: ['firebase'] },
  { of: /doctl|\.oci|linode|fly|railway|bluemix/i, words: ['digitalocean', 'oracle cloud', 'linode', 'fly.io', 'railway', 'ibm cloud'] },
  { of: /claude|anthropic/i, words: ['claude', 'anthropic'] },
  { of: /codex|openai/i, words: ['codex', 'openai', 'chatgpt'] },
  { of: /gemini/i, words: ['gemini'] },
  { of: /copilot/i, words: ['copilot'] },
  { of: /cursor/i, words: ['cursor'] },
  { of: /huggingface/i, words: ['huggingface', 'hugging face'] },
  { of: /mcp/i, words: ['mcp', 'model context protocol'] },
  { of: /slack/i, words: ['slack'] },
  { of: /discord/i, words: ['discord'] },
  { of: /telegram|tdata/i, words: ['telegram'] },
  { of: /signal/i, words: ['signal messenger'] },
  { of: /password manager/i, words: ['1password', 'bitwarden', 'lastpass', 'keepass', 'password store', 'password manager'] },
  { of: /keychain|keyring/i, words: ['keychain', 'keyring', 'credential store', 'gnupg', 'gpg'] },
  { of: /vpn|ftp/i, words: ['vpn', 'openvpn', 'wireguard', 'ftp', 'filezilla'] },
  { of: /\.env|environment file/i, words: ['dotenv', '.env'] },
  { of: /history/i, words: ['shell history', 'bash_history', 'zsh_history', 'command history', 'repl'] },
];

/** True where the package tells its readers that it deals with these credentials. */
export function isDocumentedCredential(documents: PackageDocuments, credential: string, path: string | undefined): boolean {
  const text = `${credential} ${path ?? ''}`;
  const words = [...TRADES.filter(({ of }) => of.test(text)).flatMap((trade) => trade.words), ...ownWords(path)];
  return words.some((word) => documents.mentions(word));
}

/** Files that programs of every kind read at their start; what is done with them counts, not the read. */
const ORDINARY: ReadonlySet<string> = new Set(['environment file', 'MCP client configuration', 'environment of processes']);

/** True for what programs of every kind read: also the settings of a project's package manager, which every tool that looks at a project reads. */
export function isOrdinaryCredential(credential: string, path: string | undefined): boolean {
  return ORDINARY.has(credential) || (/^(?:npm|yarn) token$/.test(credential) && path !== undefined && path !== '' && !path.startsWith('~') && !path.startsWith('/'));
}

// The file itself, by its own name where that says something.
function ownWords(path: string | undefined): readonly string[] {
  const parts = (path ?? '').split(/[/\\]/).filter((part) => part !== '' && part !== '~' && !part.includes('*'));
  const file = parts.at(-1);
  return file === undefined ? [] : [...(/^\.?[\w-]{1,12}$/.test(file) && !file.startsWith('.') ? [] : [file]), ...(parts.length > 1 ? [parts.slice(-2).join('/')] : [])];
}
