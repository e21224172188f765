import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { optionalScopes, scopes } from '../../src/ids.ts';
import { publicUrl, startInstallable, type TestApp } from '../helpers/app.ts';
import type { Page } from '../helpers/browser.ts';
import { eventually } from '../helpers/eventually.ts';
import { organizations } from '../helpers/organizations.ts';
import { acme, globex, umbrella, users } from '../helpers/slack.ts';
import { wordsIn } from '../helpers/views.ts';

/** The product with its outside, and a clock that tests advance. */
async function start(env: Record<string, string> = {}) {
  const app = await startInstallable({ env });
  return { app, clock: app.clock };
}

/** Whether a workspace is served, as its people see it. */
async function isServed(app: TestApp, place = acme): Promise<boolean> {
  const { body } = await app.in(place).command('help');
  return !JSON.stringify(body).includes("isn't set up for this workspace");
}

function expectPage(page: Page, status: number, words: string): void {
  expect(page.words).toBe(words);
  expect(page.status).toBe(status);
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  const csp = String(page.headers['content-security-policy']);
  expect(csp).toContain("default-src 'none'");
  expect(csp).toContain("frame-ancestors 'none'");
  expect(page.html).not.toMatch(/<script|\son\w+=/);
}

const failedWords =
  /^The installation failed Something went wrong between Slack and Piper Invite\. Try again in a few minutes\. If it fails again, give whoever runs Piper Invite this reference: (\w{6})\. Start again$/;

/** The page says that it failed, and its reference leads to what went wrong. */
function expectFailed(app: TestApp, page: Page, inLog: RegExp): void {
  const [, reference] = failedWords.exec(page.words) ?? [page.words];
  expectPage(page, 502, page.words);
  const lines = app.log().filter(({ ref, level }) => ref === reference && level === 'error');
  expect(JSON.stringify(lines)).toMatch(inLog);
}

const expiredWords =
  'This link can’t be used It was used already, took more than 10 minutes, or was begun in another browser. Nothing was installed. Start again';

