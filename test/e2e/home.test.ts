import { describe, expect, it } from 'vitest';
import { startApp, startUnconnected, type TestApp } from '../helpers/app.ts';
import { ask, buttonIn, startAsking } from '../helpers/asking.ts';
import { changeSettings } from '../helpers/change-settings.ts';
import { eventually } from '../helpers/eventually.ts';
import { homeAfter, openHome, pressable, publishedTo, readHome } from '../helpers/home.ts';
import { roles } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { option, wordsIn } from '../helpers/views.ts';

const { alice, bob, carol, gina, nora, robot, victor, stranger } = users;

/** Connected by Alice, an admin; Bob may invite, everybody else may ask Carol. */
async function start(): Promise<TestApp> {
  const app = await startAsking();
  changeSettings(app, {
    whoMayInvite: { kind: 'chosen', userIds: [bob.id], userGroupIds: [] },
  });
  return app;
}

const forbidAsking = (app: TestApp) => changeSettings(app, { asking: undefined } as never);

const reads = async (app: TestApp, userId: string) => readHome(await openHome(app, userId));

const connected = 'This workspace is connected to *Acme Robotics*.';
const by =
  /^Connected by <@U0ALICE> <!date.*>\. Platform token: Piper doesn't say when it expires\.$/;
const nobody = ['# Pending invites', 'Nobody who was invited from Slack is pending.'];

const past = ['# History', 'Look up who was invited, by whom, and what became of it. [Search]'];

