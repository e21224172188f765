import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { describe, onTestFinished } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { hasPostgres, isMissing, programs } from './postgres-programs.ts';
import { scratch } from './scratch.ts';
import { inDatabase } from './storage.ts';

/** Tests that need a PostgreSQL. Where there is none they are skipped, except where everything must be tested: there they fail. */
export function describeOnPostgres(title: string, tests: () => void): void {
  if (hasPostgres) describe(title, tests);
  else if (process.env.CI) throw new Error(isMissing);
  else describe.skip(`${title} (${isMissing})`, tests);
}

/** PostgreSQL's programs refuse to be run by root. */
const asPostgres = process.getuid?.() === 0;
const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres']).toString());

/**
 * A server of its own in a new directory, or the one of `TEST_DATABASE_URL`. Its own does not wait for the disk, unless it
 * `isDurable`.
 */
export async function startPostgres(options: { isDurable?: boolean } = {}): Promise<{
  /** The URL of a database in which nothing is tested. */
  admin: string;
  /** Gives the URL of a database without tables, which others may get when the test has ended. */
  freshDatabase(): Promise<string>;
  /** The same with the product's tables, in which nothing is stored. */
  freshStorage(): Promise<string>;
  /** Stops the server at once, as a crash would, and starts it again. Only one of its own. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    const { dropAll, ...databases } = databasesOf(given);
    const restart = async () => {
      throw new Error("the server of TEST_DATABASE_URL is not the test's to restart");
    };
    return { admin: given, ...databases, restart, stop: dropAll };
  }
  const postgres = programs;
  if (!postgres) throw new Error(isMissing);

  const { isDurable } = options;
  const directory = mkdtempSync(join(isDurable ? '/tmp' : scratch, 'piper-invite-postgres-'));
  const owner = asPostgres ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (asPostgres) chownSync(directory, idOf('-u'), idOf('-g'));
  const data = join(directory, 'data');
  execFileSync(
    join(postgres, 'initdb'),
    [
      ...['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
      ...['--no-sync', '--wal-segsize=1'],
    ],
    { ...owner, cwd: directory, stdio: 'ignore' },
  );
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `fsync=${isDurable ? 'on' : 'off'}`];
  const start = () =>
    spawn(
      join(postgres, 'postgres'),
      // What it keeps is thrown away in the end.
      [
        '-D',
        data,
        '-p',
        String(port),
        '-k',
        directory,
        ...settings.flatMap((each) => ['-c', each]),
      ],
      { ...owner, cwd: directory, stdio: 'ignore' },
    );
  let server = start();
  const end = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    // At once: what it holds goes anyway, and writing it down takes long on a busy disk.
    server.kill('SIGQUIT');
    await ended;
  };
  const admin = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(admin);
  const { dropAll: _, ...databases } = databasesOf(admin);
  return {
    admin,
    ...databases,
    restart: async () => {
      await end();
      server = start();
      await untilReady(admin);
    },
    stop: async () => {
      await end();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Databases are used again, and so are the product's tables: to make either takes longer than most tests. */
function databasesOf(admin: string) {
  const made: string[] = [];
  const bare: string[] = [];
  const prepared: string[] = [];
  /** A connection that is kept: a new one knows nothing of the tables, and costs more than to empty them. */
  const kept = new Map<string, Pool>();

  async function make(): Promise<string> {
    const name = `test_${process.pid}_${Date.now()}_${made.length}`;
    made.push(name);
    await query(admin, `create database ${name}`);
    const url = new URL(admin);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** Lends one that is free, or a new one, until the test ends. */
  async function lend(
    free: string[],
    prepare: (url: string, isUsed: boolean) => Promise<void>,
  ): Promise<string> {
    const used = free.pop();
    const url = used ?? (await make());
    await prepare(url, used !== undefined);
    onTestFinished(() => {
      free.push(url);
    });
    return url;
  }

  let ownSchema: unknown;
  async function withOwnTables(url: string, isUsed: boolean): Promise<void> {
    if (isUsed && (await emptied(url)) === ownSchema) return;
    await query(url, withoutTables);
    await inDatabase({ kind: 'postgres', url }, migrate);
    ownSchema ??= await emptied(url);
  }

  async function emptied(url: string): Promise<unknown> {
    const pool = kept.get(url) ?? new Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
    if (!kept.has(url))
      kept.set(
        url,
        pool.on('error', () => {}),
      );
    return [await pool.query(empty)].flat().at(-1)?.rows[0].schema;
  }

  return {
    freshDatabase: () =>
      lend(bare, async (url) => {
        await query(url, withoutTables);
      }),
    freshStorage: () => lend(prepared, withOwnTables),
    dropAll: async () => {
      for (const name of made) await query(admin, `drop database ${name} with (force)`);
    },
  };
}

const withoutTables = 'drop schema public cascade; create schema public';

/** Empties every table, past what refuses that; gives what the schema consists of, by which one that a test has changed is known. */
const empty = `
  set session_replication_role = replica;
  do $$ declare each record; begin
    for each in select relname from pg_class where relnamespace = 'public'::regnamespace
      and relkind = 'r' and relname not like 'kysely%'
    loop execute format('delete from %I', each.relname); end loop;
  end $$;
  select string_agg(part, ' ' order by part) as schema from (
    select relname || '.' || attname from pg_attribute join pg_class on attrelid = pg_class.oid
      where relnamespace = 'public'::regnamespace
    union all select tgname || tgenabled::text from pg_trigger where not tgisinternal
    union all select name from kysely_migration
  ) as parts (part)`;

/** Runs statements on a connection of their own; gives the rows of the last one. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return [await client.query(text)].flat().at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}

async function untilReady(url: string): Promise<void> {
  for (let attempts = 0; ; attempts += 1) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (attempts === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address && typeof address === 'object' ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
