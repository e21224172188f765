import { describe, expect, it } from 'vitest';
import { startAnHourAgo, startApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { joined, member, role, roles } from '../../helpers/piper.ts';
import { nobody, users } from '../../helpers/slack.ts';

type View = { blocks: Record<string, unknown>[]; submit?: unknown; title: { text: string } };
const lastView = (calls: Record<string, unknown>[]) => calls.at(-1)?.view as View;
const wordsOf = (view: View) => JSON.stringify(view.blocks);

describe('/piper-invite help', () => {
  it('answers privately with what it can do, who may invite and where to ask', async () => {
    const app = await startApp({ env: { PIPER_INVITE_ADMINS: 'U0BOB' } });
    app.forget();
    const answer = await app.command('help');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ response_type: 'ephemeral' });
    const { text } = answer.body as { text: string };
    expect(text).toContain('`/piper-invite ada@example.com as Editor` invites at once;');
    // Whoever runs the app has connected the workspace.
    expect(text).not.toContain('settings');
    expect(text).toContain('Questions about the app go to a workspace admin');
    await app.command('help');
    expect(app.journal.names()).toEqual(['slack users.info']);
  });

  it('is run by its buttons', async () => {
    const app = await startApp();
    await app.press({ action_id: 'suggestion_0', value: 'invite' });
    await eventually(() => expect(app.journal.of('views.open')).toHaveLength(1));
    expect(app.journal.of('response_url')).toEqual([{ delete_original: true }]);
  });

  it.each([
    ['role', 'Name one person and a role, such as `/piper-invite role ada@example.com Editor`.'],
    ['status alice', 'I can\'t tell whom you mean by "alice". Name one person'],
    ['remove ada@example.com', 'Piper has no way to remove somebody from here'],
  ])('is not needed after %j', async (typed, words) => {
    const app = await startApp();
    const { body } = await app.command(typed);
    expect(body).toMatchObject({ response_type: 'ephemeral' });
    const { text } = body as { text: string };
    expect(text).toContain(words);
    expect(text.split('\n')).toHaveLength(1);
  });

  it('comes with the words that were not understood', async () => {
    const app = await startApp();
    const answer = await app.command('please invite &lt;!channel&gt;');
    const { text } = answer.body as { text: string };
    expect(text).toContain(
      `I didn't understand "please invite &lt;!channel&gt;". Nobody was invited.`,
    );
    expect(app.piper.added).toBe(0);
  });
});

describe('/piper-invite without roles in memory', () => {
  it('opens a loading view before anything is asked of Piper, then fills the form in', async () => {
    const app = await startAnHourAgo();
    app.forget();
    await app.command('');
    await app.finish();

    const [first, ...rest] = app.journal.names();
    expect(first).toBe('slack views.open');
    expect(wordsOf(lastView(app.journal.of('views.open')))).toContain(
      'Reading the roles from Piper…',
    );
    expect(rest.slice().sort()).toEqual([
      'piper GET members',
      'piper GET organizations',
      'piper GET roles',
      'slack users.info',
      'slack views.update',
    ]);
    const form = lastView(app.journal.of('views.update'));
    expect(form.title.text).toBe('Invite to Piper');
    expect(wordsOf(form)).toContain('Inviting to *Acme Robotics*');
    expect(wordsOf(form)).toContain('May change things');
    expect(app.journal.of('views.update')[0]).toMatchObject({ view_id: 'V0FORM', hash: 'h1' });
  });

  it('waits for views.open even when Slack is slow, and only then asks Piper', async () => {
    const app = await startAnHourAgo();
    app.forget();
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    app.slack.on('views.open', async () => {
      await opened;
      return { ok: true, view: { id: 'V0FORM', hash: 'h1' } };
    });
    const answer = await app.command('');
    expect(answer.status).toBe(200);
    await eventually(() => expect(app.journal.names()).toEqual(['slack views.open']));
    open();
    await app.finish();
    expect(app.journal.names()).toContain('slack views.update');
  });

  it('says in the modal that Piper refuses the token, with a reference that is in the log', async () => {
    const app = await startAnHourAgo();
    app.piper.onGet = () => [401, { detail: 'Invalid token' }];
    await app.command('');
    await app.finish();
    const words = wordsOf(lastView(app.journal.of('views.update')));
    expect(words).toContain("Piper no longer lets this workspace's platform token invite people");
    const reference = /ref (\w{6})/.exec(words)?.[1];
    expect(app.logged(`"ref":"${reference}"`)).not.toEqual([]);
  });

  it('minds nobody that the modal was closed meanwhile', async () => {
    const app = await startAnHourAgo();
    app.slack.fail('views.update', 'not_found');
    await app.command('');
    await app.finish();
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });
  });
});

