// What a file gave, as lines that a person can compare with the file.
import type { ConfigRead } from '../../src/clients/contract.ts';
import type { McpServer } from '../../src/model/server.ts';

export function serverLine(server: McpServer): string {
  const { launch } = server;
  const what = launch.kind === 'command' ? `command ${[launch.command, ...launch.args].join(' ')}`
    : launch.kind === 'remote' ? `${launch.transport} ${launch.url}`
    : launch.kind === 'inline' ? `inline ${launch.language} ${launch.sha256.slice(0, 8)}`
    : launch.kind === 'builtin' ? `builtin ${launch.name}`
    : launch.kind;
  const secrets = [...server.environment, ...server.headers, ...server.urlSecrets].filter(({ secret }) => secret).map(({ name }) => name);
  return [
    server.name,
    server.state,
    what,
    ...(secrets.length > 0 ? [secrets.join(' ')] : []),
    ...(server.project === undefined ? [] : [`project ${server.project}`]),
    ...(server.environmentFile === undefined ? [] : [`file ${server.environmentFile}`]),
    ...server.approvals.map(({ key, tools }) => `approves ${key} ${tools === '*' ? '*' : tools.join(',')}`),
  ].join(' | ');
}

export const hookLines = (read: ConfigRead): readonly string[] => read.hooks.map(({ kind, name, text }) => `${kind} ${name}: ${text}`);
export const problemLines = (read: ConfigRead): readonly string[] => read.problems.map(({ code, line, column }) => (line === undefined ? code : `${code} ${line}:${column ?? 0}`));
