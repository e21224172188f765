import { describe, expect, it, onTestFinished } from 'vitest';
import { openStorage, type StorageLocation } from '../../src/storage/storage.ts';
import type { BatchPreview } from '../../src/usecases/ports/previews.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const now = 1_000_000;
const author = { teamId: 'T1', userId: 'UALICE' };
const preview: BatchPreview = {
  organizationId: 'org-1',
  approvals: [],
  invitations: [
    { invitee: { address: 'ada@example.com' }, role: { id: 'r1', name: 'Editor' } },
    {
      invitee: { address: 'grace@example.com', userId: 'UGRACE', name: 'Grace' },
      role: {
        id: 'r2',
        name: 'Viewer',
        description: 'Looks',
        permissions: ['org:read'],
        isSystem: true,
      },
    },
  ],
  audience: {
    channel: 'C1',
    channelUrl: 'https://hooks.slack.com/app/T1/1/secret',
    inviterUrl: 'https://hooks.slack.com/app/T1/1/secret',
  },
  note: 'Welcome',
};
const kept = { id: 'd1', ...author, preview, expiresAt: now + 1_000 };

async function open(
  location: StorageLocation = { kind: 'sqlite', directory: temporaryDirectory() },
  encryptionKeys = [encryptionKey('a')],
) {
  const storage = await openStorage({
    location,
    encryptionKeys,
    log: keptLog().log,
    now: () => now,
  });
  onTestFinished(() => storage.close());
  return storage;
}

describe('a preview', () => {
  it('is found as it was kept, as often as its author asks', async () => {
    const { previews } = await open();
    await previews.save(kept);
    expect(await previews.find('d1', author, now)).toEqual(preview);
    expect(await previews.find('d1', author, now)).toEqual(preview);
    expect(await previews.find('d2', author, now)).toBeUndefined();
  });

  it('is found without what it does not have', async () => {
    const { previews } = await open();
    const { note: _, ...noted } = preview;
    const bare = { ...noted, audience: { channel: 'C1' } };
    await previews.save({ ...kept, preview: bare });
    expect(await previews.find('d1', author, now)).toEqual(bare);
  });

  it.each([
    ['somebody else', { ...author, userId: 'UBOB' }],
    ['another workspace', { ...author, teamId: 'T2' }],
  ])("is not %s's", async (_case, other) => {
    const { previews } = await open();
    await previews.save(kept);
    expect(await previews.find('d1', other, now)).toBeUndefined();
  });

  it('is gone when its time is over', async () => {
    const { previews } = await open();
    await previews.save(kept);
    expect(await previews.find('d1', author, now + 999)).toEqual(preview);
    expect(await previews.find('d1', author, now + 1_000)).toBeUndefined();
  });

  it('is encrypted, anew when the keys change', async () => {
    const location = { kind: 'sqlite' as const, directory: temporaryDirectory() };
    const first = await open(location);
    await first.previews.save(kept);
    await first.close();
    const both = await open(location, [encryptionKey('b'), encryptionKey('a')]);
    expect(await both.reencrypt()).toEqual({ rows: 1 });
    await both.close();
    const last = await open(location, [encryptionKey('b')]);
    expect(await last.previews.find('d1', author, now)).toEqual(preview);
  });
});
