// Variables of the environment that this version reads and the earlier one did not. A setting is a setting; the key of a service that the
// package never had to do with is something else, and most of all beside a new host.
import type { BehaviorOf, EnvironmentBehavior, NetworkBehavior } from '../model/behavior.ts';
import { shorten } from '../text/printable.ts';
import type { CodeFacts, DifferenceFacts, PackageDocuments, Rule } from './contract.ts';
import { destinationOf, SUSPECT } from './destinations.ts';
import { addedOf, differenceFindings, laterByEarlierWords, laterSubject, type NewThing } from './difference-findings.ts';
import { belongsTo, isGenericService, isSecretName, service } from './sensitive-data.ts';
import { isInName } from './used-places.ts';

const SHOWN = 80;
/** Secrets of services that are in the environment of builds and servers everywhere: what worms of 2025 and 2026 took first. */
const PRIZED = /^(?:AWS_(?:SECRET_ACCESS_KEY|ACCESS_KEY_ID|SESSION_TOKEN)|GITHUB_TOKEN|GH_TOKEN|GITHUB_PAT|NPM_TOKEN|NODE_AUTH_TOKEN|NPM_CONFIG_TOKEN|AZURE_CLIENT_SECRET|GOOGLE_APPLICATION_CREDENTIALS|GCP_SERVICE_ACCOUNT_KEY|VAULT_TOKEN|ACTIONS_ID_TOKEN_REQUEST_TOKEN|ACTIONS_RUNTIME_TOKEN|CI_JOB_TOKEN|SSH_PRIVATE_KEY|DATABASE_URL)$/;
/** Words in every manifest; only a name that holds them tells that the package deals with the service. */
const EVERYWHERE: ReadonlySet<string> = new Set(['github', 'npm', 'node', 'gh', 'ci', 'actions', 'database', 'ssh']);

export const newEnvironmentAccess: Rule<'difference'> = {
  page: {
    id: 'new-environment-access',
    summary: 'This version reads more of the environment than the earlier one',
    why: 'Tokens and keys of everything that a server or a build has to do with stand in its environment. A package needs its own settings, and no one else\'s.',
    remediation: ['Read the place: where does the value go?', 'Do not give a server more of the environment than it needs; where a key that is not its own was read, replace it.'],
    limits: 'Single names are information, unless they name a secret of a service that neither the package nor the earlier version\'s documents have to do with. Names that are computed are not told.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://attack.mitre.org/techniques/T1552/007/'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'environment');
    if (changes.length === 0) return [];
    const later = laterByEarlierWords(facts);
    const fresh = addedOf(facts, 'network').map(({ behavior }) => behavior);
    const things = changes.flatMap(({ behavior }) => thingOf(facts, later, behavior, fresh));
    return differenceFindings(newEnvironmentAccess.page, facts, things, (names, count) => `${laterSubject(facts)} newly reads ${count > 1 ? `${count} parts of its environment: ` : ''}${names}`);
  },
};

function thingOf(facts: DifferenceFacts, later: CodeFacts, read: EnvironmentBehavior, fresh: readonly NetworkBehavior[]): readonly NewThing[] {
  if (read.access === 'computed') return [];
  if (read.access === 'all') return [wholeThing(facts, later, read)];
  const name = read.name ?? '';
  const base = { subject: [name], shown: [read], now: `the variable ${shorten(name, SHOWN)}` } as const;
  if (!isSecretName(name) && !PRIZED.test(name)) return [{ ...base, severity: 'info', confidence: 'medium', title: `${laterSubject(facts)} newly reads ${base.now}` }];
  if (isOfPackage(facts, name)) return [{ ...base, severity: 'info', confidence: 'medium', title: `${laterSubject(facts)} newly reads ${base.now}` }];
  const beside = isGenericService(name) ? undefined : fresh.find((request) => request.place.path === read.place.path && isStrange(facts, later, request) && !belongsTo([name], request));
  if (beside) return [{ ...base, shown: [read, beside], severity: 'high', confidence: 'medium', title: `${laterSubject(facts)} newly reads ${base.now}, a secret, beside a connection that is new too` }];
  const said = facts.after.documents.mentions(name);
  return [{ ...base, severity: PRIZED.test(name) && !said ? 'medium' : 'low', confidence: 'medium', title: `${laterSubject(facts)} newly reads ${base.now}, a secret${said ? ' that only its new documents name' : ' that no document names'}` }];
}

function isStrange({ before }: DifferenceFacts, later: CodeFacts, request: NetworkBehavior): boolean {
  const destination = destinationOf(later, request);
  return SUSPECT.has(destination) || (destination === 'foreign' && !isInName(before.name, request));
}

// The key of a service that the package is about: by its name, its own words of before, or the variable itself.
function isOfPackage({ before, after }: DifferenceFacts, name: string): boolean {
  const word = service(name).toLowerCase();
  const own = (after.name ?? before.name ?? '').toLowerCase();
  return before.documents.mentions(name) || (word.length > 1 && own.includes(word)) || isTold(before.documents, word);
}

function isTold(documents: PackageDocuments, word: string): boolean {
  return word.length > 2 && !EVERYWHERE.has(word) && documents.mentions(word);
}

// A copy of the whole that a request of the same file can carry. Loggers and child processes take it too.
function wholeThing(facts: DifferenceFacts, later: CodeFacts, read: EnvironmentBehavior): NewThing {
  const sent = later.behaviors.find((behavior): behavior is BehaviorOf<'network'> => behavior.kind === 'network' && behavior.place.path === read.place.path && behavior.sends.some((origin) => origin.kind === 'environment' && origin.name === undefined));
  const mailed = later.behaviors.find((behavior) => behavior.kind === 'mail' && behavior.place.path === read.place.path && behavior.content.includes('environment'));
  const base = { subject: ['all'], now: 'the whole environment' } as const;
  const carrier = sent ?? mailed;
  if (!carrier) return { ...base, shown: [read], severity: 'low', confidence: 'low', title: `${laterSubject(facts)} newly takes the whole environment` };
  const strange = carrier.kind !== 'network' || isStrange(facts, later, carrier);
  return { ...base, shown: [read, carrier], severity: strange ? 'high' : 'medium', confidence: strange ? 'high' : 'medium', title: `${laterSubject(facts)} newly takes the whole environment and sends it on` };
}
