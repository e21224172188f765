import { describe, expect, it } from 'vitest';
import { oauth as limits } from '../../src/limits.ts';
import { startInstallable } from '../helpers/app.ts';
import { shortenTimeouts } from '../helpers/held.ts';
import { organizations } from '../helpers/organizations.ts';
import { acme, globex, umbrella } from '../helpers/slack.ts';

const hour = 3_600_000;

/** The product with its outside, a clock that tests advance, and what it waited for. */
async function start() {
  const clock = { now: Date.now() };
  const waits: number[] = [];
  const during = { wait: () => {} };
  const app = await startInstallable({
    clock,
    overrides: {
      clock: {
        wait: async (milliseconds) => {
          waits.push(milliseconds);
          during.wait();
          clock.now += milliseconds;
        },
      },
    },
  });
  return { app, clock, waits, during };
}

/** The same, with the app installed where tokens rotate. */
async function startRotating(place = acme) {
  const started = await start();
  await started.app.install(place, started.app.slack.rotate(place));
  const refreshes = () =>
    started.app.journal
      .everOf('oauth.v2.access')
      .filter(({ body }) => body.grant_type === 'refresh_token');
  return { ...started, refreshes };
}

const denial = "piper-invite isn't set up for this workspace. Its admins can install it.";

describe('a request', () => {
  it('is served with the token of the workspace that it comes from', async () => {
    const { app } = await start();
    await app.install(acme);
    await app.install(globex);
    expect(await app.in(acme).tokenUsed()).toBe('xoxb-acme-1');
    expect(await app.in(globex).tokenUsed()).toBe('xoxb-globex-1');
    expect(await app.in(acme).tokenUsed()).toBe('xoxb-acme-1');
  });

  it('from any workspace of an Enterprise organization is served with the token of the whole', async () => {
    const { app } = await start();
    await app.install(umbrella);
    expect(await app.in(umbrella, 0).tokenUsed()).toBe('xoxb-umbrella-1');
    expect(await app.in(umbrella, 1).tokenUsed()).toBe('xoxb-umbrella-1');
  });

  it('from one workspace of an organization that installed it for itself is served with its own token', async () => {
    const { app } = await start();
    const own = { ...umbrella, isOrgWide: false, botToken: 'xoxb-red-1' };
    await app.install(own);
    expect(await app.in(own, 0).tokenUsed()).toBe('xoxb-red-1');
    expect(await app.in(own, 1).tokenUsed()).toBeUndefined();
    expect(await app.in(umbrella, 1).tokenUsed()).toBeUndefined();
  });

  it('from where the app is not installed is refused, politely, and leads to nothing', async () => {
    const { app } = await start();
    await app.install(acme);
    app.forget();

    for (const text of ['', 'help', 'status', 'connect', 'ada@example.com as Globex Editor']) {
      expect(await app.in(globex).command(text)).toMatchObject({
        status: 200,
        body: { response_type: 'ephemeral', text: denial },
      });
    }
    const sent = await app
      .in(globex)
      .submitInvite({ people: ['U0BOB'] }, { organizationId: organizations.globex.id });
    expect(sent.body).toMatchObject({ response_action: 'update' });
    expect(JSON.stringify(sent.body)).toContain(denial);
    expect(await app.in(globex).optionsOf('role', '')).toEqual([]);
    const pressed = await app.in(globex).press({ action_id: 'open_connect' });
    expect(pressed).toEqual({ status: 200, body: '' });

    await app.finish();
    expect(app.journal.calls).toEqual([]);
  });

  it('is answered with an apology and a reference when the storage fails', async () => {
    const { app } = await start();
    await app.install(acme);
    app.dropTable('installations');
    app.forget();
    const { status, body } = await app.in(acme).command('help');
    expect(status).toBe(200);
    const { text } = body as { text: string };
    expect(text).toMatch(/^Something went wrong on our side; nobody was invited .*\nref \w{6}$/s);
    const line = app.log().find(({ ref, level }) => level === 'error' && text.endsWith(`${ref}`));
    expect(JSON.stringify(line)).toContain('installations');
    const sent = await app
      .in(acme)
      .submitInvite({ people: ['U0BOB'] }, { organizationId: organizations.acme.id });
    expect(JSON.stringify(sent.body)).toContain('Something went wrong on our side');
    expect(app.journal.calls).toEqual([]);
  });
});

