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
  { of: /terraform/i, words: ['terraform'] },
  { of: /pypi|pip/i, words: ['pypi', 'pypirc'] },
  { of: /postgres|pgpass/i, words: ['pgpass', '.pgpass', 'postgres', 'postgresql', 'libpq'] },
  { of: /mysql/i, words: ['mysql', 'my.cnf'] },
  { of: /claude|anthropic/i, words: ['claude', 'anthropic'] },
  { of: /codex|openai/i, words: ['codex', 'openai', 'chatgpt'] },
  { of: /gemini/i, words: ['gemini'] },
  { of: /cursor/i, words: ['cursor'] },
  { of: /slack/i, words: ['slack'] },
  { of: /discord/i, words: ['discord'] },
  { of: /keychain|keyring/i, words: ['keychain', 'keyring', 'credential store'] },
  { of: /dotenv|\.env\b/i, words: ['dotenv', '.env'] },
  { of: /shell history|bash_history|zsh_history/i, words: ['shell history', 'bash_history', 'zsh_history', 'command history'] },
];

/** True where the package tells its readers that it deals with these credentials. */
export function isDocumentedCredential(documents: PackageDocuments, credential: string, path: string | undefined): boolean {
  const text = `${credential} ${path ?? ''}`;
  const words = [...TRADES.filter(({ of }) => of.test(text)).flatMap((trade) => trade.words), ...ownWords(path)];
  return words.some((word) => documents.mentions(word));
}

// The file itself, by its own name where that says something.
function ownWords(path: string | undefined): readonly string[] {
  const parts = (path ?? '').split(/[/\\]/).filter((part) => part !== '' && part !== '~' && !part.includes('*'));
  const file = parts.at(-1);
  return file === undefined ? [] : [...(/^\.?[\w-]{1,12}$/.test(file) && !file.startsWith('.') ? [] : [file]), ...(parts.length > 1 ? [parts.slice(-2).join('/')] : [])];
}
