import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '../contract.ts';
import type { Fields } from './json.ts';
import { channels, users } from './seed.ts';
import { startSlack } from './server.ts';
import { type StandInBot, startBot } from './stand-in-bot.ts';
import { input, modal } from './test-views.ts';

let slack: SlackSandbox;
let bot: StandInBot;
const as = users.alice;

beforeAll(async () => {
  slack = await startSlack({ scopes: ['commands', 'files:read'] });
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
