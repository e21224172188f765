import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type EncryptionKey, parseEncryptionKeys } from '../../src/storage/encryption-keys.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { entry, storedAt } from '../helpers/stored.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

async function open(directory: string, encryptionKeys?: EncryptionKey[], kept = keptLog()) {
  const storage = await openStorage({
    location: { kind: 'sqlite', directory },
    ...(encryptionKeys && { encryptionKeys }),
    log: kept.log,
    now: () => storedAt,
  });
  onTestFinished(() => storage.close());
  return storage;
}

/** A directory with a connection that the key beside it encrypted. */
async function connected() {
  const directory = temporaryDirectory();
  const storage = await open(directory);
  await storage.connections.save(connectionWithToken(), entry());
  await storage.close();
  const file = join(directory, 'encryption.key');
  return { directory, file, text: readFileSync(file, 'utf8') };
}

describe('the key beside the database', () => {
  it('is made once, for nobody else to read, told of without itself, and used again', async () => {
    const directory = temporaryDirectory();
    const kept = keptLog();
    const file = join(directory, 'encryption.key');
    const storage = await open(directory, undefined, kept);
    await storage.connections.save(connectionWithToken(), entry());
    await storage.close();
    const text = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await open(directory, undefined, kept);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(await again.connections.find({ teamId: 'T1' })).toMatchObject({ ok: true });
    expect(kept.lines().filter(({ level }) => level === 'warn')).toMatchObject([
      { file, msg: expect.stringMatching(/^an encryption key was made; keep a copy/) },
    ]);
    expect(kept.text()).not.toContain(text.trim().split(':')[1]);
  });

  it('is not made where keys are configured', async () => {
    const directory = temporaryDirectory();
    await open(directory, [encryptionKey('a')]);
    expect(() => statSync(join(directory, 'encryption.key'))).toThrow('ENOENT');
  });

  it('that was lost is missed by its name, and by its workspaces only', async () => {
    const { directory, file, text } = await connected();
    rmSync(file);
    const storage = await open(directory);
    expect(await storage.connections.find({ teamId: 'T1' })).toEqual({
      ok: false,
      error: { kind: 'key_missing', keyId: text.split(':')[0] },
    });
    const other = connectionWithToken({ id: 'c2', scope: { teamId: 'T2' } });
    await storage.connections.save(other, entry({ workspace: 'T2' }));
    expect(await storage.connections.find({ teamId: 'T2' })).toMatchObject({ ok: true });
  });

  it.each(['', 'rubbish', 'local-1:tooshort'])(
    'that was overwritten with "%s" is refused and left alone',
    async (rubbish) => {
      const { directory, file, text } = await connected();
      writeFileSync(file, rubbish);
      await expect(open(directory)).rejects.toThrow(
        `${file} isn't an encryption key. Put the key back that was there, or set ENCRYPTION_KEYS.`,
      );
      expect(readFileSync(file, 'utf8')).toBe(rubbish);
      writeFileSync(file, text);
      const storage = await open(directory);
      expect(await storage.connections.find({ teamId: 'T1' })).toMatchObject({ ok: true });
    },
  );

  it('can be copied into ENCRYPTION_KEYS, and be given up after that', async () => {
    const { directory, file, text } = await connected();
    const keys = parseEncryptionKeys(text.trim());
    rmSync(file);
    const both = await open(directory, [encryptionKey('a'), ...(keys.ok ? keys.value.keys : [])]);
    expect(await both.reencrypt()).toEqual({ rows: 1 });
    await both.close();
    const storage = await open(directory, [encryptionKey('a')]);
    expect(await storage.connections.find({ teamId: 'T1' })).toMatchObject({ ok: true });
  });
});
