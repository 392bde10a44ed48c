import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLIENTS } from '../../src/clients/registry.ts';
import { problemLines, serverLine } from './describe.ts';
import { readAs } from './read.ts';

const codes = async (text: string, client = 'cursor', fileName = 'mcp.json') => (await readAs(client, fileName, text)).problems.map(({ code }) => code);
const servers = async (text: string, client = 'cursor', fileName = 'mcp.json') => (await readAs(client, fileName, text)).servers.map(serverLine);
const map = (entries: string) => `{"mcpServers": {${entries}}}`;
const GOOD = '"good": {"command": "npx", "args": ["example"]}';
const GOOD_LINE = 'good | enabled | command npx example';

describe('one bad entry never loses its siblings', () => {
  test.each([
    ['a command that is a number', '"bad": {"command": 5}', ['unknown-entry', 'unknown-entry'], 'bad | enabled | unknown'],
    ['an empty command', '"bad": {"command": " "}', ['unknown-entry'], 'bad | enabled | unknown'],
    ['a command list without words', '"bad": {"command": []}', ['unknown-entry'], 'bad | enabled | unknown'],
    ['a command map without a path', '"bad": {"command": {"args": ["x"]}}', ['unknown-entry', 'unknown-entry'], 'bad | enabled | unknown'],
    ['neither command nor address', '"bad": {"env": {}}', ['unknown-entry'], 'bad | enabled | unknown'],
    ['arguments with a number, an object and null', '"bad": {"command": "npx", "args": ["-y", 8080, {"a": 1}, null, true]}', ['unknown-entry', 'unknown-entry'], 'bad | enabled | command npx -y 8080 true'],
    ['arguments as one text', '"bad": {"command": "npx", "args": "-y example"}', ['unknown-entry'], 'bad | enabled | command npx -y example'],
    ['variables that are no map', '"bad": {"command": "npx", "env": "A=1"}', ['unknown-entry'], 'bad | enabled | command npx'],
    ['__proto__ as a name', '"__proto__": {"command": "npx"}', ['invalid-name'], '__proto__ | enabled | command npx'],
    ['constructor as a name', '"constructor": {"command": "npx"}', ['invalid-name'], 'constructor | enabled | command npx'],
    ['controls in a name', '"a\\u001b[2Jb": {"command": "npx"}', ['invalid-name'], 'a\u001b[2Jb | enabled | command npx'],
    ['a name without end', `"${'n'.repeat(501)}": {"command": "npx"}`, ['invalid-name'], `${'n'.repeat(501)} | enabled | command npx`],
    ['an empty name', '"": {"command": "npx"}', ['invalid-name'], ' | enabled | command npx'],
    ['a key twice in one entry', '"bad": {"command": "a", "command": "b"}', ['duplicate-key'], 'bad | enabled | command b'],
  ])('%s', async (_, entry, expectedCodes, line) => {
    const text = map(`${entry}, ${GOOD}`);
    expect(await codes(text)).toEqual(expectedCodes);
    expect(await servers(text)).toEqual([line, GOOD_LINE]);
  });

  test.each(['null', '5', '"npx example"', '[]', 'true'])('an entry that is %s', async (value) => {
    expect(await codes(map(`"bad": ${value}, ${GOOD}`))).toEqual(['unknown-entry']);
    expect(await servers(map(`"bad": ${value}, ${GOOD}`))).toEqual([GOOD_LINE]);
  });

  test('a name that stands twice: both are read', async () => {
    expect(await servers(map(`"good": {"command": "evil"}, ${GOOD}`))).toEqual(['good | enabled | command evil', GOOD_LINE]);
    expect(await codes(map(`"good": {"command": "evil"}, ${GOOD}`))).toEqual(['duplicate-key']);
  });

  test('a list of servers that stands twice: both are read', async () => {
    const text = `{"mcpServers": {"a": {"command": "evil"}}, "mcpServers": {${GOOD}}}`;
    expect([await servers(text), await codes(text)]).toEqual([['a | enabled | command evil', GOOD_LINE], ['duplicate-key']]);
  });

  test('a command and addresses in one entry: each is listed', async () => {
    const read = await readAs('cursor', 'mcp.json', map('"both": {"command": "npx", "url": "https://a.example", "serverUrl": "https://b.example"}'));
    expect(read.servers.map(serverLine)).toEqual(['both | enabled | command npx', 'both | enabled | unknown https://b.example', 'both | enabled | unknown https://a.example']);
    expect(read.notes.length).toBe(1);
  });
});

