import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/crash/*.crash.ts'],
    testTimeout: 600_000,
    expect: { requireAssertions: true },
    globalSetup: ['test/helpers/postgres-programs.ts'],
    maxWorkers: 2,
  },
});
