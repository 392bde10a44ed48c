// bun and bunx.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('bun', () => {
  linesAreRead([
    ['bunx foo', ['bunx: server npm foo none binary-first']],
    ['bunx foo@1.0.0', ['bunx: server npm foo@1.0.0 exact package']],
    ['bunx --bun -y foo', ['bunx: server npm foo none binary-first']],
    ['bun x foo@latest', ['bunx: server npm foo@latest tag package']],
    ['bunx -p real bin', ['bunx: server npm real none package']],
    ['bunx --package=real@2 bin', ['bunx: server npm real@2 range package']],
    ['bun add -g x', ['bun add: server npm x none package']],
    ['bun install', []],
    ['bun i x@1', ['bun add: server npm x@1 range package']],
    ['bun server.ts', ['other: server script - file path=server.ts']],
    ['bun run server.ts', ['other: server script - file path=server.ts']],
    ['bun run start', ['other: server script start project-lockfile project']],
    ['bun start', ['other: server script start project-lockfile project']],
    ['bun --cwd app run dev', ['other: server script dev project-lockfile project', 'in app']],
    [['bun', '-e', 'console.log(1)'], ['other: server shell - unresolvable', '? dynamic-shell']],
    ['bun create vite', ['bunx: server npm create-vite none binary-first']],
    ['bun run --watch src/index.ts', ['other: server script - file path=src/index.ts']],
    ['bun run node_modules/foo/dist/index.js', ['other: server npm foo project-lockfile project path=node_modules/foo']],
    ['bun', ['other: server shell - unresolvable', '? dynamic-shell']],
    ['bunx mcp-remote@1.0.0 https://h.example/mcp', ['bunx: wrapper npm mcp-remote@1.0.0 exact package', 'other: server remote - url url=https://h.example/mcp']],
    [['bun', 'exec', 'npx -y foo'], ['npx: server npm foo none binary-first']],
  ]);
});
