import { describe, expect, it, vi } from 'vitest';
import {
  approvers,
  ask,
  askCarol,
  decide,
  decideInModal,
  type Posted,
  posted,
  startAsking,
  why,
} from '../helpers/asking.ts';
import { crowd } from '../helpers/batch-buttons.ts';
import { changeSettings } from '../helpers/change-settings.ts';
import { roles } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { elementIn, fieldsIn, option, pushedView, wordsIn } from '../helpers/views.ts';

const { alice, bob, carol } = users;

describe('whoever may not invite', () => {
  it('asks, and is told how it was decided; what is approved is sent once', async () => {
    const app = await startAsking();
    const { preview, message } = await ask(app);
    expect(preview.title.text).toBe('Ask to invite');
    expect(wordsIn(preview)).toContain('*1 person* can be invited as *Editor* only with approval.');
    expect(message.text).toContain(
      '<@U0BOB> asks to invite *ada@example.com* to *Acme Robotics* as *Editor*.',
    );
    expect(message.text).toContain('> Ada joins our team on Monday');
    expect(app.piper.added).toBe(0);

    expect(await decide(app, message, 'approve_request', carol.id)).toBe(
      'Approved. Piper is asked now.',
    );
    expect(await decide(app, message, 'approve_request', alice.id)).toMatch(
      /^Approved by <@U0CAROL> .*\. Nothing changed\.$/,
    );
    await vi.waitFor(() => expect(posted(app, bob.id)).toHaveLength(2));
    await app.finish();
    expect(app.piper.addresses()).toContain('ada@example.com');
    expect(app.piper.added).toBe(1);
    expect(posted(app, bob.id).map(({ text }) => text)).toEqual([
      expect.stringContaining(
        'You asked to invite *ada@example.com* to *Acme Robotics* as *Editor*',
      ),
      expect.stringContaining('<@U0CAROL> approved your request to invite *ada@example.com*'),
    ]);
    expect(app.said().inChannel.at(-1)).toContain(
      'invited *ada@example.com* to *Acme Robotics* as *Editor*, approved by <@U0CAROL>.',
    );
    expect(app.recorded()).toEqual([
      'T0ACME connect',
      'T0ACME ask',
      'T0ACME decide',
      'T0ACME submit',
      'T0ACME invite',
    ]);
  });

  it('asks for some of many, and has the others sent at once, in one press', async () => {
    const app = await startAsking();
    changeSettings(app, {
      whoMayInvite: { kind: 'members' },
      quota: { invites: 2, fate: 'approval' },
    });
    const preview = await app.open(`${crowd(5)} as Viewer`, bob.id);
    expect(preview.submit?.text).toBe('Send 2, ask for 3');
    expect(wordsIn(preview)).toContain(
      '*3 people* can be invited as *Viewer* only with approval: you have invited 2 people in the last 24 hours, and 2 is the most without approval.',
    );
    expect(await app.submit(preview, why, { userId: bob.id })).toEqual({
      response_action: 'clear',
    });
    await vi.waitFor(() => expect(posted(app, approvers)).toHaveLength(1));
    expect(posted(app, approvers)[0]?.text).toContain('asks to invite *3 people*');
    await app.finish();
    expect(app.piper.added).toBe(2);
  });

  it('sees the three fates of many in one preview, where a denied one holds nobody up', async () => {
    const app = await startAsking();
    changeSettings(app, {
      whoMayInvite: { kind: 'members' },
      quota: { invites: 1, fate: 'approval' },
      rules: [
        {
          id: 'r1',
          name: 'No rivals',
          who: { kind: 'members' },
          roles: 'all',
          domains: ['rival.example'],
          fate: 'deny',
        },
      ],
    });
    const text = 'ada@example.com eve@rival.example joan@example.com as Viewer';
    const preview = await app.open(text, bob.id);
    expect(preview.submit?.text).toBe('Send 1, ask for 1');
    expect(wordsIn(preview)).toContain("eve@rival.example can't be invited as Viewer.");
    await app.submit(preview, why, { userId: bob.id });
    await app.finish();
    expect(app.piper.addresses().at(-1)).toBe('ada@example.com');
    expect(app.query('select address from request_people')).toEqual([
      { address: 'joan@example.com' },
    ]);
  });

  it('says why in the form already, where whatever they invite needs approval', async () => {
    const app = await startAsking();
    const reason = 'Ada joins our team on Monday';
    const form = await app.open('ada@example.com', bob.id);
    expect(fieldsIn(form)).toContain('reason');
    const values = { addresses: 'ada@example.com', reason };
    const { body } = await app.submitInvite(values, { userId: bob.id });
    expect(elementIn(pushedView(body), 'reason')).toMatchObject({ initial_value: reason });
  });

  it('shows those who decide everybody, of whom the message names the first', async () => {
    const app = await startAsking();
    const people = Array.from({ length: 12 }, (_, at) => `p${at}@example.com`);
    const { message } = await ask(app, `${people.join(' ')} as Editor`);
    expect(message.text).not.toContain('p11@example.com');
    const all = await decideInModal(app, message, 'see_request', carol.id);
    for (const address of people) expect(wordsIn(all)).toContain(`${address}: Editor`);
  });

  it('needs a reason that says something', async () => {
    const app = await startAsking();
    const preview = await app.open('ada@example.com as Editor', bob.id);
    const answer = await app.submit(preview, { reason: '  short ' }, { userId: bob.id });
    expect(answer).toEqual({
      response_action: 'errors',
      errors: { reason: 'Say why, in at least 10 characters.' },
    });
    expect(app.query('select id from requests')).toEqual([]);
  });

  it.each([
    ['who is no approver', users.nora.id, 'Only <@U0CAROL> and workspace admins can decide this.'],
    ['who asked', bob.id, 'You asked for this yourself, so somebody else has to decide.'],
  ])('somebody %s decides nothing', async (_, userId, words) => {
    const app = await startAsking();
    const { message } = await ask(app);
    expect(await decide(app, message, 'approve_request', userId)).toBe(words);
    expect(app.piper.added).toBe(0);
    expect(app.query('select state from requests')).toEqual([{ state: 'open' }]);
  });

  it('is not approved by whoever may not give the role themselves', async () => {
    const app = await startAsking();
    const { message } = await ask(app, 'ada@example.com as Admin');
    expect(await decide(app, message, 'approve_request', carol.id)).toBe(
      "*Admin* can do more in Piper than your own role (*Editor*), so you can't approve it. Somebody who may give it can.",
    );
    expect(await decide(app, message, 'approve_request', alice.id)).toBe(
      'Approved. Piper is asked now.',
    );
    await app.finish();
    expect(app.piper.addresses()).toContain('ada@example.com');
  });

  it('is approved by whoever the settings let approve the role, though they could not give it', async () => {
    const app = await startAsking();
    changeSettings(app, {
      asking: {
        ...askCarol,
        approvers: { ...askCarol.approvers, beyondOwnRole: [roles.admin.id] },
      },
    });
    const { message } = await ask(app, 'ada@example.com as Viewer');
    const modal = await decideInModal(app, message, 'change_request', carol.id);
    const { view } = await app.submit(
      modal,
      { request_role: option(roles.admin.id, 'Admin') },
      { userId: carol.id },
    );
    expect(wordsIn(view)).toContain('Approved. Piper is asked now.');
    await app.finish();
    expect(app.journal.of('POST members')).toMatchObject([{ role_id: roles.admin.id }]);
  });

  it('is denied with words that whoever asked reads, and asks again a day later', async () => {
    const app = await startAsking();
    const { message } = await ask(app);
    const modal = await decideInModal(app, message, 'deny_request', carol.id);
    await app.submit(modal, { words: 'Not this year' }, { userId: carol.id });
    await vi.waitFor(() => expect(posted(app, bob.id)).toHaveLength(2));
    expect(posted(app, bob.id).at(-1)?.text).toBe(
      '<@U0CAROL> denied your request to invite *ada@example.com* to *Acme Robotics* as *Editor*. Nothing was sent.\n> Not this year',
    );
    const preview = await app.open('ada@example.com as Editor', bob.id);
    const again = await app.submit(preview, why, { userId: bob.id });
    expect(wordsIn(again)).toContain('was denied within the last 24 hours');
    app.clock.now += 25 * 3_600_000;
    await ask(app);
    expect(app.piper.added).toBe(0);
  });

  it('gets another role, without some of them, as whoever approves has changed it', async () => {
    const app = await startAsking();
    const { message } = await ask(app, `${crowd(3)} as Admin`);
    const modal = await decideInModal(app, message, 'change_request', carol.id);
    expect(JSON.stringify(modal)).not.toContain('"Admin"');
    const sent = await app.submit(
      modal,
      { request_role: option(roles.viewer.id), leave_out: [option('1')], words: 'Viewer will do' },
      { userId: carol.id },
    );
    expect(wordsIn(sent.view)).toContain('Approved. Piper is asked now.');
    await vi.waitFor(() => expect(posted(app, bob.id)).toHaveLength(2));
    expect(posted(app, bob.id).at(-1)?.text).toContain(
      'to invite *2 people* to *Acme Robotics* as *Viewer* instead of *Admin*, as changed by <@U0CAROL>.\nLeft out: *p1@example.com*.\n> Viewer will do',
    );
    await app.finish();
    expect(app.journal.of('POST members').map(({ email, role_id }) => [email, role_id])).toEqual([
      ['p0@example.com', roles.viewer.id],
      ['p2@example.com', roles.viewer.id],
    ]);
  });

  it('cancels, and is not told of it again', async () => {
    const app = await startAsking();
    await ask(app);
    await vi.waitFor(() => expect(posted(app, bob.id)).toHaveLength(1));
    const [own] = posted(app, bob.id);
    expect(await decide(app, own as Posted, 'cancel_request', users.nora.id)).toContain(
      'can decide this',
    );
    expect(await decide(app, own as Posted, 'cancel_request', bob.id)).toBe(
      'Cancelled. Nothing was sent.',
    );
    await vi.waitFor(() => expect(app.journal.of('chat.update')).not.toEqual([]));
    expect(app.journal.of('chat.update').at(-1)?.text).toContain('Cancelled by <@U0BOB>');
    expect(posted(app, bob.id)).toHaveLength(1);
  });

  it('asks once for an address, whoever else asks', async () => {
    const app = await startAsking();
    await ask(app);
    const preview = await app.open('Ada@Example.com as Viewer', users.nora.id);
    const again = await app.submit(preview, why, { userId: users.nora.id });
    expect(wordsIn(again)).toMatch(
      /<@U0BOB> asked for \*ada@example.com\* .*; it waits until .*Nothing was asked again\./,
    );
    expect(app.query('select id from requests')).toHaveLength(1);
  });

  it('has nothing sent that a rule denies by then', async () => {
    const app = await startAsking();
    const { message } = await ask(app);
    const { id: denied } = bob;
    changeSettings(app, {
      rules: [
        {
          id: 'r1',
          name: 'Not Bob',
          who: { kind: 'chosen', userIds: [denied], userGroupIds: [] },
          roles: 'all',
          domains: 'all',
          fate: 'deny',
        },
      ],
    });
    expect(await decide(app, message, 'approve_request', carol.id)).toBe(
      "The rules don't allow this any more, so it ended. Nothing changed.",
    );
    await vi.waitFor(() => expect(posted(app, bob.id)).toHaveLength(2));
    expect(app.piper.added).toBe(0);
    expect(app.query('select state, why from requests')).toEqual([
      { state: 'void', why: 'not_allowed_any_more' },
    ]);
  });

  it('has those left out who are members by then', async () => {
    const app = await startAsking();
    const { message } = await ask(app, `${crowd(12)} as Viewer`);
    expect(message.text).toContain('• and 2 more');
    app.piper.join('p3@example.com', roles.viewer);
    await decide(app, message, 'approve_request', carol.id);
    await app.finish();
    expect(app.piper.added).toBe(11);
  });

  it('waits for two people where the role needs that', async () => {
    const app = await startAsking({ twoApprovals: [roles.viewer.id] });
    const { message } = await ask(app, 'ada@example.com as Viewer');
    expect(await decide(app, message, 'approve_request', carol.id)).toBe(
      'Your approval counts. One more person has to approve it.',
    );
    expect(await decide(app, message, 'approve_request', carol.id)).toBe(
      'You have approved this. One more person has to.',
    );
    expect(app.piper.added).toBe(0);
    expect(await decide(app, message, 'approve_request', alice.id)).toBe(
      'Approved. Piper is asked now.',
    );
    await app.finish();
    expect(app.piper.added).toBe(1);
  });

  it('is told where the workspace is disconnected meanwhile, and nothing is sent', async () => {
    const app = await startAsking();
    const { message } = await ask(app);
    await app.submit(await app.open('disconnect'), {});
    expect(await decide(app, message, 'approve_request', alice.id)).toContain(
      "isn't connected to Piper yet",
    );
    expect(app.query('select state, why from requests')).toEqual([
      { state: 'void', why: 'disconnected' },
    ]);
    await vi.waitFor(() => expect(posted(app, bob.id)).toHaveLength(2), { timeout: 15_000 });
    expect(posted(app, bob.id).at(-1)?.text).toBe(
      'Your request to invite *ada@example.com* to *Acme Robotics* as *Editor* has ended. Nothing was sent.\nThis workspace is no longer connected to *Acme Robotics*, so it ended.',
    );
    expect(app.piper.added).toBe(0);
  });

  it('sees before the form what it is for', async () => {
    const app = await startAsking();
    const asks = await app.open('', bob.id);
    expect([asks.title.text, asks.submit?.text]).toEqual(['Ask to invite', 'Continue']);
  });

  it('is asked directly where the channel no longer takes messages', async () => {
    const app = await startAsking();
    app.slack.on('chat.postMessage', ({ channel }) =>
      channel === approvers
        ? { ok: false, error: 'is_archived' }
        : { ok: true, ts: '9.9', channel },
    );
    const preview = await app.open('ada@example.com as Editor', bob.id);
    await app.submit(preview, why, { userId: bob.id });
    await vi.waitFor(() => expect(posted(app, carol.id)).toHaveLength(1));
    expect(posted(app, carol.id)[0]?.text).toContain('<@U0BOB> asks to invite');
  });

  it('lists what waits, for those whom it concerns', async () => {
    const app = await startAsking();
    await ask(app);
    const listed = async (userId: string) => {
      const before = app.said().privately.length;
      await app.command('requests', { user_id: userId });
      await vi.waitFor(() => expect(app.said().privately.length).toBeGreaterThan(before));
      return app.said().privately.at(-1);
    };
    expect(await listed(users.nora.id)).toBe('No request waits for a decision.');
    expect(await listed(bob.id)).toContain('One request waits for a decision:');
    expect(await listed(carol.id)).toContain('<@U0BOB>: *ada@example.com* as *Editor*');
  });
});
