// Command lines that hand credentials to whoever runs them: the tools' own documentation, and the scanners that worms brought along
// (iocs/shai-hulud-1.yaml, iocs/nx-s1ngularity.yaml).

/** What a command gives. */
export interface TokenCommand {
  /** For people: `a GitHub token`. */
  readonly gives: string;
  /** Words by which documentation names the tool. */
  readonly words: readonly string[];
}

const COMMANDS: readonly (TokenCommand & { readonly line: RegExp })[] = [
  { line: /\bgh\s+auth\s+token\b/, gives: 'a GitHub token', words: ['gh auth', 'github cli', 'gh cli', 'github token'] },
  { line: /\bgit\s+credential(?:-\w{1,40})?\s+(?:fill|get)\b/, gives: 'git credentials', words: ['git credential', 'git credentials', 'credential helper'] },
  { line: /\bgcloud\s+auth\s+(?:application-default\s+)?print-(?:access|identity)-token\b/, gives: 'a Google Cloud token', words: ['gcloud', 'google cloud', 'gcp'] },
  { line: /\baz\s+account\s+get-access-token\b/, gives: 'an Azure token', words: ['azure'] },
  { line: /\baws\s+(?:configure\s+(?:get|export-credentials)|sts\s+get-session-token)\b/, gives: 'AWS credentials', words: ['aws', 'amazon'] },
  { line: /\bnpm\s+config\s+get\s+\S{0,200}_authToken\b/, gives: 'an npm token', words: ['npm token', 'npmrc', 'npm publish'] },
  { line: /\bsecurity\s+(?:find-(?:generic|internet)-password|dump-keychain)\b/, gives: 'passwords of the keychain', words: ['keychain', 'macos'] },
  { line: /\bsecret-tool\s+(?:lookup|search)\b/, gives: 'passwords of the keyring', words: ['keyring', 'libsecret', 'secret service'] },
  { line: /\btrufflehog\b|\bgitleaks\s+(?:detect|dir)\b/, gives: 'secrets found on the disk', words: ['trufflehog', 'gitleaks', 'secret scanning', 'secret scanner'] },
];

/** What a command line hands over; undefined where it is none of these. */
export function tokenCommand(line: string): TokenCommand | undefined {
  const text = line.slice(0, 4096);
  return COMMANDS.find((command) => command.line.test(text));
}
