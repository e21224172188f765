import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { slack as limits } from '../../../src/limits.ts';
import { startInstallable, startUnconnected, type TestApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { hold, shortenTimeouts } from '../../helpers/held.ts';
import { organizations, platformToken as token } from '../../helpers/organizations.ts';
import type { Filled } from '../../helpers/payloads.ts';
import { organizationId, roles, tokenInPiper } from '../../helpers/piper.ts';
import { acme, umbrella, users } from '../../helpers/slack.ts';
import { elementIn, elementsOf, fieldsIn, option, wordsIn } from '../../helpers/views.ts';
import { uuidFor } from '../../sandbox/piper/ids.ts';

const editor = option(roles.editor.id, roles.editor.name);
const viewer = option(roles.viewer.id, roles.viewer.name);

/** Omits a field that was not shown. */
const tick = {
  type: 'input' as const,
  block_id: 'enterprise',
  label: { type: 'plain_text' as const, text: 'x' },
  element: { type: 'checkboxes' as const, action_id: 'enterprise', options: [] },
};

async function settingsForm(app: TestApp): Promise<ModalView> {
  const { view } = await app.submit(await app.open('connect'), { token });
  if (view?.callback_id !== 'settings') throw new Error(wordsIn(view));
  return view;
}
const stored = (app: TestApp): { [column: string]: unknown; settings: object }[] =>
  app
    .query('select * from connections')
    .map((row) => ({ ...row, settings: JSON.parse(String(row.settings)) }));

describe('the settings of a new connection', () => {
  it('connect the workspace; who did it is told what comes next, and nobody else', async () => {
    const app = await startUnconnected();
    const form = await settingsForm(app);
    app.forget();
    const { response_action, view } = await app.submit(form);
    await app.finish();
    const words =
      'This workspace is connected to *Acme Robotics*. Type `/piper-invite` to invite somebody.\nWorkspace admins and owners can invite. `/piper-invite settings` changes who may.';
    expect(response_action).toBe('update');
    for (const sentence of words.split('\n')) expect(wordsIn(view)).toContain(sentence);
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [words] });
    const [told] = app.journal.of('chat.postMessage');
    expect(elementsOf(told)).toMatchObject([
      { text: { text: 'Invite people' }, value: 'invite' },
      { text: { text: 'Settings' }, value: 'settings' },
    ]);
    expect(stored(app)).toEqual([
      expect.objectContaining({
        scope_id: 'T0ACME',
        is_enterprise: 0,
        organization_id: organizationId,
        organization_name: 'Acme Robotics',
        token_preview: 'pat_tes...ken',
        connected_by: users.alice.id,
        connected_at: app.clock.now,
        expires_at: null,
        rejected_since: null,
        settings: { whoMayInvite: { kind: 'admins' }, domains: [], remindAfterDays: 3 },
      }),
    ]);
    expect(app.query('select * from pending_connections')).toEqual([]);
  });

  it('take the place of the private message that led there, whose button would connect once more', async () => {
    const app = await startUnconnected();
    await app.command('ada@example.com as Editor');
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    const { view } = await app.submit(await app.pressToOpen('open_connect'), { token });
    if (!view) throw new Error('no settings');
    app.forget();
    await app.submit(view);
    await app.finish();
    expect(app.journal.of('response_url')).toMatchObject([
      { replace_original: true, text: expect.stringContaining('is connected to *Acme Robotics*') },
    ]);
    expect(app.said().directly).toEqual([]);
  });

  it('are kept as they were given', async () => {
    const app = await startUnconnected();
    await app.connect({
      who: option('chosen'),
      users: [users.bob.id],
      user_groups: [option('S0LEADS', 'Leads')],
      roles: [editor, viewer],
      default_role: viewer,
      settings_channel: 'C0TEAM',
      domains: '@Acme.Example, https://beta.example/team; gamma.example',
      beyond_own_role: [option('yes')],
      quota: '20',
      role_changers: [users.carol.id],
      role_changer_groups: [option('S0SALES', 'Sales')],
    });
    expect(stored(app)[0]?.settings).toEqual({
      whoMayInvite: { kind: 'chosen', userIds: [users.bob.id], userGroupIds: ['S0LEADS'] },
      roleIds: [roles.editor.id, roles.viewer.id],
      beyondOwnRole: true,
      defaultRoleId: roles.viewer.id,
      channel: 'C0TEAM',
      domains: ['acme.example', 'beta.example', 'gamma.example'],
      quota: { invites: 20, fate: 'deny' },
      roleChangers: { userIds: [users.carol.id], userGroupIds: ['S0SALES'] },
      remindAfterDays: 3,
    });
  });

  it('are announced in the channel only where that was chosen', async () => {
    const app = await startUnconnected();
    const form = await settingsForm(app);
    await app.submit(form, {
      who: option('members'),
      settings_channel: 'C0TEAM',
      announce: [option('yes')],
    });
    await app.finish();
    expect(app.said().inChannel).toEqual([
      '<@U0ALICE> connected this workspace to *Acme Robotics* in Piper. Every full member of this workspace can invite people with `/piper-invite`.',
    ]);
    expect(
      app.journal
        .of('chat.postMessage')
        .map(({ channel }) => channel)
        .toSorted(),
    ).toEqual(['C0TEAM', users.alice.id]);
  });

  it.each<[string, Filled, string, string]>([
    [
      'nobody was chosen',
      { who: option('chosen') },
      'users',
      'Choose somebody, or let only admins and owners invite.',
    ],
    [
      'the first role is none of those that may be given',
      { roles: [viewer], default_role: editor },
      'default_role',
      "This role isn't among the roles that may be given.",
    ],
    [
      'something is no domain',
      { domains: 'acme.example, not a domain' },
      'domains',
      '"not", "a" and "domain" aren\'t domains. Write it like acme.example.',
    ],
    [
      'there is no channel to announce it in',
      { announce: [option('yes')] },
      'announce',
      'Choose a channel above, or untick this.',
    ],
    [
      'all roles can not be given above the own one',
      { beyond_own_role: [option('yes')] },
      'beyond_own_role',
      'Choose the roles above, or untick this.',
    ],
    ...['0', '1001', '-1', '1.5', '1e2', 'many', '9'.repeat(400)].map(
      (quota): [string, Filled, string, string] => [
        `${quota.slice(0, 9)} is no number of people`,
        { quota },
        'quota',
        'Write a whole number from 1 to 1000, or nothing.',
      ],
    ),
  ])('say under the field that %s, and lose nothing', async (_, filled, field, words) => {
    const app = await startUnconnected();
    const form = await settingsForm(app);
    const { response_action, errors } = await app.submit(form, filled);
    expect({ response_action, errors }).toEqual({
      response_action: 'errors',
      errors: { [field]: words },
    });
    expect(stored(app)).toEqual([]);
    const { view } = await app.submit(form);
    expect(wordsIn(view)).toContain('This workspace is connected to');
  });

  it('say everything that is wrong at once', async () => {
    const app = await startUnconnected();
    const { errors } = await app.submit(await settingsForm(app), {
      who: option('chosen'),
      domains: '???',
      announce: [option('yes')],
    });
    expect(Object.keys(errors ?? {}).toSorted()).toEqual(['announce', 'domains', 'users']);
  });

  it('keep when the token expires, where Piper tells', async () => {
    const app = await startUnconnected();
    const expires = '2027-01-02T03:04:05Z';
    app.piper.tokens = [
      tokenInPiper('pat_tes...ken', expires),
      tokenInPiper('pat_oth...er1', null),
    ];
    await app.connect();
    expect(stored(app)[0]?.expires_at).toBe(Date.parse(expires));
  });

  it('connect once, however often the form is sent', async () => {
    const app = await startUnconnected();
    const form = await settingsForm(app);
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.submit(form)));
    await app.finish();
    const words = answers.map(({ view }) => wordsIn(view));
    expect(words.filter((each) => each.includes('is connected to'))).toHaveLength(1);
    expect(words.filter((each) => each.includes('Nothing was changed'))).toHaveLength(4);
    expect(app.said().directly).toHaveLength(1);
    expect(app.record().map(({ action }) => action)).toEqual(['connect']);
  });

  it('connect though the modal is closed, when Piper takes longer than Slack waits', async () => {
    const app = await startUnconnected();
    const form = await settingsForm(app);
    const { held, release } = hold();
    app.piper.beforeAnswer = () => held;
    shortenTimeouts(limits.lookupBeforeAnswer);
    const before = app.updates();
    const waiting = await app.submit(form);
    expect(wordsIn(waiting.view)).toContain('Checking the platform token with Piper…');
    app.slack.fail('views.update', 'not_found');
    release();
    await app.updatedView(before);
    await app.finish();
    expect(app.said().directly).toEqual([expect.stringContaining('is connected to')]);
    expect(stored(app)).toHaveLength(1);
  });

  it('are refused from somebody who lost the right meanwhile, and the token stays unused', async () => {
    const app = await startUnconnected();
    const form = await settingsForm(app);
    app.slack.on('users.info', () => ({ ok: true, user: { ...users.alice, is_admin: false } }));
    app.clock.now += 61_000;
    const { view } = await app.submit(form);
    expect(wordsIn(view)).toContain('Only a workspace admin or owner can change');
    expect(stored(app)).toEqual([]);
  });

  it('are refused from another admin, after half an hour, and where Piper refuses the token by then', async () => {
    const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
    const form = await settingsForm(app);
    const byCarol = await app.submit(form, {}, { userId: users.carol.id });
    expect(wordsIn(byCarol.view)).toContain('Nothing was changed');
    app.piper.accepted = [];
    const refused = await app.submit(form);
    expect(wordsIn(refused.view)).toContain("Piper doesn't accept this token.");
    app.piper.accepted = undefined;
    app.clock.now += 1_800_000;
    const late = await app.submit(form);
    expect(wordsIn(late.view)).toContain('Nothing was changed');
    expect(stored(app)).toEqual([]);
  });

  it.each([
    ['no metadata', ''],
    ['metadata of another kind', '{"pendingId":1}'],
    ['metadata that is no JSON', '{'],
  ])('with %s change nothing', async (_, metadata) => {
    const app = await startUnconnected();
    const form = await settingsForm(app);
    const { view } = await app.submit({ ...form, private_metadata: metadata });
    expect(wordsIn(view)).toContain('Something went wrong on our side');
    expect(stored(app)).toEqual([]);
  });

  it('cannot name an organization in which the token may do too little', async () => {
    const app = await startUnconnected();
    const gamma = uuidFor('organization Gamma');
    app.piper.organizations = [
      { id: organizationId, name: 'Acme Robotics' },
      { id: gamma, name: 'Gamma', permissions: [] },
    ];
    const { view } = await app.submit(await app.open('connect'), { token });
    if (!view) throw new Error('no settings');
    const target = JSON.parse(view.private_metadata ?? '');
    const private_metadata = JSON.stringify({ ...target, organizationId: gamma });
    const answer = await app.submit({ ...view, private_metadata });
    expect(wordsIn(answer.view)).toContain('This token may not read organizations');
    expect(stored(app)).toEqual([]);
  });

  it('show user groups only where the app may read them, and say how it may', async () => {
    const app = await startUnconnected();
    app.slack.fail('usergroups.list', 'missing_scope');
    const form = await settingsForm(app);
    expect(fieldsIn(form)).not.toContain('user_groups');
    expect(wordsIn(form)).toContain("User groups can't be chosen");
  });

  it('offer at most a hundred user groups', async () => {
    const app = await startUnconnected();
    app.slack.on('usergroups.list', () => ({
      ok: true,
      usergroups: Array.from({ length: 130 }, (_, at) => ({ id: `S${at}`, name: `Group ${at}` })),
    }));
    const { options } = elementIn(await settingsForm(app), 'user_groups') as { options: object[] };
    expect(options).toHaveLength(100);
  });
});

