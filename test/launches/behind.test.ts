// A launcher behind the words of a program that nothing is known of: what it asks for is a candidate, never passed over.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

const PINNED = 'npx: candidate npm postmark-mcp@1.0.16 exact package';

describe('a launcher behind other words', () => {
  linesAreRead([
    ['bwrap --ro-bind / / npx postmark-mcp@1.0.16', ['other: server program  file path=/', PINNED]],
    ['docker exec -i c1 npx -y postmark-mcp@1.0.16', ['other: server program docker file', PINNED]],
    [['docker', 'compose', 'run', '--rm', 'svc', 'sh', '-c', 'npx postmark-mcp@1.0.16'], ['other: server program docker file', PINNED]],
    ['flatpak-spawn --host npx -y postmark-mcp@1.0.16', ['other: server program flatpak-spawn file', PINNED]],
    [['ssh', 'host.example', 'npx -y postmark-mcp@1.0.16'], ['other: wrapper program ssh file', 'other: server remote - url url=ssh://host.example', PINNED]],
    ['nix shell nixpkgs#nodejs -c npm exec postmark-mcp@1.0.16', ['other: server program nixpkgs#nodejs file', 'npm exec: candidate npm postmark-mcp@1.0.16 exact package']],
    ['vp dlx postmark-mcp@1.0.16', ['other: server program vp file', 'pnpm dlx: candidate npm postmark-mcp@1.0.16 exact package']],
    ['nlx postmark-mcp@1.0.16', ['npx: server npm postmark-mcp@1.0.16 exact package']],
    [['powershell', '-Command', "Start-Process npx -ArgumentList '-y','postmark-mcp@1.0.16'"], ['other: server program start-process file', PINNED]],
    ['my-server --with npx', ['other: server program my-server file']],
    ['my-server npm start', ['other: server program my-server file']],
  ]);
});
