// Programs that start an MCP server, or speak to a remote one, and stand between it and the client. Both are subjects: the wrapper has a
// history of its own. Flags from each project's own README: geelen/mcp-remote, supercorp-ai/supergateway, sparfenyuk/mcp-proxy,
// punkpeye/mcp-proxy, smithery-ai/cli, pathintegral-institute/mcpm.sh, trailofbits/mcp-context-protector, stacklok/toolhive,
// modelcontextprotocol/inspector, open-webui/mcpo.
import { namedValue } from '../text/named-value.ts';
import { readAssignment } from './assignments.ts';
import type { Call, Reading } from './contract.ts';
import { hasVariable, NOTHING, remote, runs, together, undecided, variableDoubt } from './reading.ts';
import { readImage } from './image.ts';

interface WrapperRules {
  /** First words that say what to do; without one of them the program starts nothing. */
  readonly verbs?: readonly string[];
  /** Their value is a command line. */
  readonly lines?: readonly string[];
  /** Their value is an address. */
  readonly urls?: readonly string[];
  readonly valued?: readonly string[];
  /** Take two words (`--env NAME VALUE`). */
  readonly pairs?: readonly string[];
  /** What stands behind the flags. */
  readonly rest: 'url' | 'command' | 'hosted' | 'stored' | 'toolhive';
}

const REMOTE: WrapperRules = {
  rest: 'url',
  valued: ['--header', '--transport', '--host', '--auth-timeout', '--resource', '--static-oauth-client-metadata', '--static-oauth-client-info', '--ignore-tool', '--callback-port'],
};
const PROXY: WrapperRules = {
  rest: 'command',
  valued: [
    '--port', '--host', '--sse-port', '--sse-host', '--endpoint', '--sseEndpoint', '--streamEndpoint', '--server', '--requestTimeout', '--connectionTimeout', '--cwd', '--allow-origin', '--log-level',
    '--transport', '--apiKey', '--api-key', '--client-id', '--client-secret', '--token-url', '--verify-ssl', '--named-server-config', '--config', '--server-type', '--name', '--root-path', '--path-prefix', '-p',
  ],
  pairs: ['-H', '--headers', '-e', '--env'],
};
const INSPECTOR: WrapperRules = { rest: 'command', valued: ['-e', '--config', '--server', '--transport', '--method', '--tool-name', '--tool-arg', '--header', '--server-url'] };
const TOOLHIVE: WrapperRules = {
  rest: 'toolhive', verbs: ['run'],
  valued: ['--transport', '--name', '--port', '--proxy-port', '--proxy-mode', '--host', '--target-port', '--target-host', '--secret', '-e', '--env', '--env-file', '-v', '--volume', '--permission-profile', '-l', '--label', '--group', '--network', '--tools', '--ca-cert', '--image-verification', '--otel-endpoint', '--runtime-image'],
};

const WRAPPERS: ReadonlyMap<string, WrapperRules> = new Map([
  ['mcp-remote', REMOTE], ['mcp-remote-client', REMOTE],
  ['supergateway', { rest: 'command', lines: ['--stdio'], urls: ['--sse', '--streamableHttp'], valued: ['--port', '--baseUrl', '--ssePath', '--messagePath', '--streamableHttpPath', '--logLevel', '--outputTransport', '--header', '--oauth2Bearer', '--protocolVersion', '--healthEndpoint', '--sessionTimeout'] }],
  ['mcp-proxy', PROXY], ['@punkpeye/mcp-proxy', PROXY], ['mcpo', { ...PROXY, pairs: [] }],
  ['@smithery/cli', { rest: 'hosted', verbs: ['run'], valued: ['--key', '--profile', '--config', '-c', '--client'] }],
  ['smithery', { rest: 'hosted', verbs: ['run'], valued: ['--key', '--profile', '--config', '-c', '--client'] }],
  ['mcpm', { rest: 'stored', verbs: ['guard', 'run', 'profile'], lines: ['--inner'], valued: ['--port', '--host', '--profile', '-p'] }],
  ['mcp-context-protector', { rest: 'command', lines: ['--command'], urls: ['--url', '--sse-url'], valued: ['--server-config-file', '--guardrail-provider', '--quarantine-path'] }],
  ['toolhive', TOOLHIVE], ['thv', TOOLHIVE],
  ['@modelcontextprotocol/inspector', INSPECTOR], ['mcp-inspector', INSPECTOR],
  ['mcpmon', { rest: 'command', valued: ['--watch', '--delay'] }], ['reloaderoo', { rest: 'command', verbs: ['proxy'] }],
]);

/** A word that starts a command line: behind a flag that is not known it is no value. */
const STARTS_COMMAND = /^(?:https?:\/\/|(?:.*[/\\])?(?:npx|npm|pnpm|pnpx|yarn|bunx?|deno|node|uvx?|pipx|python[\d.]*|docker|podman|bash|sh|zsh|cmd|powershell|pwsh|wsl|env|sudo|tsx)(?:\.\w{2,4})?$)/i;

/** True for the package or program of a wrapper. */
export function isWrapper(name: string): boolean {
  return WRAPPERS.has(name);
}

