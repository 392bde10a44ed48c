// Wrappers: the wrapper and what it starts are two subjects.
import { describe } from 'vitest';
import { linesAreRead } from './support.ts';

describe('wrappers', () => {
  linesAreRead([
    ['npx -y mcp-remote https://h.example/%e4%b8%ad', ['npx: wrapper npm mcp-remote none binary-first', 'other: server remote - url url=https://h.example/%e4%b8%ad']],
    ['npx mcp-remote https://h.example/sse', ['npx: wrapper npm mcp-remote none binary-first', 'other: server remote - url url=https://h.example/sse']],
    [['npx', '-y', 'mcp-remote@0.1.18', 'https://h.example/mcp', '3334', '--header', 'Authorization: Bearer ${TOKEN}'], ['npx: wrapper npm mcp-remote@0.1.18 exact package', 'other: server remote - url url=https://h.example/mcp']],
    ['mcp-remote https://u:p@h.example/mcp?key=1', ['other: wrapper program mcp-remote file', 'other: server remote - url url=https://h.example/mcp']],
    [['npx', '-y', 'supergateway', '--stdio', 'npx -y postmark-mcp@1.0.16', '--port', '8000'], ['npx: wrapper npm supergateway none binary-first', 'npx: server npm postmark-mcp@1.0.16 exact package']],
    ['npx supergateway --sse https://h.example/sse', ['npx: wrapper npm supergateway none binary-first', 'other: server remote - url url=https://h.example/sse']],
    ['npx -y supergateway --streamableHttp https://h.example/mcp', ['npx: wrapper npm supergateway none binary-first', 'other: server remote - url url=https://h.example/mcp']],
    ['mcp-proxy https://h.example/sse', ['other: wrapper program mcp-proxy file', 'other: server remote - url url=https://h.example/sse']],
    ['mcp-proxy --port 8080 --pass-environment -- npx -y foo', ['other: wrapper program mcp-proxy file', 'npx: server npm foo none binary-first']],
    ['mcp-proxy --port=8080 uvx mcp-server-fetch', ['other: wrapper program mcp-proxy file', 'uvx: server pypi mcp-server-fetch none package']],
    ['npx mcpm guard run --inner npx -y foo', ['npx: wrapper npm mcpm none binary-first', 'npx: server npm foo none binary-first']],
    ['mcp-proxy -e K V --headers Authorization x npx foo', ['other: wrapper program mcp-proxy file', 'npx: server npm foo none binary-first', 'K=literal']],
    ['npx -y @smithery/cli@latest run @o/s --key 0b2c --profile p', ['npx: wrapper npm @smithery/cli@latest tag package', 'other: server remote @o/s unresolvable']],
    ['npx @smithery/cli install x --client claude', ['npx: wrapper npm @smithery/cli none binary-first']],
    ['mcpm run server', ['other: wrapper program mcpm file', 'other: server shell - unresolvable', '? dynamic-shell']],
    [['mcp-context-protector', '--command', 'npx -y foo@1.0.0'], ['other: wrapper program mcp-context-protector file', 'npx: server npm foo@1.0.0 exact package']],
    ['mcp-context-protector --url https://h.example/mcp', ['other: wrapper program mcp-context-protector file', 'other: server remote - url url=https://h.example/mcp']],
    ['thv run fetch', ['other: wrapper program thv file', 'other: server oci - unresolvable alias=fetch']],
    ['thv run npx://foo@1.0.0', ['other: wrapper program thv file', 'npx: server npm foo@1.0.0 exact package']],
    ['thv run --transport sse uvx://bar', ['other: wrapper program thv file', 'uvx: server pypi bar none package']],
    ['thv run ghcr.io/o/i:1', ['other: wrapper program thv file', 'other: server oci ghcr.io/o/i@1 image-tag']],
    ['thv list', ['other: wrapper program thv file']],
    ['npx @modelcontextprotocol/inspector node build/index.js', ['npx: wrapper npm @modelcontextprotocol/inspector none binary-first', 'node: server script - file path=build/index.js']],
    ['npx -y @modelcontextprotocol/inspector -e K=V -- npx -y foo@2.0.0', ['npx: wrapper npm @modelcontextprotocol/inspector none binary-first', 'npx: server npm foo@2.0.0 exact package', 'K=literal']],
    ['npx mcp-remote', ['npx: wrapper npm mcp-remote none binary-first', 'other: server shell - unresolvable', '? broken-spec']],
    ['npx mcp-remote ${URL}', ['npx: wrapper npm mcp-remote none binary-first', 'other: server remote - unresolvable', '? variable']],
    ['mcp-remote https://${HOST}/mcp', ['other: wrapper program mcp-remote file', 'other: server remote - unresolvable', '? variable']],
    ['mcpo --port 8000 --api-key abc -- npx -y foo', ['other: wrapper program mcpo file', 'npx: server npm foo none binary-first']],
    ['mcpo --config c.json', ['other: wrapper program mcpo file', 'other: server shell - unresolvable', '? dynamic-shell']],
    ['toolhive run https://h.example/mcp', ['other: wrapper program toolhive file', 'other: server remote - url url=https://h.example/mcp']],
    [['mcp-proxy', '--named-server', 'a', 'npx -y foo@1.0.0', '--named-server', 'b', 'uvx bar'], ['other: wrapper program mcp-proxy file', 'npx: server npm foo@1.0.0 exact package', 'uvx: server pypi bar none package']],
  ]);
});
