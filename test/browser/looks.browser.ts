import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../sandbox/server.ts';
import { barriers } from './barriers.ts';
import { open, startOver } from './launch.ts';
import { withSandbox } from './with-sandbox.ts';

const held = withSandbox();

beforeEach(() => startOver(held.sandbox.url));

async function type(page: Page, words: string) {
  const composer = page.getByRole('textbox', { name: /^Message to/ });
  await composer.fill(words);
  await composer.press('Enter');
}

// The two differ in their colours only.
describe.each([
  { colorScheme: 'light', rules: undefined },
  { colorScheme: 'dark', rules: ['color-contrast'] },
] as const)('in $colorScheme colours', ({ colorScheme, rules }) => {
  it('nothing keeps anybody from using the page, the form or an open menu', async () => {
    const { page, mishaps } = await open(held.browser, held.sandbox.url, { colorScheme });
    await type(page, '/piper-invite help');
    await type(page, '/piper-invite ada@example.com, @grace as Editor');
    const send = page.getByRole('button', { name: 'Send 2 invites' });
    await send.waitFor();
    expect(await barriers(page, { rules })).toEqual([]);
    await send.click();
    await page.getByRole('article').filter({ hasText: 'invited 2 people' }).waitFor();
    await type(page, 'hello');
    expect(await barriers(page, { rules })).toEqual([]);

    await type(page, '/piper-invite');
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Invite', exact: true }).click();
    await form.getByText('Choose somebody here, or type an address below.').waitFor();
    await form.getByRole('combobox', { name: 'People in Slack' }).click();
    expect(await barriers(page, { rules })).toEqual([]);

    expect(mishaps).toEqual([]);
    await page.context().close();
  }, 30_000);
});

describe('the page', () => {
  it('follows the system’s colours until others are chosen, which it remembers', async () => {
    const { page } = await open(held.browser, held.sandbox.url, { colorScheme: 'dark' });
    const theme = () => page.locator('html').getAttribute('data-theme');
    await page.getByRole('button', { name: 'Light colours' }).waitFor();
    expect(await theme()).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(theme).toBe('light');
    await page.getByRole('button', { name: 'Dark colours' }).click();
    expect(await theme()).toBe('dark');
    await page.reload();
    await page.getByRole('button', { name: 'Light colours' }).waitFor();
    await page.context().close();
  });

  it('shows one part at a time on a phone, and nothing runs out of the window', async () => {
    const { page } = await open(held.browser, held.sandbox.url, { width: 375, height: 720 });
    const part = (name: string) => page.getByRole('button', { name, exact: true });
    for (const name of ['Workspace', 'Piper', 'Messages']) {
      await part(name).click();
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    }
    expect(await page.getByRole('heading', { name: 'Piper', exact: true }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Acting as Alice Admin' }).click();
    await page.getByRole('radio', { name: 'Bob Builder' }).waitFor();
    await page.getByRole('button', { name: 'random' }).click();
    await page.getByRole('textbox', { name: 'Message to random' }).waitFor();
    await page.context().close();
  });

  it('shows Piper beside the conversation on a small screen, and says what can be done', async () => {
    const { page } = await open(held.browser, held.sandbox.url, { width: 1024, height: 720 });
    await page.getByRole('textbox', { name: /^Message to/ }).waitFor();
    expect(await page.getByRole('heading', { name: 'Piper', exact: true }).isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1024);
    const main = page.getByRole('main');
    await main.getByText('Accept is what the invited person does.').waitFor();
    const steps = await main.getByRole('region', { name: 'What to try' }).textContent();
    expect(steps).toContain('act as Bob');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await page.context().close();
  });

  it.each([
    [1024, 700],
    [390, 844],
  ])('shows the form down to the role without scrolling, at %d × %d', async (width, height) => {
    const { page } = await open(held.browser, held.sandbox.url, { width, height });
    await type(page, '/piper-invite');
    const form = page.getByRole('dialog', { name: 'Invite to Piper' });
    const role = await form.getByRole('combobox', { name: 'Role' }).boundingBox();
    const send = await form.getByRole('button', { name: 'Invite', exact: true }).boundingBox();
    expect((role?.y ?? height) + (role?.height ?? 0)).toBeLessThan(send?.y ?? 0);
    await page.context().close();
  });

  it('says so when the sandbox has stopped', async () => {
    const own = await startSandbox();
    const { page } = await open(held.browser, own.url);
    await page.getByRole('textbox', { name: /^Message to/ }).waitFor();
    await own.stop();
    const alert = page.getByRole('alert').filter({ hasText: 'The sandbox has stopped.' });
    await alert.waitFor();
    expect(await alert.textContent()).toContain('“npm run sandbox”');
    await page.context().close();
  });
});
