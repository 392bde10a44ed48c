// npm exec, install, init, run.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('npm', () => {
  linesAreRead([
    ['npm exec foo', ['npm exec: server npm foo none binary-first']],
    ['npm exec -y -- foo@1.0.0 --bar', ['npm exec: server npm foo@1.0.0 exact package']],
    ['npm x foo@latest', ['npm exec: server npm foo@latest tag package']],
    ['npm exec --package=foo@2 -- bin', ['npm exec: server npm foo@2 range package']],
    ['npm exec --yes foo -- --flag', ['npm exec: server npm foo none binary-first']],
    ['npm exec -p foo', ['npm exec: server npm foo none binary-first']],
    [['npm', 'exec', '-c', 'foo'], ['other: server program foo project-lockfile project']],
    ['npm --prefix /srv/app exec foo', ['npm exec: server npm foo none binary-first', 'in /srv/app']],
    ['npm i -g postmark-mcp@latest', ['npm install: server npm postmark-mcp@latest tag package']],
    ['npm install postmark-mcp', ['npm install: server npm postmark-mcp none package']],
    ['npm install --save-dev a@1 b@^2 @s/c', ['npm install: server npm a@1 range package', 'npm install: server npm b@^2 range package', 'npm install: server npm @s/c none package']],
    ['npm i', []],
    ['npm ci', []],
    ['npm install --registry=https://registry.example x', ['npm install: server npm x none package registry=https://registry.example']],
    ['npm add ./local', ['npm install: server npm -@./local file path=./local']],
    ['npm i github:o/r', ['npm install: server npm -@git+https://github.com/o/r git-branch url=https://github.com/o/r']],
    ['npm i x@npm:y@1', ['npm install: server npm y@1 range package alias=x']],
    ['npm run start', ['other: server script start project-lockfile project']],
    ['npm --prefix server run dev', ['other: server script dev project-lockfile project', 'in server']],
    ['npm start', ['other: server script start project-lockfile project']],
    ['npm test', ['other: server script test project-lockfile project']],
    ['npm init foo@latest', ['npm exec: server npm create-foo@latest tag package']],
    ['npm create @s', ['npm exec: server npm @s/create none binary-first']],
    ['npm init @s/app@2', ['npm exec: server npm @s/create-app@2 range package']],
    ['npm init -y', []],
    ['npm publish', []],
    ['npm config set registry https://registry.example', []],
    ['npm update x', ['npm install: server npm x none package']],
    ['npm.cmd i x', ['npm install: server npm x none package']],
    ['/usr/bin/npm -v', []],
    ['npm install --global --force true x', ['npm install: server npm x none package']],
  ]);
});
