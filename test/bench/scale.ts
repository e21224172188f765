import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { pino } from 'pino';
import * as z from 'zod';
import { openStorage, type StorageLocation } from '../../src/storage/storage.ts';
import { keysOf } from '../helpers/cli.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { commandFields, eventBody, type Filled, inviteBody } from '../helpers/payloads.ts';
import { organizationId } from '../helpers/piper.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { slackBody } from '../helpers/signed-request.ts';
import { team, users } from '../helpers/slack.ts';
import { option } from '../helpers/views.ts';
import { pastOf } from './full-database.ts';
import { homeQueries } from './home-queries.ts';
import { startOutside } from './outside.ts';
import { type Measured, startMeasured } from './process.ts';
import { bulkSubmission, post, search, submission } from './requests.ts';

const source = fileURLToPath(import.meta.resolve('../../src/main.ts'));
const built = fileURLToPath(import.meta.resolve('../../dist/main.mjs'));
const recorder = fileURLToPath(import.meta.resolve('./record-queries.mjs'));

/** Tables that grow with the past, and are filled here: what reads the record itself reads it by its key. */
const large = /\b(batches|invitations|requests|request_people)\b/;

/** Invitations of a short past: among them everybody whose status is asked. */
const short = 2_000;

const [only] = process.argv.slice(2);
const outside = await startOutside({ latency: 0 });
let isFast = true;
let commands = 0;

type Engine = {
  name: string;
  location: StorageLocation;
  environment: Record<string, string>;
  execute: (statements: string[]) => Promise<void>;
  plan: (query: { sql: string; values: unknown[] }) => Promise<string>;
  stop: () => Promise<void>;
};

/** What people do, in an organization with a short past and in one with a long one, and how the database goes about it. */
async function compare(small: Engine, full: Engine): Promise<void> {
  console.log(`\n${full.name}: a million invitations against ${short}\n`);
  for (const engine of [small, full]) {
    const first = await startMeasured(built, environmentOf(engine));
    await submission(first.port, 'first@example.com');
    await wait(500);
    await first.stop();
  }
  let began = performance.now();
  await small.execute(pastOf(organizationId, team, Date.now(), short));
  await full.execute(pastOf(organizationId, team, Date.now(), 1_000_000));
  console.log(`  filled in ${Math.round((performance.now() - began) / 1_000)} s`);

  began = performance.now();
  const slow = await slowQueries(full);
  for (const { sql, plan } of slow) console.log(`  READS A WHOLE TABLE: ${sql}\n    ${plan}`);
  if (slow.length > 0) isFast = false;
  else console.log('  no query of a process that serves reads a whole table');

  const storage = await openStorage({
    location: full.location,
    ...(full.location.kind === 'postgres' && { encryptionKeys: [encryptionKey('a')] }),
    log: pino({ enabled: false }),
    now: Date.now,
  });
  await homeQueries(storage, { organizationId, teamId: team });
  await storage.close();

  const [few, many] = [
    await startMeasured(built, environmentOf(small)),
    await startMeasured(built, environmentOf(full)),
  ];
  const acts: [string, (measured: Measured, run: number) => Promise<unknown>][] = [
    ['command', ({ port }) => answered(port, 'help')],
    // Of the same people on both sides: there is more to say, and to note, of somebody who was invited.
    ['status', ({ port }, run) => answered(port, `status p${run % 1_000}@example.com`)],
    ['list', ({ port }) => answered(port, 'list')],
    ['requests', ({ port }) => answered(port, 'requests')],
    ['home', ({ port }, run) => home(port, `U0HOME${run}`)],
    ['history', ({ port }) => search(port)],
    ['deep in it', ({ port }) => search(port, { history_to: deep })],
    ['rarest of it', ({ port }) => search(port, { history_role: option('rare') })],
    ['submission', ({ port }, run) => submission(port, `new-${full.name}-${run}@example.com`)],
  ];
  for (const [name, act] of acts) {
    const [a, b] = [[], []] as [number[], number[]];
    // So many that the slowest hundredth is not only who met a busy disk.
    for (let run = 0; run < 1_000; run += 1) {
      a.push(await timed(() => act(few, run)));
      b.push(await timed(() => act(many, run + 10_000)));
    }
    // The first ones fill the caches.
    say(name, a.slice(20), b.slice(20));
  }
  await wait(5_000);
  const idle: [number[], number[]] = [[], []];
  for (let time = 0; time < 9; time += 1) {
    const before = [few.cpu(), many.cpu()] as const;
    await wait(20_000);
    idle[0].push(few.cpu() - before[0]);
    idle[1].push(many.cpu() - before[1]);
  }
  say('idle, 20 s', ...idle);
  await Promise.all([few.stop(), many.stop()]);
}

