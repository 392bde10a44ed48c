// docker, podman and nerdctl: the image that `run` starts, and what it is told to run inside where that fetches a package.
// Flags from https://docs.docker.com/reference/cli/docker/container/run/ and https://docs.podman.io/en/latest/markdown/podman-run.1.html.
import type { PackageTool } from '../model/launch.ts';
import type { NamedValue } from '../model/server.ts';
import { hasSecretName, namedValue } from '../text/named-value.ts';
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { readFlags, valuesOf } from './flags.ts';
import { readImage } from './image.ts';
import { doubtful, NOTHING, program, runs, together, undecided } from './reading.ts';

const GLOBAL = ['--config', '-c', '--context', '-H', '--host', '-l', '--log-level', '--tlscacert', '--tlscert', '--tlskey', '--connection', '--url', '--root', '--namespace', '-n'];
const SWITCHES = new Set((
  '--detach --disable-content-trust --help --init --interactive --no-healthcheck --oom-kill-disable --privileged --publish-all --quiet --read-only --rm --sig-proxy --tty '
  + '--env-host --http-proxy --no-hostname --no-hosts --passwd --replace --rmi --read-only-tmpfs --tls-verify --use-api-socket --rootfs --all-tags'
).split(' '));
const VALUED = new Set((
  '--add-host --annotation --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period '
  + '--cpu-rt-runtime --cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops --dns --dns-opt '
  + '--dns-option --dns-search --domainname --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-start-interval --health-start-period --health-timeout '
  + '--hostname --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --isolation --kernel-memory --label --label-file --link --link-local-ip --log-driver --log-opt --mac-address --memory --memory-reservation '
  + '--memory-swap --memory-swappiness --mount --name --net --net-alias --network --network-alias --oom-score-adj --pid --pids-limit --platform --publish --pull --restart --runtime --security-opt --shm-size '
  + '--stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit --user --userns --uts --volume --volume-driver --volumes-from --workdir '
  + '--arch --os --variant --authfile --secret --pod --pod-id-file --conmon-pidfile --cgroups --creds --decryption-key --chrootdirs --gidmap --uidmap --subgidname --subuidname --group-entry --passwd-entry '
  + '--hooks-dir --image-volume --init-path --init-ctr --personality --preserve-fd --preserve-fds --pidfile --requires --retry --retry-delay --rdt-class --sdnotify --seccomp-policy --shm-size-systemd --systemd '
  + '--timeout --tz --umask --unsetenv --env-merge --health-on-failure --cert-dir --cpuset --hosts-file'
).split(' '));
const SHORT_VALUED = 'acehlmpuvw';
const INSIDE = /^(?:npx|npm|pnpm|pnpx|yarn|bunx|uvx|uv|pipx|sh|bash|deno)$/;

export const containers: LaunchFamily = {
  id: 'containers',
  programs: ['docker', 'podman', 'nerdctl', 'finch', 'com.docker.cli'],
  read: (call) => {
    const { words } = readFlags(call.args, { valued: GLOBAL, until: 'first-word' });
    const [command = '', ...rest] = words[0] === 'container' || words[0] === 'image' ? words.slice(1) : words;
    if (command === 'run' || command === 'create') return readRun(rest, call);
    if (command === 'pull') return readPull(rest, call);
    if (command === 'mcp') return readGateway(rest, call);
    return program(call);
  },
};

function toolOf(call: Call): PackageTool {
  return call.program === 'podman' ? 'podman' : 'docker';
}

interface RunWords {
  readonly words: readonly string[];
  readonly environment: readonly NamedValue[];
  readonly entrypoint?: string;
  readonly unknown: boolean;
}

function readRun(args: readonly string[], call: Call): Reading {
  const asked = runWords(args, 'value', call);
  const reading = readStarted(asked, call);
  if (!asked.unknown) return reading;
  const both = together([reading, readStarted(runWords(args, 'switch', call), call)]);
  const subjects = both.subjects.map((subject) => (subject.role === 'server' ? { ...subject, role: 'candidate' as const } : subject));
  return doubtful({ ...both, subjects }, 'unknown-flag', 'A flag of this line is not known: the next word may be its value or the image.');
}

