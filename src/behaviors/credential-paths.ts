// What well-known paths outside a package hold. Compared without case, `/` for both slashes, `~` for the home folder. Sources: the
// documentation of each tool (files named there), and the lists that published reports of npm worms and stealers name. Left out: names
// that programs use for files of their own (credentials.json), and .git/config, which honest tools read to find a repository.

/** `holds` is for people. A path matches where `pattern` does; all patterns end in bounded, linear forms. */
interface WellKnownPath {
  readonly holds: string;
  readonly pattern: RegExp;
}

const END = String.raw`(?:$|/|\*)`;

function below(holds: string, ...tails: readonly string[]): WellKnownPath {
  return { holds, pattern: new RegExp(`(?:^|[/*~])(?:${tails.join('|')})${END}`) };
}

/** In the order in which they are asked: the particular before the general. */
const CREDENTIALS: readonly WellKnownPath[] = [
  below('SSH keys', String.raw`\.ssh(?:/(?:id_[\w-]{1,40}|identity|authorized_keys|config|known_hosts|[\w-]{1,60}\.pem))?`, 'id_(?:rsa|dsa|ecdsa|ed25519)', String.raw`etc/ssh/ssh_host_\w{1,20}_key`),
  below('npm token', String.raw`\.npmrc`, 'npm/etc/npmrc', 'etc/npmrc'),
  below('yarn token', String.raw`\.yarnrc\.yml`, String.raw`\.yarnrc`),
  below('PyPI token', String.raw`\.pypirc`),
  below('cargo token', String.raw`\.cargo/credentials(?:\.toml)?`),
  below('RubyGems token', String.raw`\.gem/credentials`),
  below('Composer credentials', String.raw`\.composer/auth\.json`, String.raw`composer/auth\.json`),
  below('Maven credentials', String.raw`\.m2/settings(?:-security)?\.xml`, String.raw`\.gradle/gradle\.properties`),
  below('NuGet credentials', String.raw`nuget/nuget\.config`),
  below('login credentials of hosts', String.raw`\.netrc`, '_netrc', String.raw`\.authinfo(?:\.gpg)?`),
  below('git credentials', String.raw`\.git-credentials`, 'git/credentials'),
  below('GitHub CLI token', String.raw`gh/hosts\.yml`, 'github cli/hosts\\.yml', String.raw`\.config/hub`, String.raw`glab-cli/config\.yml`),
  below('AWS credentials', String.raw`\.aws(?:/(?:credentials|config|sso(?:/cache)?|cli/cache))?`),
  below('Google Cloud credentials', String.raw`gcloud(?:/(?:application_default_credentials\.json|credentials\.db|access_tokens\.db|legacy_credentials))?`, String.raw`application_default_credentials\.json`, String.raw`\.boto`),
  below('Azure credentials', String.raw`\.azure(?:/(?:accesstokens\.json|azureprofile\.json|msal_token_cache(?:\.json|\.bin)|service_principal_entries\.(?:json|bin)))?`),
  below('Kubernetes credentials', String.raw`\.kube(?:/config)?`, 'etc/kubernetes/admin\\.conf', 'var/run/secrets/kubernetes\\.io(?:/serviceaccount(?:/token)?)?', 'run/secrets/kubernetes\\.io'),
  below('Docker credentials', String.raw`\.docker/config\.json`, String.raw`\.dockercfg`, String.raw`containers/auth\.json`),
  below('cloud provider token', String.raw`doctl/config\.yaml`, String.raw`\.oci/config`, String.raw`\.bluemix/config\.json`, String.raw`\.linode-cli`, String.raw`\.config/linode-cli`, String.raw`\.wrangler/config/default\.toml`, String.raw`\.vercel/auth\.json`, String.raw`com\.vercel\.cli/auth\.json`, String.raw`netlify/config\.json`, String.raw`\.fly/config\.yml`, String.raw`\.railway/config\.json`, String.raw`configstore/firebase-tools\.json`),
  below('infrastructure secrets', String.raw`\.terraform\.d/credentials\.tfrc\.json`, String.raw`\.terraformrc`, String.raw`terraform\.tfstate`, String.raw`\.vault-token`, String.raw`\.pulumi/credentials\.json`, String.raw`\.ansible_vault_pass`),
  below('database password', String.raw`\.pgpass`, String.raw`pgpass\.conf`, String.raw`\.my\.cnf`, String.raw`\.mylogin\.cnf`, String.raw`\.mongorc\.js`),
  below('agent credentials', String.raw`\.claude/\.credentials\.json`, String.raw`\.codex/auth\.json`, String.raw`\.gemini/(?:oauth_creds|google_accounts)\.json`, String.raw`\.config/github-copilot/(?:apps|hosts)\.json`, String.raw`github-copilot/(?:apps|hosts)\.json`, String.raw`\.local/share/opencode/auth\.json`, String.raw`opencode/auth\.json`, String.raw`\.openai/auth\.json`, String.raw`\.huggingface/token`, String.raw`huggingface/token`, String.raw`\.cursor/auth\.json`, String.raw`\.aider\.conf\.yml`, String.raw`\.mcp-auth`),
  below('MCP client configuration', String.raw`claude_desktop_config\.json`, String.raw`\.claude\.json`, String.raw`\.claude/settings(?:\.local)?\.json`, String.raw`\.cursor/mcp\.json`, String.raw`\.codeium/windsurf/mcp_config\.json`, String.raw`mcp_config\.json`, String.raw`\.codex/config\.toml`, String.raw`\.gemini/settings\.json`, String.raw`cline_mcp_settings\.json`, String.raw`mcp_settings\.json`, String.raw`\.vscode/mcp\.json`, String.raw`code/user/mcp\.json`, String.raw`\.mcp\.json`, String.raw`\.continue/config\.(?:json|yaml|ts)`, String.raw`\.config/zed/settings\.json`, String.raw`\.kiro/settings/mcp\.json`, String.raw`\.roo/mcp\.json`, String.raw`\.amazonq/mcp\.json`, String.raw`opencode\.json`, String.raw`\.lmstudio/mcp\.json`),
  below('browser passwords', 'login data(?: for account)?', String.raw`logins\.json`, String.raw`key[34]\.db`, String.raw`signons\.sqlite`, 'ya passman data'),
  below('browser cookies', 'network/cookies', String.raw`cookies\.sqlite`, 'default/cookies', String.raw`profile [\d*]{1,3}/cookies`, String.raw`cookies\.binarycookies`),
  below('key of browser passwords', 'user data/local state', String.raw`(?:chrome|chromium|brave-browser|microsoft edge|opera stable|vivaldi)/local state`),
  below('wallet', String.raw`\.electrum(?:/wallets)?`, 'electrum/wallets', String.raw`exodus(?:/exodus\.wallet)?`, String.raw`exodus\.wallet`, String.raw`atomic/local storage(?:/leveldb)?`, String.raw`\.config/solana/id\.json`, 'solana/id\\.json', String.raw`wallet\.dat`, String.raw`\.bitcoin`, String.raw`\.ethereum/keystore`, 'ethereum/keystore', String.raw`\.bitmonero`, 'monero/wallets', 'ledger live', String.raw`@trezor/suite-desktop`, String.raw`trezor suite`, 'coinomi/coinomi/wallets', 'guarda/local storage', 'binance/app-store\\.json', String.raw`\.near-credentials`, String.raw`\.sui/sui_config`, String.raw`\.aptos/config\.yaml`, String.raw`\.foundry/keystores`, 'wasabi(?:wallet)?/wallets', 'multidoge', 'jaxx/local storage'),
  // Extension ids as the Chrome Web Store gives them: MetaMask (Chrome, Edge), Phantom, Coinbase, Trust, Binance, TronLink, Ronin, OKX, Keplr, Exodus, Rabby, Solflare.
  below('wallet of a browser extension', 'nkbihfbeogaeaoehlefnkodbefgpgknn', 'ejbalbakoplchlghecdalmeeeajnimhm', 'bfnaelmomeimhlpmgjnjophhpkkoljpa', 'hnfanknocfeofbddgcijnmhnfnkdnaad', 'egjidjbpglichdcondbcbdnbeeppgdph', 'fhbohimaelbohpjbbldcngcnapndodjp', 'ibnejdfjmmkpcnlpebklmnkoeoihofec', 'fnjhmkhhmkbjkkabndcnnogagogbneec', 'mcohilncbfahbmgdjkbpemcciiolgcge', 'dmkamcknogkgcdfhhbddcghachkejeap', 'aholpfdialjgjfhomihkjbmgjidlcdno', 'acmacodkjbdgmoleebolmdjonilkdbch', 'bhhhlbepdkbapadjdnnojkbgioiodbic'),
  below('password manager', String.raw`\.password-store`, String.raw`[\w ~.*-]{1,60}\.kdbx`, '1password(?:/data)?', String.raw`\.config/op`, 'bitwarden(?: cli)?(?:/data\\.json)?', 'aeblfdkhhhdcdjpifhhbdiojplfjncoa', 'nngceckbapebfimnlniiiahkandclblb', 'hdokiejnpimakedhajhdlcegeplioahd', 'lastpass', 'keepassxc?', 'dashlane', 'nordpass'),
  below('keychain', 'library/keychains', String.raw`login\.keychain(?:-db)?`, String.raw`\.local/share/keyrings`, 'microsoft/(?:credentials|protect|vault)', String.raw`\.gnupg`, String.raw`secring\.gpg`, String.raw`kwalletd`),
  below('chat session', String.raw`(?:discord|discordcanary|discordptb|lightcord)/local storage(?:/leveldb)?`, String.raw`slack/(?:cookies|local storage(?:/leveldb)?|storage)`, 'telegram desktop/tdata', 'tdata', String.raw`\.signal`, 'signal/(?:config\\.json|sql)', 'whatsapp/local storage', 'element/local storage', 'microsoft teams/(?:cookies|local storage)'),
  below('shell history', String.raw`\.(?:bash|zsh|sh|fish|node_repl|python|psql|mysql|rediscli|sqlite)_history`, String.raw`\.zhistory`, 'fish/fish_history', String.raw`consolehost_history\.txt`),
  below('system passwords', 'etc/g?shadow-?', 'etc/sudoers(?:\\.d)?', 'windows/system32/config/(?:sam|system|security)', 'etc/master\\.passwd'),
  below('environment of processes', String.raw`proc/(?:\d{1,10}|self|\*)/(?:environ|mem|cmdline)`),
  below('VPN and FTP credentials', String.raw`filezilla/(?:recentservers|sitemanager)\.xml`, String.raw`\.config/openvpn`, 'wireguard', String.raw`[\w-]{1,40}\.ovpn`, 'winscp\\.ini', 'protonvpn', 'nordvpn'),
  below('environment file', String.raw`\.env(?:\.(?:local|production|development|staging|test|prod|dev)(?:\.local)?)?`, String.raw`\.envrc`, String.raw`\.dev\.vars`),
  below('service account key', String.raw`[\w-]{0,60}firebase-adminsdk[\w-]{0,60}\.json`),
];

