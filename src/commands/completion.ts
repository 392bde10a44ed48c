// mcp-audit completion <shell>: a script for the shell, made from the commands themselves, so that it cannot fall behind.
import { Argument, Command } from 'commander';
import type { Host } from '../io/host.ts';
import type { Finish } from './program.ts';

/** Shells that there is a script for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
/** One of them. */
export type Shell = (typeof SHELLS)[number];

export function completionCommand(host: Host, finish: Finish, program: () => Command): Command {
  return new Command('completion')
    .summary('print a completion script for your shell')
    .description('Prints a script that completes commands, flags and rule ids.')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', `
Exit codes: 0; 3 usage error.

Examples:
  mcp-audit completion bash >> ~/.bashrc
  mcp-audit completion zsh > "\${fpath[1]}/_mcp-audit"
  mcp-audit completion fish > ~/.config/fish/completions/mcp-audit.fish`)
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./completion-scripts.ts');
      await host.stdout.write(completionScript(shell, program()));
      finish(0);
    });
}
