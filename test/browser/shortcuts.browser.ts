import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { barriers } from './barriers.ts';
import { open } from './launch.ts';
import { withSandbox } from './with-sandbox.ts';

const held = withSandbox();

const form = (page: Page) => page.getByRole('dialog', { name: 'Invite to Piper' });

it('people are invited from a message, and from anywhere, with the keyboard alone', async () => {
  const { page, mishaps } = await open(held.browser, held.sandbox.url);
  const composer = page.getByRole('textbox', { name: /^Message to/ });
  await composer.focus();
  await page.keyboard.insertText('Please add ada@example.com, @bob and @piper');
  await page.keyboard.press('Enter');
  const written = page.getByRole('article').filter({ hasText: 'Please add' });
  await written.waitFor();

  const menu = written.getByRole('button', { name: 'What to do with the message of Alice' });
  await composer.focus();
  for (let presses = 0; presses < 20; presses += 1) {
    if (await menu.evaluate((button) => button.matches(':focus'))) break;
    await page.keyboard.press('Shift+Tab');
  }
  expect(await menu.evaluate((button) => button.matches(':focus'))).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Invite to Piper' }).waitFor();
  expect(await barriers(page, { within: '[role="menu"]' })).toEqual([]);
  await page.keyboard.press('Enter');
  const addresses = form(page).getByRole('textbox', { name: 'E-mail addresses' });
  await addresses.waitFor();
  expect(await addresses.inputValue()).toBe('ada@example.com');
  const people = form(page).getByRole('button', { name: /^Remove / });
  expect(await people.allTextContents()).toHaveLength(1);
  expect(await people.getAttribute('aria-label')).toBe('Remove Bob Builder');
  expect(await barriers(page, { within: 'dialog' })).toEqual([]);
  await page.keyboard.press('Escape');
  await form(page).waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Shortcuts', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Invite to Piper' }).waitFor();
  await page.keyboard.press('Enter');
  await addresses.waitFor();
  expect(await addresses.inputValue()).toBe('');
  expect(await form(page).getByRole('checkbox', { name: 'Confirm to me alone' }).isChecked()).toBe(
    true,
  );
  expect(mishaps).toEqual([]);
  await page.context().close();
}, 60_000);
