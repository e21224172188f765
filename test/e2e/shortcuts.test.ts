import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { optionalScopes, scopes } from '../../src/ids.ts';
import { startApp, startUnconnected, type TestApp } from '../helpers/app.ts';
import { startAsking } from '../helpers/asking.ts';
import { changeSettings } from '../helpers/change-settings.ts';
import { eventually } from '../helpers/eventually.ts';
import { messageShortcutBody, shortcutBody } from '../helpers/payloads.ts';
import { roles } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { elementIn, wordsIn } from '../helpers/views.ts';

const { alice, bob, carol, gina, robot, victor, stranger } = users;

/** The form that somebody gets by a shortcut, once it is filled in. */
async function opened(app: TestApp, body: object): Promise<ModalView> {
  const before = app.updates();
  expect(await app.interact(body)).toEqual({ status: 200, body: '' });
  return app.updatedView(before);
}

const pressOn = (
  app: TestApp,
  message: Record<string, unknown>,
  by: Parameters<typeof messageShortcutBody>[1] = {},
) => opened(app, messageShortcutBody(message, by));

/** What the form is filled in with. */
const filled = (view: ModalView) => ({
  people: elementIn(view, 'people').initial_users ?? [],
  addresses: String(elementIn(view, 'addresses').initial_value ?? '')
    .split('\n')
    .filter(Boolean),
});

const text = (words: string) => ({ type: 'text', text: words });
const mail = (address: string) => ({ type: 'link', url: `mailto:${address}`, text: address });
const secret = 'The salary is confidential';
const newTeam = {
  text: `${secret}: ada@x.example …`,
  blocks: [
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            text(`${secret}: `),
            mail('ada@x.example'),
            text(', '),
            mail('grace@x.example'),
            text(' and '),
            mail('max@x.example'),
            text(' with '),
            { type: 'user', user_id: bob.id },
            { type: 'user', user_id: robot.id },
            { type: 'user', user_id: 'U0PIPER' },
          ],
        },
        { type: 'rich_text_preformatted', elements: [text('eve@x.example,Viewer')] },
      ],
    },
  ],
};
const whole = {
  people: [bob.id],
  addresses: ['ada@x.example', 'grace@x.example', 'max@x.example', 'eve@x.example'],
};

/** The app's own user is a bot. */
async function start() {
  const app = await startApp();
  app.slack.on('users.info', ({ user: id }) => {
    const known = Object.values(users).find((each) => each.id === id);
    return { ok: true, user: known ?? { ...robot, id } };
  });
  app.forget();
  return app;
}

