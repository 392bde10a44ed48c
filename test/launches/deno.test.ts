// deno with npm:, jsr:, files and addresses.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('deno', () => {
  linesAreRead([
    ['deno run -A npm:foo@1.0.0', ['deno: server npm foo@1.0.0 exact package']],
    ['deno run --allow-net npm:@s/x', ['deno: server npm @s/x none package']],
    ['deno run -A npm:@s/x@^1/bin/cli', ['deno: server npm @s/x@^1 range package']],
    ['deno run jsr:@s/p@1.2.3', ['deno: server jsr @s/p@1.2.3 exact package']],
    ['deno run -A https://deno.example/x@1/mod.ts', ['deno: server script - url url=https://deno.example/x@1/mod.ts']],
    ['deno run --config deno.json main.ts', ['deno: server script - file path=main.ts']],
    ['deno main.ts', ['deno: server script - file path=main.ts']],
    ['deno task start', ['deno: server script start project-lockfile project']],
    ['deno install -g npm:foo@2', ['deno: server npm foo@2 range package']],
    ['deno x foo', ['deno: server npm foo none package']],
    ['dx npm:foo', ['deno: server npm foo none package']],
    [['deno', 'eval', '1'], ['other: server shell - unresolvable', '? dynamic-shell']],
    ['deno run npm:foo@${V}', ['deno: server npm foo@${V} unresolvable package', '? variable']],
    ['deno run -A npm:mcp-remote@0.1.18 https://h.example/mcp', ['deno: wrapper npm mcp-remote@0.1.18 exact package', 'other: server remote - url url=https://h.example/mcp']],
    ['deno serve src/main.ts', ['deno: server script - file path=src/main.ts']],
    ['deno add jsr:@s/p npm:x@1', ['deno: server jsr @s/p none package', 'deno: server npm x@1 range package']],
    ['deno', ['other: server shell - unresolvable', '? dynamic-shell']],
    ['deno run', ['other: server shell - unresolvable', '? broken-spec']],
  ]);
});
