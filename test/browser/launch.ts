import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type LaunchOptions, type Page } from 'playwright-core';

/**
 * A Chromium without a window: the one at `CHROME_PATH`, else the one that comes as a package and needs nothing
 * installed.
 */
export async function launch(): Promise<Browser> {
  const { CHROME_PATH } = process.env;
  const options: LaunchOptions = {
    executablePath: CHROME_PATH ?? (await sparticuz.executablePath()),
    // Containers have neither the kernel's sandbox nor much shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    // The package brings a font along, unpacked here, so that pages look the same on every machine.
    ...(!CHROME_PATH && { env: { ...process.env, FONTCONFIG_PATH: join(tmpdir(), 'fonts') } }),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await chromium.launch(options);
    } catch (error) {
      // The first time on a machine, another test file may still be unpacking the browser.
      if (attempt === 20) throw error;
      await delay(500);
    }
  }
}

/** How a page is opened; `scale` is how many pixels of the screen make one of the page's. */
export type Looks = {
  colorScheme?: 'light' | 'dark';
  width?: number;
  height?: number;
  scale?: number;
};

/** A window; anything that goes wrong in the page is collected in `mishaps`. */
export type Window = { page: Page; mishaps: string[] };

const desktop = { width: 1360, height: 850 };

/** Opens the sandbox in a window of its own. */
export async function open(
  browser: Browser,
  url: string,
  { colorScheme = 'light', scale = 1, ...size }: Looks = {},
): Promise<Window> {
  const context = await browser.newContext({
    colorScheme,
    viewport: { ...desktop, ...size },
    deviceScaleFactor: scale,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  const mishaps: string[] = [];
  page.on('pageerror', (error) => mishaps.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') mishaps.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) mishaps.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return { page, mishaps };
}

/** Leaves a window as a new one is: to close it and open another takes longer than most of what is done in one. */
export async function leave({ page }: Window): Promise<void> {
  const context = page.context();
  for (const tab of context.pages()) if (tab !== page) await tab.close();
  await page.evaluate('localStorage.clear()');
  await context.clearPermissions();
  await context.clearCookies();
  await page.setViewportSize(desktop);
  await page.goto('about:blank');
}

/** Puts the sandbox back to its seed state. */
export async function startOver(url: string): Promise<void> {
  const response = await fetch(`${url}/api/reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!response.ok) throw new Error(await response.text());
}
