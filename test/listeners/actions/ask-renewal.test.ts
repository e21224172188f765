import { describe, expect, it } from 'vitest';
import { startApp, startUnconnected, type TestApp } from '../../helpers/app.ts';
import { buttonOf, press } from '../../helpers/batch-buttons.ts';
import { eventually } from '../../helpers/eventually.ts';
import { homeAfter, openHome, pressable } from '../../helpers/home.ts';
import { users } from '../../helpers/slack.ts';
import { option, wordsIn } from '../../helpers/views.ts';

const { alice, bob, carol } = users;
const refused = "Piper no longer accepts this workspace's platform token.";
const whoCan = '<@U0ALICE> connected the workspace and can renew it; so can a workspace admin.';

/** Piper refuses the token from the next call that adds somebody. */
const refuse = (app: TestApp) => {
  app.piper.onAdd = () => {
    app.piper.accepted = [];
    return [401, { detail: 'Token has been revoked' }];
  };
};

/** Piper takes the token, and forbids to add anybody. */
const forbid = (app: TestApp) => {
  app.piper.onAdd = () => [403, { detail: 'No seats left' }];
};

/** Alice has connected the workspace, everybody may invite, and somebody's invite is the first that Piper refuses. */
async function start(userId: string = bob.id, refuseIn = refuse) {
  // What is due is looked for often, so that nobody waits for it here.
  const delivery = { lease: 30 * 86_400_000, pollInterval: 20 };
  const app = await startUnconnected({ overrides: { delivery } });
  await app.connect({ who: option('members') });
  for (const name of ['bob', 'carol']) app.piper.join(`${name}@acme.example`);
  refuseIn(app);
  await app.invite('zed@example.com as Editor', userId);
  app.piper.onAdd = () => undefined;
  return app;
}

/** What went to Alice because somebody asked her. */
const wanted = (app: TestApp) =>
  app.journal
    .everOf('chat.postMessage')
    .map(({ body }) => body)
    .filter(({ channel, text }) => channel === alice.id && String(text).includes('asks you'));

const ask = async (app: TestApp, userId: string = bob.id, value = '') => {
  const before = app.said().privately.length;
  await press(app, 'ask_renewal', value, { userId });
  await eventually(() => expect(app.said().privately.length).toBeGreaterThan(before));
  return app.said().privately.at(-1);
};

async function renew(app: TestApp) {
  const token = 'pat_renewed_token';
  app.piper.accepted = [token];
  const settings = (await app.submit(await app.pressToOpen('open_connect'), { token })).view;
  if (!settings) throw new Error('no settings');
  await app.submit(settings);
}

/** The private answer to a command. */
async function answerTo(app: TestApp, text: string, userId: string) {
  app.forget();
  const { body } = await app.command(text, { user_id: userId });
  if (body) return body;
  return eventually(() => {
    const [answer] = app.journal.of('response_url');
    expect(answer).toBeDefined();
    return answer;
  });
}

