import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { launch } from './launch.ts';

/** A sandbox and a browser for the tests of a file, there from the first one on. */
export function withSandbox(): { sandbox: Sandbox; browser: Browser } {
  const held = {} as { sandbox: Sandbox; browser: Browser };
  beforeAll(async () => {
    const [sandbox, browser] = await Promise.all([startSandbox(), launch()]);
    Object.assign(held, { sandbox, browser });
  }, 60_000);
  afterAll(async () => {
    await held.browser?.close();
    await held.sandbox?.stop();
  });
  return held;
}
