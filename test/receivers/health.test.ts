import { describe, expect, it } from 'vitest';
import { createHealth } from '../../src/receivers/health.ts';
import { health as limits } from '../../src/receivers/limits.ts';
import { startApp, startInstallable } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { hold } from '../helpers/held.ts';
import { answerOf } from '../helpers/scrape.ts';
import { acme } from '../helpers/slack.ts';
import { startSocketServer } from '../helpers/socket-mode.ts';

const ready = { status: 200, body: '{"status":"ok"}\n' };
const unavailable = (...failed: string[]) => ({
  status: 503,
  body: `${JSON.stringify({ status: 'unavailable', failed })}\n`,
});

describe('a process that answers', () => {
  it('is alive and ready', async () => {
    const { url } = await startApp();
    for (const path of ['/healthz', '/livez', '/readyz']) {
      expect(await answerOf(url + path), path).toEqual(ready);
    }
  });

  it('is not ready, but alive, where what is stored has lost its key', async () => {
    const app = await startInstallable();
    await app.install(acme);
    const damaged = "substr(sealed_installation, 1, length(sealed_installation) - 8) || 'damaged_'";
    app.onDatabase((db) => db.exec(`update installations set sealed_installation = ${damaged}`));
    app.clock.now += 60_000;
    expect(await answerOf(`${app.url}/readyz`)).toEqual(unavailable('keys'));
    expect(await answerOf(`${app.url}/livez`)).toEqual(ready);
  });

  it('turns requests of Slack away as soon as it stops, and says that it is not ready', async () => {
    const app = await startApp();
    const { held, release } = hold();
    app.slack.beforeAnswer = () => held;
    app.forget();
    const underWay = app.command('status');
    await eventually(() => expect(app.journal.of('users.info')).not.toEqual([]));
    const stopped = app.stop();
    expect(await answerOf(`${app.url}/readyz`)).toEqual(unavailable('stopping'));
    expect(await answerOf(`${app.url}/livez`)).toEqual(ready);
    expect((await app.command('help')).status).toBe(503);
    release();
    expect((await underWay).status).toBe(200);
    await stopped;
  });
});

it('over Socket Mode a process is ready while it is connected', async () => {
  const socket = await startSocketServer();
  const app = await startApp({
    env: { SLACK_APP_TOKEN: 'xapp-test-app-token', SLACK_SIGNING_SECRET: '' },
    beforeStart: (slack) => {
      slack.on('apps.connections.open', () => ({ ok: true, url: socket.url }));
    },
  });
  expect(await answerOf(`${app.url}/readyz`)).toEqual(ready);
  socket.hangUp();
  await eventually(async () =>
    expect(await answerOf(`${app.url}/readyz`)).toEqual(unavailable('slack')),
  );
});

describe('readiness', () => {
  const well = {
    ping: async () => {},
    isConnected: () => true,
    openTokens: async () => true,
  };

  /** What `/readyz` answers of a process whose checks do this. */
  function setUp(checks: Partial<typeof well> = {}) {
    const clock = fakeClock();
    const health = createHealth({ ...well, ...checks, now: clock.now });
    const ask = async () => {
      let said = { status: 0, body: '' };
      const response = {
        writeHead: (status: number) => ({
          end: (body: string) => {
            said = { status, body };
          },
        }),
      };
      await health.routes['GET /readyz']({} as never, response as never);
      return said;
    };
    return { ...health, ask, clock };
  }

  it('begins with the end of the start, and ends with the beginning of the stop', async () => {
    const { ask, started, stopping } = setUp();
    expect(await ask()).toEqual(unavailable('starting'));
    started();
    expect(await ask()).toEqual(ready);
    stopping();
    expect(await ask()).toEqual(unavailable('stopping'));
  });

  it('has requests followed to their end, and takes none once it stops', async () => {
    const { untilStopping, started, stopping } = setUp();
    const { held, release } = hold();
    const followed: Promise<void>[] = [];
    const { 'POST /it': take } = untilStopping({ 'POST /it': () => held }, (taken) => {
      followed.push(taken);
      return taken;
    });
    let said = 0;
    const response = {
      writeHead: (status: number) => {
        said = status;
        return { end: () => {} };
      },
    };
    const ask = () => take?.({} as never, response as never);
    started();
    const first = ask();
    expect(followed).toHaveLength(1);
    stopping();
    await ask();
    expect([followed.length, said]).toEqual([1, 503]);
    release();
    await first;
    await followed[0];
  });

  it.each<[string, Partial<typeof well>]>([
    ['database', { ping: () => Promise.reject(new Error('secret')) }],
    ['slack', { isConnected: () => false }],
    ['keys', { openTokens: async () => false }],
  ])('fails with the name of what is not well, and nothing else: %s', async (name, check) => {
    const { ask, started } = setUp(check);
    started();
    expect(await ask()).toEqual(unavailable(name));
  });

  it('names all that is not well at once', async () => {
    const { ask, started } = setUp({ ping: () => Promise.reject(), isConnected: () => false });
    started();
    expect(await ask()).toEqual(unavailable('database', 'slack'));
  });

  it('asks the database no more than once a second, however many ask', async () => {
    let pings = 0;
    const ping = async () => {
      pings += 1;
    };
    const { ask, started, clock } = setUp({ ping });
    started();
    await Promise.all([ask(), ask(), ask()]);
    await ask();
    expect(pings).toBe(1);
    await clock.wait(limits.remembered.database);
    await ask();
    expect(pings).toBe(2);
  });
});
