// A launch line that takes its packages from another registry than the usual one.
import type { Severity } from '../model/finding.ts';
import type { NamedValue } from '../model/server.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten, withoutCredentials } from '../text/printable.ts';
import type { Rule, ServerFacts } from './contract.ts';
import { hostOf, isUsualRegistry, kindOfHost } from './hosts.ts';
import { isShared, type Remark, serverFindings, whileEnabled } from './server-findings.ts';

const PAGE: RulePage = {
  id: 'launch-registry-override',
  summary: 'A launch line that names a registry of its own',
  why: 'Another registry decides what every name on the line means, also names of well-known packages. Nobody who reads the package name sees it.',
  remediation: ['Find out who runs the registry, and who wrote it into the line.', 'Set a company\'s registry once in the npm configuration of the machine, not in the entry of one server.'],
  limits: 'A registry on this machine, in a private network, or of a known proxy product is low; the configuration files of npm are not read here. Names and paths are judged by their form, nothing is asked.',
  severities: ['medium', 'low', 'info'],
  references: ['https://docs.npmjs.com/cli/using-npm/config#registry', 'https://docs.npmjs.com/cli/using-npm/config#environment-variables'],
};

const VARIABLE = /^(?:npm_config_(?:registry|@[^:]*:registry)|bun_config_registry|yarn_registry|yarn_npm_registry_server|uv_index_url|uv_default_index|pip_index_url|pip_extra_index_url)$/i;
/** Hosts and paths of products with which companies proxy the public registry: their documentation gives these forms. */
const PROXY_HOST = /(?:^|\.)(?:jfrog\.io|pkgs\.dev\.azure\.com|pkg\.dev|npm\.pkg\.github\.com|cloudsmith\.io|npmmirror\.com|fury\.io|d\.codeartifact\.[a-z0-9-]+\.amazonaws\.com)$/;
const PROXY_PATH = /\/(?:artifactory\/)?api\/(?:npm|pypi)\/|\/repository\/[^/]+|\/api\/v4\/(?:projects|groups)\/|\/_packaging\//i;

export const launchRegistryOverride: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap(remarksOn)),
};

function remarksOn(entry: ServerFacts): readonly Remark[] {
  return [...registriesOf(entry)].flatMap(([address, from]): readonly Remark[] => {
    const host = hostOf(address);
    if (host !== undefined && isUsualRegistry(host)) return [];
    const shown = shorten(host ?? address, 120);
    return [{
      entry,
      subject: [address],
      severity: whileEnabled(entry, severityOf(entry, address, host)),
      confidence: host === undefined ? 'low' : 'medium',
      title: `Packages of this launch come from ${shown}`,
      evidence: [{ kind: 'record', text: `${from} names ${shorten(address, 200)}${isShared(entry) ? ', in a file of the project' : ''}` }],
      registry: shown,
    }];
  });
}

/** Address to where it is named, each address once. */
function registriesOf({ server, launch, subjects }: ServerFacts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const values: readonly NamedValue[] = [...server.environment, ...(launch?.environment ?? [])];
  for (const { name, loads = [] } of values) if (VARIABLE.test(name)) for (const address of loads) found.set(withoutCredentials(address), name);
  for (const { subject } of subjects) {
    const address = subject.registry === undefined ? undefined : withoutCredentials(subject.registry);
    if (address !== undefined && !found.has(address)) found.set(address, 'the launch line');
  }
  return found;
}

function severityOf(entry: ServerFacts, address: string, host: string | undefined): Severity {
  if (host === undefined) return 'low';
  const kind = kindOfHost(host);
  if (kind !== 'public') return 'low';
  // In clear, anybody on the way can answer, whoever runs the registry.
  if (/^http:/i.test(address)) return 'medium';
  // Anybody can give their own host such a path: it speaks for the user's own file only.
  return PROXY_HOST.test(host) || (!isShared(entry) && PROXY_PATH.test(address)) ? 'low' : 'medium';
}
