import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { auditChainContract } from '../contracts/audit-chain.ts';
import { storageContract } from '../contracts/storage.ts';
import { storedSecretsContract } from '../contracts/stored-secrets.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

describe('SQLite', () => {
  const freshLocation = async () => ({ kind: 'sqlite', directory: temporaryDirectory() }) as const;
  storageContract(freshLocation);
  storedSecretsContract(freshLocation);
  auditChainContract(freshLocation);
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
