// pnpm dlx, add, exec, scripts.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('pnpm', () => {
  linesAreRead([
    ['pnpm dlx foo', ['pnpm dlx: server npm foo none package']],
    ['pnpm dlx foo@1.0.0 --x', ['pnpm dlx: server npm foo@1.0.0 exact package']],
    ['pnpx foo@latest', ['pnpm dlx: server npm foo@latest tag package']],
    ['pnpm --package=foo@2 dlx bin', ['pnpm dlx: server npm foo@2 range package']],
    ['pnpm dlx --package foo --package bar@1 bin', ['pnpm dlx: server npm foo none package', 'pnpm dlx: server npm bar@1 range package']],
    ['pnpm --silent dlx @s/x', ['pnpm dlx: server npm @s/x none package']],
    ['pnpm add -g postmark-mcp', ['pnpm add: server npm postmark-mcp none package']],
    ['pnpm add x@1.0.0 y', ['pnpm add: server npm x@1.0.0 exact package', 'pnpm add: server npm y none package']],
    ['pnpm i', []],
    ['pnpm install --frozen-lockfile', []],
    ['pnpm exec mcp-server', ['other: server program mcp-server project-lockfile project']],
    ['pnpm exec node dist/index.js', ['node: server script - file path=dist/index.js']],
    ['pnpm run start', ['other: server script start project-lockfile project']],
    ['pnpm start', ['other: server script start project-lockfile project']],
    ['pnpm -C app dlx foo', ['pnpm dlx: server npm foo none package', 'in app']],
    ['pnpm create vite@latest app', ['pnpm dlx: server npm create-vite@latest tag package']],
    ['pnpm --dir /srv run mcp', ['other: server script mcp project-lockfile project', 'in /srv']],
    ['pnpm --registry https://u:p@registry.example dlx foo', ['pnpm dlx: server npm foo none package registry=https://registry.example']],
    ['pnpm dlx mcp-remote https://h.example/mcp', ['pnpm dlx: wrapper npm mcp-remote none package', 'other: server remote - url url=https://h.example/mcp']],
    ['pnpm dlx', ['other: server shell - unresolvable', '? broken-spec']],
    ['pnpm dlx jsr:@s/p@1.0.0', ['pnpm dlx: server jsr @s/p@1.0.0 exact package']],
    ['pnpm --filter web start', ['other: server script start project-lockfile project']],
  ]);
});
