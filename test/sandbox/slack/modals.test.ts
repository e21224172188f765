import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxModal, SlackSandbox } from '../contract.ts';
import type { Fields } from './json.ts';
import { channels, users } from './seed.ts';
import { startSlack } from './server.ts';
import { respondTo, type StandInBot, Status, startBot } from './stand-in-bot.ts';
import { button, input, modal, option, plain, section } from './test-views.ts';

let slack: SlackSandbox;
let bot: StandInBot;
let clock = Date.now();

beforeAll(async () => {
  slack = await startSlack({ now: () => clock });
  bot = await startBot(slack);
});
afterEach(async () => {
  bot.onRequest = () => undefined;
  while (stack().length > 0) await slack.act(as, { type: 'close', viewId: top().id });
  bot.received = [];
});
afterAll(async () => {
  await bot.stop();
  await slack.stop();
});

const as = users.alice;
const stack = (): SandboxModal[] => slack.screen(as).modals;
const top = (): SandboxModal => {
  const modal = stack().at(-1);
  if (!modal) throw new Error('no modal is open');
  return modal;
};
const viewOf = (modal: SandboxModal) => modal.view as Fields & { title: Fields };

/** Types the command and lets the bot open `view`; afterwards the bot answers everything with nothing. */
async function open(view: Fields): Promise<SandboxModal> {
  bot.onRequest = async ({ trigger_id }) => {
    const answer = await bot.call('views.open', { trigger_id, view });
    if (!answer.ok) throw new Error(JSON.stringify(answer));
  };
  await slack.act(as, { type: 'command', channel: channels.general, text: '' });
  bot.onRequest = () => undefined;
  bot.received = [];
  return top();
}

async function trigger(): Promise<unknown> {
  await slack.act(as, { type: 'command', channel: channels.general, text: '' });
  return bot.received.at(-1)?.trigger_id;
}

const submit = (values: Record<string, Fields> = {}, viewId = top().id) =>
  slack.act(as, {
    type: 'submit',
    viewId,
    values: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value }])),
  });

const people = { type: 'multi_users_select' };
const text = { type: 'plain_text_input' };

describe('views.open', () => {
  it('shows a modal to the person of the trigger only', async () => {
    const shown = await open(modal([section('Hello')]));
    expect(shown.view).toMatchObject({
      id: shown.id,
      hash: shown.hash,
      team_id: 'T000000001',
      type: 'modal',
      callback_id: 'test',
      root_view_id: shown.id,
      previous_view_id: null,
      state: { values: {} },
      app_id: 'A0PIPERINV',
      bot_id: 'B0PIPERBOT',
    });
    expect(slack.screen(users.bob).modals).toEqual([]);
  });

  it('gives ids and flags to what has none', async () => {
    const { blocks } = viewOf(await open(modal([section('Hello', { accessory: button('go') })])));
    expect(blocks).toMatchObject([
      {
        block_id: expect.any(String),
        text: { verbatim: false },
        accessory: { action_id: 'go', text: { emoji: true } },
      },
    ]);
  });

  it('takes a trigger once', async () => {
    const trigger_id = await trigger();
    const view = modal([]);
    expect(await bot.call('views.open', { trigger_id, view })).toMatchObject({ ok: true });
    expect(await bot.call('views.open', { trigger_id, view })).toEqual({
      ok: false,
      error: 'exchanged_trigger_id',
    });
  });

  it('takes a trigger for three seconds', async () => {
    const early = await trigger();
    clock += 2_999;
    expect(await bot.call('views.open', { trigger_id: early, view: modal([]) })).toMatchObject({
      ok: true,
    });
    const late = await trigger();
    clock += 3_000;
    expect(await bot.call('views.open', { trigger_id: late, view: modal([]) })).toEqual({
      ok: false,
      error: 'expired_trigger_id',
    });
  });

  it('says what is wrong with a view, and leaves the trigger for a better one', async () => {
    const trigger_id = await trigger();
    const view = modal([], { title: plain('A title that is far too long') });
    expect(await bot.call('views.open', { trigger_id, view })).toEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: {
        messages: [
          '[ERROR] failed to match all allowed schemas [json-pointer:/view]',
          '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
        ],
      },
    });
    expect(await bot.call('views.open', { trigger_id, view: modal([]) })).toMatchObject({
      ok: true,
    });
  });

  it('takes no view of more than 250 kB', async () => {
    const trigger_id = await trigger();
    const view = modal(Array.from({ length: 90 }, () => section('x'.repeat(2_900))));
    expect(await bot.call('views.open', { trigger_id, view })).toEqual({
      ok: false,
      error: 'view_too_large',
    });
  });

  it('takes an external id again once its modal is closed', async () => {
    const shown = await open(modal([], { external_id: 'mine' }));
    const again = { trigger_id: await trigger(), view: modal([], { external_id: 'mine' }) };
    expect(await bot.call('views.open', again)).toEqual({
      ok: false,
      error: 'duplicate_external_id',
    });
    await slack.act(as, { type: 'close', viewId: shown.id });
    expect(await bot.call('views.open', { ...again, trigger_id: await trigger() })).toMatchObject({
      ok: true,
      view: { external_id: 'mine' },
    });
  });
});