describe('the install link', () => {
  it('leads to Slack, and asks for no more than the product needs', async () => {
    const { app } = await start();
    const { status, headers, location } = await app.begin();
    expect(status).toBe(302);
    expect(location.origin + location.pathname).toBe('https://slack.com/oauth/v2/authorize');
    const { state, ...query } = Object.fromEntries(location.searchParams);
    expect(query).toEqual({
      client_id: '111.222',
      scope: [...scopes, ...optionalScopes].join(','),
      optional_scope: optionalScopes.join(','),
      redirect_uri: `${publicUrl}/slack/oauth_redirect`,
    });
    expect(state).toMatch(/^[\w.-]+$/);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
  });

  it('gives each browser a cookie that no script reads and no other site sends', async () => {
    const { app } = await start();
    const { setCookie } = await app.begin();
    expect(setCookie).toMatch(
      /^__Host-piper-invite-install=[\w-]{43}; Path=\/; Secure; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
  });

  it('works without https, too, where somebody tries the product', async () => {
    const { app } = await start({ PUBLIC_URL: 'http://localhost:3000/' });
    const { setCookie, location } = await app.begin();
    expect(setCookie).toMatch(
      /^piper-invite-install=[\w-]{43}; Path=\/slack; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
    expect(location.searchParams.get('redirect_uri')).toBe(
      'http://localhost:3000/slack/oauth_redirect',
    );
  });

  it('works under a path, where a proxy takes it away', async () => {
    const { app } = await start({ PUBLIC_URL: 'https://example.com/piper/' });
    const { location } = await app.begin();
    expect(location.searchParams.get('redirect_uri')).toBe(
      'https://example.com/piper/slack/oauth_redirect',
    );
    const page = await app.get('/slack/oauth_redirect');
    // Found from /piper/slack/oauth_redirect as well as from /slack/oauth_redirect.
    expect(page.html).toContain('<a href="install">Start again</a>');
  });

  it('never gives the same state or cookie twice', async () => {
    const { app } = await start();
    const begun = [await app.begin(), await app.begin(), await app.begin()];
    expect(new Set(begun.map(({ state }) => state)).size).toBe(3);
    expect(new Set(begun.map(({ cookie }) => cookie)).size).toBe(3);
  });

  it('stores nothing, however often it is opened, and begins nothing where it is only looked at', async () => {
    const { app } = await start();
    await Promise.all(Array.from({ length: 50 }, () => app.begin()));
    expect(app.rows('oauth_states')).toBe(0);
    const looked = await request(`${app.url}/slack/install`, { method: 'HEAD' });
    expect([looked.statusCode, looked.headers['set-cookie']]).toEqual([200, undefined]);
  });
});

describe('somebody who agrees at Slack', () => {
  it('reads what comes next and how to open Slack, and the workspace is served', async () => {
    const { app } = await start();
    expect(await isServed(app)).toBe(false);
    const page = await app.install(acme);
    expectPage(
      page,
      200,
      'Piper Invite is installed Acme can use /piper-invite now. Next, connect it to Piper: in Slack, type /piper-invite connect and paste a platform token of your organization. Open Slack',
    );
    expect(page.html).toContain(
      '<a href="https://slack.com/app_redirect?app=A0PIPER&amp;team=T0ACME">Open Slack</a>',
    );
    expect(app.journal.everOf('oauth.v2.access')[0]?.body).toMatchObject({
      client_id: '111.222',
      redirect_uri: `${publicUrl}/slack/oauth_redirect`,
    });
    expect(await isServed(app)).toBe(true);
    expect(wordsIn(await app.in(acme).connect({}, organizations.acme))).toContain(
      'This workspace is connected to *Acme Inc.*',
    );
  });

  it('has the name of the workspace on the page, whatever is in it', async () => {
    const { app } = await start();
    const name = `<img src=x onerror="alert('1')"> & Co`;
    const page = await app.install(acme, { team: { id: 'T0ACME', name } });
    expect(page.html).toContain(
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co can use',
    );
    expect(page.html).not.toContain('<img');
  });

  it('serves every workspace of an Enterprise organization that installs it as a whole', async () => {
    const { app } = await start();
    const page = await app.install(umbrella);
    expect(page.words).toContain('Umbrella can use /piper-invite now.');
    expect(page.html).toContain('app=A0PIPER&amp;team=E0UMBRELLA');
    for (const at of [0, 1]) {
      const { body } = await app.in(umbrella, at).command('help');
      expect(JSON.stringify(body)).toContain('Questions about the app go to');
    }
    expect(await isServed(app, acme)).toBe(false);
  });

  it('may do it again: the newer token is used', async () => {
    const { app } = await start();
    await app.install(acme);
    await app.install(acme, { access_token: 'xoxb-acme-2' });
    app.slack.places.delete('xoxb-acme-1');
    await app.in(acme).connect({}, organizations.acme);
    await app.finish();
    const [, connected] = app.journal.everOf('chat.postMessage');
    expect(connected?.token).toBe('xoxb-acme-2');
  });

  it('may be without the optional scope', async () => {
    const { app } = await start();
    const page = await app.install(acme, { scope: scopes.join(',') });
    expect(page.status).toBe(200);
    expect(await isServed(app)).toBe(true);
  });

  it('may have begun in two tabs of a browser, and can finish each', async () => {
    const { app } = await start();
    const first = await app.begin();
    const second = await app.begin(first.cookie);
    const { cookie } = second;
    const finish = (state: string, place = acme) =>
      app.finishInstall({ state, cookie }, { code: app.slack.codeFor(app.slack.grant(place)) });
    expect((await finish(first.state)).status).toBe(200);
    expect((await finish(second.state, globex)).status).toBe(200);
    expect(await isServed(app)).toBe(true);
    expect(await isServed(app, globex)).toBe(true);
  });
});

describe('whoever installed the app', () => {
  /** What they read in a direct message. */
  const read = (app: TestApp) =>
    app.journal
      .everOf('chat.postMessage')
      .filter(({ body }) => body.channel === users.alice.id)
      .map(({ body }) => body);

  it('is shown the way on, once, though they install it twice in a row', async () => {
    const { app, clock } = await start();
    await app.install(acme);
    await eventually(() => expect(read(app)).toHaveLength(1));
    await app.install(acme);
    clock.now += 3_600_000;
    await app.install(acme);
    await app.finish();
    expect(read(app)).toHaveLength(2);
    expect(read(app)[0]).toMatchObject({
      text: 'Piper Invite is installed. Connect *Acme* to Piper with a platform token of your organization, and people can be invited from here.',
    });
    expect(wordsIn(read(app)[0])).toContain('"action_id":"open_connect"');
  });

  it('is shown nothing where the workspace is connected already', async () => {
    const { app, clock } = await start();
    await app.install(acme);
    await app.in(acme).connect({}, organizations.acme);
    await eventually(() => expect(read(app)).toHaveLength(2));
    clock.now += 3_600_000;
    await app.install(acme);
    await app.finish();
    expect(read(app)).toHaveLength(2);
  });

  it('is shown who can connect it where they may not themselves', async () => {
    const { app } = await start();
    await app.install(acme, { authed_user: { id: users.bob.id } });
    await app.finish();
    const bob = app.journal.everOf('chat.postMessage').map(({ body }) => body);
    expect(bob).toMatchObject([
      {
        channel: users.bob.id,
        text: 'Piper Invite is installed in *Acme*. A workspace admin or owner can connect it. Ask one of them.',
      },
    ]);
    expect(wordsIn(bob)).not.toContain('open_connect');
  });

  it('is shown the way on in a whole Enterprise organization, too', async () => {
    const { app } = await start();
    await app.install(umbrella);
    await app.finish();
    expect(read(app)).toMatchObject([
      { text: expect.stringContaining('Connect *Umbrella* to Piper') },
    ]);
    expect(wordsIn(read(app))).toContain('open_connect');
  });

  it('still reads the page where Slack does not take the message, and the log says so', async () => {
    const { app } = await start();
    app.slack.fail('chat.postMessage', 'internal_error');
    expect((await app.install(acme)).status).toBe(200);
    await app.finish();
    expect(app.logged('message delivery failed')).toHaveLength(1);
  });
});

describe('a state', () => {
  it('has a page with a reference where the storage fails, and works when it is back', async () => {
    const { app } = await start();
    const begun = await app.begin();
    const code = app.slack.codeFor(app.slack.grant(acme));
    app.onDatabase((db) => db.exec('alter table oauth_states rename to elsewhere'));
    expectFailed(app, await app.finishInstall(begun, { code }), /oauth_states/);
    app.onDatabase((db) => db.exec('alter table elsewhere rename to oauth_states'));
    expect((await app.finishInstall(begun, { code })).status).toBe(200);
  });

  it('is no use to anything that only looks at the address that Slack leads back to', async () => {
    const { app } = await start();
    const begun = await app.begin();
    const code = app.slack.codeFor(app.slack.grant(acme));
    const query = new URLSearchParams({ state: begun.state, code });
    const looked = await request(`${app.url}/slack/oauth_redirect?${query}`, {
      method: 'HEAD',
      headers: { cookie: begun.cookie },
    });
    expect(looked.statusCode).toBe(200);
    expect(app.journal.everOf('oauth.v2.access')).toEqual([]);
    expect((await app.finishInstall(begun, { code })).status).toBe(200);
  });

  it('stores nothing where Slack does not take the code', async () => {
    const { app } = await start();
    const code = app.slack.codeFor({ ok: false, error: 'invalid_code' });
    for (let times = 0; times < 5; times += 1) await app.finishInstall(await app.begin(), { code });
    expect(app.rows('oauth_states')).toBe(0);
  });

  it.each([
    ['a later end', (state: string) => `z${state}`],
    ['another one in it', (state: string) => state.replace('.', '.x')],
    ['no signature', (state: string) => state.slice(0, state.lastIndexOf('.'))],
    ['an empty signature', (state: string) => state.slice(0, state.lastIndexOf('.') + 1)],
    ['a letter too many', (state: string) => `${state}ü`],
  ])('is none with %s', async (_, forged) => {
    const { app } = await start();
    const { state, cookie } = await app.begin();
    const code = app.slack.codeFor(app.slack.grant(acme));
    const page = await app.finishInstall({ state: forged(state), cookie }, { code });
    expectPage(page, 400, expiredWords);
    expect(app.journal.everOf('oauth.v2.access')).toEqual([]);
  });

  it('works once', async () => {
    const { app } = await start();
    const begun = await app.begin();
    const code = () => ({ code: app.slack.codeFor(app.slack.grant(acme)) });
    expect((await app.finishInstall(begun, code())).status).toBe(200);
    const calls = app.journal.everOf('oauth.v2.access').length;
    expectPage(await app.finishInstall(begun, code()), 400, expiredWords);
    expect(app.journal.everOf('oauth.v2.access')).toHaveLength(calls);
  });

  it('works once even for many at the same moment', async () => {
    const { app } = await start();
    const begun = await app.begin();
    const code = app.slack.codeFor(app.slack.grant(acme));
    const pages = await Promise.all(
      Array.from({ length: 5 }, () => app.finishInstall(begun, { code })),
    );
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
    expect(app.journal.everOf('oauth.v2.access')).toHaveLength(1);
  });

  it('works only in the browser that began, and no other one can spend it', async () => {
    const { app } = await start();
    const other = await app.begin();
    const cookies = [undefined, other.cookie, '__Host-piper-invite-install=', `x${other.cookie}`];
    for (const cookie of cookies) {
      const begun = await app.begin();
      const { state } = begun;
      const code = app.slack.codeFor(app.slack.grant(acme));
      const page = await app.finishInstall({ state, ...(cookie && { cookie }) }, { code });
      expectPage(page, 400, expiredWords);
      expect(app.journal.everOf('oauth.v2.access')).toEqual([]);
      expect((await app.finishInstall(begun, { code })).status).toBe(200);
      app.journal.ever.length = 0;
    }
  });

  it('works for ten minutes', async () => {
    const { app, clock } = await start();
    const [late, inTime] = [await app.begin(), await app.begin()];
    const code = () => ({ code: app.slack.codeFor(app.slack.grant(acme)) });
    clock.now += 600_000 - 1_000;
    expect((await app.finishInstall(inTime, code())).status).toBe(200);
    clock.now += 1_000;
    expectPage(await app.finishInstall(late, code()), 400, expiredWords);
  });

  it('that nobody was given, or none at all, does nothing', async () => {
    const { app } = await start();
    const { cookie } = await app.begin();
    const code = app.slack.codeFor(app.slack.grant(acme));
    expectPage(await app.finishInstall({ state: 'guessed', cookie }, { code }), 400, expiredWords);
    expectPage(await app.get(`/slack/oauth_redirect?code=${code}`, cookie), 400, expiredWords);
    expectPage(await app.get('/slack/oauth_redirect', cookie), 400, expiredWords);
    expect(app.journal.everOf('oauth.v2.access')).toEqual([]);
  });
});

describe('an installation that comes to nothing', () => {
  it('because somebody cancels at Slack, says that nothing has changed', async () => {
    const { app } = await start();
    const page = await app.finishInstall(await app.begin(), { error: 'access_denied' });
    expectPage(
      page,
      200,
      'Nothing was installed You cancelled at Slack. Nothing has changed in your workspace. Start again',
    );
    expect(app.journal.calls).toEqual([]);
  });

  it('because Slack sends an error, has a page with a reference that is in the log', async () => {
    const { app } = await start();
    const page = await app.finishInstall(await app.begin(), { error: 'invalid_scope' });
    expectFailed(app, page, /invalid_scope/);
  });

  it('because Slack sends neither a code nor an error, too', async () => {
    const { app } = await start();
    expectFailed(app, await app.finishInstall(await app.begin(), {}), /without a code/);
  });

  it.each([
    ['Slack refuses the code', { ok: false, error: 'invalid_code' }, /invalid_code/],
    ['Slack is down', 503, /503/],
    ['Slack answers what is no JSON', '<html>', /installation failed/],
    ['Slack answers without a token', { ok: true, app_id: 'A0PIPER' }, /access_token/],
  ])('because %s, has a page with a reference that is in the log', async (_, answer, inLog) => {
    const { app } = await start();
    const page = await app.finishInstall(await app.begin(), { code: app.slack.codeFor(answer) });
    expectFailed(app, page, inLog);
    expect(await isServed(app)).toBe(false);
  });

  it.each([
    ['does not say whose bot it is', { bot_user_id: undefined }],
    ['does not say which workspace', { team: null }],
    ['does not say which organization', { is_enterprise_install: true }],
    ['does not say who installs', { authed_user: undefined }],
  ])('because Slack %s, stores nothing', async (_, more) => {
    const { app } = await start();
    expectFailed(app, await app.install(acme, more), /installation failed/);
    expect(await isServed(app)).toBe(false);
  });

  it('because the token does not work, stores nothing', async () => {
    const { app } = await start();
    const access = app.slack.grant(acme);
    app.slack.places.clear();
    const page = await app.finishInstall(await app.begin(), { code: app.slack.codeFor(access) });
    expectFailed(app, page, /invalid_auth/);
    app.slack.grant(acme);
    expect(await isServed(app)).toBe(false);
  });

  it('for want of scopes, names them and stores nothing', async () => {
    const { app } = await start();
    const page = await app.install(acme, { scope: 'chat:write,chat:write.public,users:read' });
    expectPage(
      page,
      400,
      'Piper Invite can’t be used yet It can’t work without these permissions, which Slack didn’t give: commands, users:read.email. Whoever runs Piper Invite can add them to the Slack app. Start again',
    );
    expect(await isServed(app)).toBe(false);
    const line = app.log().find(({ msg }) => msg.includes('without required scopes'));
    expect(line).toMatchObject({ level: 'error', missing: ['commands', 'users:read.email'] });
  });
});

it('an installation under way is finished before the process ends', async () => {
  const { app } = await start();
  const begun = await app.begin();
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  app.slack.beforeAnswer = (name) => (name === 'oauth.v2.access' ? answered : Promise.resolve());
  const page = app.finishInstall(begun, { code: app.slack.codeFor(app.slack.grant(acme)) });
  await eventually(() => expect(app.journal.everOf('oauth.v2.access')).toHaveLength(1));
  const stopped = app.finish();
  answer();
  expect((await page).words).toContain('Piper Invite is installed');
  await stopped;
});
