import { describe, expect, it } from 'vitest';
import { startApp, startUnconnected, type TestApp } from '../../helpers/app.ts';
import { organizationId, role, roles, tokenInPiper } from '../../helpers/piper.ts';
import { acme, users } from '../../helpers/slack.ts';
import { option, wordsIn } from '../../helpers/views.ts';

async function status(app: TestApp, userId: string = users.alice.id): Promise<string[]> {
  app.forget();
  await app.command('status', { user_id: userId });
  await app.finish();
  expect(app.said()).toMatchObject({ inChannel: [], directly: [] });
  expect(app.said().privately).toHaveLength(1);
  return app.said().privately[0]?.split('\n') ?? [];
}
const buttons = (app: TestApp) =>
  wordsIn(app.journal.of('response_url')).match(/open_\w+|ask_renewal/g) ?? [];

describe('/piper-invite status', () => {
  it('tells an admin everything, with what they can change', async () => {
    const app = await startUnconnected();
    app.piper.tokens = [tokenInPiper('pat_tes...ken', '2027-01-02T03:04:05Z')];
    await app.connect({
      who: option('chosen'),
      users: [users.bob.id],
      user_groups: [option('S0LEADS', 'Leads')],
      roles: [
        option(roles.editor.id, roles.editor.name),
        option(roles.viewer.id, roles.viewer.name),
      ],
      default_role: option(roles.viewer.id, roles.viewer.name),
      domains: 'acme.example',
      settings_channel: 'C0TEAM',
    });
    expect(await status(app)).toEqual([
      'This workspace is connected to *Acme Robotics*.',
      expect.stringMatching(
        /^Connected by <@U0ALICE> <!date\^\d+\^.*>\. Platform token `pat_tes\.\.\.ken`: expires <!date\^1798859045\^\{date_long\}\|2027-01-02>\.$/,
      ),
      'Workspace admins, owners, <@U0BOB> and <!subteam^S0LEADS> can invite. Only addresses of acme.example can be invited. Confirmations go to <#C0TEAM>.',
      'Roles that can be given: *Editor* and *Viewer*. The default role is *Viewer*.',
      'You can invite and change the connection.',
      'You connected this workspace, so you may give what its platform token may: *Editor* and *Viewer*.',
    ]);
    expect(buttons(app)).toEqual(['open_connect', 'open_settings', 'open_disconnect']);
  });

  it.each([
    [
      'one who may invite',
      users.bob.id,
      [
        'You can invite.',
        'You are *Editor* in *Acme Robotics*: you may give *Editor* and *Viewer* at once.',
      ],
    ],
    ['one who may not', users.carol.id, ["You can't invite."]],
  ])('tells a member the same without buttons: %s', async (_, userId, words) => {
    const app = await startUnconnected();
    await app.connect({ who: option('chosen'), users: [users.bob.id] });
    app.piper.join('bob@acme.example');
    expect((await status(app, userId)).slice(4)).toEqual(words);
    expect(buttons(app)).toEqual([]);
  });

  it.each([
    [users.gina.id, "Guests can't invite to Piper. Ask a full member of this workspace who may."],
    [
      users.stranger.id,
      "People from other workspaces can't invite to Piper from here. Ask somebody in this workspace.",
    ],
  ])('tells nothing to outsiders: %s', async (userId, words) => {
    const app = await startUnconnected();
    await app.connect();
    expect(await status(app, userId)).toEqual([words]);
  });

  it("says that Piper doesn't tell when the token expires, and that roles cannot be read", async () => {
    const app = await startUnconnected();
    await app.connect();
    app.clock.now += 61_000;
    app.piper.onGet = () => [503, 'down'];
    const lines = await status(app);
    expect(lines[1]).toContain("Piper doesn't say when it expires.");
    expect(lines[3]).toBe(
      "The roles can't be read. Piper isn't answering. Try again in a few minutes.",
    );
  });

  it('shows the name that the organization has now', async () => {
    const app = await startUnconnected();
    await app.connect();
    app.piper.organizations = [{ id: organizationId, name: 'Acme & <Sons>' }];
    app.clock.now += 600_001;
    expect((await status(app))[0]).toBe(
      'This workspace is connected to *Acme &amp; &lt;Sons&gt;*.',
    );
  });

  it('names the first of many roles, and counts the others', async () => {
    const app = await startUnconnected();
    await app.connect();
    app.clock.now += 61_000;
    app.piper.roles = Array.from({ length: 500 }, (_, at) => role(`Role ${at}`));
    expect((await status(app))[3]).toMatch(/, \*Role 19\* and 480 more\.$/);
  });

  it('is refused where Slack cannot tell who asks', async () => {
    const app = await startUnconnected();
    await app.connect();
    app.clock.now += 61_000;
    app.slack.fail('users.info', 'internal_error');
    expect(await status(app)).toEqual([
      "Slack can't tell me who you are right now, so nobody was invited. Try again.",
    ]);
  });
});