describe('views.update', () => {
  it('changes an open modal, by id or external id', async () => {
    const { id } = await open(modal([], { external_id: 'mine' }));
    const first = modal([section('one')], { external_id: 'mine' });
    expect(await bot.call('views.update', { view_id: id, view: first })).toMatchObject({
      ok: true,
      view: { id },
    });
    await bot.call('views.update', { external_id: 'mine', view: modal([section('two')]) });
    expect(viewOf(top()).blocks).toMatchObject([{ text: { text: 'two' } }]);
  });

  it('refuses an old hash', async () => {
    const { id, hash } = await open(modal([]));
    const view = modal([section('changed')]);
    expect(await bot.call('views.update', { view_id: id, hash, view })).toMatchObject({ ok: true });
    expect(top().hash).not.toBe(hash);
    expect(await bot.call('views.update', { view_id: id, hash, view })).toEqual({
      ok: false,
      error: 'hash_conflict',
    });
  });

  it('does not find a closed modal', async () => {
    const { id } = await open(modal([]));
    await slack.act(as, { type: 'close', viewId: id });
    expect(await bot.call('views.update', { view_id: id, view: modal([]) })).toEqual({
      ok: false,
      error: 'not_found',
    });
  });
});

describe('views.push', () => {
  async function pushFromButton(): Promise<Fields> {
    const { id } = top();
    let answer: Fields = {};
    bot.onRequest = async ({ trigger_id }) => {
      answer = await bot.call('views.push', { trigger_id, view: stacked() });
    };
    await slack.act(as, {
      type: 'click',
      source: { kind: 'view', viewId: id },
      blockId: 'more',
      actionId: 'push',
      payload: {},
    });
    return answer;
  }
  const stacked = () => modal([{ type: 'actions', block_id: 'more', elements: [button('push')] }]);

  it('puts up to three modals on each other, also after some were closed', async () => {
    const first = await open(stacked());
    const second = await pushFromButton();
    expect(second).toMatchObject({
      ok: true,
      view: { root_view_id: first.id, previous_view_id: first.id },
    });
    expect(await pushFromButton()).toMatchObject({ ok: true });
    expect(await pushFromButton()).toEqual({ ok: false, error: 'push_limit_reached' });
    await slack.act(as, { type: 'close', viewId: top().id });
    expect(stack()).toHaveLength(2);
    expect(await pushFromButton()).toMatchObject({ ok: true });
    expect(stack()).toHaveLength(3);
  });

  it('needs a trigger from a modal', async () => {
    await open(modal([]));
    const answer = await bot.call('views.push', { trigger_id: await trigger(), view: modal([]) });
    expect(answer).toEqual({ ok: false, error: 'view_not_found' });
  });
});

