import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '../contract.ts';
import type { Fields } from './json.ts';
import { channels, globex, globexChannels, globexUsers, team, users } from './seed.ts';
import { startSlack } from './server.ts';
import { callAs, respondTo, type StandInBot, Status, startBot } from './stand-in-bot.ts';

let slack: SlackSandbox;
let bot: StandInBot;
let redirectUri: string;
let clock = Date.now();

beforeAll(async () => {
  slack = await startSlack({ tokensRotate: true, now: () => clock });
  bot = await startBot(slack);
  redirectUri = `${bot.url}/slack/oauth_redirect`;
});
afterEach(async () => {
  bot.received = [];
  bot.onRequest = () => undefined;
  await slack.reset();
});
afterAll(async () => {
  await bot.stop();
  await slack.stop();
});

const call = (token: string, method: string, args: Fields = {}) =>
  callAs(token, slack.apiUrl + method, args);

/** Slack's page, with what the app asks for. */
function consentUrl(changes: Record<string, string> = {}): string {
  const url = new URL('/oauth/v2/authorize', slack.apiUrl);
  url.search = new URLSearchParams({
    client_id: slack.clientId,
    scope: 'chat:write,users:read,usergroups:read,commands',
    optional_scope: 'usergroups:read',
    redirect_uri: redirectUri,
    state: 'a state',
    ...changes,
  }).toString();
  return url.href;
}

/** Fills the page in; where the browser is sent. */
async function answer(
  given: Record<string, string> = {},
  changes: Record<string, string> = {},
): Promise<URL> {
  const response = await fetch(consentUrl(changes), {
    method: 'POST',
    body: new URLSearchParams({ user: globexUsers.hank, answer: 'allow', ...given }),
    redirect: 'manual',
  });
  return new URL(response.headers.get('location') ?? '');
}

const exchange = (args: Fields) =>
  call('', 'oauth.v2.access', {
    client_id: slack.clientId,
    client_secret: slack.clientSecret,
    ...args,
  });

/** Installs the app in Globex. */
async function install(given: Record<string, string> = {}) {
  const code = (await answer(given)).searchParams.get('code');
  return exchange({ code, redirect_uri: redirectUri });
}

const globexIsInstalled = () => slack.workspaces()[1]?.isInstalled;

describe('the page that asks', () => {
  const look = async (changes: Record<string, string> = {}) => {
    const response = await fetch(consentUrl(changes));
    return { status: response.status, html: await response.text() };
  };

  it('names what the app will be able to do, and begins where it is not installed', async () => {
    const { status, html } = await look();
    expect(status).toBe(200);
    expect(html).toContain('View people in a workspace');
    expect(html).toMatch(/name="optional" value="usergroups:read" checked/);
    expect(html).toContain('selected>Hank Scorpio, admin in Globex');
    expect((await look({ team: team.id })).html).toContain('selected>Alice Admin, admin in Acme');
  });

  it('offers nobody who may not install', async () => {
    expect((await look()).html).not.toMatch(/Guest|Vanished|Build Bot/);
    expect((await answer({ user: globexUsers.gwen })).searchParams.get('error')).toBe(
      'access_denied',
    );
  });

  it.each([
    ['an unknown app', { client_id: '1.2' }],
    ['a page elsewhere', { redirect_uri: 'https://elsewhere.example/slack/oauth_redirect' }],
    ['a page whose address only begins alike', { redirect_uri: 'http://127.0.0.1:1' }],
    ['nothing', { scope: '' }],
  ])('is not shown for %s', async (_what, changes: Record<string, string>) => {
    expect(await look(changes)).toMatchObject({
      status: 400,
      html: expect.stringContaining('Something went wrong'),
    });
  });

  it('sends back who cancels, with the state and without a code', async () => {
    const { searchParams } = await answer({ answer: 'cancel' });
    expect(Object.fromEntries(searchParams)).toEqual({ error: 'access_denied', state: 'a state' });
    expect(globexIsInstalled()).toBe(false);
  });
});

describe('a code', () => {
  it('is exchanged for a token of the workspace, with what was granted', async () => {
    expect(await install({ optional: 'usergroups:read' })).toEqual({
      ok: true,
      app_id: 'A0PIPERINV',
      authed_user: { id: globexUsers.hank },
      scope: 'chat:write,users:read,commands,usergroups:read',
      token_type: 'bot',
      access_token: expect.stringMatching(/^xoxe\.xoxb-/),
      refresh_token: expect.stringMatching(/^xoxe-/),
      expires_in: 43_200,
      bot_user_id: globex.bot.userId,
      team: { id: globex.team.id, name: 'Globex' },
      enterprise: null,
      is_enterprise_install: false,
    });
    expect(globexIsInstalled()).toBe(true);
  });

  it('leaves out optional scopes that were not granted', async () => {
    const { scope, access_token } = await install();
    expect(scope).toBe('chat:write,users:read,commands');
    expect(await call(String(access_token), 'usergroups.list')).toMatchObject({
      error: 'missing_scope',
    });
  });

  it('works once, for ten minutes, for the page and the app that it was given to', async () => {
    const code = async () => (await answer()).searchParams.get('code');
    const redirect_uri = redirectUri;
    const used = await code();
    await exchange({ code: used, redirect_uri });
    expect(await exchange({ code: used, redirect_uri })).toMatchObject({ error: 'invalid_code' });

    const other = { code: await code(), redirect_uri: `${redirectUri}/elsewhere` };
    expect(await exchange(other)).toMatchObject({ error: 'bad_redirect_uri' });
    const stolen = { code: await code(), redirect_uri, client_secret: 'guessed' };
    expect(await exchange(stolen)).toMatchObject({ error: 'bad_client_secret' });

    const late = await code();
    clock += 10 * 60_000;
    expect(await exchange({ code: late, redirect_uri })).toMatchObject({ error: 'invalid_code' });
  });
});

