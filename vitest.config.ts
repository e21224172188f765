import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A machine that is busy may take its time.
    testTimeout: 60_000,
    expect: { requireAssertions: true, poll: { timeout: 10_000 } },
    globalSetup: ['test/helpers/postgres-programs.ts', 'test/helpers/built-program.ts'],
    // Those that wait for a browser or a process leave room for another one.
    maxWorkers: 3,
    // A process for each of more than a hundred files would spend half of all the CPU time on loading the same modules.
    isolate: false,
    // So many short-lived objects are collected with less work where there is room for them.
    execArgv: ['--max-semi-space-size=64'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['json'],
      // What only runs in processes of their own, which tests start, counts as well.
      autoAttachSubprocess: true,
    },
  },
});
