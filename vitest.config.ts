import { defineConfig } from 'vitest/config';

// Tests that need the registry or other Node versions run in `check` only: `npm test` is hermetic.
const check = process.env['MCP_AUDIT_CHECK'] === '1';

export default defineConfig({
  test: {
    include: check ? ['test/check/**/*.test.ts'] : ['test/**/*.test.ts'],
    exclude: check ? [] : ['test/check/**'],
    // The floor machine has two cores, and tests that start the built command wait for it.
    testTimeout: check ? 300_000 : 30_000,
    hookTimeout: check ? 300_000 : 30_000,
    // By default one core stays free, which on two cores means one test at a time.
    maxWorkers: '100%',
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
});
