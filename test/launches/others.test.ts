// Other languages, and plain programs.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('others', () => {
  linesAreRead([
    ['go run example.com/mod/cmd@v1.2.3', ['other: server go example.com/mod/cmd@v1.2.3 exact package']],
    ['go run ./cmd/server', ['other: server script - file path=./cmd/server']],
    ['go install example.com/x@latest', ['other: server go example.com/x@latest tag package']],
    ['cargo install x@1.0.0', ['other: server cargo x@1.0.0 exact package']],
    ['cargo run --manifest-path /a/Cargo.toml', ['other: server cargo - file path=/a/Cargo.toml']],
    ['dnx Pkg@1.0.0 --yes', ['other: server nuget Pkg@1.0.0 exact package']],
    ['dnx Pkg', ['other: server nuget Pkg none package']],
    ['dotnet run --project src/S', ['other: server script - file path=src/S']],
    ['dotnet server.dll', ['other: server script - file path=server.dll']],
    ['dotnet tool install -g Pkg --version 1.0.0', ['other: server nuget Pkg@1.0.0 exact package']],
    ['java -jar server.jar', ['other: server script - file path=server.jar']],
    ['ruby server.rb', ['other: server script - file path=server.rb']],
    [['osascript', '-e', 'do shell script "x"'], ['other: server shell - unresolvable', '? dynamic-shell']],
    [['perl', '-e', '1'], ['other: server shell - unresolvable', '? dynamic-shell']],
    ['/opt/x/server --stdio', ['other: server program server file path=/opt/x/server']],
    ['./server', ['other: server program server file path=./server']],
    ['mcp-server-x --flag', ['other: server program mcp-server-x file']],
    ['C:\\tools\\server.exe', ['other: server program server file path=C:\\tools\\server.exe']],
    ['go version', []],
    ['php artisan mcp:start', ['other: server script - file path=artisan']],
    ['${HOME}/bin/server', ['other: server program server file path=${HOME}/bin/server', '? variable']],
    ['$SERVER', ['other: server shell - unresolvable', '? variable']],
    ['ssh -p 22 dev@host.example npx foo', ['other: wrapper program ssh file', 'other: server remote - url url=ssh://host.example', 'npx: candidate npm foo none package']],
    ['~/.cache/x/run.sh', ['other: server program run.sh file path=~/.cache/x/run.sh']],
    ['mshta http://x.example/a', ['other: server shell - unresolvable', '? dynamic-shell']],
  ]);
});
