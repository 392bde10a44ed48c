// A host that this version speaks to and the earlier one did not. An honest package speaks to new hosts of its vendor, and its README of
// the next release names them; whoever adds a host of his own writes that README as well, so that the earlier version's words count.
import type { NetworkBehavior } from '../model/behavior.ts';
import { behaviorWords, quoted } from './behavior-words.ts';
import type { CodeFacts, DifferenceFacts, Rule } from './contract.ts';
import { type Destination, destinationOf } from './destinations.ts';
import { addedOf, differenceFindings, earlierCode, laterByEarlierWords, laterCode, laterSubject, type NewThing } from './difference-findings.ts';
import { isBeside } from './file-kinds.ts';
import { campaignOf } from './finding.ts';
import { isHidden } from './hidden-values.ts';
import { type Carrying, carriedTo, CARRIED_WORDS } from './new-carried.ts';
import { isInName, placesUsed, usedBefore } from './used-places.ts';

/** Public resolvers, which programs ask for their own address and route. */
const RESOLVERS: ReadonlySet<string> = new Set(['8.8.8.8', '8.8.4.4', '1.1.1.1', '1.0.0.1', '9.9.9.9']);
/** Gives the credentials of a cloud machine to whoever asks from it. */
const METADATA: ReadonlySet<string> = new Set(['169.254.169.254', '169.254.170.2', 'metadata.google.internal', 'metadata', '[fd00:ec2::254]']);

type Grade = Pick<NewThing, 'severity' | 'confidence'>;

export const newNetworkDestination: Rule<'difference'> = {
  page: {
    id: 'new-network-destination',
    summary: 'This version connects to a host that the earlier one did not use',
    why: 'Data leaves through a host that an update brings. Where the environment, files or what callers give go to one that nobody named before, the update is what an attack looks like.',
    remediation: ['Read the place: what is sent, and does the vendor own the host?', 'Until that is known, stay on the earlier version; where the new one ran, look for the host in the logs of the network.'],
    limits: 'Hosts that callers or settings give are not judged, nor is the wire. Another host of a domain that was used before is low. What the earlier version\'s README and manifest name is its own; what only the later ones name counts for a function that is new, and for requests that carry nothing of value. Hosts that no request was seen to go to are text.',
    severities: ['critical', 'high', 'medium', 'low', 'info'],
    references: ['https://attack.mitre.org/techniques/T1041/', 'https://attack.mitre.org/techniques/T1567/'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'network').filter(({ behavior }) => behavior.method !== 'listen');
    if (changes.length === 0) return [];
    const later = laterByEarlierWords(facts);
    const used = placesUsed(earlierCode(facts));
    const things = changes.flatMap(({ behavior, was }) => thingOf(facts, later, behavior, was?.kind === 'network' ? was : undefined, used));
    return differenceFindings(newNetworkDestination.page, facts, things, (names, count) => `${laterSubject(facts)} newly connects to ${count > 1 ? `${count} places: ` : ''}${names}`);
  },
};

