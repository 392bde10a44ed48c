// Code that publishes packages, lists tokens or makes repositories by itself: how worms go on. Release tools do it by trade.
import type { Behavior, NetworkBehavior, ProcessBehavior } from '../model/behavior.ts';
import { listed } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, PackageDocuments, Rule } from './contract.ts';
import { isUsualRegistry } from './hosts.ts';
import { installFiles, runsAtInstall } from './install-context.ts';

/** One thing that spreading needs. */
type Step = 'publishes packages' | 'asks whose npm token it is' | 'lists or makes npm tokens' | 'reads npm tokens' | 'sends an npm token to the registry' | 'makes GitHub repositories' | 'lists the packages of a maintainer';

const PUBLISH = /\b(?:npm|pnpm|yarn(?:\s+npm)?|bun)(?:\.cmd)?\s+(?:[\w=./-]{1,40}\s+){0,4}publish\b/;
const WHOAMI = /\bnpm(?:\.cmd)?\s+(?:-[\w=./:-]{1,80}\s+){0,4}whoami\b/;
const TOKENS = /\bnpm(?:\.cmd)?\s+tokens?\b/;
const REPOSITORY = /\bgh\s+repo\s+create\b/;

export const selfPublishingCode: Rule<'code'> = {
  page: {
    id: 'self-publishing-code',
    summary: 'Code publishes packages or uses registry tokens by itself',
    why: 'A worm spreads with the token that it finds: it asks whose it is, lists the maintainer\'s packages and publishes each with itself inside. Few programs other than release tools publish.',
    remediation: ['Read who calls the place. Where it can have run: revoke npm and GitHub tokens from a clean machine, after the infected one is off the network.', 'Look for releases and repositories that nobody of the team made.'],
    limits: 'A release tool that says so in its documentation gives low; so would a worm in a release tool, where no install hook runs it. Requests with an unknown path are not seen.',
    severities: ['high', 'medium', 'low'],
    references: ['https://docs.npmjs.com/cli/commands/npm-publish', 'https://attack.mitre.org/techniques/T1195/002/'],
  },
  judge: (facts) => {
    const seen = facts.behaviors.flatMap((behavior) => stepsOf(behavior).map((step) => ({ step, behavior })));
    const [first, ...rest] = seen;
    return first ? codeFindings(selfPublishingCode.page, facts, remarksOf(facts, [first, ...rest])) : [];
  },
};

interface Seen { readonly step: Step; readonly behavior: Behavior }

function remarksOf(facts: CodeFacts, seen: readonly [Seen, ...Seen[]]): readonly CodeRemark[] {
  const steps = [...new Set(seen.map(({ step }) => step))];
  const installed = installFiles(facts);
  const atInstall = seen.some(({ behavior, step }) => runsAtInstall(installed, behavior) && step !== 'reads npm tokens');
  const acts = steps.filter((step) => step !== 'reads npm tokens' && step !== 'asks whose npm token it is' && step !== 'lists the packages of a maintainer');
  if (acts.length === 0 && !atInstall) return [];
  const documented = isReleaseTool(facts.documents);
  return [{
    subject: ['publishes'],
    severity: atInstall ? 'high' : documented ? 'low' : steps.length > 1 ? 'high' : acts.includes('publishes packages') ? 'low' : 'medium',
    confidence: atInstall || steps.length > 2 ? 'high' : 'medium',
    title: `${subjectOf(facts)} ${listed(steps)}${atInstall ? ' while it is installed' : ''}`,
    shown: [seen[0].behavior, ...seen.slice(1).map(({ behavior }) => behavior)],
  }];
}

function stepsOf(behavior: Behavior): readonly Step[] {
  switch (behavior.kind) {
    case 'process': return ofCommand(behavior);
    case 'network': return ofRequest(behavior);
    case 'file': return behavior.access === 'read' && /(?:^|[/\\])\.npmrc$/.test(behavior.path ?? '') ? ['reads npm tokens'] : [];
    case 'environment': return /^(?:NPM_TOKEN|NODE_AUTH_TOKEN|NPM_AUTH_TOKEN)$/.test(behavior.name ?? '') ? ['reads npm tokens'] : [];
    default: return [];
  }
}

function ofCommand({ command = '' }: ProcessBehavior): readonly Step[] {
  const text = command.slice(0, 4096);
  return [
    ...(PUBLISH.test(text) && !/--dry-run\b/.test(text) ? ['publishes packages' as const] : []),
    ...(WHOAMI.test(text) ? ['asks whose npm token it is' as const] : []),
    ...(TOKENS.test(text) ? ['lists or makes npm tokens' as const] : []),
    ...(REPOSITORY.test(text) ? ['makes GitHub repositories' as const] : []),
  ];
}

function ofRequest({ host, url = '', sends }: NetworkBehavior): readonly Step[] {
  if (host !== undefined && isUsualRegistry(host)) {
    const token = sends.some((origin) => (origin.kind === 'file' && /npmrc/.test(origin.path ?? '.npmrc')) || (origin.kind === 'environment' && /NPM|NODE_AUTH/.test(origin.name ?? '')));
    return [
      ...(/\/-\/(?:npm\/v1\/tokens|user\/token)/.test(url) ? ['lists or makes npm tokens' as const] : []),
      ...(/\/-\/(?:whoami|npm\/v1\/user)\b/.test(url) ? ['asks whose npm token it is' as const] : []),
      ...(/\/-\/(?:v1\/search\?text=maintainer|org\/[^/]+\/package|user\/[^/]+\/package)/.test(url) ? ['lists the packages of a maintainer' as const] : []),
      ...(token ? ['sends an npm token to the registry' as const] : []),
    ];
  }
  const stolen = sends.some((origin) => (origin.kind === 'environment' && /^(?:GITHUB|GH)_/.test(origin.name ?? '')) || origin.kind === 'file');
  return host === 'api.github.com' && /\/user\/repos\b/.test(url) && stolen ? ['makes GitHub repositories'] : [];
}

function isReleaseTool({ mentions }: PackageDocuments): boolean {
  return mentions('npm publish') || (mentions('publish') && (mentions('release') || mentions('registry') || mentions('monorepo')));
}