describe('submitting a modal', () => {
  it('sends the whole state, with null and [] for what is empty', async () => {
    await open(
      modal(
        [
          input('who', people),
          input('note', text, { optional: true }),
          input('role', {
            type: 'static_select',
            options: [option('a'), option('b')],
            initial_option: option('b'),
          }),
          section('Where', { block_id: 'where', accessory: { ...people, action_id: 'more' } }),
        ],
        { private_metadata: 'secret' },
      ),
    );
    const typed = { who: { selected_users: [users.bob] }, note: { value: '' } };
    expect(await submit(typed)).toMatchObject({ ok: true });
    expect(bot.received).toMatchObject([
      {
        type: 'view_submission',
        team: { id: 'T000000001', domain: 'acme' },
        user: { id: users.alice, username: 'alice', name: 'alice', team_id: 'T000000001' },
        api_app_id: 'A0PIPERINV',
        trigger_id: expect.any(String),
        response_urls: [],
        is_enterprise_install: false,
        enterprise: null,
        view: {
          callback_id: 'test',
          private_metadata: 'secret',
          hash: expect.any(String),
          state: {
            values: {
              who: { value: { type: 'multi_users_select', selected_users: [users.bob] } },
              note: { value: { type: 'plain_text_input', value: null } },
              role: { value: { type: 'static_select', selected_option: { value: 'b' } } },
              where: { more: { type: 'multi_users_select', selected_users: [] } },
            },
          },
        },
      },
    ]);
  });

  it('closes it when the bot answers with nothing', async () => {
    await open(modal([]));
    expect(await submit()).toMatchObject({ ok: true });
    expect(stack()).toEqual([]);
  });

  it.each([
    ['nothing in a required input', { type: 'plain_text_input' }, {}, /complete this required/],
    ['a list with nobody', people, { selected_users: [] }, /complete this required/],
    ['too short a text', { ...text, min_length: 3 }, { value: 'ab' }, /at least 3/],
    ['too long a text', { ...text, max_length: 3 }, { value: 'abcd' }, /no more than 3/],
    ['no address', { type: 'email_text_input' }, { value: 'bob' }, /valid email/],
    ['no URL', { type: 'url_text_input' }, { value: 'bob' }, /valid URL/],
    [
      'half a thing',
      { type: 'number_input', is_decimal_allowed: false },
      { value: '1.5' },
      /valid number/,
    ],
  ])('is refused by Slack itself for %s', async (_what, element, value, words) => {
    await open(modal([input('it', element)]));
    expect(await submit({ it: value })).toEqual({ ok: true, acknowledgedAfter: 0 });
    expect(top().errors).toEqual({ it: expect.stringMatching(words) });
    expect(bot.received).toEqual([]);
  });

  it('is impossible with an option that is not offered', async () => {
    await open(modal([input('role', { type: 'static_select', options: [option('a')] })]));
    expect(await submit({ role: { selected_option: option('b') } })).toEqual({
      ok: false,
      error: 'role/value does not offer that option',
    });
    expect(await submit({ roll: { selected_option: option('b') } })).toMatchObject({ ok: false });
  });

  it('is impossible below another modal', async () => {
    const { id } = await open(modal([]));
    bot.onRequest = () => ({ response_action: 'push', view: modal([]) });
    await submit();
    expect(await submit({}, id)).toEqual({ ok: false, error: 'that modal is not on top' });
  });

  it('gives response URLs of the chosen conversations', async () => {
    await open(
      modal([
        input('where', {
          type: 'conversations_select',
          response_url_enabled: true,
          default_to_current_conversation: true,
        }),
      ]),
    );
    await submit();
    const [{ response_urls }] = bot.received as [Fields & { response_urls: Fields[] }];
    expect(response_urls).toMatchObject([
      { block_id: 'where', action_id: 'value', channel_id: channels.general },
    ]);
    await respondTo(response_urls[0]?.response_url, {
      text: 'Done',
      response_type: 'in_channel',
    });
    expect(slack.screen(users.bob).messages[channels.general]).toMatchObject([{ text: 'Done' }]);
  });
});

