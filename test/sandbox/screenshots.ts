/**
 * Takes the pictures of the README, in light and in dark colours: `npm run screenshots`. They show the real bot in the sandbox, so
 * they are taken anew whenever its words or the page change.
 */
import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { launch, open, startOver } from '../browser/launch.ts';
import { startSandbox } from './server.ts';

const folder = new URL('../../.github/images/', import.meta.url);

const sandbox = await startSandbox();
const browser = await launch();
await mkdir(folder, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  // So high that no form has to be scrolled.
  const looks = { colorScheme, width: 1180, height: 1400, scale: 2 };
  const { page } = await open(browser, sandbox.url, looks);
  await showInviting(page, colorScheme);
  await startOver(sandbox.url);
  await page.reload();
  await showAsking(page, colorScheme);
  await showHome(page, colorScheme);
  await startOver(sandbox.url);
  await page.context().close();
}
await browser.close();
await sandbox.stop();

function formOf(page: Page): Locator {
  return page.getByRole('dialog');
}

function message(page: Page, words: string): Locator {
  return page.getByRole('article').filter({ hasText: words });
}

async function type(page: Page, words: string) {
  const composer = page.getByRole('textbox', { name: /^Message to/ });
  await composer.fill(words);
  await composer.press('Enter');
}

async function take(name: string, what: Locator) {
  // Neither the pointer, nor the focus, nor what is behind a round corner belongs into the picture; all of a form does.
  await what.page().mouse.move(0, 0);
  await what.page().evaluate('document.activeElement?.blur()');
  await what.evaluate((whole) => {
    if (whole.localName !== 'dialog') return;
    Object.assign(whole.style, {
      maxHeight: 'none',
      height: 'fit-content',
      borderRadius: '0',
      margin: '0',
    });
    // Half a pixel would let through what is behind.
    whole.style.height = `${Math.ceil(whole.getBoundingClientRect().height)}px`;
  });
  const file = fileURLToPath(new URL(`${name}.png`, folder));
  await what.screenshot({ path: file, caret: 'hide', animations: 'disabled' });
  console.log(`${name}.png ${Math.ceil((await stat(file)).size / 1024)} KB`);
}

/** The form, the preview, the confirmation, and the confirmation once somebody has joined. */
async function showInviting(page: Page, colors: string) {
  const form = formOf(page);
  await type(page, '/piper-invite');
  await form.getByRole('combobox', { name: 'People in Slack' }).fill('gra');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await form.getByRole('textbox', { name: 'E-mail addresses' }).fill('ada@example.com');
  await form.getByRole('combobox', { name: 'Role' }).fill('edi');
  await page.keyboard.press('Enter');
  await take(`form-${colors}`, form);
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  const send = page.getByRole('button', { name: 'Send 2 invites' });
  await send.waitFor();
  await take(`preview-${colors}`, form);
  await send.click();
  const confirmation = message(page, 'invited 2 people');
  await confirmation.waitFor();
  await take(`confirmation-${colors}`, confirmation);
  await page.getByRole('button', { name: 'Accept the invitation of ada@example.com' }).click();
  await page.getByRole('button', { name: 'Look now' }).click();
  await confirmation.getByText('joined').first().waitFor();
  await take(`joined-${colors}`, confirmation);
}

/** Somebody who may not invite asks, and those who decide are asked. */
async function showAsking(page: Page, colors: string) {
  const form = formOf(page);
  await type(page, '/piper-invite approvals');
  await form.getByRole('checkbox', { name: 'Every full member can ask' }).check();
  await form.getByRole('combobox', { name: 'Who decides' }).fill('carol');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await form.getByRole('combobox', { name: 'Where they are asked' }).fill('onboarding');
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click();
  await page.getByText('Bob Builder').click();
  await page.getByRole('button', { name: 'onboarding' }).click();
  // What comes after a private message has a heading of its own.
  await type(page, '/piper-invite help');
  await message(page, 'Only visible to you').waitFor();
  await type(page, '/piper-invite ada@example.com as Editor');
  await form.getByRole('textbox', { name: 'Why' }).fill('Ada joins the robot team on Monday.');
  await take(`ask-${colors}`, form);
  await form.getByRole('button', { name: 'Ask for approval' }).click();
  await message(page, 'asks to invite').waitFor();
  await take(`request-${colors}`, message(page, 'asks to invite'));
}

/** What somebody who decides sees on the app's Home tab. */
async function showHome(page: Page, colors: string) {
  await page.getByText('Alice Admin', { exact: true }).click();
  // What only Bob saw is gone once the page is Alice's.
  await message(page, 'Only visible to you').first().waitFor({ state: 'detached' });
  await type(page, '/piper-invite grace@example.com lin@example.com as Viewer');
  await formOf(page).getByRole('button', { name: 'Send 2 invites' }).click();
  await message(page, 'invited 2 people').waitFor();
  await page.getByRole('button', { name: /^piper/ }).click();
  await page.getByRole('button', { name: 'Home', exact: true }).click();
  const home = page.getByRole('region', { name: 'Home' });
  await home.getByText('lin@example.com').waitFor();
  await take(`home-${colors}`, home.locator('.home-content'));
}
