import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { seedTokens } from '../sandbox/piper/seed.ts';
import { barriers } from './barriers.ts';
import { withSandbox, withWindows } from './with-sandbox.ts';

const held = withSandbox();
let page: Page;
withWindows(held, [{}], (one) => {
  page = one;
});

const composer = () => page.getByRole('textbox', { name: /^Message to/ });
const form = (name: string) => page.getByRole('dialog', { name });
const message = (words: string | RegExp) => page.getByRole('article').filter({ hasText: words });
const addToSlack = () => page.getByRole('region', { name: 'Apps' }).getByRole('link');
const workspace = (name: string) =>
  page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button', { name });

async function type(words: string) {
  await composer().fill(words);
  await composer().press('Enter');
}

/** Done when the page shows that workspace. */
async function goTo(name: string) {
  await workspace(name).click();
  await page.locator('[aria-current="page"]').filter({ hasText: name }).waitFor();
}

/** Done when the page shows what that person sees. */
async function actAs(name: string) {
  await page.getByText(name).click();
  await page.getByRole('radio', { name, checked: true }).waitFor({ state: 'attached' });
}

async function close(dialog: Locator) {
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
}

/** Follows "Add to Slack" to Slack's page, in its own tab. */
async function goToSlack(): Promise<Page> {
  const tab = page.context().waitForEvent('page');
  await addToSlack().click();
  return tab;
}

/** Answers Slack's page; done when the app's own page is there. */
async function answer(tab: Page, button: 'Allow' | 'Cancel', heading: string) {
  await tab.getByRole('button', { name: button }).click();
  await tab.getByRole('heading', { name: heading }).waitFor();
}

async function connect(token: string) {
  await type('/piper-invite connect');
  await form('Connect to Piper').getByRole('textbox', { name: 'Platform token' }).fill(token);
  await form('Connect to Piper').getByRole('button', { name: 'Continue' }).click();
}

describe('a workspace without the app', () => {
  beforeEach(() => goTo('Globex'));

  it('adds it, connects it, invites somebody, changes its mind, and takes it out again', async () => {
    await addToSlack().waitFor();
    await type('/piper-invite');
    await page.getByText('Piper Invite is not installed in Globex.').waitFor();

    const tab = await goToSlack();
    await answer(tab, 'Allow', 'Piper Invite is installed');
    expect(await barriers(tab)).toEqual([]);
    await tab.emulateMedia({ colorScheme: 'dark' });
    expect(await barriers(tab, { rules: ['color-contrast'] })).toEqual([]);
    await tab.getByRole('link', { name: 'Open Slack' }).click();
    await tab.locator('[aria-current="page"]').filter({ hasText: 'Globex' }).waitFor();
    await tab.close();

    await type('/piper-invite');
    await message("This workspace isn't connected to Piper yet").waitFor();

    await connect(seedTokens.readOnly);
    const connecting = form('Connect to Piper');
    await connecting.getByText('in Acme Robotics it may not add members').waitFor();
    await connecting.getByRole('textbox').fill(seedTokens.bothOrganizations);
    await connecting.getByRole('button', { name: 'Continue' }).click();
    await connecting.getByRole('combobox', { name: 'Organization' }).click();
    await connecting.getByRole('option', { name: /Globex/ }).click();
    await connecting.getByRole('button', { name: 'Continue' }).click();
    await connecting.getByRole('radio', { name: 'Every full member' }).check();
    await connecting.getByRole('combobox', { name: 'Post confirmations in' }).click();
    await connecting.getByRole('option', { name: 'random' }).click();
    expect(await barriers(page, { within: 'dialog' })).toEqual([]);
    await connecting.getByRole('button', { name: 'Connect' }).click();
    const connected = page.getByRole('dialog').filter({ hasText: 'is connected to Globex' });
    await connected.waitFor();
    await close(connected);

    await actAs('Norbert Newcomer');
    await type('/piper-invite ada@globex.example as Viewer');
    await message("Your Slack address isn't in Globex").waitFor();

    await actAs('Hank Scorpio');
    await type('/piper-invite ada@globex.example as Viewer');
    await page.getByRole('button', { name: 'random' }).click();
    await message('@hank invited ada@globex.example to Globex as Viewer.').waitFor();
    await page.getByRole('button', { name: 'general' }).click();
    await type('/piper-invite status');
    const status = message('Confirmations go to #random.');
    await status.getByRole('button', { name: 'Settings' }).click();
    const settings = form('Piper settings');
    await settings.getByRole('combobox', { name: /^Roles that/ }).click();
    await settings.getByRole('option', { name: 'Admin' }).click();
    await page.keyboard.press('Escape');
    await settings.getByRole('checkbox', { name: 'Also above their own role' }).check();
    await settings.getByRole('button', { name: 'Save' }).click();
    await settings.getByText('Nothing is saved yet').waitFor();
    await settings.getByRole('checkbox', { name: 'Save it anyway' }).waitFor();
    expect(await barriers(page, { within: 'dialog' })).toEqual([]);
    await settings.getByRole('radio', { name: 'Workspace admins and owners' }).check();
    await settings.getByRole('button', { name: 'Save' }).click();
    await settings.getByText('Workspace admins and owners can invite.').waitFor();
    await close(settings);

    await type('/piper-invite disconnect');
    const disconnecting = form('Disconnect from Piper');
    await disconnecting.getByRole('button', { name: 'Disconnect' }).click();
    await disconnecting.getByText('is no longer connected to Globex').waitFor();
    await close(disconnecting);

    await page.getByRole('button', { name: 'What to do with Piper Invite' }).click();
    await page.getByRole('menuitem', { name: 'Remove from Globex' }).click();
    await form('Remove Piper Invite?').getByRole('button', { name: 'Remove' }).click();
    await addToSlack().waitFor();
    await goTo('Acme');
    await type('/piper-invite ada@example.com as Editor');
    await message('invited ada@example.com to Acme Robotics').waitFor();
  }, 60_000);

  it('stays as it was when somebody cancels at Slack’s page', async () => {
    const tab = await goToSlack();
    await answer(tab, 'Cancel', 'Nothing was installed');
    expect(await addToSlack().isVisible()).toBe(true);
    await tab.getByRole('link', { name: 'Start again' }).click();
    await answer(tab, 'Allow', 'Piper Invite is installed');
    await tab.reload();
    await tab.getByRole('heading', { name: 'This link can’t be used' }).waitFor();
    await page.getByRole('button', { name: 'What to do with Piper Invite' }).waitFor();
  });
});

