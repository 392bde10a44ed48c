// Which proxy an address is asked through: npm's settings, else the environment's variables in either case, as @npmcli/agent
// (lib/proxy.js) reads them. It reads those of the process; here they are given, so that a run depends on nothing else.
import type { Environment } from './npm-environment.ts';
import type { RegistrySettings } from './settings.ts';

/** Options of make-fetch-happen. */
export interface ProxyChoice {
  readonly proxy?: string;
  readonly noProxy: string;
}

/** For an address of the web. */
export function proxyFor(address: string, settings: Pick<RegistrySettings, 'proxy' | 'noProxy'>, environment: Environment): ProxyChoice {
  const url = new URL(address);
  const variables = lowerCased(environment);
  const named = settings.proxy ?? (url.protocol === 'https:' ? variables.get('https_proxy') : variables.get('https_proxy') ?? variables.get('http_proxy') ?? variables.get('proxy'));
  // The host's own name: an empty list would have the agent look at the process again.
  if (named === undefined || named === 'none') return { noProxy: url.hostname };
  return { proxy: named.includes('://') ? named : `http://${named}`, noProxy: settings.noProxy ?? variables.get('no_proxy') ?? 'none.invalid' };
}

function lowerCased(environment: Environment): ReadonlyMap<string, string> {
  return new Map(Object.entries(environment).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name.toLowerCase(), value] as const])));
}