function say(name: string, few: number[], many: number[]): void {
  const at = (times: number[], part: number) =>
    times.toSorted((x, y) => x - y)[Math.floor(times.length * part)] ?? Number.NaN;
  const [p50, p99] = [0.5, 0.99].map((part) => {
    const [a, b] = [at(few, part), at(many, part)];
    return `${(b / a).toFixed(2)} × (${a.toFixed(1)} : ${b.toFixed(1)} ms)`;
  });
  console.log(`  ${name.padEnd(14)}p50 ${p50}   p99 ${p99}`);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

/** A command, until Slack has its answer. */
async function answered(port: number, text: string): Promise<void> {
  const heard = outside.nextMessage();
  const fields = commandFields(text, { response_url: outside.responseUrl(`${++commands}`) });
  const answer = await post(port, slackBody('command', fields));
  if (answer === '') await heard;
}

/** App Home, until Slack has it. */
async function home(port: number, user: string): Promise<void> {
  const shown = outside.nextHome();
  const opened = { type: 'app_home_opened', user, tab: 'home' };
  await post(port, slackBody('event', eventBody(Date.now(), opened)));
  await shown;
}

/** A day in the middle of the past. */
const deep = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10);

const environmentOf = ({ environment }: Engine) => ({
  ...outside.environment(),
  ...environment,
  // None of the past is deleted beside what is measured.
  KEEP_INVITES_DAYS: '1000',
});

/** What a process that serves asks of a full database, where the answer takes a whole table. */
async function slowQueries(engine: Engine): Promise<{ sql: string; plan: string }[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'piper-invite-queries-')), 'queries');
  const recorded = await startMeasured(source, {
    ...environmentOf(engine),
    QUERIES: file,
    NODE_OPTIONS: `--import=${recorder}`,
  });
  const { port } = recorded;
  for (const text of ['help', 'status p5@example.com', 'list', 'requests', 'status']) {
    await answered(port, text);
  }
  await home(port, users.alice.id);
  for (const filled of searches) await search(port, filled);
  await post(
    port,
    slackBody('interaction', { ...inviteBody({ addresses: 'p1@example.com' }), response_urls: [] }),
  );
  await submission(port, 'another@example.com');
  await bulkSubmission(port, Array.from({ length: 20 }, (_, at) => `b${at}@example.com`).join(' '));
  // Until what is due every few seconds has been looked for.
  await wait(15_000);
  await recorded.stop();
  const queries = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => querySchema.parse(JSON.parse(line)))
    .filter(({ sql }) => large.test(sql) && /^\s*(select|update|delete|with)/i.test(sql));
  const explained: { sql: string; plan: string }[] = [];
  for (const query of queries) explained.push({ sql: query.sql, plan: await engine.plan(query) });
  rmSync(file);
  console.log(`  ${explained.length} queries explained`);
  return explained.filter(({ plan }) => readsAll(plan));
}

/** Each way to search in the past. */
const searches: Filled[] = [
  {},
  { history_to: deep, history_from: deep },
  { history_inviter: users.alice.id, history_state: option('failed') },
  { history_role: option('rare'), history_to: deep },
  { history_address: 'p5' },
  { history_address: 'p500@example.com' },
  { history_state: option('waiting') },
  { history_state: option('pending') },
];

const querySchema = z.object({ sql: z.string(), values: z.array(z.unknown()) });

/** In either engine's words: https://www.sqlite.org/eqp.html, https://www.postgresql.org/docs/current/using-explain.html */
function readsAll(plan: string): boolean {
  // A subquery may have the name of the table that it reads a page of.
  const pages = new Set([...plan.matchAll(/CO-ROUTINE (\w+)/g)].map(([, name]) => name));
  const tables = [
    ...plan.matchAll(/\bSCAN (\w+)(?!.* USING)/g),
    ...plan.matchAll(/Seq Scan on (\w+)/g),
  ].map(([, name = '']) => name);
  // So does an index that leads to an organization and no further, but for the one that has its past in order.
  const isOfAll = /invitations_(by_address|of_person) \(organization_id=\?\)/.test(plan);
  return isOfAll || tables.some((name) => large.test(name) && !pages.has(name));
}

async function openSqlite(): Promise<Engine> {
  const directory = mkdtempSync(join(tmpdir(), 'piper-invite-scale-'));
  const within = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(join(directory, 'piper-invite.db'));
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    name: 'sqlite',
    location: { kind: 'sqlite', directory },
    environment: { DATA_DIR: directory },
    execute: async (statements) => {
      within((database) => {
        for (const statement of statements) database.exec(statement);
      });
    },
    plan: async ({ sql }) =>
      within((database) =>
        database
          .prepare(`explain query plan ${sql}`)
          .all()
          .map(({ detail }) => detail)
          .join('\n'),
      ),
    stop: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function openPostgres(): Promise<Engine> {
  const server = await startPostgres({ isDurable: true });
  const url = server.admin;
  const within = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    name: 'postgres',
    location: { kind: 'postgres', url },
    environment: {
      DATABASE_URL: url,
      ENCRYPTION_KEYS: keysOf('a'),
    },
    execute: (statements) =>
      within(async (client) => {
        for (const statement of [...statements, 'vacuum analyze', 'checkpoint'])
          await client.query(statement);
      }),
    plan: ({ sql, values }) =>
      within(async (client) => {
        const { rows } = await client.query(`explain ${sql}`, values);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      }),
    stop: server.stop,
  };
}

for (const open of [openSqlite, openPostgres]) {
  const [small, full] = [await open(), await open()];
  if (!only || small.name === only) await compare(small, full);
  await small.stop();
  await full.stop();
}
await outside.stop();
process.exitCode = isFast ? 0 : 1;
