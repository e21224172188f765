import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import everything from '../../vitest.config.ts';

const built = (name: string) => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

/** The end-to-end tests once more, with the program that `npm run build` makes in place of its source. */
export default defineConfig({
  ...everything,
  plugins: [
    {
      name: 'built',
      enforce: 'pre',
      resolveId: (imported) =>
        imported.endsWith('/src/app.ts') ? { id: built('app.mjs'), external: true } : undefined,
    },
  ],
  test: {
    ...everything.test,
    include: [
      'test/e2e/*.test.ts',
      'test/main.test.ts',
      'test/cli/serve.test.ts',
      // What is loaded on demand.
      'test/receivers/socket-mode-receiver.test.ts',
      'test/metrics/metrics.test.ts',
    ],
    globalSetup: ['test/helpers/postgres-programs.ts'],
    env: { PIPER_INVITE_PROGRAM: built('main.mjs') },
  },
});
