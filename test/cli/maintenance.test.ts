import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { maintain } from '../../src/cli/maintenance.ts';
import { parseConfig } from '../../src/config.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry } from '../helpers/stored.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** As in ENCRYPTION_KEYS. */
const keysOf = (...names: string[]) =>
  names
    .map((name) => `${name}:${Buffer.from(encryptionKey(name).secret).toString('base64url')}`)
    .join(',');

const settings = (directory: string, keys = keysOf('a')) => ({
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'signing-secret',
  DATA_DIR: directory,
  ENCRYPTION_KEYS: keys,
});

/** A command as it ends: its exit code, and what it said. */
type Ended = { code: unknown; stdout: string; stderr: string };

/** Carries out a command in this process. */
async function carryOut(args: string[], directory: string, keys?: string): Promise<Ended> {
  const config = parseConfig(settings(directory, keys));
  if (!config.ok) throw new Error('the settings are wrong');
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += text;
      return true;
    }),
  );
  try {
    return { code: await maintain(config.value, args), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Carries it out as an operator does, in a process of its own. */
const inProcess = (args: string[], directory: string, keys?: string): Promise<Ended> =>
  promisify(execFile)(process.execPath, [resolve('src/main.ts'), ...args], {
    env: settings(directory, keys),
    cwd: tmpdir(),
  }).then(
    (said) => ({ code: 0, ...said }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

const locationOf = (directory: string) => ({ kind: 'sqlite', directory }) as const;

/** A directory with two connected workspaces, whose tokens the key `a` encrypted. */
async function connected(): Promise<string> {
  const directory = temporaryDirectory();
  const storage = await openForTest(locationOf(directory));
  for (const teamId of ['T1', 'T2']) {
    await storage.connections.save(
      connectionWithToken({ id: `c-${teamId}`, scope: { teamId } }),
      entry({ workspace: teamId }),
    );
  }
  await storage.close();
  return directory;
}

describe('verify-audit', () => {
  it('says that the record is whole', async () => {
    expect(await carryOut(['verify-audit'], await connected())).toEqual({
      code: 0,
      stdout: 'Nothing in the record was changed or removed.\nChecked: workspaces 2, entries 2.\n',
      stderr: '',
    });
  });

  it('says where it is not, and ends with 1', async () => {
    const directory = await connected();
    await inDatabase(locationOf(directory), async (db) => {
      await sql`drop trigger audit_entries_no_delete`.execute(db);
      await db.deleteFrom('audit_entries').where('workspace', '=', 'T2').execute();
    });
    expect(await carryOut(['verify-audit'], directory)).toEqual({
      code: 1,
      stdout:
        'The record of T2 is broken at entry 1: it is missing.\nChecked: workspaces 2, entries 1.\n',
      stderr: '',
    });
  });

  it('is told to wait while the product runs on SQLite', async () => {
    const directory = await connected();
    await openForTest(locationOf(directory));
    const { code, stdout, stderr } = await inProcess(['verify-audit'], directory);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Another process of piper-invite uses .* Stop it first, .*\n$/);
  });
});

describe('reencrypt', () => {
  it('says how many secrets have another key now', async () => {
    const directory = await connected();
    const ended = (rows: number) => ({
      code: 0,
      stdout: `Secrets encrypted anew: ${rows}. All are encrypted with the first key now.\n`,
      stderr: '',
    });
    expect(await carryOut(['reencrypt'], directory, keysOf('b', 'a'))).toEqual(ended(2));
    expect(await carryOut(['reencrypt'], directory, keysOf('b'))).toEqual(ended(0));
  });

  it('names what it cannot read, and ends with 1', async () => {
    const directory = await connected();
    const { code, stdout, stderr } = await inProcess(['reencrypt'], directory, keysOf('b'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([
      "Secrets encrypted anew with the first key: 0. These can't be decrypted:",
      `connection T1/c-T1: its key "a" isn't among ENCRYPTION_KEYS`,
      `connection T2/c-T2: its key "a" isn't among ENCRYPTION_KEYS`,
      'Add the missing keys and do it again; what is damaged has to be connected or installed again.',
    ]);
  });
});

describe('backup', () => {
  it('copies the database while the product runs, once', async () => {
    const directory = await connected();
    await openForTest(locationOf(directory));
    const copies = temporaryDirectory();
    const file = join(copies, 'piper-invite.db');
    expect(await inProcess(['backup', file], directory)).toEqual({
      code: 0,
      stdout: `The database is in ${file}. The keys that decrypt it are not: keep them, too.\n`,
      stderr: '',
    });
    await expect(carryOut(['backup', file], directory)).rejects.toMatchObject({
      name: 'StorageError',
      message: expect.stringContaining('it exists already'),
    });
    const copy = await openForTest(locationOf(copies));
    expect(await copy.connections.find({ teamId: 'T2' })).toMatchObject({
      value: { token: connectionWithToken().token },
    });
  });
});

describe('a command that there is not', () => {
  it.each([[['migrate']], [['verify-audit', 'T1']], [['backup']], [['backup', 'a', 'b']], [['']]])(
    'is told what there is, and ends with 2: %s',
    async (args) => {
      const directory = temporaryDirectory();
      const { code, stdout, stderr } = await carryOut(args, directory);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^Usage: npm start \[-- COMMAND\]\n/);
      for (const command of ['verify-audit', 'reencrypt', 'backup FILE', 'help']) {
        expect(stderr).toContain(`\n  ${command} `);
      }
      expect(readdirSync(directory)).toEqual([]);
    },
  );

  it('says the same when it is asked for', async () => {
    const { stderr } = await carryOut(['migrate'], temporaryDirectory());
    expect(await carryOut(['help'], temporaryDirectory())).toEqual({
      code: 0,
      stdout: stderr,
      stderr: '',
    });
  });
});
