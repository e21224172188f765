import { describe, expect, it } from 'vitest';
import { followUp as limits } from '../../src/limits.ts';
import { startApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { joined } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** An app that looks all the time for what is due, and the confirmation of what `text` asked for, posted. */
async function startInvited(text: string) {
  const app = await startApp({ overrides: { followUpInterval: 5 } });
  app.slack.on('chat.postMessage', () => ({ ok: true, channel: 'C0GENERAL', ts: '17.1' }));
  await (text.match(/@/g)?.length === 1 ? app.command(text) : app.commandAndSend(text));
  await eventually(() => expect(app.said().inChannel).toHaveLength(1));
  app.forget();
  return app;
}
type App = Awaited<ReturnType<typeof startInvited>>;

const looks = ({ journal }: App) => journal.of('GET members').length;
const join = ({ piper }: App, email: string) => {
  const found = piper.members.find(({ user }) => user.email === email);
  Object.assign(found?.user ?? {}, joined);
};
const leave = ({ piper }: App, email: string) => {
  piper.members = piper.members.filter(({ user }) => user.email !== email);
};
/** Those who are being looked at. */
const held = ({ query, clock }: App) =>
  query(`select id from invitations where check_at = ${clock.now + limits.lease}`);

/** Lets so much time go by, in steps after each of which it was looked, and what was seen was stored. */
async function live(app: App, days: number) {
  for (let gone = 0; gone < days; gone += 0.6) {
    const before = looks(app);
    app.clock.now += 0.6 * day;
    await eventually(() => expect(looks(app)).toBeGreaterThan(before));
    await eventually(() => expect(held(app)).toEqual([]));
  }
}

describe('somebody who was invited', () => {
  it('and joins is told of by changing the confirmation, and is not looked at any more', async () => {
    const app = await startInvited('ada@example.com as Editor');
    join(app, 'ada@example.com');
    app.clock.now += 4 * hour;
    await eventually(() => expect(app.journal.of('chat.update')).toHaveLength(1));
    expect(app.journal.of('chat.update')[0]).toMatchObject({ channel: 'C0GENERAL', ts: '17.1' });
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });

    await app.command('status ada@example.com');
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    expect(app.said().privately[0]).toMatch(
      /^\*ada@example\.com\* has joined \*Acme Robotics\* as \*Editor\*\.\n<@U0ALICE> invited them .* I saw .* that they had joined\.$/,
    );
    app.forget();
    app.clock.now += day;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(app.journal.names()).toEqual([]);
  });

  it('is told of again where Slack did not take it', async () => {
    const app = await startInvited('ada@example.com as Editor');
    app.slack.fail('chat.update', 'internal_error');
    join(app, 'ada@example.com');
    app.clock.now += 4 * hour;
    await eventually(() => expect(app.journal.of('chat.update')).toHaveLength(1));
    app.slack.on('chat.update', () => ({ ok: true }));
    app.clock.now += day;
    await eventually(() => expect(app.journal.of('chat.update')).toHaveLength(2));
    expect(looks(app)).toBe(1);
  });

  it('and others are seen in one listing', async () => {
    const app = await startInvited('ada@example.com grace@example.com as Editor');
    await app.command('joan@example.com as Viewer');
    await eventually(() => expect(app.said().inChannel).toHaveLength(1));
    app.forget();
    app.clock.now += 4 * hour;
    await eventually(() => expect(looks(app)).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(app.journal.names()).toEqual(['piper GET members']);
  });

  it('is looked at again where Piper did not answer', async () => {
    const app = await startInvited('ada@example.com as Editor');
    app.piper.onGet = () => [403, { detail: 'No' }];
    app.clock.now += 4 * hour;
    await eventually(() => expect(looks(app)).toBe(1));
    app.piper.onGet = undefined;
    join(app, 'ada@example.com');
    app.clock.now += day;
    await eventually(() => expect(app.journal.of('chat.update')).toHaveLength(1));
  });

  it('and was removed is said to be so in the confirmation, and then left alone', async () => {
    const app = await startInvited('ada@example.com as Editor');
    leave(app, 'ada@example.com');
    app.clock.now += 4 * hour;
    await eventually(() => expect(app.journal.of('chat.update')).toHaveLength(1));
    app.clock.now += 10 * day;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(app.journal.names()).toEqual(['piper GET members', 'slack chat.update']);
  });
});

describe('somebody who stays pending', () => {
  it('is told of to the inviter once, after three days, and looked at for thirty', async () => {
    const app = await startInvited('<@U0BOB> ada@example.com joan@example.com as Editor');
    join(app, 'joan@example.com');
    await live(app, 2.4);
    expect(app.said().directly).toEqual([]);
    app.clock.now += day;
    await eventually(() => expect(app.said().directly).toHaveLength(1));
    expect(app.said().directly[0]).toBe(
      [
        "2 people whom you invited to *Acme Robotics* haven't joined after 3 days.",
        '• <@U0BOB>',
        '• ada@example.com',
        "Ask them to look for Piper's invite mail, among the spam, too. If the address is wrong, send a new invite to the right one. `/piper-invite list` shows who is pending. I won't remind you of this again.",
      ].join('\n'),
    );
    expect(app.journal.of('chat.postMessage')).toMatchObject([{ channel: users.alice.id }]);

    await live(app, 3);
    app.clock.now += 30 * day;
    const before = looks(app);
    await eventually(() => expect(looks(app)).toBe(before + 1));
    app.clock.now += 30 * day;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks(app)).toBe(before + 1);
    expect(app.said().directly).toHaveLength(1);
  });
});
