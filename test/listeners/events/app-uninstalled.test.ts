import { describe, expect, it } from 'vitest';
import { startInstallable } from '../../helpers/app.ts';
import { organizations } from '../../helpers/organizations.ts';
import { acme, globex, umbrella } from '../../helpers/slack.ts';
import { option } from '../../helpers/views.ts';

const minute = 60_000;
const botRevoked = { type: 'tokens_revoked', tokens: { bot: ['U0PIPER'], oauth: [] } };
const userRevoked = { type: 'tokens_revoked', tokens: { bot: [], oauth: ['U0ALICE'] } };

/** The product, installed in Acme and connected. */
async function start() {
  const app = await startInstallable();
  return { app, clock: app.clock };
}

async function startConnected() {
  const started = await start();
  await started.app.install(acme);
  await started.app.in(acme).connect({}, organizations.acme);
  started.clock.now += 5 * minute;
  return started;
}

describe('an app that is taken out of a workspace', () => {
  it.each([
    ['app_uninstalled', undefined],
    ['tokens_revoked', botRevoked],
  ])('loses its tokens and its connection by %s, and keeps the record', async (_, event) => {
    const { app, clock } = await startConnected();
    expect([app.rows('installations'), app.rows('connections')]).toEqual([1, 1]);
    await app.in(acme).uninstall(clock.now, event);
    expect([app.rows('installations'), app.rows('connections')]).toEqual([0, 0]);
    expect(app.recorded()).toEqual([
      'T0ACME install',
      'T0ACME connect',
      'T0ACME uninstall',
      'T0ACME disconnect',
    ]);
    expect(await app.in(acme).tokenUsed()).toBeUndefined();
    expect(app.log().at(-1)).not.toMatchObject({ level: 'error' });
  });

  it('is ended once, however often and in whatever order Slack tells of it', async () => {
    const { app, clock } = await startConnected();
    const at = clock.now;
    await Promise.all([
      app.in(acme).uninstall(at, botRevoked),
      app.in(acme).uninstall(at),
      app.in(acme).uninstall(at),
    ]);
    clock.now += 60 * minute;
    await app.in(acme).uninstall(at, botRevoked);
    expect(app.recorded().slice(2)).toEqual(['T0ACME uninstall', 'T0ACME disconnect']);
    expect(app.log().filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is ended by the second time, where the first one was cut short', async () => {
    const { app, clock } = await startConnected();
    app.onDatabase((db) => db.exec('delete from installations'));
    await app.in(acme).uninstall(clock.now);
    expect(app.rows('connections')).toBe(0);
    expect(app.journal.everOf('oauth.v2.access')).toHaveLength(1);
  });

  it('is ended even when Slack tells of it much later', async () => {
    const { app, clock } = await startConnected();
    const at = clock.now;
    clock.now += 24 * 60 * minute;
    await app.in(acme).uninstall(at);
    expect([app.rows('installations'), app.rows('connections')]).toEqual([0, 0]);
  });

  it('is ended when it was installed a moment before, by a clock that is a little ahead', async () => {
    const { app, clock } = await start();
    await app.install(acme);
    await app.in(acme).uninstall(clock.now - 3_000);
    expect(app.rows('installations')).toBe(0);
  });

  it('and installed again stays, whatever old news come late', async () => {
    const { app, clock } = await startConnected();
    const at = clock.now;
    await app.in(acme).uninstall(at);
    clock.now += 20_000;
    await app.install(acme, { access_token: 'xoxb-acme-2' });
    await app.in(acme).connect({}, organizations.acme);
    await app.in(acme).uninstall(at);
    await app.in(acme).uninstall(at, botRevoked);
    expect(await app.in(acme).tokenUsed()).toBe('xoxb-acme-2');
    expect([app.rows('installations'), app.rows('connections')]).toEqual([1, 1]);
    // And it goes when the app is uninstalled again.
    clock.now += 20_000;
    await app.in(acme).uninstall(clock.now);
    expect([app.rows('installations'), app.rows('connections')]).toEqual([0, 0]);
  });

  it('and installed again before the news comes stays, too', async () => {
    const { app, clock } = await startConnected();
    const at = clock.now;
    clock.now += 20_000;
    await app.install(acme, { access_token: 'xoxb-acme-2' });
    await app.in(acme).uninstall(at);
    expect(await app.in(acme).tokenUsed()).toBe('xoxb-acme-2');
  });

  it('whose token was renewed meanwhile is ended all the same', async () => {
    const { app, clock } = await start();
    await app.install(acme, app.slack.rotate(acme));
    clock.now += 11 * 60 * minute;
    const at = clock.now;
    clock.now += minute;
    expect(await app.in(acme).tokenUsed()).toBe('xoxe.xoxb-1-Acme-2');
    await app.in(acme).uninstall(at);
    expect(app.rows('installations')).toBe(0);
  });

  it('stays everywhere else', async () => {
    const { app, clock } = await startConnected();
    await app.install(globex);
    await app.in(globex).connect({}, organizations.globex);
    clock.now += minute;
    await app.in(acme).uninstall(clock.now);
    expect([app.rows('installations'), app.rows('connections')]).toEqual([1, 1]);
    expect(await app.in(globex).tokenUsed()).toBe('xoxb-globex-1');
  });

  it('takes a token along that waits for its settings', async () => {
    const { app, clock } = await start();
    await app.install(acme);
    const there = app.in(acme);
    await there.submit(await there.open('connect'), { token: organizations.acme.token });
    expect(app.rows('pending_connections')).toBe(1);
    clock.now += minute;
    await app.in(acme).uninstall(clock.now);
    expect(app.rows('pending_connections')).toBe(0);
  });
});

describe('news that are none', () => {
  it('a revoked token of a user changes nothing', async () => {
    const { app, clock } = await startConnected();
    await app.in(acme).uninstall(clock.now, userRevoked);
    await app.in(acme).uninstall(clock.now, { type: 'tokens_revoked', tokens: {} });
    expect(await app.in(acme).tokenUsed()).toBe('xoxb-acme-1');
    expect(app.rows('connections')).toBe(1);
  });

  it('that make no sense change nothing, and are in the log', async () => {
    const { app, clock } = await startConnected();
    await app.in(acme).uninstall(clock.now, undefined, { event_time: 'now' });
    await app.in(acme).uninstall(clock.now, undefined, { team_id: null });
    expect(app.log().filter(({ msg }) => msg === 'listener failed')).toHaveLength(2);
    expect(await app.in(acme).tokenUsed()).toBe('xoxb-acme-1');
  });

  it('from where the app never was change nothing', async () => {
    const { app, clock } = await startConnected();
    await app.in(globex).uninstall(clock.now);
    expect([app.rows('installations'), app.rows('connections')]).toEqual([1, 1]);
  });
});

describe('an app that is taken out of a whole Enterprise organization', () => {
  const red = { ...umbrella, isOrgWide: false, botToken: 'xoxb-red-1' };

  it.each([
    ['as Bolt expects it', {}],
    [
      'with what it was authorized for',
      {
        is_enterprise_install: undefined,
        authorizations: [
          {
            enterprise_id: 'E0UMBRELLA',
            team_id: null,
            user_id: 'U0PIPER',
            is_enterprise_install: true,
          },
        ],
      },
    ],
    ['with the organization only', { is_enterprise_install: undefined, authorizations: [] }],
    [
      'with the organization in the place of a workspace',
      {
        team_id: 'E0UMBRELLA',
        is_enterprise_install: undefined,
      },
    ],
  ])('loses its tokens and the connection of the whole, told %s', async (_, more) => {
    const { app, clock } = await start();
    await app.install(umbrella);
    await app.in(umbrella).connect({ enterprise: [option('yes')] }, organizations.umbrella);
    expect(app.recorded()).toEqual(['E0UMBRELLA install', 'E0UMBRELLA connect']);
    clock.now += minute;
    await app.in(umbrella).uninstall(clock.now, undefined, more);
    expect([app.rows('installations'), app.rows('connections')]).toEqual([0, 0]);
    expect(app.recorded().slice(2)).toEqual(['E0UMBRELLA uninstall', 'E0UMBRELLA disconnect']);
    for (const at of [0, 1]) expect(await app.in(umbrella, at).tokenUsed()).toBeUndefined();
  });

  it('loses the connections of its workspaces, too, but for one that has the app of its own', async () => {
    const { app, clock } = await start();
    await app.install(umbrella);
    await app.install(red);
    await app.in(red).connect({}, organizations.umbrella);
    await app.in(umbrella, 1).connect({}, organizations.umbrella);
    await app.install(acme);
    await app.in(acme).connect({}, organizations.acme);
    expect(app.rows('connections')).toBe(3);
    clock.now += minute;
    await app.in(umbrella).uninstall(clock.now);
    expect(app.recorded().slice(6)).toEqual(['E0UMBRELLA uninstall', 'T0WHITE disconnect']);
    expect([app.rows('installations'), app.rows('connections')]).toEqual([2, 2]);
    expect(await app.in(red).tokenUsed()).toBe('xoxb-red-1');
  });

  it('stays when it is taken out of one of its workspaces that had it of its own', async () => {
    const { app, clock } = await start();
    await app.install(umbrella);
    await app.install(red);
    await app.in(umbrella).connect({ enterprise: [option('yes')] }, organizations.umbrella);
    clock.now += minute;
    await app.in(red).uninstall(clock.now);
    expect([app.rows('installations'), app.rows('connections')]).toEqual([1, 1]);
    expect(await app.in(umbrella).tokenUsed()).toBe('xoxb-umbrella-1');
  });
});
