import { describe, expect, it } from 'vitest';
import { startApp, startUnconnected } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { hold } from '../../helpers/held.ts';
import { users } from '../../helpers/slack.ts';
import { fieldsIn, wordsIn } from '../../helpers/views.ts';

const mia = { ...users.bob, id: 'U0MIA', is_owner: true };
const rob = { ...users.bob, id: 'U0ROB', is_primary_owner: true };

describe('the form that connects a workspace', () => {
  it('opens before anything is asked of anybody', async () => {
    const app = await startUnconnected();
    const { held, release } = hold();
    app.slack.on('views.open', async () => {
      await held;
      return { ok: true, view: { id: 'V0FORM', hash: 'h1' } };
    });
    const answer = await app.command('connect');
    expect(answer).toEqual({ status: 200, body: '' });
    await eventually(() => expect(app.journal.names()).toEqual(['slack views.open']));
    release();
    const form = await app.updatedView(0);
    expect(fieldsIn(form)).toEqual(['token']);
    expect(app.journal.names()).toEqual([
      'slack views.open',
      'slack users.info',
      'slack views.update',
    ]);
    expect(wordsIn(app.journal.of('views.open')[0]?.view)).toContain('One moment…');
    expect(app.journal.of('views.update')[0]).toMatchObject({ view_id: 'V0FORM', hash: 'h1' });
  });

  it.each([
    ['an admin', users.alice],
    ['an owner', mia],
    ['the primary owner', rob],
    ['an invite admin', users.carol],
  ])('is shown to %s', async (_, user) => {
    const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
    app.slack.on('users.info', () => ({ ok: true, user }));
    expect(fieldsIn(await app.open('connect', user.id))).toEqual(['token']);
  });

  const mayNot = {
    member: `Only a workspace admin, owner or <@${users.carol.id}> can change how this workspace is connected to Piper. Ask one of them.`,
    guest: "Guests can't change how this workspace is connected to Piper.",
    external: "People from other workspaces can't change how this one is connected to Piper.",
    account: "This account can't change how this workspace is connected to Piper.",
  };
  it.each([
    ['a member', users.bob, mayNot.member],
    ['a guest, even an admin of sorts', { ...users.gina, is_admin: true }, mayNot.guest],
    ['somebody of another workspace', { ...users.stranger, is_admin: true }, mayNot.external],
    ['a bot', { ...users.robot, is_admin: true }, mayNot.account],
    ['somebody who was deactivated', { ...users.victor, is_admin: true }, mayNot.account],
  ])('is not shown to %s, who is told why, and who can', async (_, user, words) => {
    const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
    app.slack.on('users.info', () => ({ ok: true, user }));
    const view = await app.open('connect', user.id);
    expect(wordsIn(view)).toContain(words);
    expect(view.submit).toBeUndefined();
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });
  });

  it('is not shown while Slack cannot tell who somebody is', async () => {
    const app = await startUnconnected();
    app.slack.fail('users.info', 'internal_error');
    expect(wordsIn(await app.open('connect'))).toContain(
      "Slack can't tell me who you are right now, so nothing was changed. Try again.",
    );
  });

  it('says that a connection by the settings of the process cannot be changed', async () => {
    const app = await startApp();
    await app.command('connect');
    await app.finish();
    expect(wordsIn(app.journal.of('views.update')[0]?.view)).toContain(
      'The connection to Piper is set by whoever runs piper-invite',
    );
  });

  it('says that the new token takes the place of the one that there is', async () => {
    const app = await startUnconnected();
    await app.connect();
    expect(wordsIn(await app.open('connect'))).toContain('It replaces the one');
  });

  it('says in the modal, with a reference that is in the log, when it cannot be made', async () => {
    const app = await startUnconnected();
    app.query('drop table connections');
    const view = wordsIn(await app.open('connect'));
    expect(view).toContain('Something went wrong on our side');
    expect(view).toContain('Connect to Piper');
    const reference = /ref (\w{6})/.exec(view)?.[1];
    expect(app.logged(`"ref":"${reference}"`, 'no such table')).not.toEqual([]);
    await app.finish();
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });
  });

  it('is told to be too late, privately, when Slack did not take it in time', async () => {
    const app = await startUnconnected();
    app.slack.fail('views.open', 'expired_trigger_id');
    await app.command('connect');
    await app.finish();
    expect(app.said().privately).toEqual([
      expect.stringMatching(/^Slack couldn't show the form, so nothing was done\./),
    ]);
  });
});

describe('the button that connects a workspace', () => {
  it('opens the form', async () => {
    const app = await startUnconnected();
    expect(fieldsIn(await app.pressToOpen('open_connect'))).toEqual(['token']);
    expect(app.journal.of('views.open')).toHaveLength(1);
  });

  it('opens it on top of the modal that it is in', async () => {
    const app = await startUnconnected();
    expect(fieldsIn(await app.pressToOpen('open_connect', { isInModal: true }))).toEqual(['token']);
    expect(app.journal.of('views.push')).toHaveLength(1);
    expect(app.journal.of('views.update')[0]).toMatchObject({ view_id: 'V0PUSHED' });
  });

  it('asks who presses it', async () => {
    const app = await startUnconnected();
    const view = await app.pressToOpen('open_connect', { userId: users.bob.id });
    expect(wordsIn(view)).toContain('Only a workspace admin or owner can change');
  });
});

describe('a workspace that is not connected', () => {
  it.each(['', 'ada@example.com as Editor', 'status'])(
    'offers who may connect it a button, privately: /piper-invite %s',
    async (text) => {
      const app = await startUnconnected();
      await app.command(text);
      await app.finish();
      expect(app.said()).toEqual({
        inChannel: [],
        privately: [
          "This workspace isn't connected to Piper yet, so nobody can be invited from here.\nYou can connect it with a platform token of your organization.",
        ],
        directly: [],
      });
      expect(wordsIn(app.privateMessages()[0])).toContain('"action_id":"open_connect"');
    },
  );

  it('tells a member who can connect it', async () => {
    const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
    await app.command('', { user_id: users.bob.id });
    await app.finish();
    expect(app.said().privately).toEqual([
      "This workspace isn't connected to Piper yet, so nobody can be invited from here.\nA workspace admin, owner or <@U0CAROL> can connect it. Ask one of them.",
    ]);
    expect(wordsIn(app.privateMessages()[0])).not.toContain('open_connect');
  });

  it('says so in help', async () => {
    const app = await startUnconnected();
    const { body } = await app.command('help');
    expect((body as { text: string }).text).toContain(
      "This workspace isn't connected to Piper yet. A workspace admin can connect it with `/piper-invite connect`.",
    );
  });

  it.each(['settings', 'disconnect'])('has nothing to change: /piper-invite %s', async (text) => {
    const app = await startUnconnected();
    const view = wordsIn(await app.open(text));
    expect(view).toContain(
      "This workspace isn't connected to Piper, so there is nothing to change.",
    );
    expect(view).toContain('open_connect');
  });
});
