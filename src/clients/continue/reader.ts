// Continue's files: YAML today, JSON of older versions and of other clients.
import type { ClientReader } from '../contract.ts';
import { parseJsonText } from '../shared/json.ts';
import { dialectReader } from '../shared/reader.ts';
import { parseYamlText } from '../shared/yaml.ts';

export const reader: ClientReader = dialectReader({ client: 'continue', lists: [['mcpServers'], ['experimental', 'modelContextProtocolServers']], namedList: true }, { json: parseJsonText, yaml: parseYamlText });
