import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { barriers } from './barriers.ts';
import { open } from './launch.ts';
import { withSandbox, withWindows } from './with-sandbox.ts';

const held = withSandbox();
let page: Page;
withWindows(held, [{}], (one) => {
  page = one;
});

const composer = () => page.getByRole('textbox', { name: /^Message to/ });
const form = () => page.getByRole('dialog', { name: 'Invite to Piper' });
const menu = (name: string) => form().getByRole('combobox', { name });
const addresses = () => form().getByRole('textbox', { name: 'E-mail addresses' });
const send = () => form().getByRole('button', { name: 'Invite', exact: true });
const preview = () => page.getByRole('dialog', { name: 'Check and send' });
const sendAll = (count: number) => preview().getByRole('button', { name: `Send ${count} invites` });
const message = (words: string | RegExp) => page.getByRole('article').filter({ hasText: words });
const members = () => page.locator('.member');
const member = (address: string) => members().filter({ hasText: address });
const errors = () => page.getByRole('combobox', { name: 'Piper', exact: true });

async function type(words: string) {
  await composer().fill(words);
  await composer().press('Enter');
}

async function choose(name: string, option: string) {
  await menu(name).click();
  await form().getByRole('option', { name: option }).click();
}

const hasFocus = (box: Locator) => box.evaluate((element) => element.matches(':focus'));
const focusComesTo = (box: Locator) =>
  expect.poll(() => hasFocus(box), { timeout: 5_000 }).toBe(true);