/** Programs of wrappers, for the registry. */
export const WRAPPER_NAMES: readonly string[] = [...WRAPPERS.keys()].filter((name) => !name.includes('/'));

/** What a wrapper starts or speaks to. */
export function readWrapper(name: string, args: readonly string[], call: Call): Reading {
  const rules = WRAPPERS.get(name);
  if (rules === undefined) return NOTHING;
  const found: Reading[] = [];
  let verbs = 0;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as string;
    if (word === '--') return together([...found, readRest(rules, args.slice(at + 1), call)]);
    if (!word.startsWith('-')) {
      if (rules.verbs?.includes(word)) { verbs += 1; continue; }
      if (rules.verbs !== undefined && verbs === 0) break;
      return together([...found, readRest(rules, args.slice(at), call)]);
    }
    const equals = word.indexOf('=');
    const flag = equals === -1 ? word : word.slice(0, equals);
    const value = equals === -1 ? args[at + 1] : word.slice(equals + 1);
    // Some join the value with the words behind it, so a command may also stand unquoted.
    if (rules.lines?.includes(flag) && value !== undefined) found.push(/\s/.test(value) || equals !== -1 ? call.line(value, 'posix') : call.inner(args.slice(at + 1)));
    if (rules.urls?.includes(flag) && value !== undefined) found.push(remote(value, call.context));
    if (rules.lines?.includes(flag) && value !== undefined && !/\s/.test(value) && equals === -1) return together(found);
    if (flag === '--named-server') { found.push(call.line(args[at + 2] ?? '', 'posix')); at += 2; continue; }
    if (flag === '-e' || flag === '--env') found.push(variableOf(value ?? '', args[at + 2] ?? '', call));
    if (rules.pairs?.includes(flag) && !(flag === '-e' && value?.includes('='))) at += equals === -1 ? 2 : 1;
    else if (equals === -1 && takesNext(rules, flag, args[at + 1])) at += 1;
  }
  if (found.length > 0 || (rules.verbs !== undefined && verbs === 0)) return together(found);
  return args.some((word) => /^--(?:config|named-server-config|server-config-file)\b/.test(word))
    ? undecided('dynamic-shell', 'A file named on the line tells the wrapper which servers to start.')
    : undecided('broken-spec', 'The wrapper is given no server.');
}

// `-e NAME VALUE` or `-e NAME=VALUE`.
function variableOf(word: string, next: string, call: Call): Reading {
  const variable = readAssignment(word, call.context.digest) ?? (/^[A-Za-z_]\w*$/.test(word) ? namedValue('environment', word, next, call.context.digest) : undefined);
  return variable === undefined ? NOTHING : { ...NOTHING, environment: [variable] };
}

function takesNext(rules: WrapperRules, flag: string, next: string | undefined): boolean {
  if (next === undefined || next.startsWith('-')) return false;
  if ([rules.valued, rules.lines, rules.urls].some((list) => list?.includes(flag))) return true;
  return rules.rest === 'command' && flag.startsWith('--') && !STARTS_COMMAND.test(next) && !/^--(?:pass-environment|stateless|debug|shell|tunnel|cli|hot-reload|strict-cors)$/.test(flag);
}

function readRest(rules: WrapperRules, words: readonly string[], call: Call): Reading {
  const [first] = words;
  if (first === undefined) return undecided('broken-spec', 'The wrapper is given no server.');
  if (rules.rest === 'stored') return undecided('dynamic-shell', 'The settings of the wrapper tell which server it starts.');
  if (rules.rest === 'hosted') return hasVariable(first) ? hidden(call) : runs({ role: 'server', kind: 'remote', tool: 'other', name: first, spec: '', versionClass: 'unresolvable', lookup: 'none' });
  if (rules.rest === 'toolhive') return readToolhive(first, call);
  if (rules.rest === 'url') return readAddress(words, call);
  if (/^https?:\/\//i.test(first)) return remote(first, call.context);
  return words.length === 1 && /\s/.test(first) ? call.line(first, 'posix') : call.inner(words);
}

function readAddress(words: readonly string[], call: Call): Reading {
  const address = words.find((word) => /^[a-z][a-z0-9+.-]*:\/\//i.test(word)) ?? words[0] as string;
  return remote(address, call.context);
}

function hidden(call: Call): Reading {
  return { ...runs({ role: 'server', kind: 'remote', tool: 'other', spec: '', versionClass: 'unresolvable', lookup: 'none' }), doubts: [variableDoubt(call.context)] };
}

// https://docs.stacklok.com/toolhive: `npx://pkg@v`, `uvx://pkg@v`, `go://mod@v`, an image, an address, or a name of its registry.
function readToolhive(word: string, call: Call): Reading {
  const scheme = /^(npx|uvx|go):\/\/(.+)$/s.exec(word);
  if (scheme) return call.inner(scheme[1] === 'go' ? ['go', 'run', scheme[2] as string] : [scheme[1] as string, scheme[2] as string]);
  if (/^https?:\/\//i.test(word)) return remote(word, call.context);
  if (/[/:]/.test(word)) return readImage(word, 'other', call.context);
  return runs({ role: 'server', kind: 'oci', tool: 'other', alias: word, spec: '', versionClass: 'unresolvable', lookup: 'none' });
}
