// The shell that a line is for, where it is not the usual one: then the words that start it, with the line as the last.

/** A line for `sh` or `bash` as it is; for another shell its own command. `shell` as CI systems name it, with `{0}` for the file. */
export function forShell(line: string, shell: string | undefined): string | readonly string[] {
  const words = (shell ?? '').trim().split(/\s+/).filter((word) => word !== '' && word !== '{0}');
  const program = (words[0] ?? 'sh').replace(/^.*[/\\]/, '').replace(/\.exe$/i, '').toLowerCase();
  switch (program) {
    case 'sh': case 'bash': case 'dash': case 'ash': case 'zsh': return line;
    case 'pwsh': case 'powershell': return [program, '-Command', line];
    case 'cmd': return ['cmd', '/c', line];
    case 'python': case 'python3': return [program, '-c', line];
    case 'node': return ['node', '-e', line];
    default: return [...words, line];
  }
}
