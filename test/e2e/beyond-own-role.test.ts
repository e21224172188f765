import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startUnconnected, type TestApp } from '../helpers/app.ts';
import { platformToken as token } from '../helpers/organizations.ts';
import type { Filled } from '../helpers/payloads.ts';
import { role, roles } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { elementIn, option, wordsIn } from '../helpers/views.ts';

const admin = option(roles.admin.id, roles.admin.name);
const editor = option(roles.editor.id, roles.editor.name);
const viewer = option(roles.viewer.id, roles.viewer.name);
const ticked = { beyond_own_role: [option('yes')] };
const carol = { userId: users.carol.id };

/** Alice has connected the workspace; Carol may change the connection, too, and is somebody in Piper, or nobody. */
async function start(carolIs?: typeof roles.editor, settings: Filled = {}) {
  const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
  await app.connect(settings);
  if (carolIs) app.piper.join('carol@acme.example', carolIs);
  return app;
}
const settingsIn = (app: TestApp) =>
  JSON.parse(String(app.query('select settings from connections')[0]?.settings));
/** Submits a form with the warning under it. */
const risk = (view: ModalView | undefined): Filled => ({
  risk: (elementIn(view, 'risk') as { options?: object[] }).options,
});
const warning = (name: string) => `Every full member could make anybody ${name} in Piper.`;

describe('the tick that lets people give roles above their own', () => {
  it('lets them, for the roles that are listed', async () => {
    const app = await start(undefined, { who: option('members') });
    await app.submit(await app.open('settings'), { roles: [editor], ...ticked });
    await app.invite('ada@example.com as Editor', users.bob.id);
    expect(app.piper.added).toBe(1);
  });

  it('names only roles that whoever saves it may give', async () => {
    const app = await start(roles.editor);
    const form = await app.open('settings', users.carol.id);
    const both = { roles: [admin, editor, viewer], ...ticked };
    const { errors } = await app.submit(form, both, carol);
    expect(errors).toEqual({
      beyond_own_role:
        "You may not give Admin yourself, so you can't let others give it. Take it out above, or untick this.",
    });
    expect(settingsIn(app)).not.toHaveProperty('beyondOwnRole');
    await app.submit(form, { roles: [editor, viewer], ...ticked }, carol);
    expect(settingsIn(app)).toMatchObject({ beyondOwnRole: true });
  });

  it('is refused for all roles', async () => {
    const app = await start();
    const form = await app.open('settings');
    const { errors } = await app.submit(form, { roles: [], ...ticked });
    expect(errors).toEqual({ beyond_own_role: 'Choose the roles above, or untick this.' });
    expect(settingsIn(app)).not.toHaveProperty('beyondOwnRole');
  });

  it('is refused for a role that nobody has, which somebody forged', async () => {
    const app = await start(roles.admin);
    const { errors } = await app.submit(
      await app.open('settings', users.carol.id),
      { roles: [option('forged')], ...ticked },
      carol,
    );
    expect(errors?.beyond_own_role).toContain(
      'You may not give a role that Piper no longer has yourself',
    );
  });

  it('is refused to somebody who is nobody in Piper, with what they can do about it', async () => {
    const app = await start();
    const form = await app.open('settings', users.carol.id);
    const { errors } = await app.submit(form, { roles: [viewer], ...ticked }, carol);
    expect(errors?.beyond_own_role).toBe(
      "You may not give Viewer yourself, so you can't let others give it. Your Slack address isn't in Acme Robotics, so I can't tell which roles you may give. Whoever connected this workspace to Piper can link you to your account there.",
    );
  });

  it('counts what somebody is in Piper now, not when the form was opened', async () => {
    const app = await start(roles.admin);
    const form = await app.open('settings', users.carol.id);
    // The form that invites remembers who is a member.
    await app.open('', users.carol.id);
    const self = app.piper.members.find(({ user }) => user.email === 'carol@acme.example');
    Object.assign(self ?? {}, { role_id: roles.viewer.id });
    const { errors } = await app.submit(form, { roles: [editor], ...ticked }, carol);
    expect(errors?.beyond_own_role).toContain('You may not give Editor yourself');
  });

  it('is not saved while Piper does not answer, which is said under the field', async () => {
    const app = await start(roles.admin);
    const form = await app.open('settings', users.carol.id);
    app.piper.onGet = (path) => (path === 'members' ? [503, 'down'] : undefined);
    const { errors } = await app.submit(form, { roles: [editor], ...ticked }, carol);
    expect(errors).toEqual({
      beyond_own_role:
        "I can't check which roles you may give, so nothing was saved. Piper isn't answering. Try again in a few minutes.",
    });
    expect(settingsIn(app)).not.toHaveProperty('beyondOwnRole');
  });

  it('may stay as it is while somebody who could not save it changes something else', async () => {
    const app = await start(undefined, { roles: [admin], ...ticked });
    const form = () => app.open('settings', users.carol.id);
    await app.submit(await form(), { quota: '5' }, carol);
    expect(settingsIn(app)).toMatchObject({ beyondOwnRole: true, quota: { invites: 5 } });
    for (const wider of [{ who: option('members') }, { roles: [admin, viewer] }]) {
      const { errors } = await app.submit(await form(), wider, carol);
      expect(errors?.beyond_own_role).toContain('You may not give Admin');
    }
    await app.submit(await form(), { beyond_own_role: [] }, carol);
    expect(settingsIn(app)).not.toHaveProperty('beyondOwnRole');
  });
});

