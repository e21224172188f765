import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectionWithToken } from '../helpers/builders.ts';
import { carryOut, connected, inProcess, locationOf } from '../helpers/cli.ts';
import { openForTest } from '../helpers/storage.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

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
