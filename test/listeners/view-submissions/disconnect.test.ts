import { describe, expect, it } from 'vitest';
import { startUnconnected } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { platformToken as token } from '../../helpers/organizations.ts';
import { organizationId } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { wordsIn } from '../../helpers/views.ts';

describe('disconnecting', () => {
  it('asks first, and says what it means', async () => {
    const app = await startUnconnected();
    await app.connect();
    const question = await app.open('disconnect');
    expect(question).toMatchObject({
      title: { text: 'Disconnect from Piper' },
      submit: { text: 'Disconnect' },
    });
    expect(wordsIn(question)).toContain(
      'nobody can invite to *Acme Robotics* from this workspace any more',
    );
    await app.finish();
    expect(app.query('select * from connections')).toHaveLength(1);
  });

  it('deletes the token, and those that wait, and says what is left to do', async () => {
    const app = await startUnconnected();
    await app.connect();
    const question = await app.open('disconnect');
    const settings = (await app.submit(await app.open('connect'), { token })).view;
    const { view } = await app.submit(question);
    expect(wordsIn(view)).toContain('This workspace is no longer connected to *Acme Robotics*.');
    expect(wordsIn(view)).toContain('revoke it in Piper');
    expect(app.query('select * from connections')).toEqual([]);
    expect(app.query('select * from pending_connections')).toEqual([]);
    if (!settings) throw new Error('no settings');
    expect(wordsIn((await app.submit(settings)).view)).toContain('Nothing was changed');
    await app.invite('ada@example.com as Editor');
    expect(app.said().privately).toEqual([expect.stringContaining("isn't connected to Piper yet")]);
    expect(app.piper.added).toBe(0);
  });

  it('says how many invites wait, before and after, and that they are not sent', async () => {
    const app = await startUnconnected();
    await app.connect();
    app.piper.onGet = (name) => (name === 'members' ? [503, 'down'] : undefined);
    await app.command('ada@example.com as Editor');
    await app.command('max@example.com as Editor');
    const waiting = "select * from invitations where state in ('waiting', 'sending')";
    await eventually(() => expect(app.query(waiting)).toHaveLength(2));
    const question = await app.open('disconnect');
    expect(wordsIn(question)).toContain('2 invites still wait to be sent.');
    expect(wordsIn((await app.submit(question)).view)).toContain(
      "2 invites that waited aren't sent.",
    );
  });

  it('is begun by the button, too', async () => {
    const app = await startUnconnected();
    await app.connect();
    expect((await app.pressToOpen('open_disconnect')).callback_id).toBe('disconnect');
  });

  it('is not for members, nor for who has lost the right', async () => {
    const app = await startUnconnected();
    await app.connect();
    const words = 'Only a workspace admin or owner can change';
    expect(wordsIn(await app.open('disconnect', users.bob.id))).toContain(words);
    const question = await app.open('disconnect');
    const byBob = await app.submit(question, {}, { userId: users.bob.id });
    expect(wordsIn(byBob.view)).toContain(words);
    app.slack.on('users.info', () => ({ ok: true, user: { ...users.alice, is_admin: false } }));
    app.clock.now += 61_000;
    expect(wordsIn((await app.submit(question)).view)).toContain(words);
    expect(app.query('select * from connections')).toHaveLength(1);
  });

  it('ends only the connection that was asked about', async () => {
    const app = await startUnconnected();
    await app.connect();
    const question = await app.open('disconnect');
    await app.connect();
    expect(wordsIn((await app.submit(question)).view)).toContain('Nothing was changed');
    expect(app.query('select * from connections')).toHaveLength(1);
  });

  it('says so when it is done already', async () => {
    const app = await startUnconnected();
    await app.connect();
    const question = await app.open('disconnect');
    await app.submit(question);
    expect(wordsIn((await app.submit(question)).view)).toContain('there is nothing to change');
    expect(app.record().map(({ action }) => action)).toEqual(['connect', 'disconnect']);
  });
});

describe('the record', () => {
  it('has who connected, changed and disconnected, when, from where and under which reference', async () => {
    const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
    const connectedAt = app.clock.now;
    await app.connect({ domains: 'acme.example', settings_channel: 'C0TEAM' });
    app.clock.now += 1_000;
    await app.submit(
      await app.open('settings', users.carol.id),
      { who: { value: 'chosen' }, users: [users.bob.id], domains: null },
      { userId: users.carol.id },
    );
    app.clock.now += 1_000;
    await app.submit(await app.open('disconnect'));
    const common = {
      workspace: 'T0ACME',
      subject: organizationId,
      surface: 'form',
      outcome: 'done',
    };
    const reference = expect.stringMatching(/^\w{6}$/);
    expect(app.record()).toEqual([
      {
        ...common,
        at: connectedAt,
        actor: users.alice.id,
        action: 'connect',
        details: {
          organization: 'Acme Robotics',
          token: 'pat_tes...ken',
          whoMayInvite: 'admins',
          channel: 'C0TEAM',
          domains: 'acme.example',
          remindAfterDays: '3',
          reference,
        },
      },
      {
        ...common,
        at: connectedAt + 1_000,
        actor: users.carol.id,
        action: 'settings',
        details: {
          whoMayInvite: users.bob.id,
          whoMayInviteBefore: 'admins',
          channel: 'C0TEAM',
          domains: '',
          domainsBefore: 'acme.example',
          remindAfterDays: '3',
          reference,
        },
      },
      {
        ...common,
        at: connectedAt + 2_000,
        actor: users.alice.id,
        action: 'disconnect',
        details: { organization: 'Acme Robotics', reference },
      },
    ]);
    expect(wordsIn(app.record())).not.toContain(token);
  });
});
