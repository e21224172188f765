import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startUnconnected, type TestApp } from '../../helpers/app.ts';
import { askCarol } from '../../helpers/asking.ts';
import { changeSettings } from '../../helpers/change-settings.ts';
import type { Filled } from '../../helpers/payloads.ts';
import { roles } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { option, wordsIn } from '../../helpers/views.ts';

const editor = option(roles.editor.id, roles.editor.name);

async function connectedWith(settings: Filled) {
  const app = await startUnconnected();
  await app.connect(settings);
  for (const name of ['bob', 'carol']) app.piper.join(`${name}@acme.example`);
  return app;
}

/** Submits the form with one address. */
const send = (app: TestApp, form: ModalView, filled: Filled = {}, userId = users.alice.id) =>
  app.submit(
    form,
    { addresses: 'ada@acme.example', role: editor, channel: 'C0GENERAL', ...filled },
    { userId },
  );

describe('who may invite', () => {
  const chosen = { who: option('chosen'), users: [users.bob.id] };
  const byGroup = {
    who: option('chosen'),
    user_groups: [option('S0LEADS', 'Leads'), option('S0SALES', 'Sales')],
  };
  const refused =
    'Only workspace admins, owners, <!subteam^S0LEADS> and <!subteam^S0SALES> can invite to Piper from this workspace. <@U0ALICE> connected it and can help.';
  const unsure = (undone: string) =>
    `Slack can't tell me right now who is in the user groups that may invite, so ${undone}. Try again in a few minutes.`;

  it.each([
    ['admins: an admin', {}, users.alice.id, true],
    ['admins: a member', {}, users.bob.id, false],
    ['chosen people: one of them', chosen, users.bob.id, true],
    ['chosen people: another member', chosen, users.carol.id, false],
    ['chosen people: an admin all the same', chosen, users.alice.id, true],
    ['every member: a member', { who: option('members') }, users.carol.id, true],
    ['every member: not a guest', { who: option('members') }, users.gina.id, false],
    ['every member: not a stranger', { who: option('members') }, users.stranger.id, false],
  ])('%s', async (_, settings, userId, may) => {
    const app = await connectedWith(settings);
    await app.invite('ada@example.com as Editor', userId);
    expect(app.piper.added).toBe(may ? 1 : 0);
    expect(app.said().privately).toHaveLength(may ? 0 : 1);
  });

  it('people of a chosen user group may, others may not', async () => {
    const app = await connectedWith(byGroup);
    app.slack.on('usergroups.users.list', ({ usergroup }) => ({
      ok: true,
      users: usergroup === 'S0SALES' ? [users.bob.id] : [],
    }));
    await app.invite('ada@example.com as Editor', users.bob.id);
    expect(app.piper.added).toBe(1);
    await app.invite('grace@example.com as Editor', users.carol.id);
    expect(app.said().privately).toEqual([refused]);
  });

  it('a guest may not even in a chosen user group', async () => {
    const app = await connectedWith(byGroup);
    app.slack.on('usergroups.users.list', () => ({ ok: true, users: [users.gina.id] }));
    await app.invite('ada@example.com as Editor', users.gina.id);
    expect(app.piper.added).toBe(0);
  });

  it.each(['internal_error', 'missing_scope'])(
    'nobody may by a user group while Slack does not tell who is in it: %s',
    async (error) => {
      const app = await connectedWith(byGroup);
      app.slack.fail('usergroups.users.list', error);
      await app.invite('ada@example.com as Editor', users.bob.id);
      expect(app.said().privately).toEqual([unsure('nobody was invited')]);
      await app.invite('ada@example.com as Editor', users.alice.id);
      expect(app.piper.added).toBe(1);
    },
  );

  it('who can ask may ask meanwhile, and hears why they see no invites', async () => {
    const app = await connectedWith(byGroup);
    changeSettings(app, { asking: askCarol });
    app.slack.fail('usergroups.users.list', 'internal_error');
    await app.invite('list', users.bob.id);
    expect(app.said().privately).toEqual([unsure('nothing was looked up')]);
    expect(wordsIn(await app.open('', users.bob.id))).toContain('Ask to invite');
  });

  it('a user group that is gone has nobody in it', async () => {
    const app = await connectedWith(byGroup);
    app.slack.fail('usergroups.users.list', 'no_such_subteam');
    await app.invite('ada@example.com as Editor', users.bob.id);
    expect(app.said().privately).toEqual([refused]);
  });

  it('is asked again when the form is sent: who was taken out meanwhile may not', async () => {
    const app = await connectedWith(chosen);
    const form = await app.open('', users.bob.id);
    await app.submit(await app.open('settings'), { who: option('admins') });
    const { view } = await send(app, form, {}, users.bob.id);
    expect(wordsIn(view)).toContain('Only workspace admins and owners can invite');
    await app.finish();
    expect(app.piper.added).toBe(0);
  });
});
