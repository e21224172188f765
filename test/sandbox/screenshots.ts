/**
 * Takes the pictures of the README: `node test/sandbox/screenshots.ts`. They show the real bot in the sandbox, so they are
 * taken anew whenever its words or the page change.
 */
import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { launch, open, startOver } from '../e2e/browser/launch.ts';
import { startSandbox } from './server.ts';

const folder = new URL('../../.github/images/', import.meta.url);

const sandbox = await startSandbox();
const browser = await launch();
await mkdir(folder, { recursive: true });
const { page } = await open(browser, sandbox.url, { width: 1180, height: 860 });
const composer = page.getByRole('textbox', { name: /^Message to/ });
const message = (words: string | RegExp) => page.getByRole('article').filter({ hasText: words });
const form = page.getByRole('dialog');

async function type(words: string) {
  await composer.fill(words);
  await composer.press('Enter');
}

async function take(name: string, what: Locator) {
  // Neither the pointer nor the caret belongs into the picture.
  await page.mouse.move(0, 0);
  await what.evaluate((whole) => {
    for (const part of whole.querySelectorAll('*')) part.scrollTop = 0;
  });
  const file = fileURLToPath(new URL(`${name}.png`, folder));
  await what.screenshot({ path: file, caret: 'hide', animations: 'disabled' });
  console.log(`${name}.png ${Math.ceil((await stat(file)).size / 1024)} KB`);
}

async function inviteWithForm() {
  await type('/piper-invite');
  await form.getByRole('combobox', { name: 'People in Slack' }).fill('gra');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await form.getByRole('textbox', { name: 'E-mail addresses' }).fill('ada@example.com');
  await form.getByRole('combobox', { name: 'Role' }).fill('edi');
  await page.keyboard.press('Enter');
}

async function letPeopleAsk() {
  await type('/piper-invite approvals');
  await form.getByRole('checkbox', { name: 'Every full member can ask' }).check();
  await form.getByRole('combobox', { name: 'Who decides' }).fill('carol');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await form.getByRole('combobox', { name: 'Where they are asked' }).fill('onboarding');
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click();
}

await inviteWithForm();
await take('form', form);
await form.getByRole('button', { name: 'Invite', exact: true }).click();
await page.getByRole('button', { name: 'Send 2 invites' }).click();
await message('invited 2 people').waitFor();
await take('confirmation', message('invited 2 people'));

// Somebody asks for approval.
await startOver(sandbox.url);
await message('invited 2 people').waitFor({ state: 'detached' });
await letPeopleAsk();
await page.getByText('Bob Builder').click();
await page.getByRole('button', { name: 'onboarding' }).click();
// What comes after a private message has a heading of its own.
await type('/piper-invite help');
await message('Only visible to you').waitFor();
await type('/piper-invite ada@example.com as Editor');
const why = form.getByRole('textbox', { name: 'Why' });
await why.fill('Ada joins the robot team on Monday.');
await why.blur();
await take('ask', form);
await form.getByRole('button', { name: 'Ask for approval' }).click();
await message('asks to invite').waitFor();
await take('request', message('asks to invite'));

await browser.close();
await sandbox.stop();
