import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/crash/*.crash.ts'], testTimeout: 120_000, maxWorkers: 2 },
});