describe('the answer to a submission', () => {
  const answerWith = async (answer: unknown) => {
    await open(modal([input('who', people, { optional: true }), section('x', { block_id: 'x' })]));
    bot.onRequest = () => answer;
    return submit();
  };

  it('puts errors under inputs', async () => {
    const answer = { response_action: 'errors', errors: { who: 'Nobody is there.' } };
    expect(await answerWith(answer)).toMatchObject({ ok: true });
    expect(top().errors).toEqual({ who: 'Nobody is there.' });
    bot.onRequest = () => new Status(500);
    await submit();
    expect(top().errors).toEqual({});
  });

  it('replaces the modal', async () => {
    const { hash } = await open(modal([]));
    bot.onRequest = () => ({ response_action: 'update', view: modal([section('Working…')]) });
    await submit();
    expect(stack()).toHaveLength(1);
    expect(top().hash).not.toBe(hash);
    expect(viewOf(top()).blocks).toMatchObject([{ text: { text: 'Working…' } }]);
  });

  it('replaces the modal before a call that the bot makes at the same time', async () => {
    const { id } = await open(modal([input('who', people, { optional: true })]));
    let called: Promise<unknown> | undefined;
    bot.onRequest = async () => {
      called = bot.call('views.update', { view_id: id, view: modal([section('Done')]) });
      await setTimeout(30);
      return { response_action: 'update', view: modal([section('Working…')]) };
    };
    await submit();
    await called;
    expect(top().view).toMatchObject({
      blocks: [{ text: { text: 'Done' } }],
      state: { values: {} },
    });
  });

  it('may come after a call that the bot makes before it', async () => {
    const { id } = await open(modal([]));
    bot.onRequest = async () => {
      await bot.call('views.update', { view_id: id, view: modal([section('Working…')]) });
      return { response_action: 'update', view: modal([section('Done')]) };
    };
    expect(await submit()).toMatchObject({ ok: true });
    expect(viewOf(top()).blocks).toMatchObject([{ text: { text: 'Done' } }]);
  });

  it('pushes a modal, which closes to the first one', async () => {
    const { id } = await open(modal([]));
    bot.onRequest = () => ({ response_action: 'push', view: modal([], { title: plain('Two') }) });
    await submit();
    expect(viewOf(top()).title).toMatchObject({ text: 'Two' });
    bot.onRequest = () => undefined;
    await submit();
    expect(stack().map((one) => one.id)).toEqual([id]);
  });

  it('closes the modal on top when it is nothing, and shows how the one beneath was changed before', async () => {
    const { id } = await open(modal([]));
    bot.onRequest = () => ({ response_action: 'push', view: modal([]) });
    await submit();
    bot.onRequest = async () => {
      const view = modal([section('Changed')]);
      expect(await bot.call('views.update', { view_id: id, view })).toMatchObject({ ok: true });
    };
    await submit();
    expect(stack().map((one) => one.id)).toEqual([id]);
    expect(viewOf(top()).blocks).toMatchObject([{ text: { text: 'Changed' } }]);
  });

  it('closes everything', async () => {
    await open(modal([]));
    bot.onRequest = () => ({ response_action: 'push', view: modal([]) });
    await submit();
    bot.onRequest = () => ({ response_action: 'clear' });
    await submit();
    expect(stack()).toEqual([]);
  });

  it.each([
    ['errors for a block that does not exist', { response_action: 'errors', errors: { no: 'x' } }],
    ['errors for a block that is no input', { response_action: 'errors', errors: { x: 'x' } }],
    ['an invalid view', { response_action: 'update', view: { type: 'modal' } }],
    ['an unknown action', { response_action: 'explode' }],
    ['words', 'Thank you!'],
    ['a failure', new Status(500)],
  ])('is trouble when it is %s, and the modal stays', async (_what, answer) => {
    expect(await answerWith(answer)).toEqual({
      ok: false,
      error: expect.stringMatching(/^We had some trouble connecting\. Try again\?/),
    });
    expect(stack()).toHaveLength(1);
    expect(top().errors).toEqual({});
  });
});