describe('/piper-invite with roles in memory', () => {
  it('opens the form at once, with the people that were named', async () => {
    const app = await startApp();
    // The first command looks up the profile, which is then cached.
    await app.command('<@U0BOB|bob>');
    await eventually(() => expect(app.journal.of('views.update')).toHaveLength(1));
    app.forget();
    await app.command(
      'Ada &lt;<mailto:ada@example.com|ada@example.com>&gt;; <@U0BOB|bob>, Bo@x.io',
    );
    await app.finish();

    expect(app.journal.names()).toEqual(['slack views.open']);
    const form = lastView(app.journal.of('views.open'));
    const block = (id: string) => form.blocks.find((each) => each.block_id === id)?.element;
    expect(block('people')).toMatchObject({ initial_users: ['U0BOB'] });
    expect(block('addresses')).toMatchObject({ initial_value: 'ada@example.com\nBo@x.io' });
    expect(block('channel')).toMatchObject({ initial_conversation: 'C0GENERAL' });
  });

  it('tells somebody who may not invite why, in the modal', async () => {
    const app = await startApp();
    await app.command('', { user_id: users.bob.id });
    await app.finish();
    const view = lastView(app.journal.of('views.update'));
    expect(wordsOf(view)).toContain('Only workspace admins and owners can invite');
    expect(view.submit).toBeUndefined();
  });

  it('tells privately when Slack did not take the form', async () => {
    const app = await startApp();
    app.slack.fail('views.open', 'expired_trigger_id');
    await app.command('');
    await app.finish();
    expect(app.said().privately).toEqual([
      expect.stringMatching(
        /^Slack couldn't show the form, so nothing was done\. Try again\.\nref \w{6}$/,
      ),
    ]);
  });

  it('says how many people are too many', async () => {
    const app = await startApp();
    const crowd = Array.from({ length: 501 }, (_, at) => `p${at}@example.com`).join(',');
    const answer = await app.command(crowd);
    expect((answer.body as { text: string }).text).toBe(
      "That's 501 people. You can send up to 500 invites at once.",
    );
  });

  it('says so where the form has no room for all of them', async () => {
    const app = await startApp();
    const crowd = Array.from({ length: 300 }, (_, at) => `p${at}@example.com`).join(' ');
    const answer = await app.command(crowd);
    expect((answer.body as { text: string }).text).toBe(
      'That\'s more than the form can hold. Nobody was invited. End `/piper-invite …` with a role, such as "as Editor", to send them from there, or send them in parts.',
    );
  });
});

