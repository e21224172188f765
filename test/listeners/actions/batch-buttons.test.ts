import { describe, expect, it } from 'vitest';
import { notifications as limits } from '../../../src/limits.ts';
import { startApp } from '../../helpers/app.ts';
import { confirmationOf, crowd, underWay } from '../../helpers/batch-buttons.ts';

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
    const last = confirmationOf(app);
    const lines = String(last?.text).split('\n');
    expect(lines[0]).toBe('<@U0ALICE> invited 30 people to *Acme Robotics* as *Editor*.');
    expect(lines.at(-1)).toMatch(/^30 pending · Confirmed by Piper/);
    expect(JSON.stringify(last?.blocks)).not.toContain('cancel_batch');
    expect(app.said().privately).toEqual([]);
  });

  it('changes at most once a second', async () => {
    const times: number[] = [];
    const { app, letOneThrough, goOn } = await underWay({
      prepare: (started) => {
        const show = () => {
          times.push(started.clock.now);
          return { ok: true, ts: '1' };
        };
        started.slack.on('chat.postMessage', show);
        started.slack.on('chat.update', show);
      },
    });
    for (let more = 0; more < 3; more += 1) await letOneThrough();
    const pauses = times.slice(1).map((at, before) => at - (times[before] ?? 0));
    expect(pauses.length).toBeGreaterThanOrEqual(3);
    for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(1_000);
    goOn();
    await app.finish();
  });

  it('is left out where the conversation takes no message, and the result goes another way', async () => {
    const { app, letOneThrough, goOn } = await underWay({
      prepare: ({ slack }) => slack.fail('chat.postMessage', 'not_in_channel'),
    });
    for (let more = 0; more < 3; more += 1) await letOneThrough();
    expect(app.journal.of('chat.postMessage')).toHaveLength(1);
    goOn();
    await app.finish();
    expect(app.journal.of('response_url')).toEqual([
      expect.objectContaining({
        response_type: 'in_channel',
        text: expect.stringContaining('invited 30 people'),
      }),
    ]);
  });

  it('is posted anew where it was deleted', async () => {
    const { app, letOneThrough, goOn } = await underWay({
      prepare: ({ slack }) => slack.fail('chat.update', 'message_not_found'),
    });
    for (let more = 0; more < 3; more += 1) await letOneThrough();
    expect(app.journal.of('chat.update')).toHaveLength(1);
    goOn();
    await app.finish();
    expect(app.said().inChannel).toEqual([
      expect.stringContaining('is inviting 30 people'),
      expect.stringContaining('invited 30 people'),
    ]);
  });

  it('that Slack refuses to change is left alone for a while', async () => {
    const { app, letOneThrough, goOn } = await underWay();
    app.slack.fail('chat.update', 'fatal_error');
    for (let more = 0; more < 3; more += 1) await letOneThrough();
    expect(app.journal.of('chat.update')).toHaveLength(1);
    app.slack.on('chat.update', () => ({ ok: true, ts: '1' }));
    app.clock.now += limits.pauseAfterFailure;
    await letOneThrough();
    expect(app.journal.of('chat.update')).toHaveLength(2);
    goOn();
    await app.finish();
    expect(String(confirmationOf(app)?.text)).toContain('invited 30 people');
  });

  it('is not there where nobody was invited: that concerns the inviter alone', async () => {
    const app = await startApp();
    app.piper.onAdd = () => [403, { detail: 'No' }];
    app.forget();
    await app.commandAndSend(`${crowd(30)} as Editor`);
    await app.finish();
    expect(app.said().inChannel).toEqual([]);
    expect(app.said().privately.at(-1)).toContain("30 people weren't invited");
  });
});
