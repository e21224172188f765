import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';

const lib = '/usr/lib/postgresql';
const installed = existsSync(lib)
  ? readdirSync(lib).map((version) => join(lib, version, 'bin'))
  : [];
const bin = installed.toSorted().findLast((directory) => existsSync(join(directory, 'initdb')));

/** Whether tests can have a PostgreSQL; where everything must be tested, one that is missing is a failure. */
export const hasPostgres = Boolean(process.env.TEST_DATABASE_URL ?? bin);
if (!hasPostgres && process.env.CI) {
  throw new Error("PostgreSQL is missing: install Debian's postgresql, or set TEST_DATABASE_URL");
}

/** PostgreSQL's programs refuse to be run by root. */
const asPostgres = process.getuid?.() === 0;
const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres']).toString());

/** A server of its own in a new directory, or the one of `TEST_DATABASE_URL`. */
export async function startPostgres(): Promise<{
  /** Makes an empty database; gives its URL. */
  freshDatabase(): Promise<string>;
  stop(): Promise<void>;
}> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { freshDatabase: () => createDatabase(given), stop: async () => {} };
  if (!bin) throw new Error('PostgreSQL is missing');

  const directory = mkdtempSync('/tmp/piper-invite-postgres-');
  const owner = asPostgres ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (asPostgres) chownSync(directory, idOf('-u'), idOf('-g'));
  const data = join(directory, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    { ...owner, cwd: directory, stdio: 'ignore' },
  );
  const port = await freePort();
  const server = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      directory,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
    ],
    { ...owner, cwd: directory, stdio: 'ignore' },
  );
  const admin = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(admin);
  return {
    freshDatabase: () => createDatabase(admin),
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

let made = 0;
async function createDatabase(admin: string): Promise<string> {
  made += 1;
  const name = `test_${process.pid}_${Date.now()}_${made}`;
  const client = new Client({ connectionString: admin });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return url.href;
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (tries === 200) throw error;
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
