// Goose: https://github.com/block/goose. YAML; an extension is a server, a part of Goose, or Python code that stands in the file.
import type { ClientDescriptor } from './contract.ts';
import { gated } from './shared/place.ts';

export const goose: ClientDescriptor = {
  id: 'goose',
  title: 'Goose',
  userPlaces: ({ home, appSupport, localAppData, config }) => gated('user', ['extensions'], ...(home.platform === 'windows'
    ? [`${appSupport}/Block/goose/config/config.yaml`, `${localAppData}/Block/goose/config/config.yaml`]
    : [`${config}/goose/config.yaml`])),
  projectPlaces: gated('project', ['extensions'], '.config/goose/config.yaml', '.goose/config.yaml'),
  load: async () => (await import('./goose/reader.ts')).reader,
};
