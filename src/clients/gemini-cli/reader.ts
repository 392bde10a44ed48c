// settings.json and extension manifests of Gemini CLI and its forks.
import type { ClientReader } from '../contract.ts';
import { readHooks } from '../shared/hooks.ts';
import { jsonReader } from '../shared/json-reader.ts';

/** The reader of Gemini CLI or of a fork of it. */
export function geminiReader(client: 'gemini-cli' | 'qwen-code'): ClientReader {
  return jsonReader({ client, lists: [['mcpServers']], approvals: ['trust'], urlTransport: 'sse', extras: readHooks });
}
