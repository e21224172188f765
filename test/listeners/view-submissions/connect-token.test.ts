import { describe, expect, it } from 'vitest';
import { slack as limits } from '../../../src/limits.ts';
import { startUnconnected, type TestApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { hold, shortenTimeouts } from '../../helpers/held.ts';
import { platformToken as token } from '../../helpers/organizations.ts';
import { organizationId } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { elementIn, fieldsIn, wordsIn } from '../../helpers/views.ts';

const submit = async (app: TestApp, given: string | null = token) =>
  app.submit(await app.open('connect'), { token: given });

const errorOf = async (app: TestApp, given?: string | null) => {
  const { response_action, errors } = await submit(app, given);
  expect(response_action).toBe('errors');
  return errors?.token;
};

const organization = (id: string, name: string, rest: object = {}) => ({
  id,
  name,
  role: { id: 'r', name: 'Admin', is_system: true },
  ...rest,
});

describe('a token', () => {
  it.each([
    ['nothing', null],
    ['another secret', 'xoxb-not-for-piper'],
    ['only its beginning', 'pat_'],
    ['two words', 'pat_one pat_two'],
    ['characters that no token has', 'pat_ab…yz'],
  ])('that is %s is refused under its field, without asking Piper', async (_, given) => {
    const app = await startUnconnected();
    expect(await errorOf(app, given)).toMatch(/^A platform token starts with pat_/);
    expect(app.journal.calls.filter(({ to }) => to === 'piper')).toEqual([]);
  });

  it.each([
    [
      'refuses',
      [401, { detail: 'Invalid' }],
      "Piper doesn't accept this token. It may be mistyped, expired or revoked: copy it again, or make a new one.",
    ],
    [
      'refuses to let look',
      [403, {}],
      'This token may not read organizations, roles and members. Make one that may, and that may add members.',
    ],
    [
      'is down for',
      [503, 'down'],
      "Piper isn't answering, so the token can't be checked. Try again in a few minutes.",
    ],
    [
      'has no time for',
      [429, {}],
      "Piper isn't answering, so the token can't be checked. Try again in a few minutes.",
    ],
    [
      'answers with garbage',
      [200, '<html>'],
      "Piper gave an answer that I don't understand, so the token can't be checked. Try again in a few minutes.",
    ],
    [
      'answers with other JSON',
      [200, { organizations: [] }],
      "Piper gave an answer that I don't understand, so the token can't be checked. Try again in a few minutes.",
    ],
  ] as const)('that Piper %s gets an error under its field', async (_, answer, words) => {
    const app = await startUnconnected();
    app.piper.onGet = () => [...answer];
    expect(await errorOf(app)).toBe(words);
    await app.finish();
    expect(app.query('select * from pending_connections')).toEqual([]);
  });

  it('that sees nothing is told so', async () => {
    const app = await startUnconnected();
    app.piper.organizations = [];
    expect(await errorOf(app)).toBe(
      'Piper accepts this token, but it sees no organization. Make one in the settings of yours.',
    );
  });

  it('that may do too little is told what it lacks, and where; nothing is kept', async () => {
    const app = await startUnconnected();
    app.piper.organizations = [
      organization('o1', 'Acme <!channel>', { permissions: ['members:read'] }),
      organization('o2', 'Beta', { permissions: [] }),
    ];
    expect(await errorOf(app)).toBe(
      "This token can't be used: in Acme <!channel> it may not add members and in Beta it may not read or add members. Make one that may.",
    );
    expect(app.query('select * from pending_connections')).toEqual([]);
  });

  it('for one organization leads straight to the settings', async () => {
    const app = await startUnconnected();
    const { response_action, view } = await submit(app, `  ${token}\n`);
    expect(response_action).toBe('update');
    expect(view?.callback_id).toBe('settings');
    expect(wordsIn(view)).toContain('People are invited to *Acme Robotics*.');
    expect(fieldsIn(view)).toEqual([
      'who',
      'users',
      'user_groups',
      'roles',
      'beyond_own_role',
      'default_role',
      'domains',
      'quota',
      'role_changers',
      'role_changer_groups',
      'settings_channel',
      'remind',
      'announce',
    ]);
  });

  it('for several organizations leads to a choice, with roles, and with those that it cannot be used for', async () => {
    const app = await startUnconnected();
    app.piper.organizations = [
      organization(organizationId, 'Acme Robotics'),
      organization('o2', 'Beta', { permissions: ['members:read', 'members:invite'], role: null }),
      organization('o3', 'Gamma <!here>', { permissions: ['members:read'] }),
    ];
    const { view } = await submit(app);
    expect(view?.callback_id).toBe('connect_organization');
    const { options } = elementIn(view, 'organization') as {
      options: { value: string; text: { text: string }; description: { text: string } }[];
    };
    expect(
      options.map(({ value, text, description }) => [value, text.text, description.text]),
    ).toEqual([
      [organizationId, 'Acme Robotics', 'as Admin, may read and add members'],
      ['o2', 'Beta', 'may read and add members'],
    ]);
    expect(wordsIn(view)).toContain(
      'Not offered: *Gamma &lt;!here&gt;* (the token may not add members).',
    );
  });

  it('is nowhere to be seen, and stored encrypted for half an hour', async () => {
    const app = await startUnconnected();
    const { view } = await submit(app);
    expect(wordsIn(view)).not.toContain('pat_');
    const [pending, ...others] = app.query('select * from pending_connections');
    expect(others).toEqual([]);
    expect(pending).toMatchObject({
      user_id: users.alice.id,
      scope_id: 'T0ACME',
      expires_at: app.clock.now + 1_800_000,
    });
    expect(wordsIn(pending)).not.toContain(token);
  });
});

describe('a token whose check takes longer than Slack waits', () => {
  async function checkSlowly(prepare: (app: TestApp) => void = () => {}) {
    const app = await startUnconnected();
    prepare(app);
    const form = await app.open('connect');
    const { held, release } = hold();
    app.piper.beforeAnswer = () => held;
    shortenTimeouts(limits.lookupBeforeAnswer);
    const before = app.updates();
    const waiting = await app.submit(form, { token });
    expect(waiting.response_action).toBe('update');
    expect(wordsIn(waiting.view)).toContain('Checking the platform token with Piper…');
    expect(app.updates()).toBe(before);
    release();
    return { app, view: await app.updatedView(before) };
  }

  it('shows that it is being checked, then the settings in its place', async () => {
    const { app, view } = await checkSlowly();
    expect(view.callback_id).toBe('settings');
    expect(app.journal.of('views.update').at(-1)).toMatchObject({ view_id: 'V0FORM' });
  });

  it('says in its place what is wrong with it, with nothing in it that acts', async () => {
    const { view } = await checkSlowly((app) => {
      app.piper.organizations = [organization('o1', 'A <!channel>', { permissions: [] })];
    });
    expect(wordsIn(view)).toContain('in A &lt;!channel&gt; it may not read or add members.');
    expect(wordsIn(view)).toContain('Close this and type `/piper-invite connect` to try again.');
    expect(view.submit).toBeUndefined();
  });

  it('says in its place that something broke', async () => {
    const { app, view } = await checkSlowly((app) => {
      app.query('drop table pending_connections');
    });
    expect(wordsIn(view)).toContain(
      'Something went wrong on our side; nobody was invited and nothing was changed.',
    );
    expect(view.title.text).toBe('Connect to Piper');
    expect(app.logText()).toContain('no such table');
  });

  it('does no harm when the modal was closed meanwhile', async () => {
    const { app } = await checkSlowly((app) => {
      app.slack.on('views.update', ({ view }) =>
        String(view).includes('"settings"') ? { ok: false, error: 'not_found' } : { ok: true },
      );
    });
    await app.finish();
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });
  });
});

describe('a token that is sent by somebody who may not connect (any more)', () => {
  it('is not even looked at', async () => {
    const app = await startUnconnected();
    const form = await app.open('connect');
    app.slack.on('users.info', () => ({ ok: true, user: { ...users.alice, is_admin: false } }));
    app.clock.now += 61_000;
    app.forget();
    const { view } = await app.submit(form, { token });
    expect(wordsIn(view)).toContain('Only a workspace admin or owner can change');
    expect(app.journal.names()).toEqual(['slack users.info']);
  });

  it('is refused to a member who never saw the form', async () => {
    const app = await startUnconnected();
    const { view } = await app.submit(
      await app.open('connect'),
      { token },
      { userId: users.bob.id },
    );
    expect(wordsIn(view)).toContain('Only a workspace admin or owner can change');
    await eventually(() => expect(app.query('select * from pending_connections')).toEqual([]));
  });
});
