// mcp-audit rules, mcp-audit explain <rule-id>: our own detections and their pages.
import { Command } from 'commander';
import type { Host } from '../io/host.ts';
import type { Finish } from './program.ts';

export function rulesCommand(host: Host, finish: Finish): Command {
  return new Command('rules')
    .summary('list the rules that findings come from')
    .description('Lists every rule with the severities it gives.')
    .option('--json', 'as JSON, with the whole pages')
    .addHelpText('after', '\nExit codes: 0; 3 usage error.')
    .action(async (flags: { readonly json?: true }) => finish(await (await import('./run-rules.ts')).listRules(flags, host)));
}

export function explainCommand(host: Host, finish: Finish): Command {
  return new Command('explain')
    .summary('show the page of one rule')
    .description('What a rule finds, why it matters, what to do, and what it cannot see.')
    .argument('<rule-id>', 'as a finding or `mcp-audit rules` names it')
    .addHelpText('after', '\nExit codes: 0; 3 no such rule.\n\nExample:\n  mcp-audit explain known-malicious-version')
    .action(async (id: string) => finish(await (await import('./run-rules.ts')).explainRule(id, host)));
}