describe('a token', () => {
  it('acts in its own workspace and in no other', async () => {
    const token = String((await install()).access_token);
    expect(await call(token, 'auth.test')).toMatchObject({
      team: 'Globex',
      team_id: globex.team.id,
      url: 'https://globex.slack.com/',
      user_id: globex.bot.userId,
      bot_id: globex.bot.botId,
    });
    const info = (user: string) => call(token, 'users.info', { user });
    expect(await info(globexUsers.norbert)).toMatchObject({
      user: { name: 'norbert', team_id: globex.team.id },
    });
    expect(await info(users.bob)).toMatchObject({ error: 'user_not_found' });
    const post = (channel: string) => call(token, 'chat.postMessage', { channel, text: 'Hello' });
    expect(await post(channels.general)).toMatchObject({ error: 'channel_not_found' });
    expect(
      await call(slack.botToken, 'chat.postMessage', {
        channel: globexChannels.general,
        text: 'Hello',
      }),
    ).toMatchObject({ error: 'channel_not_found' });
  });

  it('that rotates ends after twelve hours, and is renewed once by its refresh token', async () => {
    const { access_token, refresh_token } = await install();
    clock += 12 * 60 * 60_000;
    expect(await call(String(access_token), 'auth.test')).toMatchObject({ error: 'token_expired' });
    const refresh = () => exchange({ grant_type: 'refresh_token', refresh_token });
    const renewed = await refresh();
    expect(await call(String(renewed.access_token), 'auth.test')).toMatchObject({ ok: true });
    expect(await refresh()).toMatchObject({ error: 'invalid_refresh_token' });
  });

  it('is in no call that the page shows', async () => {
    const { access_token, refresh_token } = await install();
    const shown = JSON.stringify(slack.calls());
    expect(shown).toContain('oauth.v2.access');
    for (const secret of [access_token, refresh_token, slack.clientSecret]) {
      expect(shown).not.toContain(secret);
    }
  });
});

describe('a workspace without the app', () => {
  const type = () =>
    slack.act(globexUsers.hank, { type: 'command', channel: globexChannels.general, text: '' });

  it('knows no command, and does not show the bot', async () => {
    expect(await type()).toEqual({ ok: false, error: '/piper-invite is not a valid command.' });
    const { users: people, channels: shown } = slack.screen(globexUsers.hank);
    expect(people.find(({ isBot }) => isBot)).toMatchObject({ deleted: true });
    expect(shown.map(({ name }) => name)).toEqual(['general', 'random', 'board']);
    expect(bot.received).toEqual([]);
  });

  it('has both once it is installed, under the workspace’s own id', async () => {
    await install();
    expect(await type()).toMatchObject({ ok: true });
    expect(bot.received).toMatchObject([{ team_id: globex.team.id, user_id: globexUsers.hank }]);
    expect(slack.screen(globexUsers.hank).channels.map(({ name }) => name)).toContain('piper');
  });
});

describe('taking the app out', () => {
  const uninstall = (as: string) => slack.act(as, { type: 'uninstall' });

  it('is for admins, and for where it is', async () => {
    expect(await uninstall(globexUsers.hank)).toMatchObject({
      error: 'The app is not installed here.',
    });
    await install();
    expect(await uninstall(globexUsers.norbert)).toMatchObject({ ok: false });
    expect(globexIsInstalled()).toBe(true);
  });

  it('ends every token there, and tells the bot in both ways', async () => {
    const { access_token, refresh_token } = await install();
    expect(await uninstall(globexUsers.hank)).toMatchObject({ ok: true });
    expect(await call(String(access_token), 'auth.test')).toMatchObject({
      error: 'account_inactive',
    });
    expect(await exchange({ grant_type: 'refresh_token', refresh_token })).toMatchObject({
      error: 'invalid_refresh_token',
    });
    expect(bot.received).toHaveLength(2);
    expect(bot.received).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          team_id: globex.team.id,
          event: expect.objectContaining({ type: 'app_uninstalled' }),
        }),
        expect.objectContaining({
          team_id: globex.team.id,
          event: expect.objectContaining({
            type: 'tokens_revoked',
            tokens: { oauth: [], bot: [globex.bot.userId] },
          }),
        }),
      ]),
    );
    // The other workspace keeps it.
    expect(await call(slack.botToken, 'auth.test')).toMatchObject({ ok: true });
  });

  it('leaves nothing that a late bot could use', async () => {
    await install();
    await slack.act(globexUsers.hank, {
      type: 'command',
      channel: globexChannels.general,
      text: '',
    });
    const [{ response_url }] = bot.received as [Fields];
    await uninstall(globexUsers.hank);
    expect(await respondTo(response_url, { text: 'Late' })).toEqual([404, 'invalid_url']);
  });

  it('works when the bot does not answer', async () => {
    await install();
    bot.onRequest = () => new Status(500);
    expect(await uninstall(globexUsers.hank)).toMatchObject({ ok: true });
    expect(globexIsInstalled()).toBe(false);
  });
});

describe('who opens Slack from elsewhere', () => {
  it('comes to the page, in their workspace', async () => {
    slack.showAt('http://localhost:4000');
    const url = new URL(`/app_redirect?app=A0PIPERINV&team=${globex.team.id}`, slack.apiUrl);
    const { headers } = await fetch(url, { redirect: 'manual' });
    expect(headers.get('location')).toBe(`http://localhost:4000/?team=${globex.team.id}`);
  });
});
