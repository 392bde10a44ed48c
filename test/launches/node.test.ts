// node on files, on packages in node_modules, and runners of TypeScript.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('node', () => {
  linesAreRead([
    ['node %CD%\\server.js', ['node: server script - file path=%CD%\\server.js', '? variable']],
    [['node', '--import', 'data:text/javascript,import("x")', 'server.js'], ['other: runner shell - unresolvable', 'node: server script - file path=server.js', '? dynamic-shell']],
    ['node dist/index.js', ['node: server script - file path=dist/index.js']],
    ['node /srv/app/server.js --port 1', ['node: server script - file path=/srv/app/server.js']],
    ['node --enable-source-maps -r dotenv/config server.js', ['node: runner npm dotenv project-lockfile project', 'node: server script - file path=server.js']],
    ['node --import tsx src/index.ts', ['node: runner npm tsx project-lockfile project', 'node: server script - file path=src/index.ts']],
    ['node --require ./.hidden.js server.js', ['node: runner script - file path=./.hidden.js', 'node: server script - file path=server.js']],
    ['node node_modules/postmark-mcp/index.js', ['node: server npm postmark-mcp project-lockfile project path=node_modules/postmark-mcp']],
    ['node node_modules/@s/x/dist/cli.js a', ['node: server npm @s/x project-lockfile project path=node_modules/@s/x']],
    ['node /usr/lib/node_modules/postmark-mcp/index.js', ['node: server npm postmark-mcp file project path=/usr/lib/node_modules/postmark-mcp']],
    ['node C:\\Users\\dev\\AppData\\Roaming\\npm\\node_modules\\postmark-mcp\\index.js', ['node: server npm postmark-mcp file project path=C:\\Users\\dev\\AppData\\Roaming\\npm\\node_modules\\postmark-mcp']],
    ['node node_modules/.pnpm/foo@1.0.0/node_modules/foo/cli.js', ['node: server npm foo project-lockfile project path=node_modules/.pnpm/foo@1.0.0/node_modules/foo']],
    ['node /usr/lib/node_modules/npm/bin/npx-cli.js -y foo@1.0.0', ['npx: server npm foo@1.0.0 exact package']],
    ['node node_modules/mcp-remote/dist/proxy.js https://h.example/sse', ['node: wrapper npm mcp-remote project-lockfile project path=node_modules/mcp-remote', 'other: server remote - url url=https://h.example/sse']],
    ['node node_modules/tsx/dist/cli.mjs server.ts', ['node: runner npm tsx project-lockfile project path=node_modules/tsx', 'node: server script - file path=server.ts']],
    ['node_modules/.bin/mcp-server', ['other: server program mcp-server project-lockfile project path=node_modules/.bin/mcp-server']],
    ['./node_modules/.bin/mcp-remote https://h.example/mcp', ['other: wrapper program mcp-remote project-lockfile project path=./node_modules/.bin/mcp-remote', 'other: server remote - url url=https://h.example/mcp']],
    [['node', '-e', 'require("x")'], ['other: server shell - unresolvable', '? dynamic-shell']],
    ['node', ['other: server shell - unresolvable', '? dynamic-shell']],
    ['node -', ['other: server shell - unresolvable', '? dynamic-shell']],
    ['node --run start', ['node: server script start project-lockfile project']],
    ['node ${workspaceFolder}/dist/index.js', ['node: server script - file path=${workspaceFolder}/dist/index.js', '? variable']],
    ['node --env-file .env server.js', ['node: server script - file path=server.js']],
    ['node --version', []],
    ['tsx src/index.ts', ['other: runner program tsx file', 'node: server script - file path=src/index.ts']],
    ['ts-node-esm server.ts', ['other: runner program ts-node-esm file', 'node: server script - file path=server.ts']],
    ['nodejs server.js', ['node: server script - file path=server.js']],
    ['node --inspect=9229 server.js', ['node: server script - file path=server.js']],
    ['node file:///srv/x.js', ['node: server script - file path=/srv/x.js']],
    ['node --experimental-strip-types server.ts', ['node: server script - file path=server.ts']],
    ['/home/dev/.nvm/versions/node/v20.1.0/bin/node server.js', ['node: server script - file path=server.js']],
  ]);
});
