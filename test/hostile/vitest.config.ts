import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/hostile/*.hostile.ts'],
    testTimeout: 120_000,
    expect: { requireAssertions: true },
    maxWorkers: 1,
  },
});