describe('a file that is no configuration', () => {
  test.each([
    ['', []], ['// words\n', []], ['null', ['malformed']], ['[]', ['malformed']], ['"x"', ['malformed']], ['5', ['malformed']],
    ['{"mcpServers": null}', []], ['{}', []], ['{"mcpServers": 5}', ['unknown-entry']], ['{"mcpServers": "x"}', ['unknown-entry']],
  ])('%j', async (text, expected) => {
    expect(await codes(text)).toEqual(expected);
    expect(await servers(text)).toEqual([]);
  });

  test('a list where a map belongs is said, and read', async () => {
    const text = '{"mcpServers": [{"name": "a", "command": "npx"}, {"command": "npx"}, 5]}';
    expect(await codes(text)).toEqual(['unknown-entry', 'unknown-entry']);
    expect(await servers(text)).toEqual(['a | enabled | command npx', '(unnamed 2) | enabled | command npx']);
  });

  test.each([['cursor', 'mcp.json'], ['codex', 'config.toml'], ['goose', 'config.yaml']])('%s: nested a hundred thousand deep', async (client, fileName) => {
    const text = fileName.endsWith('toml') ? `a = ${'['.repeat(100_000)}` : '['.repeat(100_000);
    expect((await codes(text, client, fileName))[0]).toBe('too-deep');
  });
});

test('a variable is never expanded', async () => {
  const text = map('"v": {"command": "${HOME}/bin/$SERVER", "args": ["%USERPROFILE%", "${env:PATH}"], "cwd": "${workspaceFolder}"}');
  expect(await servers(text)).toEqual(['v | enabled | command ${HOME}/bin/$SERVER %USERPROFILE% ${env:PATH}']);
});

test('aliases that repeat a server without end are cut, and it is said', async () => {
  const args = `&a [${'x,'.repeat(2_000)}]`;
  const entries = Array.from({ length: 2_000 }, (_, at) => `  s${at}: { command: npx, args: *a }`);
  const read = await readAs('librechat', 'librechat.yaml', `args: ${args}\nmcpServers:\n${entries.join('\n')}\n`, { presence: 'gated' });
  expect(read.problems.map(({ code }) => code)).toEqual(['too-many']);
  expect(read.servers.length).toBeLessThan(200);
  expect(read.servers.length).toBeGreaterThan(20);
});

test('fifty thousand entries with faults give few problems', async () => {
  const read = await readAs('cursor', 'mcp.json', map(Array.from({ length: 50_000 }, (_, at) => `"s${at}": 5`).join(',')));
  expect(read.problems.length).toBe(51);
});

const SAMPLES: Readonly<Record<string, string>> = {
  'mcp.json': `{\n  "mcpServers": {"a": {"command": "npx", "args": ["-y", "x"], "env": {"K": "v"}}, "b": {"url": "https://h.example/x?k=v"}},\n}\n`,
  'config.toml': 'notify = ["a"]\n[mcp_servers.a]\ncommand = "npx"\nargs = ["-y", "x"]\n[mcp_servers.a.env]\nK = "v"\n[[hooks.S]]\ncommand = "x"\n',
  'config.yaml': 'extensions:\n  a:\n    cmd: npx\n    args: [-y, x]\n    envs: {K: v}\n  b:\n    uri: "https://h.example/"\nmcpServers:\n  - name: a\n    command: npx\n',
};

describe('every reader survives', () => {
  test('every cut of a JSON sample is a problem', async () => {
    const text = SAMPLES['mcp.json'] ?? '';
    for (let end = 1; end < text.trimEnd().length; end += 1) expect((await readAs('cursor', 'mcp.json', text.slice(0, end))).problems.length, `cut at ${end}`).toBeGreaterThan(0);
  });

  // Cut between two lines, both formats are whole again: no entry may be made up.
  test.each([['codex', 'config.toml'], ['goose', 'config.yaml'], ['continue', 'config.yaml']])('every cut of a sample of %s holds only names of the whole, or a part of one', async (client, fileName) => {
    const text = SAMPLES[fileName] ?? '';
    const names = (await readAs(client, fileName, text)).servers.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    for (let end = 1; end < text.length; end += 1) {
      const read = await readAs(client, fileName, text.slice(0, end));
      expect(read.servers.filter(({ name }) => !names.includes(name) && !name.startsWith('(unnamed')).map(({ name }) => name), `cut at ${end}`).toEqual([]);
    }
  });

  test('noise in every client', async () => {
    const texts = fc.sample(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.json(), fc.constantFrom(...Object.values(SAMPLES)), fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', ':', ',', '\n', ' ', '-', 'a', '=', '#', '*', '&', '|'), maxLength: 60 })), { numRuns: 5, seed: 1 });
    for (const { id } of CLIENTS) {
      for (const text of texts) {
        for (const fileName of ['mcp.json', 'config.toml', 'config.yaml']) {
          const read = await readAs(id, fileName, text);
          expect(Array.isArray(read.servers) && problemLines(read).every((line) => line !== '')).toBe(true);
        }
      }
    }
  });
});
