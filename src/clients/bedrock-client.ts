// Amazon Bedrock Client: https://github.com/aws-samples/amazon-bedrock-client-for-mac, location as https://github.com/smithery-ai/cli has it (src/config/clients.ts).
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'bedrock-client', lists: [['mcpServers']], switches: ['enabled'] };

export const bedrockClient: ClientDescriptor = {
  id: 'bedrock-client',
  title: 'Amazon Bedrock Client',
  userPlaces: ({ home }) => always('user', `${home.path}/Amazon Bedrock Client/mcp_config.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