describe('App Home', () => {
  it('shows each kind of person what they may see and do, where the workspace is connected', async () => {
    const app = await start();
    app.forget();
    expect(await reads(app, alice.id)).toEqual([
      connected,
      expect.stringMatching(/Platform token `pat_.*`/),
      '[Invite people]',
      ...nobody,
      ...past,
      '# Settings of the connection',
      '[Settings] [Rules] [Approvers] [Export the record]',
      expect.stringContaining('The form can also invite everybody in a user group'),
    ]);
    expect(await reads(app, bob.id)).toEqual([
      connected,
      expect.stringMatching(by),
      '[Invite people]',
      ...nobody,
      ...past,
    ]);
    expect(await reads(app, carol.id)).toEqual([
      connected,
      expect.stringMatching(by),
      'You can ask for invites here, and somebody else decides.',
      '[Ask to invite]',
    ]);
    forbidAsking(app);
    app.clock.now += 60_000;
    expect(await reads(app, carol.id)).toEqual([
      connected,
      expect.stringMatching(by),
      'Only workspace admins, owners and <@U0BOB> can invite to Piper from this workspace. <@U0ALICE> connected it and can help.',
    ]);
    expect(await reads(app, gina.id)).toEqual([
      "Guests can't invite to Piper. Ask a full member of this workspace who may.",
    ]);
    expect(await reads(app, stranger.id)).toEqual([
      "People from other workspaces can't invite to Piper from here. Ask somebody in this workspace.",
    ]);
    expect(app.journal.names().filter((name) => name.startsWith('piper'))).toEqual([]);
  });

  it('is published once to whoever opens it, and to nobody else', async () => {
    const app = await start();
    for (const { id } of [robot, victor]) await app.openTab(id);
    await app.openTab(alice.id, 'messages');
    await openHome(app, bob.id);
    await app.stop();
    expect(app.journal.of('views.publish').map(({ user_id }) => user_id)).toEqual([bob.id]);
  });

  it.each([
    ['refused', 'rejected_since = 1', 'Piper no longer lets', true, false],
    ['expired', 'expires_at = 1', 'expired <!date', true, true],
    [
      'about to expire',
      `expires_at = ${Date.now() + 6 * 86_400_000}`,
      'expires <!date',
      true,
      true,
    ],
    ['good for long', `expires_at = ${Date.now() + 9 * 86_400_000}`, connected, false, true],
  ])(
    'says first that the token is %s, with the way to renew it for those who may',
    async (_, set, words, isTrouble, isOpen) => {
      const finds = async (userId: string) => {
        const app = await start();
        app.onDatabase((db) => db.exec(`update connections set ${set}`));
        return reads(app, userId);
      };
      const [ofAlice, ofBob] = [await finds(alice.id), await finds(bob.id)];
      expect(ofAlice[0]).toContain(words);
      expect(ofAlice.includes('[Renew the token]')).toBe(isTrouble);
      expect(ofBob).not.toContain('[Renew the token]');
      expect(ofBob[0]?.includes('<@U0ALICE> connected the workspace and can renew it')).toBe(
        isTrouble,
      );
      for (const home of [ofAlice, ofBob]) expect(home.includes('[Invite people]')).toBe(isOpen);
    },
  );

  it('is right the next time, where Piper takes a refused token again', async () => {
    const app = await start();
    app.onDatabase((db) => db.exec('update connections set rejected_since = 1'));
    expect((await reads(app, bob.id))[0]).toContain('Piper no longer lets');
    await eventually(() =>
      expect(app.query('select rejected_since as since from connections')).toEqual([
        { since: null },
      ]),
    );
    expect(publishedTo(app, bob.id)).toHaveLength(1);
    expect((await reads(app, bob.id))[0]).toBe(connected);
  });

  it('says who can connect a workspace that is not, or whose connection cannot be used', async () => {
    const app = await startUnconnected();
    const notConnected =
      "This workspace isn't connected to Piper yet, so nobody can be invited from here.";
    expect(await reads(app, alice.id)).toEqual([
      notConnected,
      'You can connect it with a platform token of your organization.',
      '[Connect]',
    ]);
    expect(await reads(app, bob.id)).toEqual([
      notConnected,
      'A workspace admin or owner can connect it. Ask one of them.',
    ]);
    expect(await reads(app, gina.id)).toEqual([expect.stringContaining("Guests can't")]);

    await app.connect();
    app.clock.now += 1_000;
    app.onDatabase((db) => db.exec("update connections set connected_by = 'U0EVE'"));
    for (const [userId, button] of [
      [alice.id, ['[Connect]']],
      [bob.id, []],
    ] as const) {
      // To connect shows Home anew, too.
      const home = await eventually(async () => {
        const lines = await reads(app, userId);
        expect(lines[0]).toContain('was changed from outside');
        return lines;
      });
      expect(home.filter((line) => line.startsWith('['))).toEqual(button);
    }
  });

  it('leads nobody to change what the settings of the process fix', async () => {
    const app = await startApp();
    const home = await reads(app, alice.id);
    expect(home.slice(0, 2)).toEqual([
      connected,
      "The connection to Piper is set by whoever runs piper-invite, so it can't be changed from Slack. Ask them.",
    ]);
    expect(home).toContain('[Invite people]');
    expect(home).toContain('[Export the record]');
    expect(home.join()).not.toContain('[Settings]');
  });

  it('says so with a reference where it can not be read, and when Slack does not tell who it is', async () => {
    const app = await start();
    app.slack.on('users.info', () => ({ ok: false, error: 'fatal_error' }));
    expect(await reads(app, carol.id)).toEqual([
      "Slack can't tell me who you are right now, so I can't show you anything. Open this tab again in a moment.",
    ]);
    app.dropTable('connections');
    app.slack.on('users.info', () => ({ ok: true, user: bob }));
    expect(await reads(app, bob.id)).toEqual([
      expect.stringContaining("I can't show you what is here"),
      expect.stringMatching(/^ref \w{6}$/),
    ]);
  });

  it('is shown anew where it was changed since it was seen, and once a second at most', async () => {
    const app = await start();
    await openHome(app, bob.id);
    app.waits.length = 0;
    app.forget();
    await homeAfter(app, bob.id, () => app.openTab(bob.id, 'home', 'an-older-one'));
    await app.stop();
    expect(app.journal.of('views.publish').map(({ hash }) => hash)).toEqual([
      'an-older-one',
      undefined,
    ]);
    expect(app.waits).toEqual([1_000]);
  });

  it('opens the form, which tells whoever invites alone unless they choose where to', async () => {
    const app = await start();
    const home = await openHome(app, bob.id);
    const [invite] = pressable(home);
    const before = app.updates();
    await app.press(invite ?? {}, { home, userId: bob.id });
    const form = await app.updatedView(before);
    expect(app.journal.of('views.open')).toHaveLength(1);
    const filled = {
      addresses: 'ada@example.com',
      role: option(roles.editor.id, roles.editor.name),
    };
    const after = await homeAfter(app, bob.id, () => app.submit(form, filled, { userId: bob.id }));
    expect(readHome(after)).toContainEqual(
      expect.stringMatching(/^ada@example\.com as \*Editor\*/),
    );
    await app.finish();
    expect(app.journal.of('chat.postMessage').map(({ channel }) => channel)).toEqual([bob.id]);
  });
});

