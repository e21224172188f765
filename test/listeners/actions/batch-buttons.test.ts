import { describe, expect, it, vi } from 'vitest';
import { startApp } from '../../helpers/app.ts';
import { users } from '../../helpers/slack.ts';

type App = Awaited<ReturnType<typeof startApp>>;
type Block = { type: string; elements?: { action_id: string; value: string }[] };

const crowd = (count: number) =>
  Array.from({ length: count }, (_, at) => `p${at}@example.com`).join(' ');

/** The button with this id in the last message that has one. */
function buttonOf(app: App, actionId: string) {
  const messages = [...app.journal.calls].reverse().map(({ body }) => body.blocks as Block[]);
  const elements = messages.flatMap((blocks) => blocks ?? []).flatMap(({ elements }) => elements);
  return elements.find((element) => element?.action_id === actionId);
}

const press = (app: App, actionId: string, value: string, userId: string = users.alice.id) =>
  app.press({ type: 'button', action_id: actionId, value }, { userId });

/** A batch of many people: one is invited, four are being sent, and the button that cancels the rest is shown. */
async function underWay() {
  const app = await startApp();
  let goOn = () => {};
  const hold = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let calls = 0;
  app.piper.beforeAdd = () => {
    calls += 1;
    return calls > 1 ? hold : Promise.resolve();
  };
  app.forget();
  await app.commandAndSend(`${crowd(30)} as Editor`);
  await vi.waitFor(() => expect(buttonOf(app, 'cancel_batch')).toBeDefined());
  await vi.waitFor(() => expect(app.journal.of('POST members')).toHaveLength(5));
  return { app, goOn, batchId: buttonOf(app, 'cancel_batch')?.value ?? '' };
}

describe('the message of a long batch', () => {
  it('shows how far it is and becomes the result, in one place', async () => {
    const { app, goOn } = await underWay();
    goOn();
    await app.finish();
    const posted = app.journal.of('chat.postMessage');
    expect(posted).toHaveLength(1);
    expect(posted[0]?.text).toMatch(
      /^<@U0ALICE> is inviting 30 people to \*Acme Robotics\*: \d+ sent\.$/,
    );
    const last = app.journal.of('chat.update').at(-1);
    const lines = String(last?.text).split('\n');
    expect(lines[0]).toBe('<@U0ALICE> invited 30 people to *Acme Robotics* as *Editor*.');
    expect(lines.at(-1)).toMatch(/^30 pending · Confirmed by Piper/);
    expect(JSON.stringify(last?.blocks)).not.toContain('cancel_batch');
    expect(app.said().privately).toEqual([]);
  });

  it('changes at most once a second', async () => {
    const { app, goOn } = await underWay();
    goOn();
    await app.finish();
    const seconds = app.waits.filter((wait) => wait === 1_000).length;
    expect(app.journal.of('chat.update').length).toBeLessThanOrEqual(seconds + 1);
  });

  it('is left out where the conversation takes no message, and the result goes another way', async () => {
    const app = await startApp();
    app.slack.fail('chat.postMessage', 'not_in_channel');
    app.forget();
    await app.commandAndSend(`${crowd(30)} as Editor`);
    await app.finish();
    expect(app.journal.of('chat.postMessage').length).toBeLessThanOrEqual(2);
    expect(app.said().inChannel.at(-1)).toContain('invited 30 people');
  });

  it('is posted anew where it was deleted', async () => {
    const app = await startApp();
    app.slack.fail('chat.update', 'message_not_found');
    app.forget();
    await app.commandAndSend(`${crowd(30)} as Editor`);
    await app.finish();
    expect(app.said().inChannel.at(-1)).toContain('invited 30 people');
    expect(app.journal.of('chat.update').length).toBeLessThanOrEqual(2);
  });

  it('that Slack refuses to change is left alone for a while', async () => {
    const { app, goOn } = await underWay();
    let refusals = 0;
    app.slack.on('chat.update', () => {
      refusals += 1;
      return refusals > 1 ? { ok: true, ts: '1' } : { ok: false, error: 'fatal_error' };
    });
    goOn();
    await app.finish();
    expect(app.journal.of('chat.update').length).toBeLessThanOrEqual(3);
    expect(String(app.journal.of('chat.update').at(-1)?.text)).toContain('invited 30 people');
  });

  it('is not there where nobody was invited: that concerns the inviter alone', async () => {
    const app = await startApp();
    app.piper.onAdd = () => [403, { detail: 'No' }];
    app.forget();
    await app.commandAndSend(`${crowd(30)} as Editor`);
    await app.finish();
    expect(app.said().inChannel.filter((text) => text.includes('nobody new'))).toEqual([]);
    expect(app.said().privately.at(-1)).toContain("30 people weren't invited");
  });
});

