// Behaviours in words, for evidence and titles. All text of the audited side is shortened here and escaped by whoever prints it.
import { type Behavior, type Condition, HIDING_TRANSFORMS, type Origin } from '../model/behavior.ts';
import { shorten, withoutCredentials } from '../text/printable.ts';

const TEXT = 160;

const CONDITIONS: Readonly<Record<Condition, string>> = {
  time: 'the time', locale: 'the language', 'time-zone': 'the time zone', ci: 'whether it runs in CI', 'host-name': 'the name of the machine', 'user-name': 'the name of the user', platform: 'the platform',
  'network-address': 'the network address', random: 'chance', counter: 'a counter', environment: 'an environment variable', debugger: 'whether a debugger watches',
};

/** Text of the audited side for a sentence; addresses lose user, password and query. */
export function quoted(text: string): string {
  return shorten(text.replace(/\bhttps?:\/\/[^\s"'`|;)]{1,2000}/gi, withoutCredentials), TEXT);
}

/** What a condition asks for. */
export function conditionWords(when: readonly Condition[]): string {
  return listed(when.map((condition) => CONDITIONS[condition]));
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** Where a value comes from. */
export function originWords(origin: Origin): string {
  switch (origin.kind) {
    case 'constant': return origin.via.some((transform) => HIDING_TRANSFORMS.has(transform)) ? `a constant hidden by ${origin.via.join(', ')}` : 'a constant';
    case 'argument': return 'what its caller gives';
    case 'environment': return origin.name === undefined ? 'environment variables' : `the environment variable ${shorten(origin.name, TEXT)}`;
    case 'remote': return origin.from === undefined ? 'the answer to a request' : `the answer of ${quoted(origin.from)}`;
    case 'file': return origin.path === undefined ? 'the content of a file' : `the content of ${shorten(origin.path, TEXT)}`;
    case 'machine': return origin.name === undefined ? 'data about the machine' : `data about the machine (${shorten(origin.name, TEXT)})`;
    case 'clock': return 'the time';
    case 'random': return 'a random value';
    case 'hidden': return 'a value that its code hides';
    case 'unknown': return 'a value that could not be followed';
  }
}

/** One line on what the code does there. */
export function behaviorWords(behavior: Behavior): string {
  const when = behavior.when && behavior.when.length > 0 ? `, depending on ${conditionWords(behavior.when)}` : '';
  return `${behavior.place.path}: ${wordsOf(behavior)}${when}`;
}

function wordsOf(behavior: Behavior): string {
  switch (behavior.kind) {
    case 'mail': return `${behavior.api} sets ${behavior.field} of a message to ${originsWords(behavior.origins)}`;
    case 'network': return `${behavior.api} ${behavior.method === 'dns' ? 'asks for' : 'connects to'} ${quoted(behavior.url ?? behavior.host ?? originsWords(behavior.origins))}${behavior.sends.length > 0 ? ` and sends ${originsWords(behavior.sends)}` : ''}`;
    case 'process': return `${behavior.api} runs ${behavior.command === undefined ? originsWords(behavior.origins) : quoted(behavior.command)}${hiddenWords(behavior.origins)}`;
    case 'environment': return behavior.access === 'all' ? `${behavior.api} takes the whole environment` : `${behavior.api} reads ${behavior.name ?? 'a computed environment variable'}`;
    case 'file': return `${behavior.api}: ${behavior.access} of ${behavior.path === undefined ? originsWords(behavior.origins) : quoted(behavior.path)}${behavior.credential === undefined ? '' : ` (${behavior.credential})`}`;
    case 'dynamic-code': return `${behavior.api} runs ${originsWords(behavior.origins)} as code${behavior.code === undefined ? '' : `: ${quoted(behavior.code)}`}`;
    case 'native-code': return behavior.command === undefined ? `native code (${behavior.form})` : `building runs ${quoted(behavior.command)}`;
    case 'install-script': return `${behavior.hook}: ${quoted(behavior.command)}`;
    case 'obfuscation': return `code made hard to read (${behavior.technique})${behavior.size === undefined ? '' : `, ${behavior.size} characters`}`;
  }
}

function originsWords(origins: readonly Origin[]): string {
  return listed([...new Set(origins.slice(0, 6).map(originWords))]);
}

function hiddenWords(origins: readonly Origin[]): string {
  const hidden = origins.find((origin) => origin.kind === 'constant' && origin.via.some((transform) => HIDING_TRANSFORMS.has(transform)));
  return hidden ? `, ${originWords(hidden)}` : '';
}
