import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxMessage, SandboxModal } from '../sandbox/contract.ts';
import { launch, open } from './launch.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
let browser: Browser;
let page: Page;
let mishaps: string[];

beforeAll(async () => {
  [stage, browser] = await Promise.all([startStage(), launch()]);
  ({ page, mishaps } = await open(browser, stage.url));
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

beforeEach(async () => {
  stage.show({ modals: [], messages: [] });
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  stage.actions.length = 0;
  stage.answer = () => ({ ok: true, acknowledgedAfter: 1 });
});

afterEach(() => {
  expect(mishaps).toEqual([]);
});

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const input = (id: string, element: object, rest: object = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { action_id: 'a', ...element },
  ...rest,
});
const modal = (blocks: object[], rest: Partial<SandboxModal> = {}): SandboxModal => ({
  id: 'V1',
  hash: '1',
  errors: {},
  view: {
    type: 'modal',
    title: plain('Gallery'),
    submit: plain('Go'),
    close: plain('Leave'),
    blocks,
  },
  ...rest,
});
const message = (blocks: object[]): SandboxMessage => ({
  ts: '1764066720.000100',
  at: 1_764_066_720_000,
  channel: 'C1',
  author: 'U3',
  text: 'words',
  blocks,
  files: [],
  ephemeral: false,
  edited: false,
});

const dialog = () => page.getByRole('dialog', { name: 'Gallery' });
const submitted = async () => {
  await dialog().getByRole('button', { name: 'Go' }).click();
  await expect.poll(() => stage.actions.at(-1)?.type).toBe('submit');
  const last = stage.actions.at(-1);
  return last?.type === 'submit' ? last.values : {};
};
const value = (part: object) => ({ a: part });

describe('a modal', () => {
  it('hands back what it was opened with', async () => {
    const fruit = [option('Apple'), option('Pear')];
    stage.show({
      modals: [
        modal([
          input('words', { type: 'plain_text_input', initial_value: 'x' }),
          input('none', { type: 'email_text_input' }),
          input('menu', { type: 'static_select', options: fruit, initial_option: fruit[1] }),
          input('menus', { type: 'multi_static_select', options: fruit }),
          input('person', { type: 'users_select', initial_user: 'U2' }),
          input('people', { type: 'multi_users_select', initial_users: ['U2', 'U1'] }),
          input('place', { type: 'conversations_select', default_to_current_conversation: true }),
          input('boxes', { type: 'checkboxes', options: fruit, initial_options: [fruit[0]] }),
          input('radio', { type: 'radio_buttons', options: fruit }),
          input('date', { type: 'datepicker', initial_date: '2026-11-24' }),
          input('file', { type: 'file_input' }),
        ]),
      ],
    });
    expect(await submitted()).toEqual({
      words: value({ type: 'plain_text_input', value: 'x' }),
      none: value({ type: 'email_text_input', value: null }),
      menu: value({ type: 'static_select', selected_option: fruit[1] }),
      menus: value({ type: 'multi_static_select', selected_options: [] }),
      person: value({ type: 'users_select', selected_user: 'U2' }),
      people: value({ type: 'multi_users_select', selected_users: ['U2', 'U1'] }),
      place: value({ type: 'conversations_select', selected_conversation: 'C1' }),
      boxes: value({ type: 'checkboxes', selected_options: [fruit[0]] }),
      radio: value({ type: 'radio_buttons', selected_option: null }),
      date: value({ type: 'datepicker', selected_date: '2026-11-24' }),
      file: value({ type: 'file_input', files: [] }),
    });
  });

  it('hands back what was put in and chosen', async () => {
    const groups = [
      { label: plain('Fruit'), options: [option('Apple')] },
      { label: plain('Greens'), options: [option('Kale')] },
    ];
    stage.show({
      modals: [
        modal([
          input('words', { type: 'plain_text_input', multiline: true }),
          input('menu', { type: 'static_select', option_groups: groups }),
          input('people', { type: 'multi_users_select' }),
          input('place', { type: 'conversations_select', filter: { include: ['private'] } }),
          input('boxes', { type: 'checkboxes', options: [option('One'), option('Two')] }),
          input('radio', { type: 'radio_buttons', options: [option('Yes'), option('No')] }),
          input('date', { type: 'datepicker' }),
        ]),
      ],
    });
    const box = (name: string) => dialog().getByRole('combobox', { name });
    const choice = (name: string | RegExp) => dialog().getByRole('option', { name });
    await dialog().getByRole('textbox', { name: 'words' }).fill('one\ntwo');
    await box('menu').fill('kal');
    expect(await choice(/.+/).allTextContents()).toEqual(['Kale']);
    await choice('Kale').click();
    await box('people').click();
    await choice(/Grace/).click();
    await choice(/Ada/).click();
    await dialog().getByRole('button', { name: 'Remove Grace Hopper' }).click();
    await page.keyboard.press('Escape');
    await box('place').click();
    expect(await choice(/.+/).allTextContents()).toEqual(['secret']);
    await choice('secret').click();
    await dialog().getByRole('checkbox', { name: 'Two' }).check();
    await dialog().getByRole('radio', { name: 'No' }).check();
    await dialog().getByLabel('date').fill('2026-12-01');
    expect(await submitted()).toEqual({
      words: value({ type: 'plain_text_input', value: 'one\ntwo' }),
      menu: value({ type: 'static_select', selected_option: option('Kale') }),
      people: value({ type: 'multi_users_select', selected_users: ['U1'] }),
      place: value({ type: 'conversations_select', selected_conversation: 'C3' }),
      boxes: value({ type: 'checkboxes', selected_options: [option('Two')] }),
      radio: value({ type: 'radio_buttons', selected_option: option('No') }),
      date: value({ type: 'datepicker', selected_date: '2026-12-01' }),
    });
  });

  it('asks the app for the options of an external menu', async () => {
    stage.answer = (action) =>
      action.type === 'options'
        ? {
            ok: true,
            acknowledgedAfter: 1,
            options: { options: [option(`Role ${action.query}`)] },
          }
        : { ok: true, acknowledgedAfter: 1 };
    stage.show({
      modals: [modal([input('role', { type: 'external_select', min_query_length: 2 })])],
    });
    await dialog().getByRole('combobox', { name: 'role' }).pressSequentially('e');
    await dialog().getByText('Type at least 2 letters.').waitFor();
    await dialog().getByRole('combobox', { name: 'role' }).pressSequentially('d');
    await dialog().getByRole('option', { name: 'Role ed' }).click();
    expect(await submitted()).toEqual({
      role: value({ type: 'external_select', selected_option: option('Role ed') }),
    });
  });

  it('keeps what was put in when the app updates it, and while another lies on top', async () => {
    const field = input('words', { type: 'plain_text_input' });
    const below = modal([field]);
    stage.show({ modals: [below] });
    await dialog().getByRole('textbox').fill('kept');
    stage.show({ modals: [modal([{ type: 'divider' }, field], { hash: '2' })] });
    await dialog().locator('.slack_blocks_to_jsx__divider').waitFor();
    expect(await dialog().getByRole('textbox').inputValue()).toBe('kept');

    stage.show({
      modals: [
        below,
        modal([], { id: 'V2', view: { type: 'modal', title: plain('On top'), blocks: [] } }),
      ],
    });
    const top = page.getByRole('dialog', { name: 'On top' });
    await top.getByRole('button', { name: 'Back' }).click();
    await expect.poll(() => stage.actions.at(-1)).toEqual({ type: 'close', viewId: 'V2' });
    stage.show({ modals: [below] });
    await dialog().waitFor();
    expect(await dialog().getByRole('textbox').inputValue()).toBe('kept');
  });

  it('says that the app did not answer, and can be tried again', async () => {
    stage.answer = () => ({ ok: false, error: 'We had some trouble connecting. Try again?' });
    stage.show({ modals: [modal([{ type: 'divider' }])] });
    await submitted();
    await dialog().getByRole('alert').filter({ hasText: 'We had some trouble' }).waitFor();
    await submitted();
  });

  it('keeps the focus inside, and closes with Esc once its menu is closed', async () => {
    stage.show({
      modals: [modal([input('menu', { type: 'static_select', options: [option('Apple')] })])],
    });
    await dialog().waitFor();
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await dialog().locator(':focus').count()).toBe(1);
    }
    await page.keyboard.press('Shift+Tab');
    expect(await dialog().locator(':focus').count()).toBe(1);

    await dialog().getByRole('combobox').click();
    await page.keyboard.press('Escape');
    expect(stage.actions).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => stage.actions).toEqual([{ type: 'close', viewId: 'V1' }]);
  });
});

