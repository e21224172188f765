import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { followUpContract } from '../contracts/follow-ups.ts';
import { storageContract } from '../contracts/storage.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { hasPostgres, startPostgres } from '../helpers/postgres.ts';

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());

  const open = async (url: string, kept = keptLog()) => {
    const storage = await openStorage({
      location: { kind: 'postgres', url },
      encryptionKeys: [encryptionKey('a')],
      log: kept.log,
      now: Date.now,
    });
    onTestFinished(() => storage.close());
    return storage;
  };

  storageContract(async () => ({ kind: 'postgres', url: await server.freshDatabase() }));
  followUpContract(async () => ({ kind: 'postgres', url: await server.freshDatabase() }));

  it('is brought up to date by several processes at once', async () => {
    const url = await server.freshDatabase();
    const storages = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    for (const storage of storages) {
      expect(await storage.verifyAudit()).toEqual({ workspaces: 0, entries: 0, breaks: [] });
    }
  });

  it('gives the sending of an invitation to one process, and makes one chain of what all add', async () => {
    const url = await server.freshDatabase();
    const storages = await Promise.all(Array.from({ length: 3 }, () => open(url)));
    const begun = await Promise.all(
      storages.map((storage, at) =>
        storage.invitations.begin(
          [
            {
              id: `i${at}`,
              workspace: 'T1',
              organizationId: 'org-1',
              address: 'ada@example.com',
              roleId: 'r1',
              roleName: 'Editor',
              inviterId: 'U1',
              at: 1,
            },
          ],
          0,
        ),
      ),
    );
    expect(begun.flat().filter(({ kind }) => kind === 'begun')).toHaveLength(1);
    const entry = {
      workspace: 'T1',
      at: 1,
      actor: 'U1',
      action: 'invite',
      subject: 'x',
      surface: 'form',
      outcome: 'invited',
      details: {},
    };
    await Promise.all(Array.from({ length: 30 }, (_, at) => storages[at % 3]?.audit.append(entry)));
    expect(await storages[0]?.verifyAudit()).toEqual({ workspaces: 1, entries: 30, breaks: [] });
  });

  it('that cannot be reached is told, without its password', async () => {
    const url = 'postgres://piper:hush@127.0.0.1:1/piper';
    await expect(open(url)).rejects.toThrow(
      /^PostgreSQL can't be reached at 127\.0\.0\.1:1\/piper .*DATABASE_URL/,
    );
    await expect(open(url)).rejects.not.toThrow(/hush/);
  });

  it('needs keys, and has a way of its own to be copied', async () => {
    const url = await server.freshDatabase();
    const location = { kind: 'postgres', url } as const;
    await expect(openStorage({ location, log: keptLog().log, now: Date.now })).rejects.toThrow(
      /ENCRYPTION_KEYS/,
    );
    const storage = await open(url);
    await expect(storage.backup('/tmp/copy')).rejects.toThrow(/pg_dump/);
  });
});
