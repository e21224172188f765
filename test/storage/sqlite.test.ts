import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { followUpContract } from '../contracts/follow-ups.ts';
import { storageContract } from '../contracts/storage.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

describe('SQLite', () => {
  storageContract(async () => ({ kind: 'sqlite', directory: temporaryDirectory() }));
  followUpContract(async () => ({ kind: 'sqlite', directory: temporaryDirectory() }));
});

async function open(directory: string, kept = keptLog()) {
  const storage = await openStorage({
    location: { kind: 'sqlite', directory },
    log: kept.log,
    now: Date.now,
  });
  onTestFinished(() => storage.close());
  return storage;
}

const entry = {
  workspace: 'T1',
  at: 1,
  actor: 'U1',
  action: 'connect',
  subject: 'org-1',
  surface: 'form',
  outcome: 'done',
  details: {},
};

describe('a directory with a SQLite database', () => {
  it('is made, for nobody else to read', async () => {
    const directory = join(temporaryDirectory(), 'some', 'where');
    await open(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const files = readdirSync(directory);
    expect(files).toEqual(expect.arrayContaining(['encryption.key', 'piper-invite.db']));
    for (const file of files) {
      expect(statSync(join(directory, file)).mode & 0o777, file).toBe(0o600);
    }
  });

  it('is refused to a second process, with what to do', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory);
    await expect(open(directory)).rejects.toThrow(
      /^Another process of piper-invite .* DATA_DIR.* DATABASE_URL/,
    );
    await first.close();
    await open(directory);
  });

  it('that cannot be made is told, with the way to another', async () => {
    const file = join(temporaryDirectory(), 'file');
    mkdirSync(file);
    await expect(open('/proc/piper-invite')).rejects.toThrow(/DATA_DIR \/proc\/piper-invite/);
  });

  it('writes durably', async () => {
    const directory = temporaryDirectory();
    const storage = await open(directory);
    await storage.close();
    const database = new DatabaseSync(join(directory, 'piper-invite.db'));
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
  });

  it('made by a newer version is refused by name', async () => {
    const directory = temporaryDirectory();
    await (await open(directory)).close();
    const database = new DatabaseSync(join(directory, 'piper-invite.db'));
    database.exec("insert into kysely_migration values ('9999-future', '2030-01-01T00:00:00Z')");
    database.close();
    await expect(open(directory)).rejects.toThrow(/newer version of piper-invite.*9999-future/);
  });

  it('is copied with everything in it, into a file that is not there yet', async () => {
    const directory = temporaryDirectory();
    const storage = await open(directory);
    await storage.connections.save(connectionWithToken(), entry);
    const file = join(directory, 'copy.db');
    await storage.backup(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const copy = new DatabaseSync(file);
    expect(copy.prepare('select count(*) as count from connections').get()).toEqual({ count: 1 });
    copy.close();
    await expect(storage.backup(file)).rejects.toThrow(/can't be copied/);
  });
});

describe('the key beside the database', () => {
  it('is made once, told of without itself, and used again', async () => {
    const directory = temporaryDirectory();
    const kept = keptLog();
    const storage = await open(directory, kept);
    await storage.connections.save(connectionWithToken(), entry);
    await storage.close();
    const again = await open(directory, kept);
    expect(await again.connections.find({ teamId: 'T1' })).toMatchObject({ ok: true });
    expect(kept.lines().filter(({ level }) => level === 'warn')).toMatchObject([
      { msg: expect.stringContaining('an encryption key was made') },
    ]);
    expect(kept.text()).not.toMatch(/local-\w+:/);
  });

  it('is not needed where keys are configured', async () => {
    const directory = temporaryDirectory();
    const storage = await openStorage({
      location: { kind: 'sqlite', directory },
      encryptionKeys: [encryptionKey('a')],
      log: keptLog().log,
      now: Date.now,
    });
    await storage.close();
    expect(readdirSync(directory)).not.toContain('encryption.key');
  });
});
