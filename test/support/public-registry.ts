// The registry that npm asks where nobody configured one, as npm's own code names it: its host stands in no test.
import { loadConfig } from '../../src/io/registry/npm-config.ts';

/** Ends with a slash. */
export const PUBLIC_REGISTRY: string = (await loadConfig({ environment: {}, home: '/nonexistent' })).settings.publicRegistry;
