import { describe, expect, it } from 'vitest';
import { slack as limits } from '../../../src/limits.ts';
import { startAnHourAgo, startApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { holdTimers } from '../../helpers/held.ts';
import { organizations } from '../../helpers/organizations.ts';
import { member, roles } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { pushedView } from '../../helpers/views.ts';

const errorsOf = (answer: { body: unknown }) =>
  (answer.body as { response_action: string; errors: Record<string, string> }).errors;

describe('sending the form', () => {
  it('with several people shows them first, then invites everybody and confirms with a line each', async () => {
    const app = await startApp();
    app.forget();
    const answer = await app.submitAndSend({
      people: [users.bob.id, users.carol.id],
      addresses: 'Ada@Example.com; bob@acme.example',
      channel: 'C0TEAM',
      note: ' Welcome *aboard* <!channel>\nSee you & yours ',
    });
    expect(answer).toEqual({ status: 200, body: { response_action: 'clear' } });
    await app.finish();

    expect(
      app.journal
        .of('POST members')
        .map(({ email }) => email)
        .sort(),
    ).toEqual(['Ada@Example.com', 'bob@acme.example', 'carol@acme.example']);
    const [posted] = app.journal.of('chat.postMessage');
    expect(posted).toMatchObject({ channel: 'C0TEAM' });
    expect(String(posted?.text).split('\n')).toEqual([
      '<@U0ALICE> invited 3 people to *Acme Robotics* as *Editor*.',
      '• bob: pending',
      '• carol: pending',
      '• Ada@Example.com: pending',
      '> Welcome *aboard* &lt;!channel&gt;',
      '> See you &amp; yours',
      expect.stringMatching(/^Confirmed by Piper <!date\^\d+\^/),
    ]);
    expect(app.said()).toMatchObject({ privately: [], directly: [] });
  });

  it('is one look and one call to Piper and one to Slack, in this order, when everything is remembered', async () => {
    const app = await startApp();
    await app.command('<@U0BOB>');
    await eventually(() => expect(app.journal.of('views.update')).toHaveLength(1));
    await app.submitInvite({ people: [users.bob.id] }, { viewId: 'V0WARM' });
    await eventually(() => expect(app.said().inChannel).toHaveLength(1));
    app.forget();
    await app.submitInvite({ addresses: 'ada@example.com' }, { viewId: 'V0NEXT' });
    await app.finish();
    expect(app.journal.names()).toEqual([
      'piper GET members',
      'piper POST members',
      'slack chat.postMessage',
    ]);
  });

  it('confirms to the inviter alone who wants that, and changes the message when somebody has joined', async () => {
    const app = await startApp();
    await app.submitInvite({ addresses: 'ada@example.com', isOnlyMe: true });
    await app.finish();
    expect(app.said()).toMatchObject({
      inChannel: [],
      privately: [
        'Invited *ada@example.com* as *Editor*. The confirmation is in our direct messages.',
      ],
    });
    expect(app.said().directly).toEqual([
      expect.stringMatching(/^<@U0ALICE> invited \*ada@example\.com\* to \*Acme Robotics\*/),
    ]);
  });

  it('answers Slack before Piper has answered', async () => {
    const app = await startApp();
    let answerNow = () => {};
    const hold = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    app.piper.beforeAdd = () => hold;
    const answer = await app.submitInvite({ addresses: 'ada@example.com' });
    expect(answer.body).toEqual({ response_action: 'clear' });
    expect(app.said().inChannel).toEqual([]);
    answerNow();
    await app.finish();
    expect(app.said().inChannel).toHaveLength(1);
  });

  it('counts somebody who was chosen and typed once, and pings nobody', async () => {
    const app = await startApp();
    await app.submitInvite({ people: [users.bob.id], addresses: 'BOB@acme.example' });
    await app.finish();
    expect(app.piper.added).toBe(1);
    expect(app.said().inChannel[0]).toMatch(/^<@U0ALICE> invited \*bob\* to \*Acme Robotics\*/);
  });

  it('names those who turn out to be members to whoever asked alone', async () => {
    const app = await startAnHourAgo();
    const active = { status: 'active', is_active: true };
    app.piper.members.push(member('bob@acme.example', roles.viewer, active));
    app.piper.onGet = (name) => (name === 'members' ? [503, 'down'] : undefined);
    const answer = await app.submitInvite({ people: [users.bob.id], addresses: 'ada@example.com' });
    app.piper.onGet = undefined;
    await app.sendPreview(pushedView(answer.body));
    await app.finish();
    expect(app.said().directly).toEqual([]);
    expect(app.said().privately).toContain(
      '<@U0BOB> is already a member of *Acme Robotics* (Viewer). Nothing was sent.',
    );
    expect(app.said().inChannel).toHaveLength(1);
    expect(app.said().inChannel[0]).toMatch(/^<@U0ALICE> invited \*ada@example\.com\* to .*$/m);
    expect(app.said().inChannel[0]).not.toContain('U0BOB');
  });

  it('tells the channel who was invited, and the inviter alone who was not', async () => {
    const app = await startApp();
    app.piper.onAdd = (keep, _tries, { email }) =>
      email.startsWith('ada')
        ? [
            422,
            { detail: [{ loc: ['body', 'email'], msg: 'not deliverable', type: 'value_error' }] },
          ]
        : [200, keep()];
    await app.submitAndSend({ addresses: 'ada@example.com grace@example.com' });
    await app.finish();
    expect(app.said().inChannel).toHaveLength(1);
    expect(app.said().inChannel[0]).not.toContain('ada@example.com');
    expect(app.said().privately).toEqual([
      expect.stringMatching(
        /^\*ada@example\.com\* wasn't invited to \*Acme Robotics\*\. Piper doesn't accept the address\. Check the spelling and send it again\. Piper's words: "email: not deliverable"\nref \w{6}$/,
      ),
    ]);
  });

  it.each([
    ['pending', { status: 'PENDING', is_active: true, invited_at: null }, 'Pending · '],
    ['joined', { status: 'active', is_active: true }, 'Joined · '],
    ['a word that Piper never documented', { status: 'on <hold>' }, 'Status "on &lt;hold&gt;" · '],
  ])('shows the invite status as it was returned: %s', async (_, user, words) => {
    const app = await startApp();
    app.piper.onAdd = (keep) => {
      const added = keep();
      return [200, { ...added, user: { ...(added.user as object), ...user } }];
    };
    await app.submitInvite({ addresses: 'ada@example.com' });
    await app.finish();
    expect(app.said().inChannel[0]?.split('\n')[1]).toContain(words);
  });

  it('says so where Piper returned neither role nor status', async () => {
    const app = await startApp();
    app.piper.onAdd = (keep) => [200, { ...keep(), role: null, role_id: 'unheard-of', user: null }];
    await app.submitInvite({ addresses: 'ada@example.com' });
    await app.finish();
    const [text] = app.said().inChannel;
    expect(text).toContain(
      '*ada@example.com* to *Acme Robotics* as a role that Piper did not name.',
    );
    expect(text).toContain('Piper gave no invite status');
  });
});

describe('a form with something wrong in it', () => {
  it('says under each field what is wrong, and invites nobody', async () => {
    const app = await startApp();
    const answer = await app.submitInvite({
      people: [users.robot.id, users.victor.id, users.nora.id],
      addresses: 'ada@, grace@example.com bob',
    });
    expect(answer.body).toMatchObject({ response_action: 'errors' });
    expect(errorsOf(answer)).toEqual({
      people:
        "@robot is a bot and can't be invited. @victor is deactivated in Slack and can't be invited. @nora has no e-mail address in Slack; type it among the addresses.",
      addresses: '"ada@" and "bob" aren\'t e-mail addresses.',
    });
    await app.finish();
    expect(app.piper.added).toBe(0);
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });
  });

  it('asks for somebody when there is nobody', async () => {
    const app = await startApp();
    expect(errorsOf(await app.submitInvite({}))).toEqual({
      people: 'Choose somebody here, or type an address below.',
    });
  });

  it('says how many are allowed when there are too many', async () => {
    const app = await startApp();
    const addresses = Array.from({ length: 501 }, (_, at) => `${at}@a.io`).join('\n');
    expect(errorsOf(await app.submitInvite({ addresses }))).toEqual({
      people: "That's 501 people. You can send up to 500 invites at once.",
    });
  });

  it('says that a role is gone', async () => {
    const app = await startAnHourAgo();
    app.piper.roles.splice(1, 1);
    const answer = await app.submitInvite({ addresses: 'ada@example.com', role: roles.editor });
    expect(errorsOf(answer)).toEqual({
      role: 'Piper no longer has the role Editor. Close the form and open it again to see the roles that it has now.',
    });
    expect(app.piper.added).toBe(0);
  });

  it('is not held up by a Piper that does not tell its roles: it is sent once Piper tells them', async () => {
    const app = await startAnHourAgo();
    let looks = 0;
    app.piper.onGet = (name) => {
      if (name !== 'roles') return undefined;
      looks += 1;
      return looks < 12 ? [503, 'down'] : undefined;
    };
    const answer = await app.submitInvite({ addresses: 'ada@example.com' });
    expect(answer.body).toEqual({ response_action: 'clear' });
    await app.finish();
    expect(looks).toBeGreaterThan(11);
    expect(app.said().inChannel).toHaveLength(1);
  });

  it('loses nothing when Slack is too slow to say who people are', async () => {
    const app = await startApp();
    const timers = holdTimers();
    const asked = Promise.withResolvers<void>();
    app.slack.on('users.info', () => {
      asked.resolve();
      return new Promise(() => {});
    });
    const answer = app.submitInvite({ people: [users.bob.id] });
    await asked.promise;
    await timers.letPass(limits.lookupBeforeAnswer);
    expect(errorsOf(await answer)).toEqual({
      people: 'Slack is slow right now. Nobody was invited and nothing is lost: send it again.',
    });
    expect(app.piper.added).toBe(0);
  });

  it('says that Slack cannot tell addresses, when it cannot', async () => {
    const app = await startApp();
    app.slack.on('users.info', ({ user }) =>
      user === users.alice.id
        ? { ok: true, user: users.alice }
        : { ok: false, error: 'fatal_error' },
    );
    expect(errorsOf(await app.submitInvite({ people: [users.bob.id] }))).toEqual({
      people:
        "Slack can't tell me these people's addresses right now. Nobody was invited; send it again.",
    });
  });
});

