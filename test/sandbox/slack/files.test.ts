import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '../contract.ts';
import type { Fields } from './json.ts';
import { channels, dmWithBot, users } from './seed.ts';
import { startSlack } from './server.ts';
import { type StandInBot, startBot } from './stand-in-bot.ts';
import { input, modal } from './test-views.ts';

let slack: SlackSandbox;
let bot: StandInBot;
const as = users.alice;

beforeAll(async () => {
  slack = await startSlack({ scopes: ['commands', 'files:read', 'files:write'] });
  bot = await startBot(slack);
});
afterAll(async () => {
  await bot.stop();
  await slack.stop();
});

const shown = () => slack.screen(as).modals.at(-1);

/** Sends a modal with a file; gives what the bot was sent of it. */
async function send(file: { name: string; content: string }): Promise<Fields | undefined> {
  bot.onRequest = ({ trigger_id }) =>
    bot.call('views.open', {
      trigger_id,
      view: modal([input('file', { type: 'file_input', filetypes: ['csv'], max_files: 1 })]),
    });
  await slack.act(as, { type: 'command', channel: channels.general, text: '' });
  bot.onRequest = () => undefined;
  bot.received = [];
  const content = Buffer.from(file.content).toString('base64');
  const files = [{ name: file.name, mimetype: 'text/csv', content }];
  await slack.act(as, {
    type: 'submit',
    viewId: shown()?.id ?? '',
    values: { file: { value: { type: 'file_input', files } } },
  });
  const view = bot.received[0]?.view as
    | { state: { values: { file: { value: { files: Fields[] } } } } }
    | undefined;
  return view?.state.values.file.value.files[0];
}

describe('a file that somebody chose in a modal', () => {
  it('comes to the bot as Slack tells of it, and can be read with its token', async () => {
    const file = await send({ name: 'people.csv', content: 'email\näda@x.io' });
    expect(file).toMatchObject({ name: 'people.csv', filetype: 'csv', user: as, size: 15 });
    expect(file).not.toHaveProperty('content');
    expect(await bot.call('files.info', { file: file?.id })).toMatchObject({ ok: true, file });
    const read = (token: string) =>
      fetch(String(file?.url_private), {
        headers: { authorization: `Bearer ${token}` },
        redirect: 'manual',
      });
    expect(await (await read(slack.botToken)).text()).toBe('email\näda@x.io');
    expect((await read('xoxb-another')).status).toBe(302);
  });

  it('is not taken where it is of another type', async () => {
    expect(await send({ name: 'people.pdf', content: '' })).toBeUndefined();
    expect(shown()?.errors).toEqual({ file: 'Please choose a file of another type.' });
  });
});

describe('a file of the bot', () => {
  const content = 'E-mail;Result\näda@x.io;pending';

  /** Sends a file as far as it is there and nobody sees it yet; gives its id and where it was sent. */
  async function upload(length = Buffer.byteLength(content)) {
    const place = await bot.call('files.getUploadURLExternal', { filename: 'results.csv', length });
    const url = String(place.upload_url);
    const response = await fetch(url, { method: 'POST', body: content });
    return { id: String(place.file_id), url, status: response.status };
  }
  const complete = (id: string, channel?: string) =>
    bot.call('files.completeUploadExternal', {
      files: [{ id, title: 'All results' }],
      ...(channel === undefined ? {} : { channel_id: channel }),
    });
  const messages = (channel: string) => slack.screen(as).messages[channel] ?? [];

  it('is in the conversation where it was shown, and whoever sees that can save it', async () => {
    const { id } = await upload();
    expect(slack.file(as, id)).toBeUndefined();
    expect(await complete(id, dmWithBot(as))).toEqual({
      ok: true,
      files: [{ id, title: 'All results' }],
    });
    const file = {
      id,
      name: 'results.csv',
      title: 'All results',
      size: Buffer.byteLength(content),
    };
    expect(messages(dmWithBot(as)).at(-1)).toMatchObject({ text: '', blocks: [], files: [file] });
    expect(String(slack.file(as, id)?.content)).toBe(content);
    expect(slack.file(users.bob, id)).toBeUndefined();
    expect(await bot.call('files.info', { file: id })).toMatchObject({ ok: true, file });
  });

  it('comes once, as long as it was said to be', async () => {
    const { url, status } = await upload();
    expect(status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: content })).status).toBe(400);
    const short = await upload(3);
    expect(short.status).toBe(400);
    expect(await complete(short.id, dmWithBot(as))).toMatchObject({ error: 'file_not_found' });
    const nowhere = `${new URL(url).origin}/upload/T1/F1`;
    expect((await fetch(nowhere, { method: 'POST' })).status).toBe(400);
  });

  it.each([
    [users.alice, 'invalid_arguments'],
    ['#general', 'invalid_arguments'],
    ['C0NOWHERE01', 'channel_not_found'],
    [channels.leadership, 'channel_not_found'],
    [channels.random, 'not_in_channel'],
  ])('is not shown in %s: %s', async (channel, error) => {
    const { id } = await upload();
    const before = messages(channel).length;
    expect(await complete(id, channel)).toMatchObject({ ok: false, error });
    expect(messages(channel)).toHaveLength(before);
  });

  it('has a name and a length', async () => {
    expect(await bot.call('files.getUploadURLExternal', { filename: '', length: 0 })).toMatchObject(
      {
        error: 'invalid_arguments',
        response_metadata: { messages: [expect.stringContaining('filename'), expect.anything()] },
      },
    );
    expect(await complete('')).toMatchObject({ error: 'file_not_found' });
  });
});
