import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startUnconnected, type TestApp } from '../helpers/app.ts';
import { platformToken as token } from '../helpers/organizations.ts';
import { users } from '../helpers/slack.ts';
import { elementIn, option, wordsIn } from '../helpers/views.ts';

const words =
  'Somebody else has changed the settings meanwhile. Here they are now; nothing of yours was saved.';
const carol = { userId: users.carol.id };

const start = () => startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
const settingsIn = (app: TestApp) =>
  JSON.parse(String(app.query('select settings from connections')[0]?.settings));
const blocksOf = (view: ModalView | undefined) =>
  (view?.blocks ?? []).flatMap(({ block_id }) => block_id ?? []);

describe('what somebody else has saved meanwhile', () => {
  it('stays, and is shown to whoever comes second', async () => {
    const app = await start();
    await app.connect();
    const mine = await app.open('settings');
    const theirs = await app.open('settings', users.carol.id);
    await app.submit(theirs, { domains: 'acme.example', quota: '5' }, carol);
    const { view, response_action } = await app.submit(mine, { domains: 'evil.example' });
    expect(response_action).toBe('update');
    expect(wordsIn(view)).toContain(words);
    expect(elementIn(view, 'domains')).toMatchObject({ initial_value: 'acme.example' });
    expect(settingsIn(app)).toMatchObject({ domains: ['acme.example'], quota: { invites: 5 } });
    // Slack would put what was typed into a block that it knows.
    expect(blocksOf(view).filter((block) => blocksOf(mine).includes(block))).toEqual([]);

    const { view: saved } = await app.submit(view as ModalView, { quota: '7' });
    expect(wordsIn(saved)).toContain('are saved');
    expect(settingsIn(app)).toMatchObject({ domains: ['acme.example'], quota: { invites: 7 } });
  });

  it('is no matter where it is what was there before', async () => {
    const app = await start();
    await app.connect();
    const mine = await app.open('settings');
    for (const domains of ['acme.example', null]) {
      await app.submit(await app.open('settings', users.carol.id), { domains }, carol);
    }
    expect(wordsIn((await app.submit(mine, { quota: '5' })).view)).toContain('are saved');
  });

  it('wins once where two save at the same time', async () => {
    const app = await start();
    await app.connect();
    const form = await app.open('settings');
    const quotas = ['5', '6', '7', '8'];
    const answers = await Promise.all(quotas.map((quota) => app.submit(form, { quota })));
    const saved = answers.filter(({ view }) => wordsIn(view).includes('are saved'));
    expect(saved).toHaveLength(1);
    expect(app.recorded().filter((entry) => entry.endsWith('settings'))).toHaveLength(1);
  });

  it('is not overwritten by connecting anew, either', async () => {
    const app = await start();
    await app.connect();
    const form = (await app.submit(await app.open('connect'), { token })).view as ModalView;
    await app.submit(await app.open('settings'), { domains: 'acme.example' });
    const { view } = await app.submit(form, { who: option('members') });
    expect(wordsIn(view)).toContain(words);
    expect(settingsIn(app)).toMatchObject({ whoMayInvite: { kind: 'admins' } });
    const { view: connected } = await app.submit(view as ModalView);
    expect(wordsIn(connected)).toContain('is connected to');
    expect(settingsIn(app)).toMatchObject({ domains: ['acme.example'] });
  });

  it('is told though Piper does not answer', async () => {
    const app = await start();
    await app.connect();
    const mine = await app.open('settings');
    await app.submit(await app.open('settings', users.carol.id), { quota: '5' }, carol);
    app.clock.now += 61_000;
    app.piper.roles.length = 0;
    app.piper.onGet = () => [401, { detail: 'gone' }];
    const { view } = await app.submit(mine, { domains: 'evil.example' });
    expect(wordsIn(view)).toContain('somebody else changed the connection meanwhile');
  });
});