describe('the status of a token that Piper refuses', () => {
  async function refused() {
    const app = await startUnconnected();
    await app.connect();
    app.piper.accepted = [];
    app.clock.now += 61_000;
    await app.invite('ada@example.com as Editor');
    return app;
  }

  it('says so, and offers who may a new one first', async () => {
    const app = await refused();
    const lines = await status(app);
    expect(lines[0]).toBe(
      "Piper no longer lets this workspace's platform token invite people to *Acme Robotics*.",
    );
    expect(lines.at(-1)).toBe(
      'You connected this workspace and can renew its token with one that may read and add members.',
    );
    expect(buttons(app)).toEqual(['open_connect', 'open_settings', 'open_disconnect']);
  });

  it('tells a member who can renew it', async () => {
    const app = await refused();
    expect((await status(app, users.bob.id)).at(-1)).toBe(
      '<@U0ALICE> connected the workspace and can renew it; so can a workspace admin.',
    );
    expect(buttons(app)).toEqual(['ask_renewal']);
  });

  it('is good again as soon as Piper takes it', async () => {
    const app = await refused();
    app.piper.accepted = undefined;
    expect((await status(app))[0]).toBe('This workspace is connected to *Acme Robotics*.');
  });
});

describe('the status of a connection for a whole Enterprise organization', () => {
  it('says so, and offers an admin of one workspace nothing to change', async () => {
    const app = await startUnconnected({
      home: { ...acme, enterpriseId: 'E0ACME', isOrgWide: true },
    });
    app.slack.on('users.info', ({ user }) => ({
      ok: true,
      user:
        user === users.alice.id
          ? { ...users.alice, enterprise_user: { enterprise_id: 'E0ACME', is_owner: true } }
          : { ...users.bob, is_admin: true },
    }));
    await app.connect({ enterprise: [option('yes')] });
    app.forget();
    await app.command('status');
    await app.command('status', { user_id: users.bob.id });
    await app.finish();
    const [owner, admin] = app.journal.of('response_url');
    expect(owner?.text).toContain('This holds for every workspace of your Slack organization');
    expect(wordsIn(owner)).toContain('open_disconnect');
    expect(String(admin?.text).split('\n').at(-2)).toBe('You can invite.');
    expect(String(admin?.text)).toContain("Your Slack address isn't in Acme Robotics");
    expect(wordsIn(admin)).not.toContain('open_');
  });
});

describe('the status of a connection by the settings of the process', () => {
  it('says who can change it', async () => {
    const app = await startApp();
    await app.command('status');
    await app.finish();
    const text = app.said().privately[0] ?? '';
    expect(text).toContain('This workspace is connected to *Acme Robotics*.');
    expect(text).toContain('Connected by whoever runs piper-invite.');
    expect(text).toContain('You can invite.');
    expect(text).not.toMatch(/undefined|<@>|pat_|1970/);
    expect(wordsIn(app.journal.of('response_url'))).not.toContain('open_');
  });
});
