import { describe, expect, it } from 'vitest';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import type { TypedCommand } from '../../src/usecases/ports/accepted-commands.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { storedAt } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

const now = storedAt;
const lease = 120_000;

const typed = (about: Partial<TypedCommand> = {}): TypedCommand => ({
  submission: '1.2.trigger',
  workspace: { teamId: 'T1', enterpriseId: 'E1' },
  userId: 'UALICE',
  text: 'ada@example.com as Editor',
  channel: 'C1',
  responseUrl: 'https://hooks.slack.com/commands/T1/1/secret',
  ...about,
});

/** What every storage must do with commands that Slack was told are accepted, whatever engine is behind it. */
export function acceptedCommandsContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async () => openForTest(await freshLocation());
  const accept = ({ acceptedCommands }: Storage, about: Partial<TypedCommand> = {}, at = now) =>
    acceptedCommands.add(typed(about), at, at + lease);
  const claim = ({ acceptedCommands }: Storage, at: number, limit = 10) =>
    acceptedCommands.claim(at, at + lease, limit);

  describe('an accepted command', () => {
    it('is claimed as it was typed, once its process has stopped holding it', async () => {
      const storage = await open();
      await accept(storage);
      expect(await claim(storage, now + lease - 1)).toEqual([]);
      expect(await claim(storage, now + lease)).toEqual([
        {
          id: 'T1 1.2.trigger',
          workspace: { teamId: 'T1', enterpriseId: 'E1' },
          userId: 'UALICE',
          at: now,
          typed: typed(),
        },
      ]);
    });

    it('is claimed by one at a time, however many ask', async () => {
      const storage = await open();
      for (let at = 0; at < 6; at += 1) await accept(storage, { submission: `s${at}` }, now + at);
      const later = now + lease + 10;
      const claims = await Promise.all(Array.from({ length: 16 }, () => claim(storage, later)));
      const ids = claims.flat().map(({ id }) => id);
      expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
      const rest = await claim(storage, later, 10);
      expect([...ids, ...rest.map(({ id }) => id)]).toHaveLength(6);
      expect(await claim(storage, later, 10)).toEqual([]);
      expect(await claim(storage, later + lease, 10)).toHaveLength(6);
    });

    it('is claimed first if it came first', async () => {
      const storage = await open();
      for (const at of [3, 1, 2]) await accept(storage, { submission: `s${at}` }, now + at);
      const claimed = await claim(storage, now + lease + 10, 2);
      expect(claimed.map(({ id }) => id)).toEqual(['T1 s1', 'T1 s2']);
    });

    it('is one however often it is accepted, in its workspace', async () => {
      const storage = await open();
      await accept(storage);
      await accept(storage, { text: 'something else' }, now + 1);
      await accept(storage, { workspace: { teamId: 'T2' } });
      const claimed = await claim(storage, now + lease);
      expect(claimed.map(({ id, typed }) => [id, typed?.text]).toSorted()).toEqual([
        ['T1 1.2.trigger', 'ada@example.com as Editor'],
        ['T2 1.2.trigger', 'ada@example.com as Editor'],
      ]);
    });

    it('ends with its batch, in the same moment, also when the batch was there before', async () => {
      const storage = await open();
      const about = { submission: 'T1 1.2.trigger', addresses: ['ada@example.com'] };
      for (const isFirst of [true, false]) {
        await accept(storage);
        await accept(storage, { submission: 'another' });
        expect((await submit(storage, about)).isSubmitted).toBe(isFirst);
        const left = await claim(storage, now + lease);
        expect(left.map(({ id }) => id)).toEqual(['T1 another']);
        await storage.acceptedCommands.remove('T1 another');
      }
    });

    it('stays when its batch could not be stored', async () => {
      const storage = await open();
      await accept(storage);
      const twice = {
        id: 'same',
        invitee: { address: 'a@b.example' },
        role: { id: 'r', name: 'R' },
      };
      const batch = await submit(storage, { submission: 'T1 other' });
      await expect(
        storage.batches.submit(
          { ...batch, id: 'b2', submission: 'T1 1.2.trigger' },
          [twice, twice],
          [],
        ),
      ).rejects.toThrow();
      expect(await claim(storage, now + lease)).toHaveLength(1);
    });

    it('is claimed at once where no other process can be alive', async () => {
      const storage = await open();
      await accept(storage);
      await storage.acceptedCommands.endLeases();
      expect(await claim(storage, now)).toHaveLength(1);
    });

    it('that cannot be read still says whose it is, and holds up no other', async () => {
      const storage = await open();
      await accept(storage, { submission: 'damaged' });
      await accept(storage, { submission: 'of another version', text: 1 as unknown as string });
      await accept(storage, { submission: 'good' }, now + 1);
      await storage.close();
      await inDatabase(storage.location, (db) =>
        db
          .updateTable('acceptedCommands')
          .set({ sealedCommand: 'rubbish' })
          .where('id', '=', 'T1 damaged')
          .execute(),
      );
      const again = await openForTest(storage.location);
      const claimed = await claim(again, now + lease + 1);
      expect(claimed.map(({ id, userId, typed }) => [id, userId, typed?.text]).toSorted()).toEqual([
        ['T1 damaged', 'UALICE', undefined],
        ['T1 good', 'UALICE', 'ada@example.com as Editor'],
        ['T1 of another version', 'UALICE', undefined],
      ]);
    });
  });
}