describe('closing a modal', () => {
  it('tells the bot nothing unless it asked', async () => {
    const { id } = await open(modal([]));
    expect(await slack.act(as, { type: 'close', viewId: id })).toMatchObject({ ok: true });
    expect(stack()).toEqual([]);
    expect(bot.received).toEqual([]);
  });

  it('tells a bot that asked', async () => {
    const { id } = await open(modal([], { notify_on_close: true }));
    await slack.act(as, { type: 'close', viewId: id });
    expect(bot.received).toMatchObject([{ type: 'view_closed', view: { id }, is_cleared: false }]);
  });

  it('closes those below with clear_on_close', async () => {
    await open(modal([], { notify_on_close: true }));
    const view = modal([], { notify_on_close: true, clear_on_close: true });
    bot.onRequest = () => ({ response_action: 'push', view });
    await submit();
    bot.received = [];
    bot.onRequest = () => undefined;
    await slack.act(as, { type: 'close', viewId: top().id });
    expect(stack()).toEqual([]);
    expect(bot.received.map((body) => body.is_cleared)).toEqual([true, true]);
  });
});

describe('using an element of a modal', () => {
  it('sends block_actions with the view and what is filled in', async () => {
    const { id } = await open(
      modal([
        input('note', text, { optional: true }),
        section('More', { block_id: 'more', accessory: button('go', { value: '42' }) }),
      ]),
    );
    const result = await slack.act(as, {
      type: 'click',
      source: { kind: 'view', viewId: id },
      blockId: 'more',
      actionId: 'go',
      payload: {},
      values: { note: { value: { type: 'plain_text_input', value: 'hi' } } },
    });
    expect(result).toMatchObject({ ok: true });
    expect(bot.received).toMatchObject([
      {
        type: 'block_actions',
        container: { type: 'view', view_id: id },
        view: { id, state: { values: { note: { value: { value: 'hi' } } } } },
        actions: [{ type: 'button', action_id: 'go', block_id: 'more', value: '42' }],
        trigger_id: expect.any(String),
      },
    ]);
    expect(bot.received[0]).not.toHaveProperty('response_url');
  });

  it('is silent for an input without dispatch_action', async () => {
    const { id } = await open(modal([input('note', text)]));
    const result = await slack.act(as, {
      type: 'click',
      source: { kind: 'view', viewId: id },
      blockId: 'note',
      actionId: 'value',
      payload: { value: 'hi' },
    });
    expect(result).toEqual({ ok: false, error: 'note has no dispatch_action' });
    expect(bot.received).toEqual([]);
  });
});

describe('an external menu', () => {
  const ask = (query: string) =>
    slack.act(as, { type: 'options', viewId: top().id, blockId: 'role', actionId: 'value', query });

  it('shows what the bot offers', async () => {
    await open(modal([input('role', { type: 'external_select', min_query_length: 0 })]));
    bot.onRequest = () => ({ options: [option('editor')] });
    expect(await ask('ed')).toMatchObject({
      ok: true,
      options: { options: [{ value: 'editor', text: { text: 'editor', emoji: true } }] },
    });
    expect(bot.received).toMatchObject([
      { type: 'block_suggestion', block_id: 'role', action_id: 'value', value: 'ed' },
    ]);
  });

  it('asks from three characters on unless it says otherwise', async () => {
    await open(modal([input('role', { type: 'external_select' })]));
    expect(await ask('ed')).toEqual({ ok: true, options: { options: [] }, acknowledgedAfter: 0 });
    expect(bot.received).toEqual([]);
  });

  it('fails when the bot offers no options', async () => {
    await open(modal([input('role', { type: 'external_select' })]));
    bot.onRequest = () => ({ options: [{ value: 'editor' }] });
    expect(await ask('edi')).toEqual({ ok: false, error: 'invalid options' });
  });
});
