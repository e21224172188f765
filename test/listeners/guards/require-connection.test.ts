import { describe, expect, it } from 'vitest';
import { slack as limits } from '../../../src/limits.ts';
import { startUnconnected, type TestApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { hold, shortenTimeouts } from '../../helpers/held.ts';
import { platformToken as token } from '../../helpers/organizations.ts';
import { organizationId, roles } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { option, wordsIn } from '../../helpers/views.ts';

const editor = option(roles.editor.id, roles.editor.name);
const refusedWords =
  "Piper no longer lets this workspace's platform token invite people to *Acme Robotics*.";
const toConnector = `${refusedWords}\nYou connected this workspace and can renew its token with one that may read and add members.`;
const toMember = `${refusedWords}\n<@U0ALICE> connected the workspace and can renew it; so can a workspace admin.`;

const tokenEntries = (app: TestApp) => app.record().filter(({ action }) => action === 'token');
const rejectedSince = (app: TestApp) =>
  app.query('select rejected_since from connections')[0]?.rejected_since;
const notifications = (app: TestApp) =>
  app.journal.ever.filter(
    ({ name, body }) => name === 'chat.postMessage' && String(body.text).startsWith(refusedWords),
  );

const mayOnlyRead = (name: string): [number, unknown] | undefined =>
  name === 'organizations'
    ? [200, [{ id: organizationId, name: 'Acme Robotics', permissions: ['members:read'] }]]
    : undefined;

async function connected() {
  const app = await startUnconnected();
  await app.connect({ who: option('members') });
  app.piper.join('bob@acme.example');
  return app;
}

/** Piper rejects the token from now on, which the next invite finds out. */
async function refused(userId: string = users.bob.id) {
  const app = await connected();
  app.piper.accepted = [];
  await app.invite('ada@example.com as Editor', userId);
  return app;
}

describe('a token that Piper refuses while somebody is being invited', () => {
  it.each([401, 403])(
    '(%d) is marked; the inviter hears why, who connected it how to renew it',
    async (status) => {
      const app = await connected();
      app.piper.onAdd = () => [status, { detail: `no, ${token}` }];
      app.piper.onGet = mayOnlyRead;
      await app.invite('ada@example.com as Editor', users.bob.id);
      await eventually(() => expect(notifications(app)).toHaveLength(1));
      expect(rejectedSince(app)).toBe(app.clock.now);
      expect(app.said().privately).toEqual([
        expect.stringMatching(/^\*ada@example\.com\* wasn't invited to \*Acme Robotics\*\. /),
      ]);
      expect(notifications(app)[0]?.body).toMatchObject({
        channel: users.alice.id,
        text: toConnector,
      });
      expect(wordsIn(notifications(app))).toContain('"action_id":"open_connect"');
      expect(tokenEntries(app)).toEqual([
        {
          workspace: 'T0ACME',
          at: app.clock.now,
          actor: 'app',
          action: 'token',
          subject: organizationId,
          surface: 'piper',
          outcome: 'rejected',
          details: {
            reason: status === 401 ? 'unauthorized' : 'forbidden',
            reference: expect.stringMatching(/^\w{6}$/),
          },
        },
      ]);
    },
  );

  it('is marked once, and told of once, by however many find out', async () => {
    const app = await connected();
    app.piper.accepted = [];
    const addresses = Array.from({ length: 8 }, (_, at) => `p${at}@example.com`);
    await Promise.all(addresses.map((address) => app.command(`${address} as Editor`)));
    await app.finish();
    expect(app.said().privately).toHaveLength(8);
    expect(notifications(app)).toHaveLength(1);
    expect(tokenEntries(app)).toHaveLength(1);
  });

  it('lets the message to who connected it go out even when the process is being stopped', async () => {
    const app = await connected();
    app.piper.accepted = [];
    const { held, release } = hold();
    app.slack.on('chat.postMessage', async () => {
      await held;
      return { ok: true, ts: '1' };
    });
    await app.command('ada@example.com as Editor');
    const stopped = app.finish();
    await eventually(() => expect(notifications(app)).toHaveLength(1));
    release();
    await stopped;
    expect(app.logText()).not.toContain('message delivery failed');
  });

  it('stays the reason even when nothing can be stored', async () => {
    const app = await connected();
    app.piper.accepted = [];
    app.query(
      "create trigger no before update on connections begin select raise(abort, 'disk full'); end",
    );
    await app.invite('ada@example.com as Editor');
    expect(app.said().privately).toEqual([expect.stringContaining(refusedWords)]);
    expect(app.logText()).toContain('token health could not be stored');
  });
});

describe('a token that Piper accepts while it forbids one invite', () => {
  it('stays good; only the inviter hears of it', async () => {
    const app = await connected();
    app.piper.onAdd = () => [403, { detail: 'No seats left' }];
    await app.invite('ada@example.com as Editor', users.bob.id);
    expect(app.said().privately).toEqual([
      expect.stringContaining('Piper\'s words: "No seats left"'),
    ]);
    app.piper.onAdd = undefined;
    await app.invite('grace@example.com as Editor', users.bob.id);
    expect(app.piper.added).toBe(2);
    expect([rejectedSince(app), notifications(app), tokenEntries(app)]).toEqual([null, [], []]);
  });
});

describe('while Piper refuses the token', () => {
  it('nobody can invite: members hear who can renew it, those who may get the button', async () => {
    const app = await refused();
    app.forget();
    await app.invite('grace@example.com as Editor', users.bob.id);
    await app.invite('grace@example.com as Editor', users.alice.id);
    expect(app.said().privately).toEqual([toMember, toConnector]);
    expect(app.piper.added).toBe(0);
    expect(wordsIn(app.privateMessages()[0])).not.toContain('open_connect');
    expect(wordsIn(app.privateMessages()[1])).toContain('open_connect');
  });

  it('the form says so in its place', async () => {
    const app = await refused();
    const view = await app.open('', users.bob.id);
    expect(wordsIn(view)).toContain(refusedWords);
    expect(view.submit).toBeUndefined();
  });

  it('a form that was open already says so when it is sent', async () => {
    const app = await connected();
    const form = await app.open('');
    app.piper.accepted = [];
    app.clock.now += 61_000;
    await app.invite('ada@example.com as Editor', users.bob.id);
    const { view } = await app.submit(form, {
      addresses: 'grace@example.com',
      role: editor,
      channel: 'C0GENERAL',
    });
    expect(wordsIn(view)).toContain(refusedWords);
    expect(app.piper.added).toBe(0);
  });

  it('a form is answered in time, and kept, even when Piper takes long to say whether it does', async () => {
    const app = await connected();
    const form = await app.open('');
    app.piper.accepted = [];
    app.clock.now += 61_000;
    await app.invite('ada@example.com as Editor', users.bob.id);
    const { held, release } = hold();
    app.piper.beforeAnswer = () => held;
    // Whatever was asked meanwhile is asked again.
    app.clock.now += 61_000;
    shortenTimeouts(limits.lookupBeforeAnswer);
    const { errors } = await app.submit(form, {
      addresses: 'grace@example.com',
      role: editor,
      channel: 'C0GENERAL',
    });
    expect(Object.keys(errors ?? {})).toEqual(['people']);
    release();
  });

  it('Piper is asked once a minute at most whether it still does', async () => {
    const app = await refused();
    app.forget();
    const asked = () => app.journal.of('GET organizations').length;
    for (let times = 0; times < 3; times += 1) await app.invite('grace@example.com as Editor');
    expect(asked()).toBe(1);
    app.clock.now += 60_000;
    for (let times = 0; times < 3; times += 1) await app.invite('grace@example.com as Editor');
    expect(asked()).toBe(2);
  });
});

describe('a token that Piper takes again', () => {
  it('is used again by itself, and that is in the record', async () => {
    const app = await refused();
    app.piper.accepted = undefined;
    await app.invite('grace@example.com as Editor');
    expect(app.piper.added).toBe(1);
    expect(rejectedSince(app)).toBeNull();
    expect(tokenEntries(app).map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted']);
  });

  it('is used by all who ask while Piper is being asked', async () => {
    const app = await refused();
    app.piper.accepted = undefined;
    app.forget();
    await Promise.all(['a', 'b', 'c'].map((name) => app.command(`${name}@example.com as Editor`)));
    await app.finish();
    expect(app.piper.added).toBe(3);
    expect(app.said().privately).toEqual([]);
  });

  it('is told of once a day at most when it comes and goes', async () => {
    const app = await refused();
    await eventually(() => expect(notifications(app)).toHaveLength(1));
    for (let times = 0; times < 3; times += 1) {
      app.clock.now += 61_000;
      app.piper.accepted = undefined;
      await app.invite(`p${times}@example.com as Editor`);
      app.clock.now += 61_000;
      app.piper.accepted = [];
      await app.invite('grace@example.com as Editor');
    }
    expect(tokenEntries(app)).toHaveLength(7);
    expect(notifications(app)).toHaveLength(1);
    app.piper.accepted = undefined;
    app.clock.now += 86_400_000;
    await app.invite('last@example.com as Editor');
    app.piper.accepted = [];
    await app.invite('grace@example.com as Editor');
    await eventually(() => expect(notifications(app)).toHaveLength(2));
  });

  it('is good again once it is renewed', async () => {
    const app = await refused();
    const renewed = 'pat_renewed_token';
    app.piper.accepted = [renewed];
    const form = await app.pressToOpen('open_connect');
    const settings = (await app.submit(form, { token: renewed })).view;
    if (!settings) throw new Error('no settings');
    await app.submit(settings);
    expect(rejectedSince(app)).toBeNull();
    app.forget();
    await app.invite('ada@example.com as Editor', users.bob.id);
    expect(app.piper.added).toBe(1);
    expect(app.said().privately).toEqual([]);
  });
});

describe('a connection whose token cannot be decrypted', () => {
  const broken = async () => {
    const app = await connected();
    app.query("update connections set sealed_token = 'nonsense'");
    return app;
  };
  const words =
    "The platform token that was stored for this workspace can't be read, so nobody can be invited.";

  it.each(['', 'ada@example.com as Editor', 'status'])(
    'says so, with a reference that is in the log: /piper-invite %s',
    async (text) => {
      const app = await broken();
      await app.command(text, { user_id: users.bob.id });
      await app.finish();
      expect(app.said().privately[0]).toContain(words);
      const reference = /ref (\w{6})$/.exec(app.said().privately[0] ?? '')?.[1];
      const logged = app.logged('stored platform token is unreadable')[0];
      expect(logged).toMatchObject({
        ref: reference,
        why: { kind: 'damaged' },
      });
    },
  );

  it('says so in the settings and before disconnecting', async () => {
    const app = await broken();
    expect(wordsIn(await app.open('settings'))).toContain(words);
    expect(wordsIn(await app.open('disconnect'))).toContain(words);
  });

  it('says nothing that is not so in help', async () => {
    const app = await broken();
    const { body } = await app.command('help');
    expect(wordsIn(body)).not.toContain("isn't connected");
  });

  it('can be made anew', async () => {
    const app = await broken();
    await app.connect();
    await app.invite('ada@example.com as Editor');
    expect(app.piper.added).toBe(1);
  });

  it('is nothing to a connection of another scope', async () => {
    const app = await broken();
    app.query("update connections set scope_id = 'T0OTHER'");
    await app.connect();
    await app.invite('ada@example.com as Editor');
    expect(app.piper.added).toBe(1);
  });
});

describe('a connection whose settings were changed in the database', () => {
  it('lets nobody invite, says why, and leaves a line for the operator', async () => {
    const app = await connected();
    app.query(
      `update connections set settings = '{"whoMayInvite":{"kind":"members"},"domains":[]}'`,
    );
    await app.invite('ada@example.com as Editor');
    expect(app.piper.added).toBe(0);
    const [words = ''] = app.said().privately;
    expect(words).toContain("was changed from outside, so it isn't used and nobody can be invited");
    const [logged] = app.logged(
      'connection was changed in the database, without the product; it is refused',
    );
    expect(logged).toMatchObject({ level: 'error', ref: /ref (\w{6})$/.exec(words)?.[1] });
    await app.connect();
    await app.invite('ada@example.com as Editor');
    expect(app.piper.added).toBe(1);
  });
});