describe('a form that is sent by somebody who may not invite (any more)', () => {
  it('is answered with the reason, and invites nobody', async () => {
    const app = await startApp();
    const answer = await app.submitInvite(
      { addresses: 'ada@example.com' },
      { userId: users.bob.id },
    );
    expect(answer.body).toMatchObject({ response_action: 'update' });
    expect(JSON.stringify(answer.body)).toContain('Only workspace admins and owners can invite');
    await app.finish();
    expect(app.piper.added).toBe(0);
  });
});

describe('a form that was opened for another organization', () => {
  it('is answered with where the workspace is connected now, and invites nobody', async () => {
    const app = await startApp();
    const { body } = await app.submitInvite(
      { addresses: 'ada@example.com' },
      { organizationId: organizations.globex.id },
    );
    expect(JSON.stringify(body)).toContain(
      'Nobody was invited: this workspace has been connected to *Acme Robotics* since the form was opened.',
    );
    await app.finish();
    expect(app.piper.added).toBe(0);
  });
});

describe('a form that Slack delivers more than once', () => {
  it('invites once, tells once, and shows no error', async () => {
    const app = await startApp();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => app.submitInvite({ addresses: 'ada@example.com' })),
    );
    await app.finish();
    for (const answer of answers) {
      expect(answer).toEqual({ status: 200, body: { response_action: 'clear' } });
    }
    expect(app.piper.added).toBe(1);
    expect(app.said().inChannel).toHaveLength(1);
    expect(app.said().privately).toEqual([]);
  });

  it('is taken again after it was refused', async () => {
    const app = await startApp();
    await app.submitInvite({ addresses: 'ada@' });
    await app.submitInvite({ addresses: 'ada@example.com' });
    await app.finish();
    expect(app.piper.added).toBe(1);
  });
});

describe('the same person in two forms at once', () => {
  it('is invited once, and both inviters are told the truth', async () => {
    const app = await startApp({ env: { PIPER_INVITE_ADMINS: users.bob.id } });
    await Promise.all([
      app.submitInvite({ addresses: 'ada@example.com' }, { viewId: 'V1' }),
      app.submitInvite({ addresses: 'ADA@example.com' }, { viewId: 'V2', userId: users.bob.id }),
    ]);
    await app.finish();
    expect(app.piper.added).toBe(1);
    expect(app.said().inChannel).toHaveLength(1);
    expect(app.said().privately).toEqual([
      expect.stringMatching(/^\*ada@example\.com\* is already invited/i),
    ]);
  });
});