describe('a connection for a whole Enterprise organization', () => {
  const inEnterprise = (user: object, isOrgAdmin: boolean) => ({
    ...user,
    enterprise_user: { enterprise_id: 'E0ACME', is_admin: isOrgAdmin, teams: ['T0ACME'] },
  });
  /** Alice is an admin of the organization, Bob of one of its workspaces. */
  async function startOrgWide() {
    const app = await startUnconnected({
      home: { ...acme, enterpriseId: 'E0ACME', isOrgWide: true },
    });
    app.slack.on('users.info', ({ user }) => ({
      ok: true,
      user:
        user === users.alice.id
          ? inEnterprise({ ...users.alice, is_admin: false }, true)
          : inEnterprise({ ...users.bob, is_admin: true }, false),
    }));
    return app;
  }
  const settingsFor = async (app: TestApp, userId: string) =>
    (await app.submit(await app.open('connect', userId), { token }, { userId })).view as ModalView;
  const wide = { enterprise: [option('yes')] };
  const notYours =
    'This connection to Piper holds for your whole Slack organization, so only its admins and its owners can change it.';

  it('is offered only where the app is installed in the whole organization', async () => {
    const app = await startUnconnected();
    expect(fieldsIn(await settingsForm(app))).not.toContain('enterprise');
  });

  it('is offered to admins of the organization, not of a workspace', async () => {
    const app = await startOrgWide();
    expect(fieldsIn(await settingsFor(app, users.alice.id))).toContain('enterprise');
    expect(fieldsIn(await settingsFor(app, users.bob.id))).not.toContain('enterprise');
  });

  it('is made where that is chosen, and not otherwise', async () => {
    const app = await startOrgWide();
    await app.submit(await settingsForm(app));
    expect(stored(app)).toMatchObject([{ scope_id: 'T0ACME', is_enterprise: 0 }]);
    await app.submit(await settingsForm(app), wide);
    expect(stored(app)).toMatchObject([
      { scope_id: 'T0ACME' },
      { scope_id: 'E0ACME', is_enterprise: 1 },
    ]);
  });

  it('is ticked for its own organization alone, and what it would replace is said', async () => {
    const app = await startOrgWide();
    const words = 'Every workspace of your Slack organization without a connection of its own';
    const first = await settingsForm(app);
    expect(wordsIn(first)).not.toContain(words);
    await app.submit(first, wide);
    const renewing = await settingsForm(app);
    expect(elementIn(renewing, 'enterprise')).toHaveProperty('initial_options');
    expect(wordsIn(renewing)).toContain(`${words} invites to *Acme Robotics* so far`);
    const ofOneWorkspace = await settingsFor(app, users.bob.id);
    expect(wordsIn(ofOneWorkspace)).toContain('so far. This connection holds in this workspace');

    const large = await startInstallable();
    await large.install(umbrella);
    const from = large.in(umbrella);
    await from.connect(wide, organizations.umbrella);
    const other = organizations.globex.token;
    const { view } = await from.submit(await from.open('connect'), { token: other });
    expect(wordsIn(view)).toContain(`${words} invites to *Umbrella Inc.* so far`);
    expect(elementIn(view, 'enterprise')).not.toHaveProperty('initial_options');
  });

  it('cannot be had by ticking what was not offered', async () => {
    const app = await startUnconnected();
    const form = await settingsForm(app);
    await app.submit({ ...form, blocks: [...form.blocks, tick] }, wide);
    expect(stored(app)).toMatchObject([{ scope_id: 'T0ACME', is_enterprise: 0 }]);
    await app.finish();

    const large = await startOrgWide();
    const offered = await settingsFor(large, users.bob.id);
    const { view } = await large.submit({ ...offered, blocks: [...offered.blocks, tick] }, wide, {
      userId: users.bob.id,
    });
    expect(wordsIn(view)).toContain(notYours);
    expect(stored(large)).toEqual([]);
  });

  it('is not for an admin of one workspace to change or to end', async () => {
    const app = await startOrgWide();
    await app.submit(await settingsForm(app), wide);
    for (const text of ['settings', 'disconnect']) {
      expect(wordsIn(await app.open(text, users.bob.id))).toContain(notYours);
      const form = await app.open(text);
      expect(wordsIn(form)).toContain('This holds for every workspace of your Slack organization');
      const { view } = await app.submit(form, {}, { userId: users.bob.id });
      expect(wordsIn(view)).toContain(notYours);
    }
    expect(stored(app)).toHaveLength(1);
  });

  it('does not keep an admin of one workspace from connecting that', async () => {
    const app = await startOrgWide();
    await app.submit(await settingsForm(app), wide);
    const form = await app.open('connect', users.bob.id);
    expect(wordsIn(form)).not.toContain('It replaces the one');
    const { view } = await app.submit(form, { token }, { userId: users.bob.id });
    await app.submit(view as ModalView, {}, { userId: users.bob.id });
    expect(stored(app)).toMatchObject([{ scope_id: 'E0ACME' }, { scope_id: 'T0ACME' }]);
  });
});

