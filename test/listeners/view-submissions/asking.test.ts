import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startApp, startUnconnected, type TestApp } from '../../helpers/app.ts';
import {
  ask,
  askCarol,
  buttonIn,
  posted,
  startAsking,
  untilQuiet,
  why,
} from '../../helpers/asking.ts';
import { changeSettings } from '../../helpers/change-settings.ts';
import { eventually } from '../../helpers/eventually.ts';
import { platformToken } from '../../helpers/organizations.ts';
import { roles } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { elementIn, option, wordsIn } from '../../helpers/views.ts';

const { alice, bob, carol } = users;
const on = { asking_on: [option('yes')], approvers: [carol.id] };

/** Connected by Alice; nobody can ask yet. */
async function start() {
  const app = await startUnconnected();
  await app.connect();
  return app;
}

/** What is stored of it. */
const stored = (app: TestApp) =>
  JSON.parse(String(app.query('select settings from connections')[0]?.settings)).asking;

/** What was said in the channel of those who decide, in order. */
const linesIn = (app: TestApp) =>
  [...posted(app, 'C0APPROVE'), ...app.journal.of('chat.update')].map(({ text }) => text);

const approvals = (app: TestApp) => app.open('approvals');

describe('the form that says who may ask', () => {
  it('lets people ask, in a channel that has heard of it, and can be taken back', async () => {
    const app = await start();
    const saved = await app.submit(await approvals(app), {
      ...on,
      approvers_channel: 'C0APPROVE',
      quiet_approvers: [bob.id],
      two_approvals: [option(roles.admin.id)],
      expire_after: option('3'),
      self_approval: [option('yes')],
    });
    expect(wordsIn(saved.view)).toContain('The approvals for *Acme Robotics* are saved.');
    expect(wordsIn(saved.view)).toContain('Everybody in <#C0APPROVE> will see addresses');
    expect(linesIn(app)).toEqual([
      expect.stringMatching(/^<@U0ALICE> is choosing this channel/),
      expect.stringMatching(/^<@U0ALICE> has chosen this channel .*Everybody here will see/),
    ]);
    expect(stored(app)).toEqual({
      approvers: {
        channel: 'C0APPROVE',
        userIds: [carol.id],
        userGroupIds: [],
        quietUserIds: [bob.id],
      },
      expireAfterDays: 3,
      selfApproval: true,
      twoApprovals: [roles.admin.id],
    });

    // What the form does not show is kept, and a channel that is known hears nothing again.
    const form = await approvals(app);
    expect(elementIn(form, 'approvers').initial_users).toEqual([carol.id]);
    await app.submit(form, { expire_after: option('7') });
    expect(stored(app)).toMatchObject({ expireAfterDays: 7, twoApprovals: [roles.admin.id] });
    expect(linesIn(app)).toHaveLength(2);

    const off = await app.submit(await approvals(app), { asking_on: [] });
    expect(wordsIn(off.view)).toContain('Nobody can ask to invite to *Acme Robotics* any more.');
    expect(stored(app)).toBeUndefined();
  });

  it('wants somebody who is asked', async () => {
    const app = await start();
    const answer = await app.submit(await approvals(app), { ...on, approvers: [] });
    expect(answer.errors).toEqual({
      approvers: expect.stringContaining('at least one person or user group'),
    });
    expect(stored(app)).toBeUndefined();
  });

  const hiring = { name: 'hiring', is_private: true, is_ext_shared: false };
  const said = (channel: object) => ({ ok: true, channel: { ...hiring, ...channel } });
  it.each([
    [
      'takes no message',
      { post: { ok: false, error: 'not_in_channel' }, info: said({}) },
      "I can't post in #hiring. Invite me there with /invite @Piper Invite, then save again.",
      1,
    ],
    [
      'takes no message and is not seen',
      { post: { ok: false, error: 'channel_not_found' }, info: { ok: false, error: 'x' } },
      "Slack doesn't tell me right now who sees that channel, so nothing was saved. Save again in a minute.",
      0,
    ],
    [
      'gives no clear answer',
      { post: { ok: false, error: 'fatal_error' }, info: { ok: false, error: 'missing_scope' } },
      "Slack doesn't say whether I can post in that channel, so nothing was saved. Save again.",
      1,
    ],
    [
      'is shared with another company',
      { post: { ok: true, ts: '1' }, info: said({ is_ext_shared: true }) },
      '#hiring is shared with another company, whose people would see addresses and reasons. Choose another channel.',
      0,
    ],
    [
      'is to be shared with another company',
      { post: { ok: true, ts: '1' }, info: said({ is_pending_ext_shared: true }) },
      '#hiring is shared with another company, whose people would see addresses and reasons. Choose another channel.',
      0,
    ],
  ])('is not saved with a channel that %s', async (_, { post, info }, words, attempts) => {
    const app = await start();
    app.slack.on('chat.postMessage', () => post);
    app.slack.on('conversations.info', () => info);
    const answer = await app.submit(await approvals(app), {
      ...on,
      approvers_channel: 'C0APPROVE',
    });
    expect(answer.errors).toEqual({ approvers_channel: words });
    expect(posted(app, 'C0APPROVE')).toHaveLength(attempts);
    expect(stored(app)).toBeUndefined();
  });

  it('says who sees a public channel, and nothing of a private one', async () => {
    const app = await start();
    app.slack.on('conversations.info', () => said({}));
    const saved = await app.submit(await approvals(app), { ...on, approvers_channel: 'C0APPROVE' });
    expect(wordsIn(saved.view)).not.toContain('will see addresses');
    app.slack.on('conversations.info', () => said({ is_private: false }));
    const again = await app.submit(await approvals(app), on);
    expect(wordsIn(again.view)).toContain('Everybody in <#C0APPROVE> will see addresses');
  });

  it('leaves no line in the channel that says what was not saved', async () => {
    const app = await start();
    const form = await approvals(app);
    app.slack.on('chat.postMessage', () => {
      changeSettings(app, { domains: ['acme.example'] });
      return { ok: true, ts: '1' };
    });
    const answer = await app.submit(form, { ...on, approvers_channel: 'C0APPROVE' });
    expect(wordsIn(answer.view)).toContain('meanwhile');
    expect(stored(app)).toBeUndefined();
    expect(linesIn(app).at(-1)).toMatch(/wanted this channel .* but that wasn't saved\.$/);
  });

  it('shows the channel that did not take a request, in both forms, until it takes a line again', async () => {
    const app = await startAsking();
    const { channel = '' } = askCarol.approvers;
    const trouble = `I can't post requests in <#${channel}> any more`;
    app.slack.on('chat.postMessage', (body) =>
      body.channel === channel ? { ok: false, error: 'is_archived' } : { ok: true, ts: '9' },
    );
    await app.submit(await app.open('ada@example.com as Editor', bob.id), why, { userId: bob.id });
    await eventually(() => expect(posted(app, carol.id)).toHaveLength(1));
    await untilQuiet(app);
    for (const form of ['approvals', 'settings']) {
      expect(wordsIn(await app.open(form))).toContain(trouble);
    }
    const refused = await app.submit(await approvals(app), {});
    expect(refused.errors).toEqual({
      approvers_channel: expect.stringContaining("I can't post in"),
    });
    app.slack.on('chat.postMessage', () => ({ ok: true, ts: '10' }));
    expect(wordsIn((await app.submit(await approvals(app), {})).view)).toContain('are saved');
    for (const form of ['approvals', 'settings']) {
      expect(wordsIn(await app.open(form))).not.toContain(trouble);
    }
  });

  it('shows what somebody else has saved meanwhile, and saves nothing over it', async () => {
    const app = await start();
    const [mine, theirs] = [await approvals(app), await approvals(app)];
    await app.submit(theirs, on);
    const before = stored(app);
    const answer = await app.submit(mine, { ...on, approvers: [bob.id] });
    expect(wordsIn(answer.view)).toContain('nothing of yours was saved');
    expect(elementIn(answer.view, 'approvers').initial_users).toEqual([carol.id]);
    expect(stored(app)).toEqual(before);
  });

  it('changes nothing for somebody who may not change the connection, or of another one', async () => {
    const app = await start();
    const form = await approvals(app);
    const denied = await app.submit(form, on, { userId: bob.id });
    expect(wordsIn(denied.view)).toContain('can change how this workspace is connected');
    await app.connect({}, { userId: alice.id, token: platformToken });
    const late = await app.submit(form, on);
    expect(wordsIn(late.view)).toContain('somebody else changed the connection meanwhile');
    expect(stored(app)).toBeUndefined();
  });
});

describe('roles that those who decide may approve above their own', () => {
  const admin = { approve_beyond_own_role: [option(roles.admin.id)] };
  const viewer = { approve_beyond_own_role: [option(roles.viewer.id)] };
  /** Bob may change the connection, too; he is an Editor in Piper. */
  async function withBob() {
    const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: bob.id } });
    await app.connect();
    app.piper.join('bob@acme.example', roles.editor);
    return app;
  }
  const by = { userId: bob.id };
  const refused = {
    approve_beyond_own_role:
      "You may not give Admin yourself, so you can't let others give it. Take it out.",
  };

  it('are named only by somebody who may give them, and are in the record', async () => {
    const app = await withBob();
    const form = await app.open('approvals', bob.id);
    expect((await app.submit(form, { ...on, ...admin }, by)).errors).toEqual(refused);
    expect(stored(app)).toBeUndefined();
    await app.submit(form, { ...on, ...viewer }, by);
    expect(stored(app).approvers).toMatchObject({ beyondOwnRole: [roles.viewer.id] });
    const again = await approvals(app);
    expect(elementIn(again, 'approve_beyond_own_role')).toMatchObject({
      initial_options: [{ value: roles.viewer.id }],
    });
    await app.submit(again, admin);
    expect(stored(app).approvers).toMatchObject({ beyondOwnRole: [roles.admin.id] });
    const details = app.record().at(-1)?.details;
    expect(details?.asking).toContain(`beyond own role ${roles.admin.id}`);
    expect(details?.askingBefore).toContain(`beyond own role ${roles.viewer.id}`);
  });

  it('are given to others, or with less, only by somebody who may give them', async () => {
    const app = await withBob();
    await app.submit(await approvals(app), { ...on, ...admin });
    const form = await app.open('approvals', bob.id);
    for (const change of [
      { approvers: [carol.id, bob.id] },
      { quiet_approvers: [bob.id] },
      { self_approval: [option('yes')] },
    ]) {
      expect((await app.submit(form, change, by)).errors).toEqual(refused);
    }
    const { errors } = await app.submit(form, { expire_after: option('3') }, by);
    expect([errors, stored(app).expireAfterDays]).toEqual([undefined, 3]);
  });
});