describe('requests on App Home', () => {
  const press = async (app: TestApp, userId: string, action: string) => {
    const home = await openHome(app, userId);
    const element = pressable(home).find(({ action_id }) => action_id === action);
    return homeAfter(app, userId, () => app.press({ ...element }, { home, userId }));
  };

  it('are decided where they are shown, by those who may, and seen by nobody else', async () => {
    const app = await start();
    await ask(app, 'ada@example.com as Editor', nora.id);
    for (const userId of [alice.id, carol.id]) {
      expect(await reads(app, userId)).toEqual(
        expect.arrayContaining([
          '# To decide',
          expect.stringMatching(/^<@U0NORA>: \*ada@example.com\* as \*Editor\*[\s\S]*> Ada joins/),
          '[Approve] [Change…] [Deny]',
        ]),
      );
    }
    expect(JSON.stringify(await reads(app, bob.id))).not.toContain('ada@');
    expect(await reads(app, nora.id)).toEqual(
      expect.arrayContaining([
        '# My requests',
        expect.stringMatching(
          /^\*ada@.* as \*Editor\*\nWaits for a decision.*\[Cancel the request\]$/,
        ),
      ]),
    );
    const told = app.said().privately.length + app.said().directly.length;
    const decided = readHome(await press(app, carol.id, 'approve_request'));
    expect(decided[0]).toBe('Approved. Piper is asked now.');
    expect(decided).not.toContain('# To decide');
    expect(readHome(await openHome(app, carol.id))[0]).toBe(connected);
    expect(app.said().privately.length).toBe(0);
    expect(app.said().directly.length - told).toBeLessThanOrEqual(1);
    await app.finish();
    expect(app.piper.addresses()).toContain('ada@example.com');
  });

  it('are cancelled by whoever asked, who can ask again', async () => {
    const app = await start();
    await ask(app, 'ada@example.com as Editor', nora.id);
    const home = await press(app, nora.id, 'cancel_request');
    expect(readHome(home)).toEqual(
      expect.arrayContaining([
        'Cancelled. Nothing was sent.',
        expect.stringMatching(/\nCancelled by <@U0NORA>.*\[Ask again\]$/),
      ]),
    );
    const before = app.updates();
    const [again] = pressable(home).filter(({ action_id }) => action_id === 'ask_again');
    await app.press({ ...again }, { home, userId: nora.id });
    expect(wordsIn(await app.updatedView(before))).toContain('ada@example.com');
  });

  it('are denied in a modal, after which Home shows it', async () => {
    const app = await start();
    await ask(app, 'ada@example.com as Editor', nora.id);
    const home = await openHome(app, carol.id);
    const before = app.updates();
    const deny = pressable(home).find(({ action_id }) => action_id === 'deny_request');
    await app.press({ ...deny }, { home, userId: carol.id });
    const form = await app.updatedView(before);
    const after = await homeAfter(app, carol.id, () =>
      app.submit(form, { words: 'Not now' }, { userId: carol.id }),
    );
    expect(readHome(after)).not.toContain('# To decide');
    expect(await reads(app, nora.id)).toContainEqual(expect.stringMatching(/Denied by <@U0CAROL>/));
  });

  it('are all in one list, which shows what came of each press', async () => {
    const app = await start();
    for (const at of [1, 2, 3, 4, 5, 6]) await ask(app, `p${at}@example.com as Editor`, nora.id);
    const home = await openHome(app, carol.id);
    expect(readHome(home).filter((line) => line.startsWith('[Approve]'))).toHaveLength(5);
    const all = pressable(home).find(({ action_id }) => action_id === 'home_requests');
    let before = app.updates();
    await app.press({ ...all }, { home, userId: carol.id });
    const list = await app.updatedView(before);
    expect(wordsIn(list)).toContain('6 requests wait for a decision');
    before = app.updates();
    await app.press(buttonIn({ ...list }, 'approve_request'), {
      isInModal: true,
      userId: carol.id,
    });
    const after = wordsIn(await app.updatedView(before));
    expect(after).toContain('Approved. Piper is asked now.');
    expect(after).toContain('5 requests wait for a decision');
    await app.press(buttonIn({ ...list }, 'deny_request'), { isInModal: true, userId: carol.id });
    expect(app.journal.of('views.push')).toHaveLength(1);
  });
});