describe('Cancel', () => {
  it('stops what has not been sent, and everybody hears of it', async () => {
    const { app, goOn, batchId } = await underWay();
    await press(app, 'cancel_batch', batchId);
    await vi.waitFor(() => expect(app.said().privately).toHaveLength(1));
    expect(app.said().privately[0]).toBe(
      "25 invites weren't sent any more. What is being sent at this moment still goes out.",
    );
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
    expect(app.journal.of('chat.update').at(-1)?.text).toMatch(
      /invited 5 people .*\n5 pending · 25 cancelled · /s,
    );
    expect(app.said().privately[1]).toContain(
      "25 people weren't invited to *Acme Robotics*: <@U0ALICE> cancelled it.",
    );
  });

  it('holds for what was being sent and did not arrive', async () => {
    const { app, goOn, batchId } = await underWay();
    app.piper.onAdd = () => [503, 'down'];
    await press(app, 'cancel_batch', batchId);
    await vi.waitFor(() => expect(app.said().privately).toHaveLength(1));
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
    expect(app.piper.addresses()).toHaveLength(2);
    expect(app.journal.of('chat.update').at(-1)?.text).toMatch(/1 pending · 29 cancelled/);
  });

  it('does not call off what took effect without an answer', async () => {
    const { app, goOn, batchId } = await underWay();
    app.piper.onAdd = (keep) => {
      keep();
      app.piper.onGet = undefined;
      return 'drop';
    };
    app.piper.onGet = (name) => (name === 'members' ? [503, 'down'] : undefined);
    await press(app, 'cancel_batch', batchId);
    await vi.waitFor(() => expect(app.said().privately).toHaveLength(1));
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
    expect(app.journal.of('chat.update').at(-1)?.text).toMatch(/5 pending · 25 cancelled · /);
  });

  it('pressed by somebody who may not is refused privately, with who may', async () => {
    const { app, goOn, batchId } = await underWay();
    await press(app, 'cancel_batch', batchId, users.carol.id);
    await vi.waitFor(() => expect(app.said().privately).toHaveLength(1));
    expect(app.said().privately[0]).toBe(
      'Only <@U0ALICE>, who sends these invites, and workspace admins can cancel them. Nothing was cancelled.',
    );
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(30);
  });

  it('twice, or when all is sent, says that there is nothing left', async () => {
    const { app, goOn, batchId } = await underWay();
    await press(app, 'cancel_batch', batchId);
    await press(app, 'cancel_batch', batchId);
    await vi.waitFor(() => expect(app.said().privately).toHaveLength(2));
    expect(app.said().privately.filter((text) => text.startsWith('25 invites'))).toHaveLength(1);
    expect(app.said().privately.filter((text) => text.includes('nothing left'))).toHaveLength(1);
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
  });
});

describe('Try again', () => {
  /** Four people, two of whom fail the first time, and the button that retries them. */
  async function partlyFailed() {
    const app = await startApp();
    const refused = new Set(['p1@example.com', 'p2@example.com']);
    app.piper.onAdd = (_, __, { email }) =>
      refused.delete(email) ? [418, { detail: 'No' }] : undefined;
    app.forget();
    await app.commandAndSend(`${crowd(4)} as Editor`);
    await vi.waitFor(() => expect(buttonOf(app, 'retry_batch')).toBeDefined());
    return { app, batchId: buttonOf(app, 'retry_batch')?.value ?? '' };
  }

  it('sends again what did not work, and takes its button away', async () => {
    const { app, batchId } = await partlyFailed();
    app.forget();
    await press(app, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members').map(({ email }) => email)).toEqual([
      'p1@example.com',
      'p2@example.com',
    ]);
    const replaced = app.journal.of('response_url').find((body) => body.replace_original);
    expect(replaced?.text).toContain(
      "Sending again to 2 people. I'll tell you what becomes of it.",
    );
    expect(JSON.stringify(replaced?.blocks)).not.toContain('retry_batch');
    expect(app.said().inChannel).toEqual([expect.stringContaining('invited 2 people')]);
  });

  it('pressed many times at once sends once', async () => {
    const { app, batchId } = await partlyFailed();
    app.forget();
    await Promise.all(Array.from({ length: 10 }, () => press(app, 'retry_batch', batchId)));
    await app.finish();
    expect(app.journal.of('POST members')).toHaveLength(2);
    expect(app.piper.addresses().filter((email) => email === 'p1@example.com')).toHaveLength(1);
  });

  it('works after a restart', async () => {
    const { app: first, batchId } = await partlyFailed();
    await first.finish();
    const { outside, directory } = first;
    const app = await startApp({ outside, directory });
    app.forget();
    await press(app, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members').map(({ email }) => email)).toEqual([
      'p1@example.com',
      'p2@example.com',
    ]);
  });

  it('is refused to who may not invite, and the button stays', async () => {
    const { app, batchId } = await partlyFailed();
    app.forget();
    await press(app, 'retry_batch', batchId, users.bob.id);
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([]);
    expect(app.said().privately[0]).toContain('Only workspace admins and owners can invite');
    expect(app.journal.of('response_url').some((body) => body.replace_original)).toBe(false);
  });

  it('sends nothing where the role is gone', async () => {
    const { app, batchId } = await partlyFailed();
    app.piper.roles = app.piper.roles.filter(({ name }) => name !== 'Editor');
    app.clock.now += 3_600_000;
    app.forget();
    await press(app, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([]);
    expect(app.said().privately[0]).toContain('There is nothing left here');
  });

  it('is not offered where the address or the role itself is wrong', async () => {
    const app = await startApp();
    app.piper.onAdd = () => [422, { detail: [{ loc: ['body', 'email'], msg: 'bad', type: 'x' }] }];
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(buttonOf(app, 'retry_batch')).toBeUndefined();
  });

  it('of another workspace finds nothing', async () => {
    const { app } = await partlyFailed();
    app.forget();
    await press(app, 'retry_batch', 'no-such-batch');
    await app.finish();
    expect(app.said().privately[0]).toContain('There is nothing left here');
  });
});
