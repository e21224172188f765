import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [`test/@(${process.env.MUTATION_TESTS})/**/*.test.ts`],
    testTimeout: 20_000,
    expect: { requireAssertions: true },
    maxWorkers: 1,
    setupFiles: [fileURLToPath(import.meta.resolve('./same-chance.ts'))],
    isolate: false,
  },
});
