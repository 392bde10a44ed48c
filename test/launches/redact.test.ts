// The line that is shown holds names where secrets stood.
import { describe, expect, test } from 'vitest';
import { readLaunch, readShellLine } from '../../src/launches/read.ts';
import { launch, type Line } from './support.ts';

const KEY = 'aB3dE9fGh1JkLmN0pQrS';
const names = (line: Line) => launch(line).secrets.map(({ in: place, name }) => `${place}:${name}`);

describe('display', () => {
  test.each<[Line, string, readonly string[]]>([
    ['npx -y foo --api-key hunter22', 'npx -y foo --api-key <api-key>', ['argument:api-key']],
    ['npx -y foo --token=hunter22 --port 3000', 'npx -y foo --token=<token> --port 3000', ['argument:token']],
    ['npx -y foo --key ${KEY}', 'npx -y foo --key ${KEY}', ['argument:key']],
    ['npx -y foo --key ${KEY:-hunter22}', 'npx -y foo --key <key>', ['argument:key']],
    [['npx', 'mcp-remote', 'https://h.example/sse', '--header', 'Authorization: Bearer hunter22'], 'npx mcp-remote https://h.example/sse --header "Authorization: <Authorization>"', ['header:Authorization']],
    [['npx', 'mcp-remote', 'https://h.example/sse', '--header', 'Authorization:${AUTH}'], 'npx mcp-remote https://h.example/sse --header Authorization:${AUTH}', ['header:Authorization']],
    ['docker run -e API_TOKEN=hunter22 -e OTHER img', 'docker run -e API_TOKEN=<API_TOKEN> -e OTHER img', ['environment:API_TOKEN']],
    ['docker run -eAPI_TOKEN=hunter22 img', 'docker run -eAPI_TOKEN=<API_TOKEN> img', ['environment:API_TOKEN']],
    ['docker run --mount type=bind,src=/a,dst=/b img', 'docker run --mount type=bind,src=/a,dst=/b img', []],
    ['env MODE=fast npx foo', 'env MODE=<MODE> npx foo', []],
    ['npx mcp-remote https://user:hunter22@h.example/p?api_key=x1y2z3&v=2#f', 'npx mcp-remote https://h.example/p', ['url:password', 'url:api_key']],
    [`npx mcp-remote https://h.example/s/${KEY}/sse`, 'npx mcp-remote https://h.example/s/<path>/sse', ['url:path']],
    ['npx mcp-remote https://h.example/s/0b2c9f34-1111-4222-8333-444455556666/sse', 'npx mcp-remote https://h.example/s/<path>/sse', ['url:path']],
    ['npx -y @modelcontextprotocol/server-postgres postgresql://u:hunter22@db.example/x', 'npx -y @modelcontextprotocol/server-postgres postgresql://db.example/x', ['url:password']],
    [`npx -y foo ${KEY}`, 'npx -y foo <argument>', ['argument:argument']],
    ['npx -y foo sk-abcdefghijklmnop1234', 'npx -y foo <argument>', ['argument:argument']],
    [['npx', '@smithery/cli', 'run', 's', '--config', '{"apiKey":"hunter22","n":1}'], 'npx @smithery/cli run s --config \'{"apiKey":"<apiKey>","n":1}\'', ['argument:apiKey']],
    [['bash', '-c', 'API_KEY=hunter22 npx foo --token "hunter 22" && echo'], 'bash -c "API_KEY=<API_KEY> npx foo --token <token> && echo"', ['environment:API_KEY', 'argument:token']],
    [['npx', 'supergateway', '--stdio', 'npx foo --api-key "hunter22"'], 'npx supergateway --stdio "npx foo --api-key <api-key>"', ['argument:api-key']],
    ['curl -u user:hunter22 https://h.example', 'curl -u <user> https://h.example', ['argument:user']],
    [['curl', '-HAuthorization: Bearer hunter22'], 'curl "-HAuthorization: <Authorization>"', ['header:Authorization']],
    ['mcp-proxy --headers Authorization hunter22 https://h.example', 'mcp-proxy --headers Authorization <Authorization> https://h.example', ['header:Authorization']],
    ['npx git+https://tok:hunter22@git.example/o/r.git#0123456789abcdef0123456789abcdef01234567', 'npx git+https://git.example/o/r.git', ['url:password']],
    ['docker run img@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'docker run img@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', []],
    ['npx -y github:o/r#0123456789abcdef0123456789abcdef01234567', 'npx -y github:o/r#0123456789abcdef0123456789abcdef01234567', []],
    ['npx -y @modelcontextprotocol/server-sequential-thinking@2025.12.18', 'npx -y @modelcontextprotocol/server-sequential-thinking@2025.12.18', []],
    ['/nix/store/0c3yqh1v9bzkx2d5w8n7j4m6p0r1s3t5-node/bin/node server.js', '/nix/store/0c3yqh1v9bzkx2d5w8n7j4m6p0r1s3t5-node/bin/node server.js', []],
    ['npx foo --rev 3f786850e387550fdab836ed7e6dc881de23001b', 'npx foo --rev <argument>', []],
    [`npx foo ${KEY},https://h.example/a`, 'npx foo <argument>', ['argument:argument']],
    ['npx foo -t 0b2c9f34-1111-4222-8333-444455556666', 'npx foo -t <t>', []],
    ['npx foo 0b2c9f34-1111-4222-8333-444455556666', 'npx foo <argument>', []],
    ['npx foo -k abcdefgh12345678 -t stdio -p 3000', 'npx foo -k <k> -t stdio -p 3000', []],
    ['docker run -t mcp-server-number-2', 'docker run -t mcp-server-number-2', []],
    ['bwrap --setenv API_TOKEN hunter22 -- npx foo', 'bwrap --setenv API_TOKEN <API_TOKEN> -- npx foo', ['environment:API_TOKEN']],
    ['npm config set //registry.example/:_authToken hunter22', 'npm config set //registry.example/:_authToken <authToken>', ['argument:authToken']],
    ['start-process npx -argumentlist -y,foo,--token,hunter22', 'start-process npx -argumentlist -y,foo,--token,<token>', ['argument:token']],
    ['npx --no-auth foo', 'npx --no-auth foo', []],
  ])('%j', (line, display, secrets) => {
    expect(launch(line).display).toBe(display);
    expect(names(line)).toEqual(secrets);
  });

  test('an encoded command shows nothing, and its secrets are named', () => {
    const command = Buffer.from('npx foo --api-key hunter22', 'utf16le').toString('base64');
    const read = launch(['powershell', '-enc', command]);
    expect(read.display).toBe('powershell -enc <encoded>');
    expect(read.secrets.map(({ name }) => name)).toEqual(['api-key']);
  });

  test('a shell text keeps its operators', () => {
    expect(readShellLine('export TOKEN=hunter22; npx foo | tee x').display).toBe('export TOKEN=<TOKEN>; npx foo | tee x');
  });

  test('a digest tells a change of the value, which itself is nowhere', () => {
    const read = readLaunch({ command: 'npx', args: ['foo', '--token', 'hunter22'], digest: (value) => `${value.length}f` });
    expect(read.secrets).toEqual([{ name: 'token', in: 'argument', value: 'literal', secret: true, digest: '8f' }]);
    expect(JSON.stringify(read)).not.toContain('hunter22');
  });
});
