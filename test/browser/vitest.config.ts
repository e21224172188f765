import { defineConfig } from 'vitest/config';
import everything from '../../vitest.config.ts';

/** People at work in the sandbox, with a browser. */
export default defineConfig({
  test: { ...everything.test, include: ['test/browser/*.browser.ts'], globalSetup: [] },
});