describe('the main job', () => {
  it('is done with the mouse', async () => {
    await page.getByRole('button', { name: '/piper-invite', exact: true }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await choose('People in Slack', 'Grace Hopper');
    await page.keyboard.press('Escape');
    await choose('Role', 'Editor');
    await send().click();

    await message('@alice invited grace to Acme Robotics as Editor.').waitFor();
    await form().waitFor({ state: 'detached' });
    expect(await member('grace@acme.example').textContent()).toMatch(/invited.*Editor/);
  });

  it('is done with the keyboard alone, and the focus is never lost', async () => {
    await composer().waitFor();
    for (let presses = 0; presses < 60 && !(await hasFocus(composer())); presses += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('/pip');
    await page.keyboard.press('Enter');
    expect(await composer().inputValue()).toBe('/piper-invite ');
    await page.keyboard.press('Enter');

    await focusComesTo(menu('People in Slack'));
    await page.keyboard.type('hei');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await focusComesTo(addresses());
    await page.keyboard.type('ada@example.com');
    for (let presses = 0; presses < 10 && !(await hasFocus(menu('Role'))); presses += 1) {
      await page.keyboard.press('Tab');
    }
    await focusComesTo(menu('Role'));
    await page.keyboard.type('view');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await sendAll(2).waitFor();
    for (let presses = 0; presses < 10 && !(await hasFocus(sendAll(2))); presses += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');

    await message('@alice invited 2 people to Acme Robotics as Viewer.').waitFor();
    await focusComesTo(composer());
  });

  it('invites five people at once, from Slack and by address', async () => {
    await type('/piper-invite');
    for (const name of ['Carol Danvers', 'Dave Bowman', 'Erin Brock']) {
      await choose('People in Slack', name);
    }
    await page.keyboard.press('Escape');
    await addresses().fill('ada@example.com, lin@example.com');
    await choose('Role', 'Viewer');
    const before = await members().count();
    await send().click();
    await sendAll(5).click();

    const confirmation = message('@alice invited 5 people to Acme Robotics as Viewer.');
    const words = await confirmation.textContent();
    expect(words).toMatch(/carol: .*dave: .*erin: .*and 2 more.*5 pending/s);
    expect(words).not.toMatch(/ada@|lin@/);
    await confirmation.getByRole('button', { name: 'See all' }).click();
    const everybody = page.getByRole('dialog', { name: 'Who was invited' });
    await everybody.getByText('lin@example.com: Viewer, pending').waitFor();
    await everybody.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => members().count(), { timeout: 5_000 }).toBe(before + 5);
  });

  it('shows first whom a file and a channel name, and keeps the form meanwhile', async () => {
    await type('/piper-invite');
    await form().getByRole('button', { name: 'More ways to add people' }).click();
    await choose('Everybody in channels', 'onboarding');
    await page.keyboard.press('Escape');
    const csv = 'Name;E-Mail;Role\nAda;ada@example.com;Viewer\nLin;lin@example.com;\nJoe;joe@\n';
    await form()
      .getByLabel('CSV or Excel file')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await choose('Role', 'Editor');
    await send().click();
    const words = await preview().textContent();
    expect(words).toMatch(/has 5 people.*@gina is a guest.*@piper is a bot/s);
    expect(words).toContain('Line 4 of the file has no e-mail address that I understand: "joe@".');

    await preview().getByRole('contentinfo').getByRole('button', { name: 'Back' }).click();
    expect(await form().textContent()).toMatch(/onboarding.*people\.csv/s);
    await send().click();
    await preview()
      .getByRole('button', { name: /^Send \d+ invites?$/ })
      .click();
    await expect.poll(() => member('ada@example.com').textContent()).toMatch(/invited.*Viewer/);
    expect(await member('lin@example.com').textContent()).toMatch(/invited.*Editor/);
  });

  it('is done in one line, and others see the confirmation but nothing that is private', async () => {
    const bob = await open(held.browser, held.sandbox.url);
    await bob.page.getByText('Bob Builder').click();

    await type('/piper-invite ada@example.com as Editor');
    await message('invited ada@example.com').waitFor();
    await type('/piper-invite help');
    await message('Only visible to you').waitFor();

    const seen = bob.page.getByRole('article');
    await seen.filter({ hasText: 'invited ada@example.com' }).waitFor();
    expect(await seen.filter({ hasText: 'Only visible to you' }).count()).toBe(0);
    await bob.page.context().close();
  });
});

describe('many people at once', () => {
  it('are shown as they are invited, can be cancelled, and invited after all', async () => {
    await type('/piper-invite ada@example.com as Viewer');
    await message('invited ada@example.com').waitFor();
    const people = Array.from({ length: 24 }, (_, at) => `p${at}@example.com`);
    await type(`/piper-invite ${people.join(' ')} as Viewer`);
    await sendAll(people.length).waitFor();
    held.sandbox.piper.change({ type: 'latency', latency: 1_000 });
    await sendAll(people.length).click();
    const progress = message('is inviting 24 people');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel the rest' }).click();
    await message('were not sent').waitFor();
    held.sandbox.piper.change({ type: 'latency', latency: 0 });
    await message(/invited \d+ people .* cancelled/s).waitFor();
    expect(await member('p23@example.com').count()).toBe(0);

    await message('cancelled it').getByRole('button', { name: 'Send the rest' }).click();
    await message('Sending again to').waitFor();
    await member('p23@example.com').waitFor();
    for (const address of people) expect(await member(address).count()).toBe(1);
  }, 30_000);

  it('are all invited, and told of, though the app restarts in the middle', async () => {
    await type('/piper-invite ada@example.com as Viewer');
    await message('invited ada@example.com').waitFor();
    const people = Array.from({ length: 24 }, (_, at) => `p${at}@example.com`);
    await type(`/piper-invite ${people.join(' ')} as Viewer`);
    await sendAll(people.length).waitFor();
    held.sandbox.piper.change({ type: 'latency', latency: 500 });
    await sendAll(people.length).click();
    await message('is inviting 24 people').waitFor();
    await page.getByRole('button', { name: 'What to do with Piper Invite' }).click();
    await page.getByRole('menuitem', { name: 'Restart it' }).click();
    held.sandbox.piper.change({ type: 'latency', latency: 0 });
    await message('invited 24 people').waitFor({ timeout: 20_000 });
    for (const address of people) expect(await member(address).count()).toBe(1);
  }, 30_000);
});

describe('more people than a message can name', () => {
  it('come as a file to the inviter alone, who can save it', async () => {
    const people = Array.from({ length: 60 }, (_, at) => `p${at}@example.com`);
    await type(`/piper-invite ${people.join(' ')} as Viewer`);
    await sendAll(people.length).click();
    await message('invited 60 people').waitFor({ timeout: 20_000 });
    await page.getByText('piper', { exact: true }).click();
    await message('says how each of 60 invites to Acme Robotics went').waitFor();
    const link = page.getByRole('link', { name: /^Download piper-invites-.*\.csv$/ });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n').slice(1);
    expect(lines).toEqual(people.map((address) => `${address},Viewer,invited,pending,`));
  }, 30_000);
});

describe('what does not go well', () => {
  it('is said under its field, which gets the focus, and can be mended there', async () => {
    await type('/piper-invite');
    await addresses().fill('ada@');
    await choose('Role', 'Editor');
    await send().click();

    const error = form().getByText("isn't an e-mail address");
    await error.waitFor();
    await focusComesTo(addresses());
    expect(await addresses().getAttribute('aria-invalid')).toBe('true');
    const described = (await addresses().getAttribute('aria-describedby'))?.split(' ');
    expect(described).toContain(await error.getAttribute('id'));

    await addresses().fill('ada@example.com');
    await send().click();
    await message('invited ada@example.com').waitFor();
  });

  it('is told to the inviter alone when somebody is a member already', async () => {
    await members().first().waitFor();
    const before = await members().count();
    await type('/piper-invite tom.alvarez@acme.example as Editor');
    const answer = message('tom.alvarez@acme.example is already a member of Acme Robotics');
    expect(await answer.textContent()).toContain('Only visible to you');
    expect(await members().count()).toBe(before);
  });

  it('is told to the inviter alone when Piper is down, and nobody is said to be invited', async () => {
    await errors().selectOption('down');
    // It is sent when Piper is back, perhaps while others are tested.
    await type('/piper-invite zoe@example.com as Editor');
    const answer = message(
      /Piper (hasn't answered yet|isn't answering|broke off before it answered|is busy)|answer doesn't say|waits to be sent/,
    );
    await answer.waitFor({ timeout: 20_000 });
    expect(await answer.textContent()).toContain('Only visible to you');
    expect(await message('invited zoe@example.com to').count()).toBe(0);
    expect(await member('zoe@example.com').count()).toBe(0);
  }, 30_000);

  it('is said when Slack gets an unknown command, or a message to the app itself', async () => {
    await type('/nonsense');
    await page.getByText('/nonsense is not a command of this workspace.').waitFor();
    await page.getByRole('button', { name: 'piper', exact: true }).click();
    await type('hello');
    await page.getByText('Sending messages to this app has been turned off.').waitFor();
    expect(await message(/hello|nonsense/).count()).toBe(0);
  });
});

describe('the app’s Home tab', () => {
  it('says what there is, and leads to the form', async () => {
    await page.getByRole('button', { name: 'piper', exact: true }).click();
    await page.getByRole('button', { name: 'Home', exact: true }).click();
    const home = page.getByRole('region', { name: 'Home' });
    await home.getByText('Acme Robotics').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await home.getByRole('button', { name: 'Invite people' }).press('Enter');
    await addresses().fill('ada@example.com');
    await choose('Role', 'Editor');
    await send().click();
    await home.getByText('ada@example.com').waitFor();
    await page.getByRole('button', { name: 'Messages', exact: true }).click();
    await composer().waitFor();
    await page.getByRole('button', { name: 'Home', exact: true }).click();
    await home.getByText('ada@example.com as Editor, pending').waitFor();
    const more = home.getByRole('button', { name: 'More' });
    await more.press('Enter');
    await page.keyboard.press('Enter');
    const status = page.getByRole('dialog', { name: 'Status' });
    await status.getByText('is invited to Acme Robotics as Editor and pending').waitFor();
    expect(await barriers(page, { within: 'dialog' })).toEqual([]);
    await page.keyboard.press('Escape');
    await focusComesTo(more);

    const lookUp = home.getByRole('button', { name: 'Search' });
    await lookUp.press('Enter');
    const history = page.getByRole('dialog', { name: 'History' });
    const address = history.getByRole('textbox', { name: 'E-mail address' });
    await address.fill('Ada Lovelace');
    await history.getByRole('button', { name: 'Search' }).press('Enter');
    await history.getByText("That can't be how an address begins.").waitFor();
    expect(await barriers(page, { within: 'dialog' })).toEqual([]);
    await address.fill('AD');
    await history.getByRole('button', { name: 'Search' }).press('Enter');
    await history.getByText('ada@example.com: pending').waitFor();
    expect(await barriers(page, { within: 'dialog' })).toEqual([]);
    await history.getByRole('button', { name: 'Back' }).last().press('Enter');
    await expect.poll(() => address.inputValue()).toBe('AD');
    await page.keyboard.press('Escape');
    await focusComesTo(lookUp);
  });
});

describe('Piper’s list', () => {
  it('shows who owns an organization, besides their role', async () => {
    const owner = member('maya.okafor@acme.example');
    expect(await owner.textContent()).toContain('Maya Okafor · Admin · Owner');
    expect(await members().filter({ hasText: 'Owner' }).count()).toBe(2);
  });

  it('of roles leaves out what they may do when that is chosen, with the keyboard alone', async () => {
    const menu = page.getByRole('combobox', { name: 'Roles' });
    const told = () => held.sandbox.piper.screen().rolePermissions;
    await menu.focus();
    for (const expected of ['empty', 'untold']) {
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => menu.inputValue()).toBe(expected);
      expect(told()).toBe(expected);
    }
    expect(await barriers(page, { within: '.drawer' })).toEqual([]);
    await page.getByRole('button', { name: 'Start over' }).click();
    await expect.poll(told).toBe('told');
  });

  it('follows without a reload, lets an invitation be accepted and looked for at once, and starts over', async () => {
    await members().first().waitFor();
    const before = await members().allTextContents();
    await type('/piper-invite ada@example.com as Editor');
    await page.getByRole('button', { name: 'Accept the invitation of ada@example.com' }).click();
    await member('ada@example.com').filter({ hasText: 'active' }).waitFor();
    await page.getByRole('button', { name: 'Look now' }).click();
    await page.getByRole('article').getByText('Joined on').waitFor();
    await page.getByRole('button', { name: 'Start over' }).click();
    await member('ada@example.com').waitFor({ state: 'detached' });
    expect(await members().allTextContents()).toEqual(before);
  });
});
