import { describe, expect, it } from 'vitest';
import { startApp } from '../../helpers/app.ts';
import { crowd, underWay } from '../../helpers/batch-buttons.ts';

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