describe('where every full member could make anybody an admin', () => {
  const everybody = { who: option('members'), roles: [admin], ...ticked };

  it('nothing is saved before that is ticked, too', async () => {
    const app = await start();
    const form = await app.open('settings');
    const { view, response_action } = await app.submit(form, everybody);
    expect(response_action).toBe('update');
    expect(wordsIn(view)).toContain(`${warning('*Admin*')} Nothing is saved yet`);
    expect(wordsIn(view)).toContain(warning('Admin'));
    const again = view as ModalView;
    const { errors } = await app.submit(again, everybody);
    expect(errors).toEqual({ risk: 'Tick this if it is meant, or choose other people or roles.' });
    expect(settingsIn(app)).not.toHaveProperty('beyondOwnRole');
    await app.submit(again, { ...everybody, ...risk(again) });
    expect(settingsIn(app)).toMatchObject({ beyondOwnRole: true, roleIds: [roles.admin.id] });
  });

  it('shows what was filled in, in the same blocks', async () => {
    const app = await start();
    const form = await app.open('settings');
    const { view } = await app.submit(form, { ...everybody, quota: '7' });
    const blocks = (of: ModalView | undefined) => of?.blocks.flatMap((each) => each.block_id ?? []);
    expect(blocks(view)).toEqual(expect.arrayContaining(blocks(form) ?? []));
    expect(elementIn(view, 'quota')).toMatchObject({ initial_value: '7' });
    expect(elementIn(view, 'who')).toMatchObject({ initial_option: { value: 'members' } });
  });

  it('the tick counts for these roles alone', async () => {
    const app = await start();
    const greeter = { ...role('Greeter', null, ['members:invite']), is_system: false };
    app.piper.roles.push(greeter);
    app.clock.now += 61_000;
    const first = (await app.submit(await app.open('settings'), everybody)).view as ModalView;
    const more = { ...everybody, roles: [admin, option(greeter.id, greeter.name)] };
    const second = (await app.submit(first, { ...more, ...risk(first) })).view as ModalView;
    expect(wordsIn(second)).toContain(warning('Admin or Greeter'));
    expect(settingsIn(app)).not.toHaveProperty('beyondOwnRole');
    await app.submit(second, { ...more, ...risk(second) });
    expect(settingsIn(app)).toMatchObject({ beyondOwnRole: true });
  });

  it('is no concern where only some may give it, or none of the roles lets anybody in', async () => {
    const app = await start();
    await app.submit(await app.open('settings'), { ...everybody, who: option('admins') });
    expect(settingsIn(app)).toMatchObject({ beyondOwnRole: true });
    await app.submit(await app.open('settings'), { ...everybody, roles: [editor] });
    expect(settingsIn(app)).toMatchObject({ whoMayInvite: { kind: 'members' } });
  });
});

describe('a new connection', () => {
  const formOf = async (app: TestApp, userId: string = users.alice.id) =>
    (await app.submit(await app.open('connect', userId), { token }, { userId })).view as ModalView;
  const everybody = { who: option('members'), roles: [admin], ...ticked };

  it('lets people give what the token may', async () => {
    const app = await startUnconnected();
    app.piper.members.length = 0;
    const { view } = await app.submit(await formOf(app), everybody);
    expect(wordsIn(view)).toContain(warning('Admin'));
    const again = view as ModalView;
    const { errors } = await app.submit(again, everybody);
    expect(Object.keys(errors ?? {})).toEqual(['risk']);
    const last = await app.submit(again, { ...everybody, ...risk(again) });
    expect(wordsIn(last.view)).toContain('This workspace is connected to');
    expect(settingsIn(app)).toMatchObject({ beyondOwnRole: true });
  });

  it('lets nobody give more than the token may', async () => {
    const app = await startUnconnected();
    app.piper.organizations = [
      { ...app.piper.all[0], permissions: ['members:read', 'members:invite'], roles: undefined },
    ];
    const { errors } = await app.submit(await formOf(app), { roles: [viewer], ...ticked });
    expect(errors?.beyond_own_role).toContain('You may not give Viewer yourself');
    expect(app.rows('connections')).toBe(0);
  });

  it('is not made while Piper does not answer, nor for somebody else', async () => {
    const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
    const form = await formOf(app);
    const filled = { roles: [viewer], ...ticked };
    const byCarol = await app.submit(form, filled, carol);
    expect(wordsIn(byCarol.view)).toContain('Nothing was changed');
    app.piper.onGet = () => [503, 'down'];
    expect(wordsIn((await app.submit(form, filled)).view)).toContain("Piper isn't answering");
    expect(app.rows('connections')).toBe(0);
    app.piper.onGet = undefined;
    expect(wordsIn((await app.submit(form, filled)).view)).toContain('is connected to');
  });

  it('of another organization keeps nothing that was said of roles', async () => {
    const app = await start(undefined, { roles: [admin], ...ticked, quota: '9' });
    const globex = '22222222-2222-4222-8222-222222222222';
    app.piper.organizations = [{ id: globex, name: 'Globex' }];
    const form = await formOf(app);
    expect(elementIn(form, 'quota')).toMatchObject({ initial_value: '9' });
    expect(elementIn(form, 'beyond_own_role')).not.toHaveProperty('initial_options');
  });
});