/** What the path holds; undefined where nothing is known of it. The path as a fact has it: `~` and `*` included. */
export function credentialAt(path: string): string | undefined {
  const plain = path.slice(0, 1_000).replaceAll('\\', '/').replace(/\/{2,}/g, '/').toLowerCase();
  return CREDENTIALS.find(({ pattern }) => pattern.test(plain))?.holds;
}

/** Files that something else runs: planting one starts code, or a server, later. */
const STARTERS = new RegExp(`(?:^|[/*~])(?:${[
  String.raw`\.(?:bashrc|bash_profile|bash_login|bash_aliases|profile|zshrc|zprofile|zshenv|zlogin|kshrc|cshrc)`, 'fish/config\\.fish', 'etc/profile(?:\\.d)?', 'microsoft\\.powershell_profile\\.ps1',
  String.raw`\.config/autostart`, 'launch(?:agents|daemons)', String.raw`systemd/(?:user|system)`, 'start menu/programs/startup', 'etc/cron[\\w.]{0,20}', 'var/spool/cron', 'etc/rc\\.local', 'etc/init\\.d', 'etc/ld\\.so\\.preload',
  String.raw`\.git/hooks`, String.raw`\.github/workflows`, String.raw`\.husky`, String.raw`\.gitlab-ci\.yml`, String.raw`\.circleci`, String.raw`\.vscode/(?:tasks|settings)\.json`, String.raw`\.claude/(?:settings(?:\.local)?\.json|hooks|commands|agents)`, String.raw`\.cursor/(?:rules|hooks\.json)`, String.raw`\.cursorrules`, 'claude\\.md', 'agents\\.md',
].join('|')})${END}`);

/** True for a shell profile, an autostart place, a git hook, a workflow, an agent's settings. */
export function startsLater(path: string): boolean {
  return STARTERS.test(path.slice(0, 1_000).replaceAll('\\', '/').replace(/\/{2,}/g, '/').toLowerCase());
}
