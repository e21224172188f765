import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgres as limits } from '../../src/storage/limits.ts';
import { startInstallable, type TestApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { lengthenTimeouts } from '../helpers/held.ts';
import { organizations } from '../helpers/organizations.ts';
import { createOutside } from '../helpers/outside.ts';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { acme } from '../helpers/slack.ts';
import { option, wordsIn } from '../helpers/views.ts';

const hour = 3_600_000;

describeOnPostgres('two processes on one PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());

  async function startTwo() {
    const outside = createOutside(...Object.values(organizations));
    const clock = { now: Date.now() };
    lengthenTimeouts(
      limits.interactive.connectTimeout,
      limits.interactive.statementTimeout + limits.answerTimeout,
    );
    const databaseUrl = await server.freshStorage();
    const start = () =>
      startInstallable({
        outside,
        clock,
        env: { DATABASE_URL: databaseUrl, ENCRYPTION_KEYS: `a:${'A'.repeat(43)}` },
        overrides: {
          clock: {
            wait: (milliseconds) => pause(Math.min(milliseconds, 250)),
          },
        },
      });
    const [one, other] = await Promise.all([start(), start()]);
    const rows = async (table: string): Promise<number> => {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      const { rowCount } = await client.query(`select * from ${table}`);
      await client.end();
      return rowCount ?? 0;
    };
    return { outside, clock, one, other, rows };
  }

  /** Somebody invites; gives what was said about it. */
  async function invite(app: TestApp, address: string, userId = 'U0ALICE') {
    const text = `${address} as Acme Editor`;
    const before = app.journal.ever.length;
    const { body: answer } = await app.command(text, { user_id: userId });
    if (answer) return wordsIn(answer);
    return eventually(() => {
      const said = app.journal.ever
        .slice(before)
        .filter(({ name }) => name === 'response_url' || name === 'chat.postMessage')
        .map(({ body }) => String(body.text))
        .find((words) => !words.startsWith('This workspace is connected'));
      expect(said).toBeDefined();
      return said;
    });
  }

  it('are one: what is begun, installed, connected, set or taken out in one is so in the other', async () => {
    const { outside, clock, one, other, rows } = await startTwo();

    const begun = await one.begin();
    const code = outside.slack.codeFor(outside.slack.grant(acme));
    const page = await other.finishInstall(begun, { code });
    expect(page.words).toContain('Piper Invite is installed');
    expect((await one.finishInstall(begun, { code })).status).toBe(400);

    expect(wordsIn(await one.connect({}, organizations.acme))).toContain(
      'connected to *Acme Inc.*',
    );
    expect(await invite(other, 'ada@example.com')).toContain('invited *ada@example.com*');
    expect(await invite(one, 'ada@example.com')).toContain('already invited');

    expect(await invite(other, 'bob@example.com', 'U0BOB')).toContain('can invite');
    const form = await one.open('settings');
    const { view: changed } = await one.submit(form, { who: option('members') });
    expect(wordsIn(changed)).toContain('are saved');
    // Bob is nobody in Piper until he has joined.
    expect(await invite(other, 'joan@example.com', 'U0BOB')).toContain("isn't in Acme Inc.");
    outside.piper.join('bob@acme.example', organizations.acme.roles[0]);
    expect(await invite(other, 'bob@example.com', 'U0BOB')).toContain('invited *bob@example.com*');

    clock.now += 60_000;
    await Promise.all([one.uninstall(clock.now), other.uninstall(clock.now)]);
    // Slack is answered before the work is done.
    await eventually(async () => {
      expect([await rows('installations'), await rows('connections')]).toEqual([0, 0]);
    });
    for (const app of [one, other]) expect(await app.tokenUsed()).toBeUndefined();
  });

  it.each([
    ['soon ends', 11 * hour],
    ['is over', 13 * hour],
  ])('renew a token that %s once', async (_, later) => {
    const { outside, clock, one, other } = await startTwo();
    await one.install(acme, outside.slack.rotate(acme));
    clock.now += later;
    const used = await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 ? one : other).tokenUsed()),
    );
    const refreshes = outside.journal
      .everOf('oauth.v2.access')
      .filter(({ body }) => body.grant_type === 'refresh_token');
    expect(refreshes).toHaveLength(1);
    // Who does not renew it goes on with the old one, while it lives.
    const allowed =
      later < 12 * hour ? ['xoxe.xoxb-1-Acme-1', 'xoxe.xoxb-1-Acme-2'] : ['xoxe.xoxb-1-Acme-2'];
    for (const token of used) expect(allowed).toContain(token);
    // What was asked with the old one may have ended before the new one is stored.
    for (const app of [one, other]) {
      await eventually(async () => expect(await app.tokenUsed()).toBe('xoxe.xoxb-1-Acme-2'));
    }
  });
});
