import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { delivery } from '../../src/limits.ts';
import { hold } from '../helpers/held.ts';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { openBatches } from '../helpers/open-batches.ts';
import { commandFields } from '../helpers/payloads.ts';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { postSigned, slackBody } from '../helpers/signed-request.ts';
import { settingsFor } from './bot-settings.ts';
import { type Killable, startKillable } from './killed-process.ts';

const first = Array.from({ length: delivery.concurrency }, (_, at) => `first-${at}@example.com`);
const late = 'late@example.com';

/** Processes on one PostgreSQL, with the product's own times, and people who invite through one of them. */
async function setUp() {
  const server = await startPostgres({ isDurable: true });
  onTestFinished(() => server.stop());
  const url = await server.freshDatabase();
  const outside = await startLocalOutside();
  onTestFinished(outside.stop);
  const { piper, messages } = outside;
  piper.members = [];
  const start = await startKillable(fileURLToPath(import.meta.resolve('./bot.ts')));
  const boot = async () => {
    const bot = await start([], {
      ...outside.environment,
      ...settingsFor({ kind: 'postgres', url }),
    });
    onTestFinished(async () => {
      await bot.kill();
    });
    return bot;
  };
  const invite = async (by: Killable, address: string) => {
    const text = slackBody('command', {
      ...commandFields(`${address} as Editor`),
      response_url: outside.responseUrl(address),
    });
    const answer = await postSigned(`http://127.0.0.1:${by.said.split(' ')[1]}/slack/events`, text);
    expect(answer.status).toBe(200);
  };
  /** Resolves when every inviter has been told how it went. */
  const untilTold = async () => {
    const open = await openBatches({ kind: 'postgres', url });
    await vi.waitFor(async () => expect(await open.count()).toBe(0), {
      timeout: 200_000,
      interval: 200,
    });
    await open.close();
  };
  return { url, piper, messages, boot, invite, untilTold };
}

/** How many places of the organization are taken. */
async function placesTaken(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const query = "select count(*) as count from invitations where state = 'sending'";
  const { rows } = await client.query(query);
  await client.end();
  return Number(rows[0].count);
}

/** Cuts every connection to a database, and lets nobody connect, until the returned function is called. */
async function takeAway(url: string): Promise<() => Promise<void>> {
  const admin = new URL(url);
  const name = admin.pathname.slice(1);
  admin.pathname = '/postgres';
  const client = new Client({ connectionString: admin.href });
  await client.connect();
  await client.query(`alter database ${name} with allow_connections false`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    name,
  ]);
  return async () => {
    await client.query(`alter database ${name} with allow_connections true`);
    await client.end();
  };
}

describeOnPostgres('a process that is killed while it has all places of an organization', () => {
  it.each(['it reads the member list', 'it has called Piper'] as const)(
    'as %s: somebody else is invited within 10 s, and in the end everybody, once',
    async (when) => {
      const { url, piper, boot, invite, untilTold } = await setUp();
      const isReading = when === 'it reads the member list';
      const calls: string[] = [];
      piper.onAdd = async (keep, _, { email }) => {
        calls.push(email);
        return [200, keep()];
      };
      const survivor = await boot();
      if (isReading) {
        // Whether somebody is a member still is asked anew for each invite.
        await Promise.all(first.map((address) => invite(survivor, address)));
        await untilTold();
      }
      const victim = await boot();
      let isAnswering = false;
      let held = 0;
      piper.beforeAnswer = async (name) => {
        if (isAnswering || name !== (isReading ? 'GET members' : 'POST members')) return;
        held += 1;
        await new Promise<never>(() => {});
      };
      await Promise.all(first.map((address) => invite(victim, address)));
      await vi.waitFor(() => expect(held).toBe(first.length), { timeout: 20_000, interval: 20 });
      expect(await placesTaken(url)).toBe(first.length);
      isAnswering = true;
      await victim.kill();
      const killedAt = performance.now();
      await invite(survivor, late);
      await vi.waitFor(() => expect(calls).toContain(late), { timeout: 20_000, interval: 20 });
      const seconds = (performance.now() - killedAt) / 1_000;
      await untilTold();
      const all = (performance.now() - killedAt) / 1_000;
      console.log(
        `killed as ${when}: somebody else's call after ${seconds.toFixed(1)} s, all told after ${all.toFixed(1)} s`,
      );
      expect(seconds).toBeLessThan(10);
      expect(piper.addresses().toSorted()).toEqual([...first, late].toSorted());
    },
  );
});

describeOnPostgres('what Piper answers while the database is away', () => {
  it.each([2, 20])(
    'for %d s is stored when it is back, and nobody is asked for twice or forgotten',
    async (seconds) => {
      const { url, piper, messages, boot, invite, untilTold } = await setUp();
      const [process] = await Promise.all([boot(), boot()]);
      const answers = hold();
      const calls: string[] = [];
      piper.onAdd = async (keep, _, { email }) => {
        calls.push(email);
        await answers.held;
        return [200, keep()];
      };
      await Promise.all(first.map((address) => invite(process, address)));
      await vi.waitFor(() => expect(calls).toHaveLength(first.length), {
        timeout: 20_000,
        interval: 20,
      });
      const bringBack = await takeAway(url);
      answers.release();
      await wait(seconds * 1_000);
      await bringBack();
      const backAt = performance.now();
      await untilTold();
      const after = (performance.now() - backAt) / 1_000;
      console.log(
        `database away for ${seconds} s: all told ${after.toFixed(1)} s after it was back`,
      );
      expect(after).toBeLessThan(10);
      expect(calls.toSorted()).toEqual(first);
      expect(piper.addresses().toSorted()).toEqual(first);
      for (const address of first) {
        expect(messages.filter(({ text }) => text.includes(address))).toHaveLength(1);
      }
    },
  );
});
