import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { type Looks, launch, leave, open, startOver, type Window } from './launch.ts';

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

/**
 * Windows on a sandbox in its seed state, one for each of `looks`, when a test begins; `begin` is told of them. Fails a test in which
 * anything goes wrong in a page.
 */
export function withWindows(
  held: { sandbox: Sandbox; browser: Browser },
  looks: readonly Looks[],
  begin: (...pages: Window['page'][]) => void,
): void {
  const windows: Window[] = [];
  let isUsed = false;
  beforeEach(async () => {
    const { sandbox, browser } = held;
    if (isUsed) await startOver(sandbox.url);
    isUsed = true;
    if (windows.length === 0) {
      windows.push(...(await Promise.all(looks.map((each) => open(browser, sandbox.url, each)))));
    } else await Promise.all(windows.map(({ page }) => page.goto(sandbox.url)));
    begin(...windows.map(({ page }) => page));
  });
  afterEach(async () => {
    await Promise.all(windows.map(leave));
    expect(windows.flatMap(({ mishaps }) => mishaps.splice(0))).toEqual([]);
  });
}
