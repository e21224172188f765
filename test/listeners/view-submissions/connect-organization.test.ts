import { describe, expect, it } from 'vitest';
import { startUnconnected, type TestApp } from '../../helpers/app.ts';
import { platformToken as token } from '../../helpers/organizations.ts';
import { organizationId, roles } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { elementIn, option, wordsIn } from '../../helpers/views.ts';
import { uuidFor } from '../../sandbox/piper/ids.ts';

const acmeRobotics = {
  id: organizationId,
  name: 'Acme Robotics',
  role: { id: roles.admin.id, name: 'Admin', is_system: true },
};
const beta = {
  id: uuidFor('organization Beta'),
  name: 'Beta',
  role: null,
  permissions: ['members:read', 'members:invite'],
};
const readOnly = {
  id: uuidFor('organization Gamma'),
  name: 'Gamma',
  role: null,
  permissions: ['members:read'],
};

async function choose(app: TestApp) {
  app.piper.organizations = [acmeRobotics, beta, readOnly];
  const { view } = await app.submit(await app.open('connect'), { token });
  if (view?.callback_id !== 'connect_organization') throw new Error(wordsIn(view));
  return view;
}

describe('an organization that was chosen', () => {
  it('leads to its settings', async () => {
    const app = await startUnconnected();
    const { view } = await app.submit(await choose(app), {
      organization: option(beta.id, beta.name),
    });
    expect(view?.callback_id).toBe('settings');
    expect(wordsIn(view)).toContain('People are invited to *Beta*.');
    expect(JSON.parse(view?.private_metadata ?? '')).toEqual({
      pendingId: expect.stringMatching(/^[\w-]{36}$/),
      organizationId: beta.id,
      version: expect.stringMatching(/^[\w-]{16}$/),
    });
  });

  it.each([
    [
      'that the token does not see',
      uuidFor('nothing'),
      'This token no longer sees that organization.',
    ],
    [
      'in which the token may do too little',
      readOnly.id,
      'This token may not read organizations, roles and members.',
    ],
  ])('%s leads nowhere, whatever the form says', async (_, id, words) => {
    const app = await startUnconnected();
    const { view } = await app.submit(await choose(app), { organization: option(id) });
    expect(wordsIn(view)).toContain(words);
    expect(view?.submit).toBeUndefined();
  });

  it('says what is wrong, with a reference, when Piper is down by then', async () => {
    const app = await startUnconnected();
    const form = await choose(app);
    app.piper.onGet = () => [503, 'down'];
    const words = wordsIn((await app.submit(form, { organization: option(beta.id) })).view);
    expect(words).toContain("Piper isn't answering, so the token can't be checked.");
    expect(words).toContain('Close this and type `/piper-invite connect` to try again.');
    expect(words).toMatch(/ref \w{6}/);
  });

  it('begins with the settings that the workspace had, but for the roles of another organization', async () => {
    const app = await startUnconnected();
    const editor = option(roles.editor.id, roles.editor.name);
    await app.connect({
      who: option('members'),
      roles: [editor],
      default_role: editor,
      domains: 'acme.example',
      settings_channel: 'C0TEAM',
    });
    const form = await choose(app);
    const settingsFor = async (id: string) =>
      (await app.submit(form, { organization: option(id) })).view;
    for (const view of [await settingsFor(beta.id), await settingsFor(organizationId)]) {
      expect(elementIn(view, 'who')).toMatchObject({ initial_option: { value: 'members' } });
      expect(elementIn(view, 'domains')).toMatchObject({ initial_value: 'acme.example' });
      expect(elementIn(view, 'settings_channel')).toMatchObject({ initial_conversation: 'C0TEAM' });
    }
    expect(elementIn(await settingsFor(beta.id), 'roles')).not.toHaveProperty('initial_options');
    expect(elementIn(await settingsFor(beta.id), 'default_role')).not.toHaveProperty(
      'initial_option',
    );
    expect(elementIn(await settingsFor(organizationId), 'roles')).toMatchObject({
      initial_options: [{ value: roles.editor.id }],
    });
  });
});

describe('a token that waits', () => {
  it.each([
    [
      'after half an hour',
      (app: TestApp) => {
        app.clock.now += 1_800_000;
      },
    ],
    [
      'when it cannot be decrypted',
      (app: TestApp) => {
        app.query("update pending_connections set sealed_token = 'x'");
      },
    ],
    [
      'when it waits in another workspace',
      (app: TestApp) => {
        app.query("update pending_connections set scope_id = 'T0OTHER'");
      },
    ],
  ])('is forgotten %s', async (_, change) => {
    const app = await startUnconnected();
    const form = await choose(app);
    change(app);
    const { view } = await app.submit(form, { organization: option(beta.id) });
    expect(wordsIn(view)).toContain('Nothing was changed');
    expect(wordsIn(view)).toContain('type `/piper-invite connect` to start again');
  });

  it('is of no use to another admin, nor under another name', async () => {
    const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
    const form = await choose(app);
    const byCarol = await app.submit(
      form,
      { organization: option(beta.id) },
      { userId: users.carol.id },
    );
    expect(wordsIn(byCarol.view)).toContain('Nothing was changed');
    const guessed = await app.submit(
      { ...form, private_metadata: organizationId },
      { organization: option(beta.id) },
    );
    expect(wordsIn(guessed.view)).toContain('Nothing was changed');
  });

  it('is of no use to somebody who may not connect any more', async () => {
    const app = await startUnconnected();
    const form = await choose(app);
    app.slack.on('users.info', () => ({ ok: true, user: { ...users.alice, is_admin: false } }));
    app.clock.now += 61_000;
    const { view } = await app.submit(form, { organization: option(beta.id) });
    expect(wordsIn(view)).toContain('Only a workspace admin or owner can change');
  });
});