/** Opens the form of a button of a request. */
async function formOf(app: TestApp, message: Record<string, unknown>, action: string) {
  const before = app.journal.of('views.update').length;
  await app.press(buttonIn(message, action), { userId: carol.id });
  await eventually(() => expect(app.journal.of('views.update').length).toBeGreaterThan(before));
  return app.journal.of('views.update').at(-1)?.view as ModalView;
}

describe('a form about a request', () => {
  it('asks for a role that there is, and for somebody who is left', async () => {
    const app = await startAsking();
    const { message } = await ask(app, 'ada@example.com, eve@example.com as Viewer');
    const form = await formOf(app, message, 'change_request');
    const by = { userId: carol.id };
    const gone = await app.submit(form, { request_role: option('gone') }, by);
    expect(gone.errors).toEqual({
      request_role: expect.stringContaining('Piper no longer has this role'),
    });
    const everybody = { leave_out: [option('0'), option('1')] };
    expect((await app.submit(form, everybody, by)).errors).toEqual({
      leave_out: expect.stringContaining('Nobody would be left'),
    });
    expect(app.query('select state from requests')).toEqual([{ state: 'open' }]);
    expect(app.piper.added).toBe(0);
  });

  it('says that Piper does not answer, not that a role is gone', async () => {
    const directory = temporaryDirectory();
    const app = await startAsking({}, { directory });
    const { message } = await ask(app);
    const form = await formOf(app, message, 'change_request');
    await app.stop();
    const { outside } = app;
    // Another process knows no roles yet.
    const other = await startApp({ setUp: 'unconnected', outside, directory });
    other.piper.onGet = () => [503, 'down'];
    const filled = { request_role: option(roles.viewer.id) };
    const answer = await other.submit(form, filled, { userId: carol.id });
    expect(answer.errors).toBeUndefined();
    expect(wordsIn(answer.view)).toContain("Piper isn't answering");
  });

  it.each(['change_request', 'deny_request'])(
    'says why it came to nothing where the request has ended: %s',
    async (action) => {
      const app = await startAsking();
      const { message } = await ask(app);
      const form = await formOf(app, message, action);
      await app.press(buttonIn(message, 'approve_request'), { userId: alice.id });
      await eventually(() =>
        expect(app.query('select state from requests')).toEqual([{ state: 'approved' }]),
      );
      const late = await app.submit(form, {}, { userId: carol.id });
      expect(wordsIn(late.view)).toContain('Nothing changed.');
    },
  );

  it.each(['change_request', 'deny_request'])(
    'says so where the workspace is no longer connected: %s',
    async (action) => {
      const app = await startAsking();
      const { message } = await ask(app);
      const form = await formOf(app, message, action);
      await app.submit(await app.open('disconnect'), {});
      const late = await app.submit(form, {}, { userId: carol.id });
      expect(wordsIn(late.view)).toContain("isn't connected to Piper yet");
    },
  );
});