// Of an address with a host, the host is judged; what its parts are made of holds versions, paths and keys of tables that look like hosts.
function judged(request: NetworkBehavior): NetworkBehavior {
  const { host, url, origins, ...rest } = request;
  const isHost = host !== undefined && isHostName(host);
  const kept = origins.filter((origin) => origin.kind !== 'constant' || isHidden(origin.via) || (!isHost && /^(?:https?|wss?):\/\//i.test(origin.text)));
  return { ...rest, ...(isHost ? { host } : {}), ...(url === undefined || (host !== undefined && !isHost) ? {} : { url }), origins: kept };
}

// Ports become addresses of the network 0.
function isHostName(host: string): boolean {
  return /^(?:[\w*-]{1,63}(?:\.[\w*-]{1,63}){0,20}|\[[\da-f:.]{2,45}\])$/i.test(host) && !host.startsWith('0.');
}

function thingOf(facts: DifferenceFacts, later: CodeFacts, shown: NetworkBehavior, was: NetworkBehavior | undefined, used: ReadonlySet<string>): readonly NewThing[] {
  const request = judged(shown);
  const destination = destinationOf(later, request);
  const carried = carriedTo(later, request);
  const grade = gradeOf(facts, request, destination, carried, usedBefore(used, request));
  if (!grade) return [];
  const whither = whitherWords(request, destination);
  const sends = carried === 'nothing' ? '' : ` and sends it ${CARRIED_WORDS[carried]}`;
  const [indicator] = destination === 'known' ? facts.known(request.url ?? request.host ?? '') : [];
  const beside = destination !== 'known' && isBeside(request.place.path) && grade.severity === 'high';
  return [{
    subject: [destination, request.host ?? request.url ?? '', carried],
    severity: beside ? 'medium' : grade.severity,
    confidence: grade.confidence,
    title: `${laterSubject(facts)} newly connects to ${whither}${sends}`,
    shown: [shown],
    ...(was ? { was: whitherWords(was, destinationOf(earlierCode(facts), was)) } : {}),
    now: `${whither}${carried === 'nothing' ? '' : `, with ${CARRIED_WORDS[carried]}`}`,
    ...(was ? { evidence: [{ kind: 'behavior', text: `before: ${behaviorWords(was)}` } as const] } : {}),
    ...(indicator ? { campaign: campaignOf(facts.campaign(indicator.campaign), { advisory: { campaign: indicator.campaign, class: 'malware' } }) } : {}),
  }];
}

function gradeOf(facts: DifferenceFacts, request: NetworkBehavior, destination: Destination, carried: Carrying, before: boolean): Grade | undefined {
  switch (destination) {
    case 'known': return { severity: 'critical', confidence: 'high' };
    case 'drop': return before ? { severity: 'low', confidence: 'medium' } : { severity: 'high', confidence: 'high' };
    case 'hidden': return { severity: 'high', confidence: request.host === undefined ? 'medium' : 'high' };
    case 'address': return before || RESOLVERS.has(request.host ?? '') ? { severity: 'low', confidence: 'medium' } : { severity: 'high', confidence: 'medium' };
    case 'remote': return carried === 'environment' || carried === 'secrets' || carried === 'credentials' ? { severity: 'high', confidence: 'medium' } : { severity: 'low', confidence: 'low' };
    case 'foreign': return before ? { severity: 'low', confidence: 'medium' } : foreignGrade(facts, request, carried);
    case 'own': case 'registry': return before ? undefined : { severity: 'info', confidence: 'medium' };
    case 'local': return METADATA.has(request.host ?? '') && !before ? { severity: 'medium', confidence: 'medium' } : undefined;
    case 'open': return undefined;
  }
}

function foreignGrade(facts: DifferenceFacts, request: NetworkBehavior, carried: Carrying): Grade {
  // By the later documents too: what they name is said in the open, and may yet be written by who added it.
  const said = isInName(facts.before.name, request) || (destinationOf(laterCode(facts), request) === 'own' && !isAddedBeside(facts, request));
  switch (carried) {
    case 'environment': case 'secrets': case 'credentials': return { severity: 'high', confidence: 'high' };
    case 'secret': case 'machine': case 'arguments': case 'files': return said ? { severity: 'medium', confidence: 'medium' } : { severity: 'high', confidence: 'medium' };
    case 'its-own-key': return said ? { severity: 'low', confidence: 'medium' } : { severity: 'medium', confidence: 'medium' };
    // What goes over a socket, a mail server or a proxy is mostly written elsewhere.
    case 'nothing': return { severity: said ? 'info' : request.method === 'socket' ? 'medium' : 'low', confidence: said || request.method !== 'socket' ? 'medium' : 'low' };
  }
}

// In a function that spoke to somebody else before: a feature that documents name has functions of its own, a copy is put beside what is there.
// What sets the address of a client turns requests that were there before.
function isAddedBeside({ before }: DifferenceFacts, { api, within }: NetworkBehavior): boolean {
  if (api.startsWith('.')) return true;
  return within !== undefined && before.behaviors.some((behavior) => (behavior.kind === 'network' || behavior.kind === 'mail') && behavior.within === within);
}

const WHITHER: Partial<Record<Destination, string>> = { hidden: 'an address that its code hides', remote: 'an address that another server tells', open: 'an address that callers or settings give' };

function whitherWords({ host, url, origins }: NetworkBehavior, destination: Destination): string {
  const address = host ?? url ?? origins.flatMap((origin) => (origin.kind === 'constant' && /^\w+:\/\//.test(origin.text) ? [origin.text] : []))[0];
  if (address !== undefined && destination === 'hidden') return `${quoted(address)}, which its code hides`;
  if (host !== undefined && METADATA.has(host)) return `${quoted(host)}, which gives out the credentials of a cloud machine`;
  if (address !== undefined && destination === 'drop') return `${quoted(address)}, a service for anonymous drops`;
  return address !== undefined && destination !== 'remote' ? quoted(address) : WHITHER[destination] ?? 'an address that is not known';
}
