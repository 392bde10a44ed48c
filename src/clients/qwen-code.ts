// Qwen Code, a fork of Gemini CLI with its settings: https://github.com/QwenLM/qwen-code
import type { ClientDescriptor } from './contract.ts';
import { gated } from './shared/place.ts';

export const qwenCode: ClientDescriptor = {
  id: 'qwen-code',
  title: 'Qwen Code',
  userPlaces: ({ home }) => gated('user', ['mcp', 'hooks'], `${home.path}/.qwen/settings.json`),
  projectPlaces: gated('project', ['mcp', 'hooks'], '.qwen/settings.json'),
  load: async () => (await import('./gemini-cli/reader.ts')).geminiReader('qwen-code'),
};