describe('whose invite fails since Piper refuses the token', () => {
  it('can ask whoever connected the workspace, and try again once it is renewed', async () => {
    const app = await start();
    expect(app.said().privately[0]).toContain(
      `*zed@example.com* wasn't invited to *Acme Robotics*. ${refused} ${whoCan}`,
    );
    expect(buttonOf(app, 'ask_renewal')).toMatchObject({ text: { text: 'Ask @alice' } });
    expect(buttonOf(app, 'retry_batch')).toBeUndefined();

    expect(await ask(app)).toContain("I've asked <@U0ALICE> to renew the platform token.");
    expect(wanted(app)).toMatchObject([
      {
        text: '<@U0BOB> asks you to renew the platform token for *Acme Robotics*; 1 invite waits for it.',
      },
    ]);
    expect(wordsIn(wanted(app))).toContain('"action_id":"open_connect"');

    await renew(app);
    app.clock.now += 60_000;
    await eventually(() => expect(buttonOf(app, 'retry_batch')).toBeDefined());
    const again = app.journal.of('chat.postMessage').at(-1);
    expect(again).toMatchObject({
      channel: bob.id,
      text: expect.stringContaining(
        "*zed@example.com* wasn't invited to *Acme Robotics*. Piper refused this workspace's platform token then, and accepts it now. Try again.",
      ),
    });
    await press(app, 'retry_batch', buttonOf(app, 'retry_batch')?.value ?? '', { userId: bob.id });
    await app.finish();
    expect(app.piper.addresses()).toContain('zed@example.com');
  });

  it('is told the same before anything is stored, where Piper no longer shows its roles', async () => {
    const app = await startUnconnected();
    await app.connect({ who: option('members') });
    app.piper.accepted = [];
    await app.invite('zed@example.com as Editor', bob.id);
    expect(app.said().privately).toEqual([
      expect.stringContaining(
        `Piper no longer lets this workspace's platform token invite people to *Acme Robotics*.\n${whoCan}`,
      ),
    ]);
    await ask(app);
    expect(wanted(app)).toMatchObject([
      { text: '<@U0BOB> asks you to renew the platform token for *Acme Robotics*.' },
    ]);
    const form = await app.open('', carol.id);
    expect(wordsIn(form)).toContain(whoCan);
  });

  it('is told that it is theirs to renew where they connected the workspace', async () => {
    const app = await start(alice.id);
    expect(app.said().privately[0]).toContain(
      `${refused} You connected this workspace and can renew`,
    );
    expect(buttonOf(app, 'open_connect')).toMatchObject({ text: { text: 'Renew the token' } });
    expect(buttonOf(app, 'retry_batch')).toBeUndefined();
  });

  it('is told of the operator where the token is from the environment, and may try again', async () => {
    const app = await startApp();
    refuse(app);
    await app.invite('zed@example.com as Editor');
    expect(app.said().privately[0]).toContain(
      `${refused} Whoever runs piper-invite can give it a new one. Try again after that.`,
    );
    expect(buttonOf(app, 'retry_batch')).toBeDefined();
    expect(buttonOf(app, 'ask_renewal')).toBeUndefined();
  });

  it('may try again at once where Piper took the token back by itself', async () => {
    const app = await start();
    app.piper.accepted = undefined;
    app.clock.now += 61_000;
    await app.invite('ada@example.com as Editor', carol.id);
    await eventually(() => expect(buttonOf(app, 'retry_batch')).toBeDefined());
    const told = app.journal
      .of('chat.postMessage')
      .filter((body) => JSON.stringify(body).includes('retry_batch'));
    expect(told.map(({ channel }) => channel)).toEqual([bob.id]);
  });
});

describe('whose invite Piper forbids, though it takes the token', () => {
  it('can ask for another token besides trying again, since that may be why', async () => {
    const app = await start(bob.id, forbid);
    expect(app.said().privately[0]).toContain(
      `Piper doesn't allow that. The reason may be the platform token. ${whoCan} Piper's words: "No seats left"`,
    );
    expect(buttonOf(app, 'retry_batch')).toBeDefined();
    const button = buttonOf(app, 'ask_renewal');
    expect(button).toMatchObject({ text: { text: 'Ask @alice' } });
    expect(await ask(app, bob.id, button?.value)).toBe(
      "I've asked <@U0ALICE> to renew the platform token. Try again once there is a new token.",
    );
    expect(wanted(app)).toMatchObject([
      { text: '<@U0BOB> asks you to renew the platform token for *Acme Robotics*.' },
    ]);
    expect(await ask(app, bob.id, button?.value)).toMatch(
      /^<@U0ALICE> was asked .* Try again once there is a new token\.$/,
    );
  });

  it('can renew it where they may', async () => {
    const app = await start(alice.id, forbid);
    expect(app.said().privately[0]).toContain(
      'The reason may be the platform token. You connected this workspace and can renew its token',
    );
    expect(buttonOf(app, 'retry_batch')).toBeDefined();
    expect(buttonOf(app, 'open_connect')).toMatchObject({ text: { text: 'Renew the token' } });
  });
});

