// yarn dlx, add, scripts.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('yarn', () => {
  linesAreRead([
    ['yarn dlx foo', ['yarn dlx: server npm foo none package']],
    ['yarn dlx -q foo@1.0.0', ['yarn dlx: server npm foo@1.0.0 exact package']],
    ['yarn dlx -p a -p b@2 bin', ['yarn dlx: server npm a none package', 'yarn dlx: server npm b@2 range package']],
    ['yarn global add x@latest', ['yarn add: server npm x@latest tag package']],
    ['yarn add x y@^1', ['yarn add: server npm x none package', 'yarn add: server npm y@^1 range package']],
    ['yarn', []],
    ['yarn install --immutable', []],
    ['yarn exec mcp', ['other: server program mcp project-lockfile project']],
    ['yarn run start', ['other: server script start project-lockfile project']],
    ['yarn start', ['other: server script start project-lockfile project']],
    ['yarn --cwd app start', ['other: server script start project-lockfile project', 'in app']],
    ['yarn create vite', ['yarn dlx: server npm create-vite none package']],
    ['yarn workspace web add x', ['yarn add: server npm x none package']],
    ['yarn dlx', ['other: server shell - unresolvable', '? broken-spec']],
    ['yarn node server.js', ['node: server script - file path=server.js']],
    ['yarn add x --registry https://registry.example', ['yarn add: server npm x none package registry=https://registry.example']],
  ]);
});
