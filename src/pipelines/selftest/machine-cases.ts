// The synthetic case of a machine: one home in which every client starts the bad package, what npx and the content cache leave of it, and
// every kind of build file that installs it.
import { createHash } from 'node:crypto';
import { npxKey } from '../../caches/npx.ts';
import { foldersOf } from '../../clients/places.ts';
import { CLIENTS } from '../../clients/registry.ts';
import type { ClientDescriptor } from '../../clients/contract.ts';
import type { Home } from '../../model/machine.ts';

const HOME: Home = { path: '/home/selftest', user: 'selftest', platform: 'linux', environment: {} };
const PROJECT = `${HOME.path}/project`;

interface ClientFile {
  readonly client: string;
  readonly path: string;
  readonly text: string;
}

/** Clients whose entries are written in another form than `{ "mcpServers": { name: { command, args } } }`; `args` are npx's. */
const FORMS: Readonly<Record<string, (args: readonly string[]) => string>> = {
  amp: (args) => json({ 'amp.mcpServers': { canary: { command: 'npx', args } } }),
  codex: (args) => `[mcp_servers.canary]\ncommand = "npx"\nargs = ${JSON.stringify(args)}\n`,
  continue: (args) => `mcpServers:\n  - name: canary\n    command: npx\n    args: ${JSON.stringify(args)}\n`,
  crush: (args) => json({ mcp: { canary: { type: 'stdio', command: 'npx', args } } }),
  goose: (args) => `extensions:\n  canary:\n    type: stdio\n    cmd: npx\n    args: ${JSON.stringify(args)}\n    enabled: true\n`,
  'grok-cli': (args) => `[mcp_servers.canary]\ncommand = "npx"\nargs = ${JSON.stringify(args)}\n`,
  'kilo-code': (args) => json({ mcp: { canary: { type: 'local', command: ['npx', ...args] } } }),
  librechat: (args) => `mcpServers:\n  canary:\n    command: npx\n    args: ${JSON.stringify(args)}\n`,
  'mcp-registry': (args) => json({ name: 'canary', packages: [{ registryType: 'npm', identifier: nameOf(args), version: versionOf(args), transport: { type: 'stdio' } }] }),
  'mistral-vibe': (args) => `[[mcp_servers]]\nname = "canary"\ntransport = "stdio"\ncommand = "npx"\nargs = ${JSON.stringify(args)}\n`,
  opencode: (args) => json({ mcp: { canary: { type: 'local', command: ['npx', ...args] } } }),
  'copilot-ide': (args) => json({ servers: { canary: { command: 'npx', args } } }),
  'visual-studio': (args) => json({ servers: { canary: { type: 'stdio', command: 'npx', args } } }),
  vscode: (args) => json({ servers: { canary: { type: 'stdio', command: 'npx', args } } }),
  zed: (args) => json({ context_servers: { canary: { source: 'custom', command: 'npx', args } } }),
};

/** Clients whose entries are images and not packages: for them, that the server is listed is what must work. */
export const IMAGE_CLIENTS: ReadonlySet<string> = new Set(['docker-mcp-toolkit']);

/** One file for each client, each starting the bad version outright. */
export function clientFiles(name: string, version: string): readonly ClientFile[] {
  return CLIENTS.map((client) => ({ client: client.id, path: firstPlace(client), text: textFor(client.id, ['-y', `${name}@${version}`]) }));
}

/** What a run of `npx name@latest` leaves: the folder of npx and the entry of the content cache. */
export function cacheFiles(name: string, version: string): Readonly<Record<string, string>> {
  const folder = `${HOME.path}/.npm/_npx/${npxKey([`${name}@latest`])}`;
  const address = `https://registry.example/${name}/-/${name}-${version}.tgz`;
  const key = `make-fetch-happen:request-cache:${address}`;
  const entry = JSON.stringify({ key, integrity: `sha512-${'C'.repeat(86)}==`, time: 1_735_689_600_000, size: 1, metadata: { time: 1_735_689_600_000 } });
  const bucket = createHash('sha256').update(key).digest('hex');
  return {
    [`${folder}/package.json`]: json({ dependencies: { [name]: version }, _npx: { packages: [`${name}@latest`] } }),
    [`${folder}/node_modules/${name}/package.json`]: json({ name, version }),
    [`${HOME.path}/.npm/_cacache/index-v5/${bucket.slice(0, 2)}/${bucket.slice(2, 4)}/${bucket.slice(4)}`]: `\n${createHash('sha1').update(entry).digest('hex')}\t${entry}`,
  };
}

/** One file for each kind of build file, below a project. */
export function buildFiles(name: string, version: string): readonly { readonly id: string; readonly path: string; readonly text: string }[] {
  const install = `npm install -g ${name}@${version}`;
  return [
    { id: 'dockerfile', path: 'Dockerfile', text: `FROM node:22\nRUN ${install}\n` },
    { id: 'compose', path: 'compose.yaml', text: `services:\n  tool:\n    image: node:22\n    command: npx -y ${name}@${version}\n` },
    { id: 'github-actions', path: '.github/workflows/ci.yml', text: `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${install}\n` },
    { id: 'gitlab-ci', path: '.gitlab-ci.yml', text: `build:\n  script:\n    - ${install}\n` },
    { id: 'circleci', path: '.circleci/config.yml', text: `version: 2.1\njobs:\n  build:\n    docker: [{ image: "node:22" }]\n    steps:\n      - run: ${install}\n` },
    { id: 'azure-pipelines', path: 'azure-pipelines.yml', text: `steps:\n  - script: ${install}\n` },
    { id: 'bitbucket-pipelines', path: 'bitbucket-pipelines.yml', text: `pipelines:\n  default:\n    - step:\n        script:\n          - ${install}\n` },
    { id: 'devcontainer', path: '.devcontainer/devcontainer.json', text: json({ postCreateCommand: install }) },
    { id: 'procfile', path: 'Procfile', text: `web: npx -y ${name}@${version}\n` },
  ].map((file) => ({ ...file, path: `${PROJECT}/${file.path}` }));
}

/** The folder that holds the project-level files. */
export { PROJECT as SELFTEST_PROJECT };

function firstPlace(client: ClientDescriptor): string {
  const own = client.userPlaces(foldersOf(HOME))[0]?.path ?? `${PROJECT}/${client.projectPlaces[0]?.path ?? ''}`;
  return own.replaceAll('**', 'a').replaceAll('*', 'canary');
}

function textFor(client: string, args: readonly string[]): string {
  if (client === 'docker-mcp-toolkit') return 'registry:\n  canary:\n    ref: ""\n';
  return FORMS[client]?.(args) ?? json({ mcpServers: { canary: { command: 'npx', args } } });
}

function nameOf(args: readonly string[]): string {
  const spec = args.at(-1) ?? '';
  return spec.slice(0, spec.lastIndexOf('@'));
}

function versionOf(args: readonly string[]): string {
  return (args.at(-1) ?? '').slice((args.at(-1) ?? '').lastIndexOf('@') + 1);
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
