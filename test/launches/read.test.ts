// Whole lines in one string, and commands that are no command.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('read', () => {
  linesAreRead([
    [['npx ', '-y', 'foo'], ['npx: server npm foo none binary-first']],
    [['./npx\t', 'foo'], ['npx: server npm foo none binary-first']],
    [['C:\\Program Files\\nodejs\\npx.cmd -y foo@1.0.0'], ['npx: server npm foo@1.0.0 exact package', '? whole-line']],
    [['C:\\Program Files\\nodejs\\npx.cmd', '-y', 'foo'], ['npx: server npm foo none binary-first']],
    [['/Users/dev one/bin/npx -y foo'], ['npx: server npm foo none binary-first', '? whole-line']],
    [['C:\\My Tools\\server.exe --x'], ['other: server program server file path=C:\\My Tools\\server.exe', '? whole-line']],
    [['npx -y foo@1.0.0'], ['npx: server npm foo@1.0.0 exact package', '? whole-line']],
    [['npx -y foo', '--bar'], ['npx: server npm foo none binary-first', '? whole-line']],
    [['uv run python'], ['other: server shell - unresolvable', '? dynamic-shell', '? whole-line']],
    [['API_KEY=abc npx foo'], ['npx: server npm foo none binary-first', '? whole-line', 'API_KEY=literal']],
    [['/Applications/My App.app/Contents/MacOS/server'], ['other: server program server file path=/Applications/My App.app/Contents/MacOS/server']],
    [['/usr/bin/python3 /srv/x.py'], ['python: server script - file path=/srv/x.py', '? whole-line']],
    [['npx foo; npx bar'], ['npx: server npm foo none binary-first', 'npx: server npm bar none binary-first', '? whole-line']],
    [[''], ['other: server shell - unresolvable', '? broken-spec']],
    [['  '], ['other: server shell - unresolvable', '? broken-spec']],
    [['C:\\My Tools\\server.exe', 'a'], ['other: server program server file path=C:\\My Tools\\server.exe']],
    [['npx -y foo && curl x'], ['npx: server npm foo none binary-first', 'other: server program curl file', '? whole-line']],
    [['$(npx foo)'], ['other: server shell - unresolvable', 'npx: server npm foo none binary-first', '? dynamic-shell', '? whole-line']],
    [['/opt/my server/run', 'x'], ['other: server program run file path=/opt/my server/run']],
  ]);
});