describe('pending invites on App Home', () => {
  it('lead to how somebody stands, and to another role for those who may give one', async () => {
    const app = await start();
    await app.invite('ada@example.com as Editor', bob.id);
    app.clock.now += 60_000;
    const open = async (userId: string, value?: string) => {
      const home = await openHome(app, userId);
      const [more] = pressable(home).filter(({ action_id }) => action_id === 'person_more');
      const [status, role] = more?.options ?? [];
      const before = app.updates();
      const chosen = more?.options
        ? { type: 'overflow', selected_option: value ? role : status }
        : {};
      await app.press({ ...more, ...chosen }, { home, userId });
      return wordsIn(await app.updatedView(before));
    };
    expect(await open(bob.id)).toContain('is invited to *Acme Robotics* as *Editor* and pending');
    expect(await open(alice.id)).toContain('and pending');
    expect(await open(alice.id, 'role')).toContain('"callback_id":"role"');
    expect(await reads(app, bob.id)).toContainEqual(expect.stringMatching(/^ada@.*\[Status\]$/));
  });

  it('turn by pages in both directions, and stay on the page when something is done', async () => {
    const app = await start();
    const people = Array.from({ length: 25 }, (_, at) => `p${at}@example.com`);
    await app.commandAndSend(`${people.join(' ')} as Editor`, bob.id);
    const rows = (home: Awaited<ReturnType<typeof openHome>>) =>
      readHome(home).flatMap((line) => /^p\d+@/.exec(line) ?? []);
    const press = (home: Awaited<ReturnType<typeof openHome>>, action: string) =>
      homeAfter(app, bob.id, () => {
        const element = pressable(home).find(({ action_id }) => action_id === action);
        return app.press({ ...element }, { home, userId: bob.id });
      });
    const first = await openHome(app, bob.id);
    const second = await press(first, 'home_older');
    const third = await press(second, 'home_older');
    expect([first, second, third].map((home) => rows(home).length)).toEqual([10, 10, 5]);
    expect(new Set([first, second, third].flatMap(rows)).size).toBe(25);
    expect(readHome(first).at(-3)).toBe('[Older]');
    expect(readHome(second).at(-3)).toBe('[Newer] [Older]');
    expect(readHome(third).at(-3)).toBe('[Newer]');
    expect(rows(await press(third, 'home_newer'))).toEqual(rows(second));
    expect(rows(await press(second, 'home_newer'))).toEqual(rows(first));
    await press(first, 'home_older');
    const acted = (home: typeof first) =>
      homeAfter(app, bob.id, () =>
        app.press({ action_id: 'cancel_request', value: 'gone 1' }, { home, userId: bob.id }),
      );
    expect(rows(await acted(third))).toEqual(rows(third));
    expect(rows(await acted(first))).toEqual(rows(first));
    expect(publishedTo(app, alice.id)).toEqual([]);
  });
});
