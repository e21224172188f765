import { describe, expect, it } from 'vitest';
import { startUnconnected, type TestApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import type { Filled } from '../helpers/payloads.ts';
import { member, role, roles, userIdOf } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { withCrowd } from '../helpers/slack-crowd.ts';
import { elementsOf, option, pushedView, wordsIn } from '../helpers/views.ts';

const bob = { userId: users.bob.id };
const editorAndMore = {
  ...role('Biller', null, [...(roles.editor.permissions ?? []), 'org:billing']),
  is_system: false,
};
const pilot = { ...role('Pilot', null, []), is_system: false };

/** Alice has connected the workspace, where every member may invite; Bob has a role in Piper, or none. */
async function start(bobIs: typeof roles.viewer | undefined, settings: Filled = {}) {
  const app = await startUnconnected();
  app.piper.roles.push(editorAndMore, pilot);
  await app.connect({ who: option('members'), ...settings });
  if (bobIs) app.piper.join('bob@acme.example', bobIs);
  return app;
}

/** What Bob reads who types this, when nobody is invited and no role is changed. */
async function refused(app: TestApp, text: string, userId = bob.userId): Promise<string> {
  const before = app.said().privately.length;
  await app.command(text, { user_id: userId });
  await eventually(() => expect(app.said().privately.length).toBeGreaterThan(before));
  expectNothingDone(app);
  return app.said().privately.at(-1) ?? '';
}

/** What somebody reads who wants to change a role, when it isn't offered to be confirmed. */
async function notOffered(app: TestApp, text: string, userId = users.alice.id): Promise<string> {
  const view = await app.open(text, userId);
  expect(view.submit).toBeUndefined();
  expectNothingDone(app);
  return wordsIn(view);
}

/** What every modal has said so far. */
const viewsIn = (app: TestApp) =>
  wordsIn([...app.journal.of('views.open'), ...app.journal.of('views.update')]);

function expectNothingDone(app: TestApp) {
  expect(app.piper.added).toBe(0);
  expect(app.journal.of('PATCH member')).toEqual([]);
  expect(app.said().inChannel).toEqual([]);
}

/** Bob sends the form with a role. */
const send = (app: TestApp, given: { id: string; name: string }, addresses = 'ada@example.com') =>
  app.submitInvite({ addresses, role: given }, bob);

describe('a Viewer in Piper', () => {
  it('gives Viewer, and nothing more, by the command', async () => {
    const app = await start(roles.viewer);
    for (const name of ['Admin', 'Editor', 'Biller']) {
      expect(await refused(app, `ada@example.com as ${name}`)).toContain(
        `${name} can do more in Piper than your own role there (Viewer), so you can't give it. Choose another role.`,
      );
    }
    expect(await refused(app, 'ada@example.com as Pilot')).toContain(
      "I can't tell what Pilot may do in Piper, so only the organization's owner or somebody who has that role can give it.",
    );
    expect(elementsOf(app.privateMessages().at(-1))).toMatchObject([
      { text: { text: 'Open the form' } },
    ]);
    await app.invite('ada@example.com as Viewer', bob.userId);
    await app.finish();
    expect(app.piper.added).toBe(1);
  });

  it('is offered Viewer alone by the form, and told how many roles are left out', async () => {
    const app = await start(roles.viewer);
    const form = await app.open('', bob.userId);
    expect(JSON.stringify(form)).toContain("4 roles aren't shown");
    expect(form.blocks.find(({ block_id }) => block_id === 'role')).toMatchObject({
      element: { options: [{ text: { text: 'Viewer' } }] },
    });
  });

  it.each([
    ['a role that can do more', roles.admin, 'can do more in Piper than your own role'],
    ['a role that nobody knows', { id: 'forged', name: 'Viewer' }, 'no longer has the role Viewer'],
    ['a role under the name of their own', { id: roles.admin.id, name: 'Viewer' }, 'can do more'],
  ])('gives nothing by a forged form with %s', async (_, given, words) => {
    const app = await start(roles.viewer);
    const { body } = await send(app, given);
    expect(body).toMatchObject({
      response_action: 'errors',
      errors: { role: expect.stringContaining(words) },
    });
    await app.finish();
    expectNothingDone(app);
  });

  it('changes no role, neither of others nor their own', async () => {
    const app = await start(roles.viewer);
    app.piper.join('ada@acme.example', roles.viewer);
    for (const text of ['role ada@acme.example Editor', 'role bob@acme.example Admin']) {
      expect(await notOffered(app, text, bob.userId)).toContain('Only workspace admins and owners');
    }
    await app.finish();
  });

  it('sends nobody of a file whom it gives more, and all the others', async () => {
    const app = await start(roles.viewer);
    withCrowd(app.slack, {
      members: [],
      files: {
        F0LIST: Buffer.from(
          'email,role\nada@example.com,Admin\njoan@example.com,Viewer\neva@example.com,',
        ),
      },
      owner: bob.userId,
    });
    const { body } = await app.submitInvite({ file: 'F0LIST', role: roles.viewer }, bob);
    const preview = pushedView(body);
    expect(wordsIn(preview)).toContain(
      "ada@example.com can't be invited as Admin. Admin can do more in Piper",
    );
    await app.sendPreview(preview, bob);
    await app.finish();
    expect(app.piper.addresses().slice(-2).toSorted()).toEqual([
      'eva@example.com',
      'joan@example.com',
    ]);
    expect(app.piper.added).toBe(2);
  });
});

describe('an Editor in Piper', () => {
  it('gives Editor and Viewer, but no role with one permission more', async () => {
    const app = await start(roles.editor);
    expect(await refused(app, 'ada@example.com as Biller')).toContain('Biller can do more');
    expect(await refused(app, 'ada@example.com as Admin')).toContain('Admin can do more');
    for (const name of ['Editor', 'Viewer']) {
      await app.invite(`${name}@example.com as ${name}`, bob.userId);
    }
    await app.finish();
    expect(app.piper.added).toBe(2);
  });

  it.each([[[]], [undefined]])(
    'gives no more where Piper tells no permissions: %j',
    async (untold) => {
      const app = await start(roles.editor);
      app.piper.roles = app.piper.roles.map((each) => ({ ...each, permissions: untold }) as never);
      app.clock.now += 61_000;
      expect(await refused(app, 'ada@example.com as Admin')).toContain('Admin can do more');
      expect(await refused(app, 'ada@example.com as Biller')).toContain("I can't tell what Biller");
      await app.invite('ada@example.com as Viewer', bob.userId);
      await app.finish();
      expect(app.piper.added).toBe(1);
    },
  );
});

describe('somebody with a custom role', () => {
  it('gives that role, though nobody can tell what it may do', async () => {
    const app = await start(pilot);
    expect(await refused(app, 'ada@example.com as Viewer')).toContain("I can't tell");
    await app.invite('ada@example.com as Pilot', bob.userId);
    await app.finish();
    expect(app.piper.added).toBe(1);
  });
});

describe('somebody who is not to be told apart in Piper', () => {
  it.each([
    ['is nobody there', () => {}, "Your Slack address isn't in Acme Robotics"],
    [
      'is there twice',
      (app: TestApp) => {
        app.piper.join('bob@acme.example', roles.editor);
        app.piper.members.push({
          ...member('BOB@acme.example', roles.admin, { status: 'active', is_active: true }),
          user_id: userIdOf('another'),
        });
      },
      'More than one member of Acme Robotics has your address',
    ],
    [
      'has yet to join',
      (app: TestApp) => app.piper.members.push(member('bob@acme.example', roles.admin)),
      "You haven't joined Acme Robotics yet",
    ],
    [
      'has an address that Slack has not confirmed',
      (app: TestApp) => {
        app.piper.join('bob@acme.example', roles.admin);
        app.slack.on('users.info', () => ({
          ok: true,
          user: { ...users.bob, is_email_confirmed: false },
        }));
      },
      "Slack doesn't say that you have confirmed your address",
    ],
  ])('who %s gives nothing', async (_, prepare, words) => {
    const app = await start(undefined);
    prepare(app);
    expect(await refused(app, 'ada@example.com as Viewer')).toContain(words);
    // The form would say the same.
    expect(elementsOf(app.privateMessages().at(-1))).toEqual([]);
    await app.command('', { user_id: bob.userId });
    await eventually(() => expect(viewsIn(app)).toContain(words));
    await app.finish();
    expectNothingDone(app);
  });
});

describe('whoever connected the workspace', () => {
  it('invites first thing, though nobody of the workspace is in Piper', async () => {
    const app = await start(undefined);
    app.piper.members.splice(0, app.piper.members.length);
    await app.invite('ada@example.com as Admin');
    await app.finish();
    expect(app.piper.added).toBe(1);
  });

  it('gives no more than the token may', async () => {
    const app = await start(undefined);
    expect(await refused(app, 'ada@example.com as Biller', users.alice.id)).toContain(
      'Biller can do more in Piper',
    );
    await app.finish();
  });

  it.each([
    ["the owner's", 'owner@acme.example', "The role of *Acme Robotics*'s owner can't be changed"],
    ['their own', 'alice@acme.example', "You can't change your own role from Slack."],
  ])('can not change %s role', async (_, address, words) => {
    const app = await start(undefined);
    expect(await notOffered(app, `role ${address} Viewer`)).toContain(words);
    await app.finish();
  });

  it('can not take a role away that can do more than theirs', async () => {
    const app = await start(undefined);
    app.piper.join('bill@acme.example', editorAndMore);
    expect(await notOffered(app, 'role bill@acme.example Viewer')).toContain(
      'can do more in Piper than your own role there',
    );
    await app.finish();
  });
});

describe('somebody who may not invite at all', () => {
  it('reads why in place of the preview of several people', async () => {
    const app = await start(roles.editor, { who: option('admins') });
    const view = await app.open('ada@example.com, joan@example.com as Editor', bob.userId);
    expect(wordsIn(view)).toContain('Only workspace admins and owners can invite');
    await app.finish();
    expectNothingDone(app);
  });
});

describe('a change of a role', () => {
  /** Alice is about to change the role of Ada, an Editor, to Viewer. */
  async function confirming() {
    const app = await start(undefined);
    app.piper.join('ada@acme.example', roles.editor);
    return { app, confirm: await app.open('role ada@acme.example Viewer') };
  }

  it('is made once it is confirmed', async () => {
    const { app, confirm } = await confirming();
    expect(wordsIn(confirm)).toContain(
      'Change *ada@acme.example* in *Acme Robotics* from *Editor* to *Viewer*?',
    );
    expectNothingDone(app);
    expect(wordsIn((await app.submit(confirm)).view)).toContain(
      'is now *Viewer* in *Acme Robotics*',
    );
    expect(app.journal.of('PATCH member')).toHaveLength(1);
  });

  it.each([
    [
      'they have been given more than one can take away',
      (app: TestApp) => {
        app.piper.members.pop();
        app.piper.join('ada@acme.example', editorAndMore);
      },
      'can do more in Piper than your own role there',
    ],
    [
      'they own the organization now',
      (app: TestApp) => {
        app.piper.owner = 'ada@acme.example';
      },
      "The role of *Acme Robotics*'s owner can't be changed",
    ],
    [
      'they have another role than was shown',
      (app: TestApp) => {
        app.piper.members.pop();
        app.piper.join('ada@acme.example', roles.admin);
      },
      'has another role in *Acme Robotics* by now: *Admin*. Nothing was changed',
    ],
  ])('is decided again when it is confirmed: %s', async (_, happens, words) => {
    const { app, confirm } = await confirming();
    happens(app);
    app.clock.now += 61_000;
    expect(wordsIn((await app.submit(confirm)).view)).toContain(words);
    await app.finish();
    expectNothingDone(app);
  });
});

describe('what has changed in Piper a minute ago', () => {
  const minute = 61_000;
  const owned = (app: TestApp, address: string) => {
    app.piper.owner = address;
    app.clock.now += minute;
  };
  const withPermissions = (app: TestApp, name: string, permissions: string[]) => {
    app.piper.roles = app.piper.roles.map((each) =>
      each.name === name ? { ...each, permissions: permissions as typeof each.permissions } : each,
    );
    app.clock.now += minute;
  };

  it('is who owns the organization', async () => {
    const app = await start(roles.viewer);
    owned(app, 'bob@acme.example');
    await app.invite('ada@example.com as Biller', bob.userId);
    expect(app.piper.added).toBe(1);
    app.piper.added = 0;
    app.forget();
    owned(app, 'owner@acme.example');
    expect(await refused(app, 'joan@example.com as Biller')).toContain('Biller can do more');
    await app.finish();
  });

  it("is what one's own role may do", async () => {
    const app = await start(roles.editor);
    const { permissions = [] } = roles.editor;
    withPermissions(app, 'Editor', [...(permissions ?? []), 'org:billing']);
    await app.invite('ada@example.com as Biller', bob.userId);
    expect(app.piper.added).toBe(1);
    app.piper.added = 0;
    app.forget();
    withPermissions(app, 'Editor', permissions ?? []);
    expect(await refused(app, 'joan@example.com as Biller')).toContain('Biller can do more');
    await app.finish();
  });

  it('is what the role that is given may do', async () => {
    const app = await start(roles.viewer);
    withPermissions(app, 'Viewer', ['org:read', 'org:billing']);
    withPermissions(app, 'Biller', ['org:read', 'org:billing', 'org:delete']);
    expect(await refused(app, 'joan@example.com as Biller')).toContain('Biller can do more');
    withPermissions(app, 'Biller', ['org:billing']);
    await app.invite('joan@example.com as Biller', bob.userId);
    await app.finish();
    expect(app.piper.added).toBe(1);
  });

  it('is what the token may do, for whoever connected the workspace', async () => {
    const app = await start(undefined);
    await app.open('');
    app.piper.permissions = [...(roles.editor.permissions ?? [])];
    app.clock.now += minute;
    expect(await refused(app, 'joan@example.com as Admin', users.alice.id)).toContain(
      'Admin can do more in Piper',
    );
    await app.finish();
  });

  it('counts before an invite is sent that had to wait', async () => {
    const app = await start(roles.viewer);
    owned(app, 'bob@acme.example');
    app.piper.onAdd = (_keep, attempts) => {
      if (attempts > 1) return undefined;
      owned(app, 'owner@acme.example');
      return [503, 'down'];
    };
    await app.command('ada@example.com as Biller', { user_id: bob.userId });
    await app.finish();
    expect(app.piper.addresses()).not.toContain('ada@example.com');
  });

  it('counts where somebody is linked', async () => {
    const app = await start(undefined);
    app.piper.join('ada@corp.example', roles.viewer);
    owned(app, 'ada@corp.example');
    expect(await refused(app, 'link <@U0BOB> ada@corp.example', users.alice.id)).toContain(
      '*ada@corp.example* owns *Acme Robotics*',
    );
    await app.finish();
  });

  it('is not taken from what was told before, while Piper does not answer', async () => {
    const app = await start(undefined);
    expect(wordsIn(await app.open(''))).not.toContain('I check whether');
    app.clock.now += minute;
    app.piper.onGet = (path) => (path.includes('organizations') ? [503, 'down'] : undefined);
    expect(wordsIn(await app.open(''))).toContain('I check whether you may give the role');
    app.piper.onGet = undefined;
    await app.finish();
  });
});

describe('what changes in between', () => {
  it('counts when a preview is sent', async () => {
    const app = await start(roles.editor);
    const { body } = await send(app, roles.editor, 'ada@example.com, joan@example.com');
    const preview = pushedView(body);
    app.piper.members.pop();
    app.piper.join('bob@acme.example', roles.viewer);
    expect(wordsIn((await app.sendPreview(preview, bob)).body)).toContain('changed meanwhile');
    await app.finish();
    expectNothingDone(app);
  });

  it('counts for whoever presses Try again', async () => {
    const app = await start(roles.viewer);
    app.piper.onAdd = () => [403, { detail: 'no' }];
    await app.invite('ada@example.com as Admin');
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    const [batch] = app.query('select id from batches');
    app.piper.onAdd = undefined;
    app.forget();
    await app.press({ action_id: 'retry_batch', value: String(batch?.id) }, bob);
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    await app.finish();
    expect(app.piper.addresses()).not.toContain('ada@example.com');
    expect(app.rows('batches')).toBe(1);
  });

  it('counts before an invite is sent that had to wait, and the inviter is told', async () => {
    const app = await start(roles.editor);
    app.piper.onAdd = async (_keep, attempts) => {
      if (attempts > 1) return undefined;
      await app.submit(await app.open('settings'), { who: option('admins') });
      return [503, 'down'];
    };
    await app.command('ada@example.com as Editor', { user_id: bob.userId });
    await app.finish();
    expect(app.piper.addresses()).not.toContain('ada@example.com');
    expect([...app.said().privately, ...app.said().directly].join('\n')).toContain(
      "*ada@example.com* wasn't invited to *Acme Robotics*.",
    );
  });

  it('is called undecided while Piper does not answer, wherever somebody looks', async () => {
    const app = await start(roles.viewer);
    app.clock.now += 61_000;
    const told = () => [...app.said().privately, ...app.said().directly].join('\n');
    app.piper.onGet = (path) =>
      path.includes('members') && !told().includes('are kept') ? [503, 'down'] : undefined;
    expect(wordsIn(await app.open('', bob.userId))).toContain(
      'What you send is kept. When Piper is back, I check whether you may give the role, before anything is sent.',
    );
    const { body } = await send(app, roles.viewer, 'ada@example.com, joan@example.com');
    const preview = pushedView(body);
    expect(wordsIn(preview)).toContain('*2 people* are to be invited to');
    expect(wordsIn(preview)).toContain(
      'whether you may give these roles is decided when Piper is back, before anything is sent',
    );
    await app.sendPreview(preview, bob);
    await app.finish();
    expect(told()).toContain(
      'Your 2 invites are kept. When it is back, I check whether you may give these roles before I send them',
    );
    expect(app.piper.added).toBe(2);
  });

  it('is not called undecided once it is decided', async () => {
    const app = await start(roles.viewer);
    expect(wordsIn(await app.open('', bob.userId))).not.toContain('I check whether');
    const { body } = await send(app, roles.viewer, 'ada@example.com, joan@example.com');
    expect(wordsIn(pushedView(body))).toContain('*2 people* will be invited to');
    expect(wordsIn(pushedView(body))).not.toContain('is decided when');
  });

  it('is decided when Piper is back, before anything is sent', async () => {
    const app = await start(roles.viewer);
    app.clock.now += 61_000;
    let looks = 0;
    app.piper.onGet = (path) => {
      if (!path.includes('members')) return undefined;
      looks += 1;
      return looks < 6 ? [503, 'down'] : undefined;
    };
    await app.command('ada@example.com as Admin', { user_id: bob.userId });
    await app.finish();
    expect(looks).toBeGreaterThan(5);
    expect(app.piper.added).toBe(0);
    expect([...app.said().privately, ...app.said().directly].join('\n')).toContain(
      'Admin can do more in Piper than your own role there (Viewer)',
    );
  });
});