describe('the settings of a connection that there is', () => {
  const given: Filled = {
    who: option('chosen'),
    users: [users.bob.id],
    user_groups: [option('S0LEADS', 'Leads')],
    roles: [editor, viewer],
    beyond_own_role: [option('yes')],
    default_role: viewer,
    domains: 'acme.example',
    quota: '20',
    role_changers: [users.carol.id],
    role_changer_groups: [option('S0SALES', 'Sales')],
    settings_channel: 'C0TEAM',
  };

  it('are shown, and stay as they are where nothing is changed', async () => {
    const app = await startUnconnected();
    await app.connect(given);
    const before = stored(app);
    const form = await app.open('settings');
    expect(form.title.text).toBe('Piper settings');
    expect(fieldsIn(form)).not.toContain('announce');
    const { view } = await app.submit(form);
    expect(wordsIn(view)).toContain(
      'The settings for *Acme Robotics* are saved. Workspace admins, owners, <@U0BOB> and <!subteam^S0LEADS> can invite.',
    );
    expect(stored(app)).toEqual(before);
  });

  it('change for the next invite', async () => {
    const app = await startUnconnected();
    await app.connect();
    await app.submit(await app.open('settings'), { who: option('members') });
    app.piper.join('bob@acme.example');
    await app.invite('ada@example.com as Editor', users.bob.id);
    expect(app.piper.added).toBe(1);
  });

  it('keep what could not be shown', async () => {
    const app = await startUnconnected();
    await app.connect(given);
    const before = stored(app);
    app.slack.fail('usergroups.list', 'missing_scope');
    app.piper.roles = [];
    app.clock.now += 61_000;
    const form = await app.open('settings');
    expect(fieldsIn(form)).toEqual([
      'who',
      'users',
      'domains',
      'quota',
      'role_changers',
      'settings_channel',
      'remind',
    ]);
    await app.submit(form);
    expect(stored(app)).toEqual(before);
  });

  it('are not saved once somebody has connected anew', async () => {
    const app = await startUnconnected();
    await app.connect();
    const form = await app.open('settings');
    await app.connect({ domains: 'acme.example' });
    const { view } = await app.submit(form, { who: option('members') });
    expect(wordsIn(view)).toContain('Nothing was changed');
    expect(stored(app)[0]?.settings).toMatchObject({ whoMayInvite: { kind: 'admins' } });
  });

  it('are neither shown to nor saved for a member, nor for who has lost the right', async () => {
    const app = await startUnconnected();
    await app.connect();
    const words = 'Only a workspace admin or owner can change how this workspace is connected';
    expect(wordsIn(await app.open('settings', users.bob.id))).toContain(words);
    const form = await app.open('settings');
    const byBob = await app.submit(form, { who: option('members') }, { userId: users.bob.id });
    expect(wordsIn(byBob.view)).toContain(words);
    app.slack.on('users.info', () => ({ ok: true, user: { ...users.alice, is_admin: false } }));
    app.clock.now += 61_000;
    expect(wordsIn((await app.submit(form, { who: option('members') })).view)).toContain(words);
    expect(stored(app)[0]?.settings).toMatchObject({ whoMayInvite: { kind: 'admins' } });
  });

  it('offer a new token where Piper refuses the one that there is', async () => {
    const app = await startUnconnected();
    await app.connect();
    app.clock.now += 61_000;
    app.piper.accepted = [];
    const view = wordsIn(await app.open('settings'));
    expect(view).toContain("Piper no longer lets this workspace's platform token invite people");
    expect(view).toContain('"action_id":"open_connect"');
  });

  it('say that Piper is down', async () => {
    const app = await startUnconnected();
    await app.connect();
    app.clock.now += 61_000;
    app.piper.onGet = () => [503, 'down'];
    expect(wordsIn(await app.open('settings'))).toContain(
      "I can't show the form. Piper isn't answering.",
    );
  });

  it('are unset by emptying their fields', async () => {
    const app = await startUnconnected();
    await app.connect(given);
    await app.submit(await app.open('settings'), {
      who: option('admins'),
      roles: [],
      beyond_own_role: [],
      default_role: null,
      domains: null,
      quota: null,
      role_changers: [],
      role_changer_groups: [],
      settings_channel: null,
    });
    expect(stored(app)[0]?.settings).toEqual({
      whoMayInvite: { kind: 'admins' },
      domains: [],
      remindAfterDays: 3,
    });
  });

  it('are opened by the button, too', async () => {
    const app = await startUnconnected();
    await app.connect();
    expect(fieldsIn(await app.pressToOpen('open_settings'))).toContain('who');
  });
});

describe('connecting anew', () => {
  it('leaves nothing to change in a form of the connection that was there before', async () => {
    const app = await startUnconnected();
    await app.connect();
    const form = await app.open('settings');
    await app.connect();
    const before = stored(app);
    const { view } = await app.submit(form, { domains: 'acme.example' });
    expect(wordsIn(view)).toContain('somebody else changed the connection meanwhile');
    expect(stored(app)).toEqual(before);
  });

  it('puts the new token in the place of the old one, which is gone', async () => {
    const app = await startUnconnected();
    await app.connect({ who: option('members') });
    const before = stored(app)[0];
    const renewed = 'pat_another_token';
    await app.connect({}, { token: renewed });
    const after = stored(app);
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ token_preview: 'pat_ano...ken', settings: before?.settings });
    expect(after[0]?.id).not.toBe(before?.id);
    app.piper.accepted = [renewed];
    await app.invite('ada@example.com as Editor');
    expect(app.said().inChannel).toHaveLength(1);
    await eventually(() =>
      expect(wordsIn(app.journal.ever.map(({ body }) => body))).not.toContain(renewed),
    );
  });
});