describe('a token that rotates', () => {
  it('is used as it is until two hours before its end, then renewed and stored', async () => {
    const { app, clock, refreshes } = await startRotating();
    clock.now += 10 * hour - 2_000;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-1');
    expect(refreshes()).toEqual([]);
    clock.now += 2_000;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-2');
    expect(refreshes().map(({ body }) => body)).toEqual([
      {
        client_id: '111.222',
        client_secret: 'the-client-secret-of-tests',
        grant_type: 'refresh_token',
        refresh_token: 'xoxe-1-refresh-of-Acme-1',
      },
    ]);
    app.slack.places.delete('xoxe.xoxb-1-Acme-1');
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-2');
    expect(refreshes()).toHaveLength(1);
    // Again and again.
    for (const number of [3, 4]) {
      clock.now += 11 * hour;
      expect(await app.in(acme).tokenUsed()).toBe(`xoxe.xoxb-1-Acme-${number}`);
    }
  });

  it('is renewed once for ten requests at the same moment', async () => {
    const { app, clock, refreshes } = await startRotating();
    clock.now += 11 * hour;
    const used = await Promise.all(Array.from({ length: 10 }, () => app.in(acme).tokenUsed()));
    expect(new Set(used)).toEqual(new Set(['xoxe.xoxb-1-Acme-2']));
    expect(refreshes()).toHaveLength(1);
  });

  it('is renewed once for all workspaces of an organization', async () => {
    const { app, clock, refreshes } = await startRotating(umbrella);
    clock.now += 13 * hour;
    const used = await Promise.all([0, 1, 0, 1].map((at) => app.in(umbrella, at).tokenUsed()));
    expect(new Set(used)).toEqual(new Set(['xoxe.xoxb-1-Umbrella-2']));
    expect(refreshes()).toHaveLength(1);
  });

  it('is still used, while it lives, where it cannot be renewed, and the log says so', async () => {
    const { app, clock, refreshes } = await startRotating();
    const { onRefresh } = app.slack;
    app.slack.onRefresh = () => ({ ok: false, error: 'ratelimited' });
    clock.now += 11 * hour;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-1');
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-1');
    expect(refreshes()).toHaveLength(1);
    const failures = app.log().filter(({ msg }) => msg === 'token refresh failed');
    expect(failures).toHaveLength(1);
    expect(JSON.stringify(failures)).toContain('ratelimited');
    // It is tried again after a while.
    app.slack.onRefresh = onRefresh;
    clock.now += 30_000;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-2');
  });

  it('holds up nobody while Slack is slow to renew it', async () => {
    shortenTimeouts(limits.refreshTimeout);
    const { app, clock } = await start();
    await app.install(acme, app.slack.rotate(acme));
    const { onRefresh } = app.slack;
    let renew = () => {};
    const allowed = new Promise<void>((resolve) => {
      renew = resolve;
    });
    app.slack.onRefresh = async (refreshToken) => {
      await allowed;
      return onRefresh(refreshToken);
    };
    clock.now += 11 * hour;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-1');
    // What was begun is finished and stored, even while the process stops.
    const stopped = app.finish();
    renew();
    await stopped;
    expect(app.log().filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('that is over and cannot be renewed is refused, within the time that Slack waits', async () => {
    const { app, clock, waits } = await startRotating();
    app.slack.onRefresh = () => ({ ok: false, error: 'invalid_refresh_token' });
    clock.now += 12 * hour;
    const answers = await Promise.all([app.in(acme).command('help'), app.in(acme).command('help')]);
    for (const { body } of answers) expect(body).toMatchObject({ text: denial });
    // Another process could be renewing it now, as far as this request knows.
    waits.length = 0;
    expect((await app.in(acme).command('help')).body).toMatchObject({ text: denial });
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(2_000);
    expect(JSON.stringify(app.log())).toContain('invalid_refresh_token');
  });

  it('that is over is renewed before anything is done with it', async () => {
    const { app, clock } = await startRotating();
    clock.now += 30 * 24 * hour;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-2');
  });

  it.each([
    ['is garbage', '<html>'],
    ['has no new refresh token', { ok: true, access_token: 'xoxe.xoxb-1-x', expires_in: 43_200 }],
    ['fails', 500],
  ])('is kept as it is when the answer to its renewal %s', async (_, answer) => {
    const { app, clock } = await startRotating();
    app.slack.onRefresh = () => answer;
    clock.now += 11 * hour;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-1');
    expect(JSON.stringify(app.log())).toContain('token refresh failed');
  });

  it('is not lost when the storage fails for a moment, since its refresh token is spent', async () => {
    const { app, clock, during, refreshes } = await startRotating();
    const { onRefresh } = app.slack;
    app.slack.onRefresh = (refreshToken) => {
      app.onDatabase((db) => db.exec('alter table installations rename to away'));
      during.wait = () => {
        during.wait = () => {};
        app.onDatabase((db) => db.exec('alter table away rename to installations'));
      };
      return onRefresh(refreshToken);
    };
    clock.now += 11 * hour;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-2');
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-2');
    expect(refreshes()).toHaveLength(1);
  });

  it('does not come back when the app is taken out while it is being renewed', async () => {
    const { app, clock } = await startRotating();
    const { onRefresh } = app.slack;
    app.slack.onRefresh = async (refreshToken) => {
      await app.in(acme).uninstall(clock.now);
      return onRefresh(refreshToken);
    };
    clock.now += 11 * hour;
    expect(await app.in(acme).tokenUsed()).toBeUndefined();
    expect(await app.in(acme).tokenUsed()).toBeUndefined();
  });

  it('does not take the place of the one of a new installation', async () => {
    const { app, clock } = await startRotating();
    const { onRefresh } = app.slack;
    app.slack.onRefresh = async (refreshToken) => {
      await app.install(acme, {
        access_token: 'xoxe.xoxb-1-anew',
        refresh_token: 'xoxe-1-refresh-anew',
        expires_in: 43_200,
      });
      return onRefresh(refreshToken);
    };
    clock.now += 11 * hour;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-anew');
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-anew');
  });
});