describe('/piper-invite … as a role', () => {
  it('invites at once and confirms with the role and the status that Piper returned', async () => {
    const app = await startApp();
    app.piper.onAdd = (keep) => {
      const added = keep();
      added.role = { id: 'role-x', name: 'Chief Editor', is_system: false };
      return [201, added];
    };
    const answer = await app.command('ada@example.com as eDITOR');
    expect(answer).toEqual({ status: 200, body: '' });
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([
      { email: 'ada@example.com', role_id: roles.editor.id },
    ]);
    expect(app.said()).toEqual({
      inChannel: [
        '<@U0ALICE> invited *ada@example.com* to *Acme Robotics* as *Chief Editor*.\n' +
          'Pending since <!date^1795516320^{date_short_pretty} at {time}|2026-11-24 10:32 UTC>',
      ],
      privately: [],
      directly: [],
    });
    expect(app.journal.of('views.open')).toEqual([]);
  });

  it('answers an unknown role with the list of roles', async () => {
    const app = await startApp();
    await app.command('ada@example.com as Boss');
    await app.finish();
    expect(app.said().privately).toEqual([
      'There is no role "Boss". Choose from Admin, Editor or Viewer.\nNobody was invited.',
    ]);
    expect(app.piper.added).toBe(0);
  });

  it('answers an ambiguous role with the roles that it could be', async () => {
    const app = await startAnHourAgo();
    app.piper.roles.push(role('EDITOR'));
    await app.command('ada@example.com as editor');
    await app.finish();
    expect(app.said().privately).toEqual([
      '"editor" could be Editor or EDITOR. Type it exactly.\nNobody was invited.',
    ]);
    expect(app.piper.added).toBe(0);
  });

  it('tells somebody who may not invite, and invites nobody', async () => {
    const app = await startApp();
    await app.command('ada@example.com as Editor', { user_id: users.bob.id });
    await app.finish();
    expect(app.said().privately).toEqual([
      'Only workspace admins and owners can invite to Piper from this workspace. Ask one of them.',
    ]);
    expect(app.piper.added).toBe(0);
  });

  it.each([
    [users.gina.id, "Guests can't invite to Piper. Ask a full member of this workspace who may."],
    [users.robot.id, "This account can't invite to Piper."],
    [users.victor.id, "This account can't invite to Piper."],
    [
      users.stranger.id,
      "People from other workspaces can't invite to Piper from here. Ask somebody in this workspace.",
    ],
  ])('never lets %s invite, even when they were chosen', async (userId, words) => {
    const app = await startApp({ env: { PIPER_INVITE_ADMINS: userId } });
    await app.command('ada@example.com as Editor', { user_id: userId });
    await app.finish();
    expect(app.said().privately).toEqual([words]);
    expect(app.piper.added).toBe(0);
  });

  it('lets an ordinary member invite who was chosen', async () => {
    const app = await startApp({ env: { PIPER_INVITE_ADMINS: users.bob.id } });
    await app.command('ada@example.com as Editor', { user_id: users.bob.id });
    await app.finish();
    expect(app.said().inChannel).toHaveLength(1);
  });

  it('lets nobody invite while Slack cannot tell who they are', async () => {
    const app = await startApp();
    app.slack.fail('users.info', 'internal_error');
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said().privately).toEqual([
      "Slack can't tell me who you are right now, so nobody was invited. Try again.",
    ]);
    expect(app.piper.added).toBe(0);
  });

  it('says everything that is wrong with the people at once, in the form', async () => {
    const app = await startApp();
    const form = await app.open(`<@U0NORA>, <@U0ROBOT>, <@U0VICTOR>, <@${nobody}> as Editor`);
    const [, problems] = form.blocks as { text: { text: string } }[];
    expect(problems?.text.text).toBe(
      [
        "<@U0ROBOT> is a bot and can't be invited.",
        "<@U0VICTOR> is deactivated in Slack and can't be invited.",
        '<@U0NORA> has no e-mail address in Slack; type it among the addresses.',
        `Slack doesn't know <@${nobody}> any more.`,
        'Nobody has been invited yet.',
      ].join('\n'),
    );
    expect(app.piper.added).toBe(0);
  });
});

describe('somebody who is a member already', () => {
  it('is left alone, and the inviter alone is told their present role', async () => {
    const app = await startAnHourAgo();
    app.piper.members.push(member('Ada@Example.com', roles.viewer, joined));
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.piper.added).toBe(0);
    expect(app.said()).toEqual({
      inChannel: [],
      privately: [
        '*ada@example.com* is already a member of *Acme Robotics* (Viewer). Nothing was sent.',
      ],
      directly: [],
    });
  });

  it('is told to be invited already while the invite is pending', async () => {
    const app = await startApp();
    await app.command('ada@example.com as Editor');
    await eventually(() => expect(app.said().inChannel).toHaveLength(1));
    await app.command('ADA@example.com as Viewer');
    await app.finish();
    expect(app.piper.added).toBe(1);
    expect(app.said().privately).toEqual([
      expect.stringMatching(
        /^\*ADA@example\.com\* is already invited to \*Acme Robotics\* \(Editor\), pending since .*\. Nothing was sent\.$/,
      ),
    ]);
  });

  it('is found even when Piper was asked for its members before they came', async () => {
    const app = await startApp();
    app.piper.members.push(member('ada@example.com', roles.viewer, joined));
    app.piper.onAdd = () => [409, { detail: 'User is already a member' }];
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said().privately).toEqual([
      '*ada@example.com* is already a member of *Acme Robotics* (Viewer). Nothing was sent.',
    ]);
  });

  it('is not called a member any more once they were removed', async () => {
    const app = await startApp();
    await app.command('ada@example.com as Editor');
    await eventually(() => expect(app.said().inChannel).toHaveLength(1));
    app.piper.members.pop();
    app.clock.now += 1;
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.piper.added).toBe(2);
    expect(app.said().inChannel).toHaveLength(2);
  });
});
