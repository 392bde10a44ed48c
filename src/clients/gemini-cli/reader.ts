// settings.json and extension manifests of Gemini CLI and its forks.
import type { ClientReader } from '../contract.ts';
import { readHooks } from '../shared/hooks.ts';
import { dialectReader } from '../shared/reader.ts';

export function geminiReader(client: 'gemini-cli' | 'qwen-code'): ClientReader {
  return dialectReader({ client, lists: [['mcpServers']], approvals: ['trust'], urlTransport: 'sse', extras: readHooks });
}
