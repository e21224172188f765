import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { startApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { commandFields, inviteBody } from '../helpers/payloads.ts';
import { startSocketServer } from '../helpers/socket-mode.ts';

const startWith = ({ url }: { url: string }) =>
  startApp({
    env: { SLACK_APP_TOKEN: 'xapp-test-app-token', SLACK_SIGNING_SECRET: '' },
    beforeStart: (slack) => {
      slack.on('apps.connections.open', () => ({ ok: true, url }));
    },
  });

async function startInSocketMode() {
  const socket = await startSocketServer();
  return { app: await startWith(socket), socket };
}

describe('over Socket Mode', () => {
  it('the form is opened, sent and confirmed', async () => {
    const { app, socket } = await startInSocketMode();
    await socket.send('slash_commands', commandFields(''));
    const answer = await socket.send('interactive', inviteBody({ addresses: 'ada@example.com' }));
    expect(answer).toEqual({ response_action: 'clear' });
    await app.finish();
    expect(app.journal.of('views.open')).toHaveLength(1);
    expect(app.said().inChannel).toEqual([
      expect.stringContaining(
        '<@U0ALICE> invited *ada@example.com* to *Acme Robotics* as *Editor*.',
      ),
    ]);
  });

  it('field errors and help ride on the acknowledgement', async () => {
    const { socket } = await startInSocketMode();
    expect(await socket.send('slash_commands', commandFields('help'))).toMatchObject({
      response_type: 'ephemeral',
    });
    expect(await socket.send('interactive', inviteBody({}))).toEqual({
      response_action: 'errors',
      errors: { people: 'Choose somebody here, or type an address below.' },
    });
  });

  it.each([
    'null',
    'no JSON',
    '{"type":"events_api"}',
    '{"type":"events_api","payload":{}}',
    '{"type":"interactive","envelope_id":"x"}',
    '{"type":"interactive","envelope_id":"x","payload":{"type":"view_submission"}}',
    '{"type":"slash_commands","envelope_id":"x","payload":null}',
  ])('the process outlives a message such as %s', async (message) => {
    const { socket } = await startInSocketMode();
    socket.sendRaw(message);
    expect(await socket.send('slash_commands', commandFields('help'))).toMatchObject({
      response_type: 'ephemeral',
    });
  });

  it('a start ends where Slack says that Socket Mode is off', async () => {
    const socket = await startSocketServer({ type: 'disconnect', reason: 'link_disabled' });
    await expect(startWith(socket)).rejects.toMatchObject({
      data: { error: 'socket_mode_not_enabled' },
    });
  });

  it('is in the log where Slack says so later', async () => {
    const { app, socket } = await startInSocketMode();
    socket.sendRaw('{"type":"disconnect","reason":"link_disabled"}');
    await eventually(() => expect(app.logged('Socket Mode is off')).toHaveLength(1));
  });

  it('a malformed command is refused politely', async () => {
    const { socket } = await startInSocketMode();
    const { trigger_id: _, ...rest } = commandFields('help');
    expect(await socket.send('slash_commands', rest)).toMatchObject({
      text: expect.stringContaining(
        'Something went wrong on our side; nobody was invited and nothing was changed.',
      ),
    });
  });

  it('what goes wrong after the acknowledgement is told, too', async () => {
    const { app, socket } = await startInSocketMode();
    app.slack.on('views.open', () => ({ ok: true, view: { id: 'V1', hash: 'h' } }));
    app.slack.fail('views.update', 'internal_error');
    await socket.send('slash_commands', commandFields(''));
    await app.finish();
    expect(app.said().privately).toEqual([
      expect.stringMatching(
        /^Something went wrong on our side before I could tell you the result\./,
      ),
    ]);
  });

  it('health is told on the port, and Slack requests are not taken there', async () => {
    const { app } = await startInSocketMode();
    const health = await request(`${app.url}/healthz`);
    expect(await health.body.json()).toEqual({ status: 'ok' });
    const events = await request(`${app.url}/slack/events`, { method: 'POST', body: '{}' });
    expect(events.statusCode).toBe(404);
    await events.body.dump();
    const slashes = await request(`${app.url}//`);
    expect(slashes.statusCode).toBe(404);
    await slashes.body.dump();
  });
});