describe('whoever connected the workspace', () => {
  it('is asked once a day, by however many', async () => {
    const app = await start();
    await ask(app);
    expect(await ask(app)).toMatch(/^<@U0ALICE> was asked <!date\^.*already, so I haven't asked/);
    expect(await ask(app, carol.id)).toContain("already, so I haven't asked again");
    expect(wanted(app)).toHaveLength(1);
    app.clock.now += 86_400_000;
    await ask(app, carol.id);
    expect(wanted(app)).toHaveLength(2);
  });

  it('is not asked where they are gone: those who may connect are named', async () => {
    const app = await start();
    app.clock.now += 61_000;
    app.slack.on('users.info', ({ user }) =>
      user === alice.id
        ? { ok: true, user: { ...alice, deleted: true } }
        : { ok: true, user: user === carol.id ? carol : bob },
    );
    expect(await ask(app)).toBe('A workspace admin or owner can renew it. Ask one of them.');
    expect(wanted(app)).toEqual([]);
  });

  it('can be asked again where Slack does not take the message, and whoever asked is told', async () => {
    const app = await start();
    await eventually(() =>
      expect(app.journal.everOf('chat.postMessage').length).toBeGreaterThan(1),
    );
    app.slack.fail('chat.postMessage', 'channel_not_found');
    expect(await ask(app)).toBe(
      "Slack doesn't take my message to <@U0ALICE>, so nobody was asked. A workspace admin or owner can renew it. Ask one of them.",
    );
    app.slack.on('chat.postMessage', () => ({ ok: true, ts: '1.1', channel: 'D1' }));
    expect(await ask(app)).toContain("I've asked <@U0ALICE>");
  });

  it('is not asked by a guest, nor where Piper accepts the token by now', async () => {
    const app = await start();
    expect(await ask(app, users.gina.id)).toContain("Guests can't invite");
    await renew(app);
    expect(await ask(app)).toBe(
      "Piper accepts this workspace's platform token again, so nobody was asked.",
    );
    expect(wanted(app)).toEqual([]);
  });
});

describe('whoever reads that Piper refuses the token', () => {
  /** Bob may invite and change roles; Piper refuses the token from now on, which nobody has seen yet. */
  async function startRefused() {
    const app = await startUnconnected();
    await app.connect({ who: option('members'), role_changers: [bob.id] });
    for (const name of ['bob', 'carol']) app.piper.join(`${name}@acme.example`);
    app.piper.accepted = [];
    app.forget();
    return app;
  }
  const labels = (shown: unknown) => wordsIn(shown).match(/Ask @alice|Renew the token/g);

  it.each([
    ['status', "no longer lets this workspace's platform token invite people"],
    ['status carol@acme.example', "I can't see how *carol@acme.example* stands"],
    ['list', "I can't see who is pending in Piper right now"],
    ['check ada@example.com as Editor', "I can't tell what would become of that"],
    ['role carol@acme.example', 'Nothing was changed'],
    ['role carol@acme.example Viewer', 'Nothing was changed'],
  ])('after "%s" can ask whoever may renew it, or renews it', async (typed, words) => {
    for (const [{ id }, label] of [
      [bob, 'Ask @alice'],
      [alice, 'Renew the token'],
    ] as const) {
      const app = await startRefused();
      const shown = typed.startsWith('role')
        ? await app.open(typed, id)
        : await answerTo(app, typed, id);
      expect(wordsIn(shown)).toContain(words);
      expect(labels(shown)).toEqual([label]);
      await app.finish();
    }
  });

  it('asks from App Home and from a modal, and is answered there', async () => {
    const app = await startRefused();
    await answerTo(app, 'list', bob.id);
    const home = await openHome(app, bob.id);
    expect(labels(home)).toEqual(['Ask @alice']);
    expect(labels(await openHome(app, alice.id))).toEqual(['Renew the token']);
    const [button] = pressable(home).filter(({ action_id }) => action_id === 'ask_renewal');
    const asked = await homeAfter(app, bob.id, () =>
      app.press({ ...button }, { home, userId: bob.id }),
    );
    expect(wordsIn(asked)).toContain("I've asked <@U0ALICE> to renew the platform token.");

    const modal = await app.open('role carol@acme.example', bob.id);
    expect(labels(modal)).toEqual(['Ask @alice']);
    const before = app.updates();
    await press(app, 'ask_renewal', '', { userId: bob.id, isInModal: true });
    expect(wordsIn(await app.updatedView(before))).toContain('was asked');
    expect(wanted(app)).toHaveLength(1);
  });
});