describe('a token that is revoked', () => {
  it('is refused from then on, and can be replaced where that is said', async () => {
    await type('/piper-invite lin@example.com as Editor');
    await message('invited lin@example.com').waitFor();
    await page.getByRole('button', { name: 'Tokens' }).click();
    await page.getByRole('button', { name: 'Revoke Slack bot', exact: true }).click();
    await page.getByText('revoked').waitFor();
    await type('/piper-invite ada@example.com as Editor');
    await message('Piper no longer accepts').waitFor();
    await type('/piper-invite');
    await form('Invite to Piper').getByRole('button', { name: 'Renew the token' }).click();
    await form('Connect to Piper').getByText('It replaces the one').waitFor();
    expect(await page.locator('.member').filter({ hasText: 'ada@example.com' }).count()).toBe(0);
  });
});

describe('on a phone', () => {
  it('both workspaces, the app and the tokens can be reached, with the keyboard alone', async () => {
    await page.setViewportSize({ width: 375, height: 720 });
    const press = async (button: Locator) => {
      await button.focus();
      await page.keyboard.press('Enter');
    };
    const part = (name: string) => page.getByRole('button', { name, exact: true });
    const isWithin = () => page.evaluate('document.documentElement.scrollWidth <= 375');

    await press(part('Workspace'));
    await press(workspace('Globex'));
    await page.getByRole('heading', { name: 'Globex' }).first().waitFor();
    expect(await addToSlack().isVisible()).toBe(true);
    expect(await isWithin()).toBe(true);
    await press(part('Piper'));
    await press(part('Tokens'));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await press(part('Copy Globex bot'));
    await part('Copied Globex bot').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(seedTokens.expiring);
    expect(await isWithin()).toBe(true);

    await press(part('Workspace'));
    await press(workspace('Acme'));
    await press(page.getByRole('button', { name: 'What to do with Piper Invite' }));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await form('Remove Piper Invite?').waitFor({ state: 'detached' });
  });
});
