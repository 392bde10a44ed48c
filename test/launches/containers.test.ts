// docker and podman: the image, and what it fetches inside.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

const DIGEST = 'a'.repeat(64);

describe('containers', () => {
  linesAreRead([
    ['docker run -i --rm mcp/postgres', ['docker: server oci mcp/postgres image-none']],
    ['docker run -i --rm mcp/postgres:latest postgresql://u:p@h/db', ['docker: server oci mcp/postgres@latest image-tag']],
    ['docker run -i --rm -e GITHUB_TOKEN ghcr.io/github/github-mcp-server:v1', ['docker: server oci ghcr.io/github/github-mcp-server@v1 image-tag', 'GITHUB_TOKEN=reference']],
    ['docker run --rm -it -e A=b --env C=d -v /a:/b -p 1:2 --name n --network host --mount type=bind,src=/a,dst=/b registry.example:5000/o/i', ['docker: server oci registry.example:5000/o/i image-none', 'A=literal', 'C=literal']],
    [['docker', 'run', `img@sha256:${DIGEST}`], [`docker: server oci img@sha256:${DIGEST} image-digest`]],
    [['docker', 'run', `img:1@sha256:${DIGEST}`], [`docker: server oci img@sha256:${DIGEST} image-digest`]],
    ['podman run --rm quay.example/x/y:1', ['podman: server oci quay.example/x/y@1 image-tag']],
    ['docker run -ie K=V img', ['docker: server oci img image-none', 'K=literal']],
    ['docker run --pull=always --platform linux/amd64 img:2', ['docker: server oci img@2 image-tag']],
    ['docker run --entrypoint npx node:20 -y postmark-mcp', ['docker: runner oci node@20 image-tag', 'npx: server npm postmark-mcp none package']],
    [['docker', 'run', '-i', 'node:20', 'sh', '-c', 'npx -y foo@1.0.0'], ['docker: runner oci node@20 image-tag', 'npx: server npm foo@1.0.0 exact package']],
    ['docker run -i --rm node:lts npx -y foo', ['docker: runner oci node@lts image-tag', 'npx: server npm foo none package']],
    ['docker run --unknown a b', ['docker: candidate oci b image-none', 'docker: candidate oci a image-none', '? unknown-flag']],
    ['docker mcp gateway run', ['docker: wrapper program docker mcp gateway file', 'docker: server oci - unresolvable']],
    ['docker mcp gateway run --servers=duckduckgo,github --transport stdio', ['docker: wrapper program docker mcp gateway file', 'docker: server oci - unresolvable alias=duckduckgo', 'docker: server oci - unresolvable alias=github']],
    ['docker pull x:1', ['docker: server oci x@1 image-tag']],
    ['docker run $IMAGE', ['docker: server oci - unresolvable', '? variable']],
    ['docker run img:${TAG}', ['docker: server oci img unresolvable', '? variable']],
    ['docker run ${R}/img:1', ['docker: server oci - unresolvable', '? variable']],
    ['docker run', ['other: server shell - unresolvable', '? broken-spec']],
    ['docker compose up', ['other: server program docker file']],
    ['docker --context x run -i img', ['docker: server oci img image-none']],
    ['docker container run img', ['docker: server oci img image-none']],
    ['docker exec -i c node x.js', ['other: server program docker file']],
    ['docker run UPPER/!!', ['docker: server oci - unresolvable', '? broken-spec']],
    ['nerdctl run img', ['docker: server oci img image-none']],
    ['docker run -u 1000:1000 -w /app --init --gpus all img cmd', ['docker: server oci img image-none']],
    ['docker run -it -- img', ['docker: server oci img image-none']],
    ['docker run --read-only --tmpfs /tmp img', ['docker: server oci img image-none']],
  ]);
});
