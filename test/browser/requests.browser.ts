import type { Locator, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { barriers } from './barriers.ts';
import { withSandbox, withWindows } from './with-sandbox.ts';

const held = withSandbox();
let alice: Page;
let bob: Page;
withWindows(held, [{}, { colorScheme: 'dark' }], (one, other) => {
  [alice, bob] = [one, other];
});
beforeEach(() => bob.getByText('Bob Builder').click());

// What is around them is looked at elsewhere.
const inDialog = { within: 'dialog' };
const inMenu = { within: '[role="menu"]' };
const inMessages = { within: '[role="log"]' };

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const message = (page: Page, words: string | RegExp) =>
  page.getByRole('article').filter({ hasText: words });
const buttonsIn = (article: Locator) => article.locator('.message-body').getByRole('button');
const piper = (page: Page) => page.getByText('piper', { exact: true });

async function type(page: Page, words: string) {
  const composer = page.getByRole('textbox', { name: /^Message to/ });
  await composer.fill(words);
  await composer.press('Enter');
}

async function press(page: Page, modal: string, name: string) {
  await dialog(page, modal).getByRole('contentinfo').getByRole('button', { name }).click();
}

/** Alice lets everybody ask Carol in a channel, and reads on there; `look` sees the form that she has filled in. */
async function turnAskingOn(look = async () => {}) {
  await type(alice, '/piper-invite approvals');
  const form = dialog(alice, 'Approvals');
  await form.getByRole('checkbox', { name: 'Every full member can ask' }).check();
  await form.getByRole('combobox', { name: 'Who decides' }).fill('carol');
  await alice.keyboard.press('Enter');
  await alice.keyboard.press('Escape');
  await form.getByRole('combobox', { name: 'Where they are asked' }).fill('onboard');
  await alice.keyboard.press('Enter');
  await look();
  await press(alice, 'Approvals', 'Save');
  await form.getByText('The approvals for Acme Robotics are saved.').waitFor();
  await press(alice, 'Approvals', 'Close');
  await alice.getByRole('button', { name: 'onboarding' }).click();
  await message(alice, '@alice has chosen this channel for requests').waitFor();
}

async function ask(words: string, reason: string) {
  await type(bob, `/piper-invite ${words}`);
  await dialog(bob, 'Ask to invite').getByRole('textbox', { name: 'Why' }).fill(reason);
  await press(bob, 'Ask to invite', 'Ask for approval');
  await dialog(bob, 'Ask to invite').waitFor({ state: 'detached' });
  await message(alice, reason).waitFor();
}

it('who may not invite asks; who decides changes and approves; Piper’s answer is told apart', async () => {
  await turnAskingOn(async () => {
    expect(await barriers(alice, inDialog)).toEqual([]);
  });

  await type(bob, '/piper-invite');
  const form = dialog(bob, 'Ask to invite');
  await form.getByRole('textbox', { name: 'E-mail addresses' }).fill('ada@example.com');
  await form.getByRole('combobox', { name: 'Role' }).fill('edi');
  await bob.keyboard.press('Enter');
  const why = form.getByRole('textbox', { name: 'Why' });
  await why.fill('Ada');
  await press(bob, 'Ask to invite', 'Continue');
  await form.getByText('Please enter at least 10 characters.').waitFor();
  await why.fill('Ada joins the robot team on Monday');
  expect(await barriers(bob, inDialog)).toEqual([]);
  await press(bob, 'Ask to invite', 'Continue');
  await form.getByText('can be invited as Editor only with approval.').waitFor();
  expect(await barriers(bob, inDialog)).toEqual([]);
  await press(bob, 'Ask to invite', 'Ask for approval');
  await piper(bob).click();
  await message(bob, 'You asked to invite ada@example.com to Acme Robotics as Editor').waitFor();
  expect(await barriers(bob, inMessages)).toEqual([]);

  const request = message(alice, 'Ada joins the robot team on Monday');
  expect(await request.textContent()).toMatch(
    /asks to invite ada@example\.com to Acme Robotics as Editor\./,
  );
  expect(await barriers(alice, inMessages)).toEqual([]);
  held.sandbox.piper.change({ type: 'latency', latency: 1_000 });
  await request.getByRole('button', { name: 'Change…' }).press('Enter');
  const change = dialog(alice, 'Change and approve');
  await change.getByRole('combobox', { name: 'Another role' }).waitFor();
  expect(await barriers(alice, inDialog)).toEqual([]);
  await alice.keyboard.type('view');
  await alice.keyboard.press('Enter');
  await alice.keyboard.press('Tab');
  await alice.keyboard.type('Viewer is enough to begin with.');
  await press(alice, 'Change and approve', 'Approve');
  await request.getByText('Approved by @alice').waitFor();
  await request.getByText("Piper hasn't answered yet.").waitFor();
  held.sandbox.piper.change({ type: 'latency', latency: 0 });
  await request.getByText('Pending since').waitFor();
  expect(await request.textContent()).toContain(
    'as Viewer instead of Editor, as changed by @alice.',
  );
  expect(await buttonsIn(request).count()).toBe(0);
  await change.getByText('Approved. Piper is asked now.').waitFor();
  await alice.keyboard.press('Escape');
  expect(await barriers(alice, inMessages)).toEqual([]);

  const told = message(bob, '@alice approved');
  expect(await told.textContent()).toMatch(/ada@example\.com.*Viewer.*Viewer is enough/);
  await bob.getByRole('button', { name: 'general' }).click();
  const confirmation = message(bob, /to Acme Robotics as Viewer.*approved by @alice\./);
  await confirmation.waitFor();
  await bob.getByRole('button', { name: 'Accept the invitation of ada@example.com' }).click();
  await bob.getByRole('button', { name: 'A day later' }).click();
  await confirmation.getByText('Joined').waitFor();
}, 60_000);

it('who decides denies with words; who asked cancels; who leaves Slack has asked for nothing any more', async () => {
  await turnAskingOn();
  await ask('lin@example.com as Editor', 'Lin writes our manuals');
  const denied = message(alice, 'Lin writes our manuals');
  await denied.getByRole('button', { name: 'Deny' }).click();
  const words = dialog(alice, 'Deny the request').getByRole('textbox');
  await words.fill('Lin has an account already.');
  expect(await barriers(alice, inDialog)).toEqual([]);
  await press(alice, 'Deny the request', 'Deny');
  await denied.getByText('Denied by @alice').waitFor();
  await alice.keyboard.press('Escape');

  await piper(bob).click();
  const told = message(bob, '@alice denied');
  expect(await told.textContent()).toMatch(/lin@example\.com.*Lin has an account already\./);
  expect(await bob.locator('.member').filter({ hasText: 'lin@' }).count()).toBe(0);
  await bob.getByRole('button', { name: 'general' }).click();

  await ask('max@example.com, zoe@example.com as Editor', 'Two of the summer school');
  await type(bob, '/piper-invite requests');
  const list = message(bob, 'One request waits for a decision:');
  await list.waitFor();
  expect(await barriers(bob, inMessages)).toEqual([]);
  await list.getByRole('button', { name: 'Cancel the request' }).press('Enter');
  const cancelled = message(alice, 'Two of the summer school');
  await cancelled.getByText('Cancelled by @bob').waitFor();
  await message(bob, 'Cancelled. Nothing was sent.').waitFor();
  expect(await buttonsIn(cancelled).count()).toBe(0);
  expect(await barriers(alice, inMessages)).toEqual([]);

  await ask('ada@example.com as Editor', 'Ada joins the robot team');
  await bob.getByRole('button', { name: 'What Bob Builder can do' }).click();
  expect(await barriers(bob, inMenu)).toEqual([]);
  await bob.getByRole('menuitem', { name: 'Leave Slack for good' }).press('Enter');
  await bob.getByText('Bob Builder', { exact: true }).waitFor({ state: 'detached' });
  const left = message(alice, 'Ada joins the robot team');
  await left.getByRole('button', { name: 'Approve' }).click();
  await left.getByText("Whoever asked isn't a full member here any more").waitFor();
  expect(await buttonsIn(left).count()).toBe(0);
}, 60_000);

it('what nobody decides about is reminded of in its thread, and ends by itself', async () => {
  await turnAskingOn();
  await ask('ada@example.com as Editor', 'Ada joins the robot team');
  for (let days = 0; days < 3; days += 1) {
    await alice.getByRole('button', { name: 'A day later' }).press('Enter');
  }
  const request = message(alice, 'Ada joins the robot team');
  const thread = request.getByRole('region', { name: 'Thread' });
  await thread.getByText('@carol: this still waits for a decision').waitFor();
  expect(await barriers(alice, inMessages)).toEqual([]);

  await alice.getByRole('button', { name: 'A week later' }).click();
  await request.getByText('Nobody decided in time').waitFor();
  await piper(bob).click();
  const ended = message(bob, 'Nobody decided in time about your request');
  await ended.getByRole('button', { name: 'Ask again' }).press('Enter');
  const again = dialog(bob, 'Ask to invite');
  await again.getByText('Ada joins the robot team').waitFor();
  expect(await barriers(bob, inDialog)).toEqual([]);
}, 60_000);
