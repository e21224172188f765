import { defineConfig } from 'vitest/config';

/**
 * Files that speak to real servers on this machine. Nock takes the place of every socket of a process that imports it, and reads
 * what goes through as HTTP: files that import it must stay out of here.
 */
const local = [
  'test/sandbox/**/*.test.ts',
  'test/storage/**/*.test.ts',
  'test/e2e/{browser/*,installing,main-job}.test.ts',
  'test/main.test.ts',
  'test/{cli/*,receivers/web-server,utils/http-transport}.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 20_000,
    maxWorkers: 2,
    // A process for each of more than a hundred files would spend half of all the CPU time on loading the same modules.
    isolate: false,
    // Projects begin in the order of their names: the browser, which takes longest, does not come last.
    projects: [
      { extends: true, test: { name: 'local', include: local } },
      {
        extends: true,
        test: {
          name: 'nock',
          include: ['test/**/*.test.ts'],
          exclude: local,
          setupFiles: ['test/helpers/without-tls-sessions.ts', 'test/helpers/as-nock-begins.ts'],
        },
      },
    ],
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text'] },
  },
});
