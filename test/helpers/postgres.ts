import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, onTestFinished } from 'vitest';
import { hasPostgres, isMissing, programs } from './postgres-programs.ts';

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
  /** Gives the URL of an empty database, which others may get when the test has ended. */
  freshDatabase(): Promise<string>;
  /** Stops the server at once, as a crash would, and starts it again. Only one of its own. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    const { freshDatabase, dropAll } = databasesOf(given);
    const restart = async () => {
      throw new Error("the server of TEST_DATABASE_URL is not the test's to restart");
    };
    return { admin: given, freshDatabase, restart, stop: dropAll };
  }
  const postgres = programs;
  if (!postgres) throw new Error(isMissing);

  const directory = mkdtempSync('/tmp/piper-invite-postgres-');
  const owner = asPostgres ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (asPostgres) chownSync(directory, idOf('-u'), idOf('-g'));
  const data = join(directory, 'data');
  execFileSync(
    join(postgres, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    { ...owner, cwd: directory, stdio: 'ignore' },
  );
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `fsync=${options.isDurable ? 'on' : 'off'}`];
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
  return {
    admin,
    freshDatabase: databasesOf(admin).freshDatabase,
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

/** Databases are used again: to make one takes longer than most tests. */
function databasesOf(admin: string) {
  const made: string[] = [];
  const free: string[] = [];
  const urlOf = (name: string) => {
    const url = new URL(admin);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    freshDatabase: async () => {
      const used = free.pop();
      const name = used ?? `test_${process.pid}_${Date.now()}_${made.length}`;
      if (used) {
        await query(urlOf(used), 'drop schema public cascade; create schema public');
      } else {
        await query(admin, `create database ${name}`);
        made.push(name);
      }
      onTestFinished(() => {
        free.push(name);
      });
      return urlOf(name);
    },
    dropAll: async () => {
      for (const name of made) await query(admin, `drop database ${name} with (force)`);
    },
  };
}

/** Runs statements on a connection of their own. */
export async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
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
