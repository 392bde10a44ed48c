import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The floor machine has two cores; tests that start the built command wait for it, so they need room.
    testTimeout: 20_000,
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
});
