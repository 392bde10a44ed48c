// mcp-audit ioc list|show|validate: what the bundles hold, and whether a bundle of one's own is sound.
import { Command } from 'commander';
import type { Host } from '../io/host.ts';
import { UserError } from '../model/errors.ts';
import { collect, IOCS_HELP } from './flags.ts';
import type { Finish } from './program.ts';

interface BundleFlags {
  readonly iocs?: readonly string[];
  readonly json?: true;
}

export function iocCommand(host: Host, finish: Finish): Command {
  const command = new Command('ioc').summary('list, show and validate indicators').description('The indicator bundle: campaigns with their packages, indicators and advice.');
  command.addCommand(withBundleFlags(new Command('list'))
    .summary('list the bundles and their campaigns')
    .addHelpText('after', '\nExit codes: 0; 2 a bundle cannot be used; 3 usage error.')
    .action(async (flags: BundleFlags) => finish(await (await import('./run-ioc.ts')).listBundles(flags, host))));
  command.addCommand(withBundleFlags(new Command('show'))
    .summary('show a campaign, or what is known of a package')
    .argument('<campaign-or-package>', 'a campaign id, a package name, or name@version')
    .addHelpText('after', '\nExit codes: 0 it is listed; 1 the version given is not listed; 2 a bundle\ncannot be used; 3 nothing of that name is listed.\n\nExamples:\n  mcp-audit ioc show postmark-mcp\n  mcp-audit ioc show chalk@5.6.1')
    .action(async (subject: string, flags: BundleFlags) => finish(await (await import('./run-ioc.ts')).showSubject(subject, flags, host))));
  command.addCommand(new Command('validate')
    .summary('check bundle files')
    .argument('<path...>', 'files, or folders of them; must exist')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExit codes: 0 valid; 1 not valid, each fault with file, line and field;\n3 usage error.\n\nExample:\n  mcp-audit ioc validate our-indicators/')
    .action(async (paths: readonly string[], flags: { readonly json?: true }) => finish(await (await import('./run-ioc.ts')).validateBundles(paths, flags, host))));
  // commander would print help with exit 1, which means findings here.
  command.action(() => { throw new UserError('usage', 'ioc needs one of list, show, validate', { hint: 'mcp-audit ioc --help' }); });
  return command;
}

function withBundleFlags(command: Command): Command {
  return command
    .option('--iocs <path>', IOCS_HELP, collect)
    .option('--json', 'as JSON');
}