describe('a message', () => {
  it('tells the app what is pressed, chosen and confirmed in it', async () => {
    const confirm = {
      title: plain('Really?'),
      text: { type: 'mrkdwn', text: '*Gone* for good' },
      confirm: plain('Yes, remove'),
      deny: plain('Keep'),
    };
    stage.show({
      messages: [
        message([
          {
            type: 'actions',
            block_id: 'row',
            elements: [
              { type: 'button', action_id: 'press', text: plain('Press'), value: '7' },
              { type: 'button', action_id: 'remove', text: plain('Remove'), confirm },
              { type: 'overflow', action_id: 'more', options: [option('Edit'), option('Copy')] },
              {
                type: 'static_select',
                action_id: 'role',
                placeholder: plain('Role'),
                options: [option('Editor')],
              },
            ],
          },
        ]),
      ],
    });
    const source = { kind: 'message', channel: 'C1', ts: '1764066720.000100' };
    const article = page.getByRole('article');
    const last = () => expect.poll(() => stage.actions.at(-1));

    await article.getByRole('button', { name: 'Press' }).click();
    await last().toMatchObject({
      type: 'click',
      source,
      actionId: 'press',
      payload: { value: '7' },
    });

    await article.getByRole('button', { name: 'Remove' }).click();
    await page
      .getByRole('dialog', { name: 'Really?' })
      .getByRole('button', { name: 'Keep' })
      .click();
    expect(stage.actions).toHaveLength(1);
    await article.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Yes, remove' }).click();
    await last().toMatchObject({ actionId: 'remove' });

    await article.getByRole('button', { name: 'More actions' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await last().toMatchObject({ actionId: 'more', payload: { selected_option: option('Copy') } });

    await article.getByRole('combobox', { name: 'Role' }).click();
    await article.getByRole('option', { name: 'Editor' }).click();
    await last().toMatchObject({
      actionId: 'role',
      payload: { selected_option: option('Editor') },
    });
  });

  it('is read as Slack shows it', async () => {
    stage.show({
      messages: [
        message([
          { type: 'header', text: plain('Plain *header*') },
          {
            type: 'section',
            text: {
              type: 'mrkdwn',
              text: '# <@U2|grace> in <#C2> at <!date^1764066720^{date_num}|then> &lt;*b*&gt; 10:32:45',
            },
            fields: [
              { type: 'mrkdwn', text: '<!subteam^S1> :tada:' },
              { type: 'mrkdwn', text: '&lt;!channel&gt; &lt;!subteam^S1&gt;' },
            ],
          },
        ]),
      ],
    });
    const words = page.getByRole('article');
    await words.getByText('Plain *header*').waitFor();
    await words.getByText('# @grace in #random at 2025-11-25 <b> 10:32:45').waitFor();
    await words.getByText('@robots 🎉').waitFor();
    await words.getByText('<!channel> <!subteam^S1>').waitFor();
    expect(await words.locator('.mention').allTextContents()).toEqual([
      '@grace',
      '#random',
      '@robots',
    ]);
    expect(await words.getByText('b', { exact: true }).getAttribute('class')).toContain('semibold');
  });
});

describe('the composer', () => {
  it('completes commands and people, and starts shortcuts', async () => {
    const composer = page.getByRole('textbox', { name: /^Message to/ });
    await composer.pressSequentially('/st');
    await page.getByRole('option', { name: '/stage [words]' }).click();
    await composer.pressSequentially('@gra');
    await page.keyboard.press('Tab');
    expect(await composer.inputValue()).toBe('/stage @grace ');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => stage.actions)
      .toEqual([{ type: 'command', channel: 'C1', text: '@grace' }]);

    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: 'Do it quickly' }).click();
    await expect
      .poll(() => stage.actions.at(-1))
      .toEqual({ type: 'shortcut', callbackId: 'quick' });
  });
});
