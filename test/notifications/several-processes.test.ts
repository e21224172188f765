import { describe, expect, it } from 'vitest';
import { notifications as limits } from '../../src/limits.ts';
import { eventually } from '../helpers/eventually.ts';
import { hold } from '../helpers/held.ts';
import { mixed, notifiers, numbered } from '../helpers/notifiers.ts';

describe('several processes', () => {
  it('tell of an end once', async () => {
    const { batch, stored, ways, start, end } = await notifiers();
    const { id } = await batch({ addresses: numbered(3) });
    await end(...mixed(3));
    const all = [start(), start(), start()];
    for (const notifications of all) notifications.changed(id);
    for (const notifications of all) await notifications.tick();
    await Promise.all(all.map(({ idle }) => idle()));
    expect(ways().toSorted()).toEqual(['announce', 'tell']);
    expect(await stored(id)).toMatchObject({ isNotified: true });
  });

  it('post one message for a long batch, and edit it, also where one has read the batch before another notified', async () => {
    const { storage, batch, stored, heard, ways, start, end } = await notifiers();
    const { id } = await batch({ addresses: numbered(30) });
    const late = hold();
    let reads = 0;
    const slow = start({
      batches: {
        load: async (batchId) => {
          const found = await storage.batches.load(batchId);
          reads += 1;
          if (reads === 1) await late.held;
          return found;
        },
      },
    });
    slow.changed(id);
    await eventually(() => expect(reads).toBe(1));
    await start().tell(id);
    await end(...mixed(30));
    late.release();
    await slow.idle();
    expect(ways()).toEqual(['post', 'change', 'tell']);
    expect(heard[1]?.text).toContain('invited 29 people');
    expect(await stored(id)).toMatchObject({ isNotified: true });
  });

  it('tell of a delay once, also where two have read the batch at the same time', async () => {
    const { storage, batch, ways, start, pass } = await notifiers();
    const { id } = await batch({ addresses: numbered(1) });
    pass(limits.delayNoticeAfter);
    const both = hold();
    let reads = 0;
    const load: typeof storage.batches.load = async (batchId) => {
      const found = await storage.batches.load(batchId);
      reads += 1;
      if (reads === 2) both.release();
      await both.held;
      return found;
    };
    await Promise.all([1, 2].map(() => start({ batches: { load } }).tell(id)));
    expect(ways()).toEqual(['post']);
  });

  it('tell of a delay once, also where one held the batch for longer than its turn', async () => {
    const { storage, batch, ways, start, pass } = await notifiers();
    const { id } = await batch({ addresses: numbered(1) });
    pass(limits.delayNoticeAfter);
    const late = hold();
    let reads = 0;
    const slow = start({
      batches: {
        load: async (batchId) => {
          const found = await storage.batches.load(batchId);
          reads += 1;
          // It has its turn by now, and knows what is to be told.
          if (reads === 2) await late.held;
          return found;
        },
      },
    });
    slow.changed(id);
    await eventually(() => expect(reads).toBe(2));
    pass(limits.lease);
    await start().tell(id);
    expect(ways()).toEqual(['post']);
    late.release();
    await slow.idle();
    expect(ways()).toEqual(['post']);
  });

  it('take over from one that died while it told', async () => {
    const { storage, clock, batch, ways, start, end, pass } = await notifiers();
    const { id } = await batch({ addresses: numbered(2) });
    await end(...mixed(2));
    await storage.batches.claimNotification(id, clock.now(), clock.now() + limits.lease);
    const notifications = start();
    await notifications.tell(id);
    expect(ways()).toEqual([]);
    pass(limits.lease - 1);
    await notifications.tick();
    await notifications.idle();
    expect(ways()).toEqual([]);
    pass(1);
    await notifications.tick();
    await notifications.idle();
    expect(ways().toSorted()).toEqual(['announce', 'tell']);
  });
});