function readStarted(asked: RunWords, call: Call): Reading {
  const [image, ...rest] = asked.words;
  if (image === undefined) return { ...undecided('broken-spec', 'The line names no image.'), environment: asked.environment };
  const inside = [...(asked.entrypoint === undefined || asked.entrypoint === '' ? [] : [asked.entrypoint]), ...rest];
  const fetches = INSIDE.test(inside[0]?.replace(/^.*\//, '') ?? '');
  const inner = fetches ? call.inner(inside) : NOTHING;
  // A plain program inside says nothing about this machine.
  const subjects = inner.subjects.filter(({ kind }) => kind !== 'program' && kind !== 'script')
    .map((subject) => (subject.lookup === 'binary-first' ? { ...subject, lookup: 'package' as const } : subject));
  const outer = readImage(image, toolOf(call), call.context, subjects.length > 0 ? 'runner' : 'server');
  const { cwd: _, ...both } = together([outer, { ...inner, subjects }]);
  return { ...both, environment: [...asked.environment, ...both.environment] };
}

// Flags of the engine up to the image; a cluster such as `-ie K=V` takes the next word for its last letter.
function runWords(args: readonly string[], unknownFlag: 'value' | 'switch', call: Call): RunWords {
  const environment: NamedValue[] = [];
  let entrypoint: string | undefined;
  let unknown = false;
  let hidden = -1;
  let at = 0;
  for (; at < args.length; at += 1) {
    const word = args[at] as string;
    if (word === '--') { at += 1; break; }
    if (!word.startsWith('-') || word === '-') break;
    const flag = engineFlag(word);
    if (flag.kind === 'unknown') unknown = true;
    // The word behind may be a key, which must not be kept as an image.
    if (flag.kind === 'unknown' && hasSecretName(flag.name)) hidden = at + 1;
    if (flag.kind === 'switch' || (flag.kind === 'unknown' && unknownFlag === 'switch')) continue;
    const value = flag.value ?? args[at += 1] ?? '';
    if (flag.name === '--env') environment.push(environmentOf(value, call));
    if (flag.name === '--entrypoint') entrypoint = value;
  }
  const words = args.slice(at);
  return { words: hidden === at ? ['', ...words.slice(1)] : words, environment, unknown, ...(entrypoint === undefined ? {} : { entrypoint }) };
}

function engineFlag(word: string): { readonly kind: 'switch' | 'valued' | 'unknown'; readonly name: string; readonly value?: string } {
  const equals = word.indexOf('=');
  if (word.startsWith('--')) {
    const name = equals === -1 ? word : word.slice(0, equals);
    if (SWITCHES.has(name)) return { kind: 'switch', name };
    if (equals !== -1) return { kind: 'valued', name, value: word.slice(equals + 1) };
    return { kind: VALUED.has(name) ? 'valued' : 'unknown', name };
  }
  for (let at = 1; at < word.length; at += 1) {
    if (!SHORT_VALUED.includes(word[at] as string)) continue;
    const value = word.slice(at + 1).replace(/^=/, '');
    return { kind: 'valued', name: word[at] === 'e' ? '--env' : `-${word[at]}`, ...(value === '' ? {} : { value }) };
  }
  return { kind: 'switch', name: word };
}

// `-e K` hands on the client's own value.
function environmentOf(word: string, call: Call): NamedValue {
  const equals = word.indexOf('=');
  if (equals === -1) return { name: word, in: 'environment', value: 'reference', secret: false };
  return namedValue('environment', word.slice(0, equals), word.slice(equals + 1), call.context.digest);
}

function readPull(args: readonly string[], call: Call): Reading {
  const { words } = readFlags(args, { valued: ['--platform', '--authfile', '--arch', '--os'], until: 'double-dash' });
  return together(words.map((word) => readImage(word, toolOf(call), call.context)));
}

// https://docs.docker.com/ai/mcp-catalog-and-toolkit/: what it starts stands in the Toolkit's own files.
function readGateway(args: readonly string[], call: Call): Reading {
  if (args[0] !== 'gateway' || args[1] !== 'run') return program(call);
  const wrapper = { role: 'wrapper', kind: 'program', tool: toolOf(call), name: 'docker mcp gateway', spec: '', versionClass: 'file', lookup: 'none' } as const;
  const server = { role: 'server', kind: 'oci', tool: toolOf(call), spec: '', versionClass: 'unresolvable', lookup: 'none' } as const;
  const names = valuesOf(readFlags(args.slice(2), { valued: ['--servers', '--catalog', '--profile', '--port', '--transport', '--config', '--registry', '--secrets', '--tools', '--cpus', '--memory'], until: 'double-dash' }), '--servers');
  const servers = names.flatMap((list) => list.split(',')).filter((name) => name !== '');
  return servers.length === 0 ? runs(wrapper, server) : runs(wrapper, ...servers.map((alias) => ({ ...server, alias })));
}
