import { describe, expect, it } from 'vitest';
import { startUnconnected, type TestApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import type { Filled } from '../helpers/payloads.ts';
import { member, roles } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { option, pushedView, wordsIn } from '../helpers/views.ts';

const sales = [option('S0SALES', 'Sales')];

/** Only admins may invite; Ada is a Viewer in Piper, and Bob, Carol and Gina are Editors. */
async function start(settings: Filled) {
  const app = await startUnconnected();
  await app.connect(settings);
  app.piper.members.push(member('ada@example.com', roles.viewer));
  for (const name of ['bob', 'carol', 'gina']) app.piper.join(`${name}@acme.example`, roles.editor);
  return app;
}
async function type(app: TestApp, text: string, userId: string): Promise<string> {
  app.forget();
  await app.command(text, { user_id: userId });
  await eventually(() => expect(app.said().privately).toHaveLength(1));
  return app.said().privately[0] ?? '';
}
/** Types the command and confirms what is shown, if it can be; gives what somebody reads in the end. */
async function changeBy(app: TestApp, text: string, userId: string): Promise<string> {
  const view = await app.open(text, userId);
  return wordsIn(view.submit ? (await app.submit(view, {}, { userId })).view : view);
}
const changes = (app: TestApp) => app.journal.everOf('PATCH member').length;
const inSales = (app: TestApp, userIds: string[]) =>
  app.slack.on('usergroups.users.list', () => ({ ok: true, users: userIds }));
const change = 'role ada@example.com Editor';

describe('somebody whom the settings name to change roles', () => {
  it('may, though they may not invite, and others may not', async () => {
    const app = await start({ role_changers: [users.bob.id] });
    expect(await changeBy(app, change, users.carol.id)).toContain(
      'Only workspace admins, owners and <@U0BOB> can change roles in Piper from this workspace. <@U0ALICE> connected it and can help.',
    );
    expect(changes(app)).toBe(0);
    expect(await changeBy(app, change, users.bob.id)).toContain(
      'is now *Editor* in *Acme Robotics*',
    );
    expect(changes(app)).toBe(1);
    expect(await type(app, 'eve@example.com as Viewer', users.bob.id)).toContain(
      'can invite to Piper',
    );
    expect(app.piper.added).toBe(0);
  });

  it('gives and takes no more than their own role', async () => {
    const app = await start({ role_changers: [users.bob.id] });
    expect(await changeBy(app, 'role ada@example.com Admin', users.bob.id)).toContain(
      '*Admin* can do more in Piper than your own role there (*Editor*)',
    );
    expect(await changeBy(app, 'role alice@acme.example Viewer', users.bob.id)).toContain(
      '*Admin* can do more in Piper than your own role there (*Editor*)',
    );
    expect(await changeBy(app, 'role owner@acme.example Viewer', users.bob.id)).toContain(
      "owner can't be changed from Slack",
    );
    expect(await changeBy(app, 'role bob@acme.example Viewer', users.bob.id)).toContain(
      "You can't change your own role",
    );
    expect(changes(app)).toBe(0);
  });

  it('gives and takes no more than that by a tick that lets others invite above their role', async () => {
    const app = await start({
      role_changers: [users.bob.id],
      roles: [option(roles.admin.id, 'Admin'), option(roles.viewer.id, 'Viewer')],
      beyond_own_role: [option('yes')],
    });
    expect(await changeBy(app, 'role ada@example.com Admin', users.bob.id)).toContain(
      'than your own role there',
    );
    expect(changes(app)).toBe(0);
  });

  it('may in the form, too', async () => {
    const app = await start({ role_changers: [users.bob.id] });
    const form = await app.open('role ada@example.com', users.bob.id);
    expect(wordsIn(form)).toContain('is in *Acme Robotics* as *Viewer*');
    const filled = { new_role: option(roles.editor.id, 'Editor') };
    const byCarol = await app.submit(form, filled, { userId: users.carol.id });
    expect(wordsIn([byCarol, app.journal.of('views.update').at(-1)])).not.toContain('is now in');
    const confirm = pushedView(await app.submit(form, filled, { userId: users.bob.id }));
    const deniedAgain = await app.submit(confirm, {}, { userId: users.carol.id });
    expect(wordsIn(deniedAgain.view)).toContain('can change roles in Piper from this workspace');
    expect(changes(app)).toBe(0);
    await app.submit(confirm, {}, { userId: users.bob.id });
    expect(changes(app)).toBe(1);
  });

  it('is offered by the searched menu what they may give to a member, and nobody else is', async () => {
    const app = await start({
      role_changers: [users.bob.id, users.nora.id],
      roles: [option(roles.admin.id, 'Admin'), option(roles.editor.id, 'Editor')],
      beyond_own_role: [option('yes')],
    });
    const offered = (userId: string) => app.optionsOf('new_role', '', { userId });
    expect(await offered(users.bob.id)).toEqual(['Editor']);
    expect(await offered(users.carol.id)).toEqual([]);
    // Who is nobody in Piper.
    expect(await offered(users.nora.id)).toEqual([]);
  });

  it.each([
    ['a guest', users.gina.id],
    ['somebody of another workspace', users.stranger.id],
    ['a bot', users.robot.id],
  ])('may not as %s', async (_, userId) => {
    const app = await start({ role_changers: [userId] });
    expect(await changeBy(app, change, userId)).toContain(
      'can change roles in Piper from this workspace',
    );
    expect(changes(app)).toBe(0);
  });
});

describe('a user group whom the settings name to change roles', () => {
  it('has those who are in it when they do it', async () => {
    const app = await start({ role_changer_groups: sales });
    inSales(app, [users.bob.id]);
    expect(await changeBy(app, change, users.bob.id)).toContain('is now *Editor*');
    inSales(app, [users.carol.id]);
    expect(await changeBy(app, 'role ada@example.com Viewer', users.bob.id)).toContain(
      'Only workspace admins, owners and <!subteam^S0SALES> can change roles',
    );
    expect(await changeBy(app, 'role ada@example.com Viewer', users.carol.id)).toContain(
      'is now *Viewer*',
    );
  });

  it('has no guest', async () => {
    const app = await start({ role_changer_groups: sales });
    inSales(app, [users.gina.id]);
    expect(await changeBy(app, change, users.gina.id)).toContain('can change roles in Piper');
    expect(changes(app)).toBe(0);
  });

  it.each(['internal_error', 'missing_scope', 'no_such_subteam'])(
    'has nobody while Slack answers %s, and admins may all the same',
    async (error) => {
      const app = await start({ role_changer_groups: sales });
      app.slack.fail('usergroups.users.list', error);
      expect(await changeBy(app, change, users.bob.id)).toContain('can change roles in Piper');
      expect(changes(app)).toBe(0);
      expect(await changeBy(app, change, users.alice.id)).toContain('is now *Editor*');
    },
  );
});

describe('the status', () => {
  it('says who may change roles, where the settings name somebody', async () => {
    const app = await start({ role_changers: [users.bob.id], role_changer_groups: sales });
    expect(await type(app, 'status', users.bob.id)).toContain(
      "<@U0BOB> and <!subteam^S0SALES> can change members' roles, besides those who may change the connection.",
    );
  });

  it('says nothing of it otherwise', async () => {
    const app = await start({});
    expect(await type(app, 'status', users.bob.id)).not.toContain('change members');
  });
});