describe('the shortcut of a message', () => {
  it('opens the form with whom the message names, sends nothing by itself, and keeps no word of it', async () => {
    const app = await start();
    const view = await pressOn(app, newTeam);
    expect(filled(view)).toEqual(whole);
    expect(elementIn(view, 'channel').initial_conversation).toBe('C0GENERAL');
    expect(app.rows('batches')).toBe(0);
    expect(app.piper.added).toBe(0);

    await app.submitAndSend({
      people: whole.people,
      addresses: whole.addresses.join('\n'),
      role: roles.editor,
    });
    await eventually(() => expect(app.said().inChannel).toHaveLength(1));
    await app.finish();
    expect(app.piper.added).toBe(5);
    const kept = app
      .query("select name from sqlite_master where type = 'table'")
      .flatMap(({ name }) => app.query(`select * from "${name}"`));
    expect(kept.length).toBeGreaterThan(5);
    for (const place of [app.logText(), JSON.stringify(kept), JSON.stringify(app.journal.ever)]) {
      expect(place).not.toContain(secret);
    }
  });

  it.each<[string, Record<string, unknown>, ReturnType<typeof filled>]>([
    ['an edited one', { ...newTeam, edited: { user: bob.id, ts: '2.1' } }, whole],
    ['a reply in a thread', { ...newTeam, thread_ts: '1.1', parent_user_id: alice.id }, whole],
    [
      "an app's, as it writes",
      {
        user: robot.id,
        bot_id: 'B1',
        subtype: 'bot_message',
        text: 'New',
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Mail:* `ada@x.example`' } }],
      },
      { people: [], addresses: ['ada@x.example'] },
    ],
    [
      'one that names nobody, by its author',
      { text: 'Hello <@U0ROBOT>', user: carol.id },
      { people: [carol.id], addresses: [] },
    ],
    [
      'one of somebody of another workspace, in a shared channel',
      { text: 'I am new here', user: stranger.id, user_team: 'T0OTHER', source_team: 'T0OTHER' },
      { people: [stranger.id], addresses: [] },
    ],
  ])('fills in the form from %s', async (_, message, expected) => {
    const app = await start();
    const view = await pressOn(app, message);
    expect(filled(view)).toEqual(expected);
    expect(wordsIn(view)).not.toMatch(/nobody|has no/i);
  });

  it('says so where the message names nobody who can be invited', async () => {
    const app = await start();
    const view = await pressOn(app, { user: undefined, bot_id: 'B1', text: 'Deployed' });
    expect(filled(view)).toEqual({ people: [], addresses: [] });
    expect(wordsIn(view)).toContain('This message names nobody who can be invited.');

    const gone = await pressOn(app, { text: `Bye <@${victor.id}>`, user: carol.id });
    expect(filled(gone)).toEqual({ people: [], addresses: [] });
    expect(wordsIn(gone)).toContain(
      `<@${victor.id}> is deactivated in Slack and can't be invited.`,
    );
    expect(wordsIn(gone)).not.toContain('names nobody');
  });

  it('opens the form without the addresses that do not fit, and says how else', async () => {
    const app = await start();
    const many = Array.from({ length: 600 }, (_, at) => `person${at}@x.example`).join(' ');
    const view = await pressOn(app, { text: `<@${bob.id}> ${many}` });
    expect(filled(view)).toEqual({ people: [bob.id], addresses: [] });
    expect(wordsIn(view)).toContain(
      'This message has more addresses than fit: send them in parts.',
    );
  });

  it('names a file for them where the app may read one', async () => {
    const app = await startApp({
      beforeStart: (slack) => {
        slack.grants.scopes = [...scopes, ...optionalScopes];
      },
    });
    const many = Array.from({ length: 600 }, (_, at) => `person${at}@x.example`).join('\n');
    const view = await pressOn(app, { text: many });
    expect(wordsIn(view)).toContain('This message has more addresses than fit: use a file.');
    expect(filled(view)).toEqual({ people: [], addresses: [] });
  });

  it('opens before anything else is asked, and asks Slack nothing about a private channel', async () => {
    const app = await start();
    app.clock.now += 3_600_000;
    const view = await pressOn(app, newTeam, { channel: 'C0SECRET' });
    expect(elementIn(view, 'channel').initial_conversation).toBe('C0SECRET');
    const calls = app.journal.calls.map(({ name }) => name);
    expect(calls[0]).toBe('views.open');
    expect(calls.filter((name) => name.startsWith('conversations.'))).toEqual([]);
  });

  it('tells who pressed it alone, without a word of the message, where it cannot be read', async () => {
    const app = await start();
    const body = { ...messageShortcutBody(newTeam), channel: { id: [secret] } };
    expect(await app.interact(body)).toEqual({ status: 200, body: '' });
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    expect(app.said().privately[0]).toMatch(
      /^Something went wrong on our side; nobody was invited/,
    );
    expect(app.logged('listener failed')).toHaveLength(1);
    await app.finish();
    expect(app.logText()).not.toContain(secret);
  });
});

describe('the shortcut that belongs to no message', () => {
  it.each([
    ['its person alone', {}, undefined, 1],
    ['the channel of the settings', { channel: 'C0HIRING' }, 'C0HIRING', undefined],
  ])('opens the form, which confirms to %s', async (_, settings, channel, ticked) => {
    const app = await startUnconnected();
    await app.connect();
    changeSettings(app, settings);
    app.clock.now += 3_600_000;
    const view = await opened(app, shortcutBody());
    expect(filled(view)).toEqual({ people: [], addresses: [] });
    expect(elementIn(view, 'channel').initial_conversation).toBe(channel);
    expect(elementIn(view, 'only_me').initial_options).toEqual(
      ticked && [expect.objectContaining({ value: 'yes' })],
    );
  });
});

describe.each([
  ['the shortcut', (userId: string) => shortcutBody({ userId })],
  ['the shortcut of a message', (userId: string) => messageShortcutBody(newTeam, { userId })],
])('%s', (_, body) => {
  it.each([
    ['a guest', gina.id, "Guests can't invite to Piper."],
    ['somebody from elsewhere', stranger.id, 'People from other workspaces'],
  ])('refuses %s in a modal, which they alone see', async (_who, userId, words) => {
    const app = await start();
    app.clock.now += 3_600_000;
    expect(wordsIn(await opened(app, body(userId)))).toContain(words);
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });
  });

  it('opens the form that asks for whoever may not invite at once', async () => {
    const app = await startAsking();
    app.clock.now += 3_600_000;
    const view = await opened(app, body(bob.id));
    expect(view.title.text).toBe('Ask to invite');
    expect(elementIn(view, 'reason')).not.toEqual({});
  });

  it('says how to connect where the workspace is not connected', async () => {
    const app = await startUnconnected();
    await app.interact(body(alice.id));
    await eventually(() =>
      expect(wordsIn([app.journal.of('views.update'), app.privateMessages()])).toContain(
        'open_connect',
      ),
    );
    expect(app.said()).toMatchObject({ inChannel: [], directly: [] });
    const isInModal = app.journal.of('views.open').length > 0;
    await app.press({ action_id: 'open_connect' }, { isInModal });
    const opens = isInModal ? 'views.push' : 'views.open';
    await eventually(() => expect(app.journal.of(opens)).toHaveLength(1));
  });
});
