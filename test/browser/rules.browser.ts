import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { barriers } from './barriers.ts';
import { open } from './launch.ts';
import { withSandbox } from './with-sandbox.ts';

const held = withSandbox();

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const press = (page: Page, modal: string, name: string) =>
  dialog(page, modal).getByRole('button', { name, exact: true }).click();

it('a rule is added and removed on top of the settings, which keep what was put into them', async () => {
  const { page, mishaps } = await open(held.browser, held.sandbox.url);
  const composer = page.getByRole('textbox', { name: /^Message to/ });
  await composer.fill('/piper-invite settings');
  await composer.press('Enter');
  const settings = dialog(page, 'Piper settings');
  const domains = settings.getByRole('textbox', { name: 'E-mail domains that may be invited' });
  await domains.fill('acme.example');
  await press(page, 'Piper settings', 'Rules (0)');
  await press(page, 'Rules', 'Add a rule');
  const rule = dialog(page, 'Add a rule');
  await rule.getByRole('textbox', { name: 'Name' }).fill('Nobody of evil');
  await rule.getByRole('radio', { name: 'Every full member' }).check();
  await rule.getByRole('textbox', { name: 'E-mail domains' }).fill('evil.example');
  await rule.getByRole('radio', { name: 'Never invited' }).check();
  expect(await barriers(page, { within: 'dialog' })).toEqual([]);
  await press(page, 'Add a rule', 'Save');
  const list = dialog(page, 'Rules');
  const words = list.getByText('Nobody may invite addresses of evil.example with any role.');
  await words.waitFor();
  expect(await barriers(page, { within: 'dialog' })).toEqual([]);
  await list.locator('footer').getByRole('button', { name: 'Back' }).click();
  await settings.getByRole('button', { name: 'Rules (1)' }).waitFor();
  expect(await domains.inputValue()).toBe('acme.example');

  await press(page, 'Piper settings', 'Rules (1)');
  await press(page, 'Rules', 'Remove');
  await press(page, 'Remove this rule?', 'Remove');
  await words.waitFor({ state: 'detached' });
  await list.locator('footer').getByRole('button', { name: 'Back' }).click();
  await settings.getByRole('button', { name: 'Rules (0)' }).waitFor();
  await press(page, 'Piper settings', 'Save');
  await settings.getByText('The settings for Acme Robotics are saved.').waitFor();
  expect(mishaps).toEqual([]);
}, 60_000);
