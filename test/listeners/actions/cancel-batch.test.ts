import { describe, expect, it } from 'vitest';
import { startApp, startUnconnected } from '../../helpers/app.ts';
import {
  confirmationOf,
  elsewhere,
  press,
  startUmbrella,
  underWay,
} from '../../helpers/batch-buttons.ts';
import { eventually } from '../../helpers/eventually.ts';
import { pressed } from '../../helpers/payloads.ts';
import { users } from '../../helpers/slack.ts';
import { option } from '../../helpers/views.ts';

const notFound =
  "I can't find these invites in this workspace: they may have been sent from another one. Nothing was cancelled. Whoever sent them can cancel them there.";

describe('Cancel', () => {
  it('stops what has not been sent, and everybody hears of it', async () => {
    const { app, goOn, batchId } = await underWay();
    await press(app, 'cancel_batch', batchId);
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    expect(app.said().privately[0]).toBe(
      'Cancelled. 25 invites were not sent. What is being sent at this moment still goes out.',
    );
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
    expect(confirmationOf(app)?.text).toMatch(/invited 5 people .*\n5 pending · 25 cancelled · /s);
    expect(app.said().privately[1]).toContain(
      "25 people weren't invited to *Acme Robotics*: <@U0ALICE> cancelled it.",
    );
  });

  it('holds for what was being sent and did not arrive', async () => {
    const { app, goOn, batchId } = await underWay();
    app.piper.onAdd = () => [503, 'down'];
    await press(app, 'cancel_batch', batchId);
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
    expect(app.piper.addresses()).toHaveLength(3);
    expect(confirmationOf(app)?.text).toMatch(/1 pending · 29 cancelled/);
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
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
    expect(confirmationOf(app)?.text).toMatch(/5 pending · 25 cancelled · /);
  });

  it('pressed by somebody who may not is refused privately, with who may', async () => {
    const { app, goOn, batchId } = await underWay();
    await press(app, 'cancel_batch', batchId, { userId: users.carol.id });
    await eventually(() => expect(app.said().privately).toHaveLength(1));
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
    await eventually(() => expect(app.said().privately).toHaveLength(2));
    expect(app.said().privately.filter((text) => text.includes('25 invites'))).toHaveLength(1);
    expect(app.said().privately.filter((text) => text.includes('nothing left'))).toHaveLength(1);
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
  });

  it.each(elsewhere)('pressed in %s does nothing, and says why', async (_case, place, at) => {
    const umbrella = await startUmbrella(place);
    const { app } = umbrella;
    const { goOn, batchId } = await underWay(umbrella);
    await press(app.in(place, at), 'cancel_batch', batchId);
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    expect(app.said().privately).toEqual([notFound]);
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(30);
    expect(app.record().filter(({ action }) => action === 'cancel')).toEqual([]);
  });

  it('of a batch that there is not says the same', async () => {
    const app = await startApp();
    await press(app, 'cancel_batch', 'no-such-batch');
    await eventually(() => expect(app.said().privately).toEqual([notFound]));
  });

  it('is for admins of the whole organization, not of a workspace, where that is connected', async () => {
    const umbrella = await startUmbrella();
    const { app } = umbrella;
    app.slack.admins.set('Umbrella', users.bob.id);
    const { goOn, batchId } = await underWay(umbrella);
    await press(umbrella.from, 'cancel_batch', batchId, { userId: users.bob.id });
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    expect(app.said().privately).toEqual([
      'Only <@U0ALICE>, who sends these invites, and admins of your Slack organization can cancel them. Nothing was cancelled.',
    ]);
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(30);
  });

  it('works for a workspace admin, too, when the workspace is no longer connected', async () => {
    const app = await startUnconnected();
    await app.connect({ who: option('members') });
    app.piper.join('bob@acme.example');
    const { goOn, batchId } = await underWay({
      app,
      from: { commandAndSend: (text) => app.commandAndSend(text, users.bob.id) },
    });
    await app.submit(await app.open('disconnect'));
    await press(app, 'cancel_batch', batchId, { userId: users.carol.id });
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    expect(app.said().privately[0]).toContain('Only <@U0BOB>, who sends these invites,');
    await press(app, 'cancel_batch', batchId);
    await eventually(() => expect(app.said().privately).toHaveLength(2));
    expect(app.said().privately[1]).toContain('Cancelled. 25 invites were not sent.');
    goOn();
    await app.finish();
    expect(app.piper.added).toBe(5);
  });

  it('takes itself away with the message, where that is private', async () => {
    const { app, goOn, batchId } = await underWay();
    await press(app, 'cancel_batch', batchId, { isPrivate: true });
    await eventually(() => expect(app.journal.of('response_url')).toHaveLength(1));
    expect(app.journal.of('response_url')[0]).toMatchObject({
      replace_original: true,
      text: expect.stringContaining('Cancelled. 25 invites were not sent.'),
    });
    goOn();
    await app.finish();
  });

  it('answers by direct message where Slack gives no other way', async () => {
    const { app, goOn, batchId } = await underWay();
    const button = { type: 'button', action_id: 'cancel_batch', value: batchId };
    await app.interact({ ...pressed(button, { isPrivate: true }), response_url: undefined });
    await eventually(() => expect(app.said().directly).toHaveLength(1));
    expect(app.said().directly[0]).toContain('Cancelled. 25 invites were not sent.');
    goOn();
    await app.finish();
  });
});
