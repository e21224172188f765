import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/limits.ts';
import { startApp, type TestApp } from '../helpers/app.ts';
import {
  approvers,
  ask,
  buttonIn,
  decide,
  decideInModal,
  posted,
  startAsking,
  stored,
  told,
  untilQuiet,
  why,
} from '../helpers/asking.ts';
import { crowd } from '../helpers/batch-buttons.ts';
import { eventually } from '../helpers/eventually.ts';
import { pressed, viewBody } from '../helpers/payloads.ts';
import { roles } from '../helpers/piper.ts';
import { slackBody } from '../helpers/signed-request.ts';
import { users } from '../helpers/slack.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { option } from '../helpers/views.ts';

const { bob, carol } = users;

/** What Slack sends of a request, once everything before it is done. */
const payloads: [string, (app: TestApp) => Promise<object>][] = [
  [
    'asking',
    async (app) =>
      viewBody(await app.open('ada@example.com as Editor', bob.id), why, { userId: bob.id }),
  ],
  [
    'approving',
    async (app) =>
      pressed(buttonIn((await ask(app)).message, 'approve_request'), { userId: carol.id }),
  ],
  [
    'denying with words',
    async (app) => {
      const { message } = await ask(app);
      const modal = await decideInModal(app, message, 'deny_request', carol.id);
      return viewBody(modal, { words: 'Not this year' }, { userId: carol.id });
    },
  ],
  [
    'changing',
    async (app) => {
      const { message } = await ask(app, `${crowd(3)} as Editor`);
      const modal = await decideInModal(app, message, 'change_request', carol.id);
      const changes = { request_role: option(roles.viewer.id), leave_out: [option('1')] };
      return viewBody(modal, { ...changes, words: 'Viewer will do' }, { userId: carol.id });
    },
  ],
  [
    'cancelling',
    async (app) => {
      await ask(app);
      await eventually(() => expect(posted(app, bob.id)).toHaveLength(1));
      return pressed(buttonIn(posted(app, bob.id)[0] ?? {}, 'cancel_request'), { userId: bob.id });
    },
  ],
];

describe('a delivery that Slack repeats', () => {
  it.each(payloads)('of %s changes nothing, and tells nobody else', async (_, prepare) => {
    const app = await startAsking({}, { overrides: { delivery: { pollInterval: 20 } } });
    const body = slackBody('interaction', await prepare(app));
    await untilQuiet(app);
    const now = Math.floor(Date.now() / 1_000);
    const before = stored(app);
    expect((await app.send(body)).status).toBe(200);
    await eventually(() => expect(stored(app)).not.toEqual(before));
    await untilQuiet(app);
    const once = { stored: stored(app), told: told(app) };

    expect((await app.send(body, { timestamp: now + 2 })).status).toBe(200);
    await app.stop();
    expect({ stored: stored(app), told: told(app) }).toEqual(once);
  });
});

describe('a request whose world changes', () => {
  it('ends once and is told once, without a reminder, where the process was off for a month', async () => {
    const directory = temporaryDirectory();
    const clock = { now: Date.now() };
    const app = await startAsking({}, { directory, clock });
    await ask(app);
    await untilQuiet(app);
    await app.stop();
    clock.now += 30 * DAY;
    const { outside } = app;

    outside.journal.clear();
    const later = await startApp({ setUp: 'unconnected', outside, directory, clock });
    await eventually(() =>
      expect(later.query('select state from requests')).toEqual([{ state: 'expired' }]),
    );
    await untilQuiet(later);
    await later.stop();
    expect(later.said()).toEqual({
      inChannel: [],
      privately: [],
      directly: [
        expect.stringMatching(
          /^Nobody decided in time about .*ada@example\.com.*you can ask again\.$/,
        ),
      ],
    });
    expect(later.journal.of('chat.update').map(({ channel, text }) => [channel, text])).toEqual([
      [approvers, expect.stringContaining('Nobody decided in time')],
      [bob.id, expect.stringContaining('Nobody decided in time')],
    ]);
  });

  it.each([
    ['is_archived', 'is_inactive'],
    ['channel_not_found', 'channel_not_found'],
  ])(
    'is decided in the list where its channel says %s by the time of the reminder',
    async (posting, editing) => {
      const app = await startAsking(
        {},
        { overrides: { delivery: { lease: 30 * DAY, pollInterval: 20 } } },
      );
      await ask(app);
      await untilQuiet(app);
      const inChannel = ({ channel }: Record<string, string>) => channel === approvers;
      const taken = { ok: true, ts: '2' };
      app.slack.on('chat.postMessage', (body) =>
        inChannel(body) ? { ok: false, error: posting } : taken,
      );
      app.slack.on('chat.update', (body) =>
        inChannel(body) ? { ok: false, error: editing } : taken,
      );
      app.clock.now += 4 * DAY;
      await eventually(() => expect(posted(app, approvers)).toHaveLength(2));

      await app.command('requests', { user_id: carol.id });
      await eventually(() => expect(app.privateMessages()).not.toEqual([]));
      const [list = {}] = app.privateMessages();
      expect(await decide(app, list, 'approve_request', carol.id)).toBe(
        'Approved. Piper is asked now.',
      );
      await untilQuiet(app);
      await app.finish();
      expect(app.piper.addresses()).toContain('ada@example.com');
      expect(posted(app, bob.id)).toHaveLength(2);
    },
  );

  it('becomes a batch of those of 500 who are no members by then', async () => {
    const app = await startAsking();
    const { message } = await ask(app, `${crowd(500)} as Viewer`);
    const members = [0, 250, 499].map((at) => `p${at}@example.com`);
    for (const address of members) app.piper.join(address, roles.viewer);
    // A failure that concerns everybody ends the whole batch at once, so the test need not wait.
    app.piper.onAdd = () => [403, { detail: 'members:invite is missing' }];
    app.slack.fail('files.getUploadURLExternal', 'missing_scope');
    await decide(app, message, 'approve_request', carol.id);
    await app.finish();
    const sent = app.query('select address from invitations').map(({ address }) => address);
    expect(sent).toHaveLength(497);
    for (const address of members) expect(sent).not.toContain(address);
  });

  it('is called approved, and nothing more, where Piper fails', async () => {
    const app = await startAsking(
      {},
      { overrides: { delivery: { lease: 30 * DAY, pollInterval: 20 } } },
    );
    app.piper.onAdd = () => [500, { detail: 'oops' }];
    const { message } = await ask(app);
    await decide(app, message, 'approve_request', carol.id);
    const shown = () => app.journal.of('chat.update').map(({ text }) => String(text));
    await eventually(() => expect(shown()).not.toEqual([]));
    while (app.query('select id from batches where notified_at is null').length > 0) {
      app.clock.now += 3_600_000;
      await setTimeout(5);
    }
    await untilQuiet(app);
    await app.stop();
    const edits = (channel: string, words: number) =>
      app.journal
        .of('chat.update')
        .filter((body) => body.channel === channel)
        .map(({ text }) => String(text).split('\n').slice(words));
    const approvedBy = expect.stringMatching(/^Approved by <@U0CAROL> .*\.$/);
    expect(edits(approvers, 2)).toEqual([
      [approvedBy, "Piper hasn't answered yet."],
      [approvedBy, 'Waits for Piper.'],
      [approvedBy, 'Perhaps invited, since Piper gave no clear answer.', '<@U0BOB> was told why.'],
    ]);
    expect(edits(bob.id, 1)).toEqual([
      [approvedBy, "Piper hasn't answered yet."],
      // It may be asking at that moment, or waiting until it asks again.
      [
        approvedBy,
        expect.stringMatching(/^(Piper's answer doesn't say|.*I'm (checking|waiting for)) /),
      ],
      [approvedBy],
    ]);
    expect(posted(app, bob.id).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^You asked to invite/),
      expect.stringMatching(/^I can't say whether \*ada@example.com\* was invited/),
    ]);
  });
});

describe('whoever asked', () => {
  it.each(payloads.filter(([name]) => name !== 'asking'))(
    'hears of it when they have asked, and in the end, after %s',
    async (name, prepare) => {
      const app = await startAsking({}, { overrides: { delivery: { pollInterval: 20 } } });
      const before = await prepare(app);
      await app.interact(before);
      await eventually(() =>
        expect(app.query("select id from requests where state <> 'open'")).toHaveLength(1),
      );
      await untilQuiet(app);
      await app.stop();
      // Who cancels need not be told.
      expect(posted(app, bob.id)).toHaveLength(name === 'cancelling' ? 1 : 2);
    },
  );
});
