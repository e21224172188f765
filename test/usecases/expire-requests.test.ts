import { describe, expect, it } from 'vitest';
import { createExpireRequests } from '../../src/usecases/expire-requests.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { invite } from '../helpers/builders.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry, request, storedAt } from '../helpers/stored.ts';

async function setUp() {
  const storage = await openEmpty();
  const clock = { now: storedAt };
  const changes: string[] = [];
  const expire = createExpireRequests({
    requests: storage.requests,
    onChanged: (id) => changes.push(id),
    now: () => clock.now,
  });
  const ask = (id: string, address: string, expiresAt: number) =>
    storage.requests.ask(request({ id, invites: [invite(address)], expiresAt }), [
      entry({ action: 'ask' }),
    ]);
  await ask('r1', 'ada@example.com', storedAt + 10);
  await ask('r2', 'eve@example.com', storedAt + 20);
  return {
    changes,
    clock,
    storage,
    expire,
    state: async (id: string) => (await storage.requests.load(id))?.state,
    recorded: async () =>
      (await auditRecord(storage.location, 'T1')).filter(({ action }) => action === 'decide'),
  };
}

describe('a request whose time is over', () => {
  it('ends, and people are told of it', async () => {
    const { expire, clock, state, changes, recorded } = await setUp();
    clock.now += 9;
    await expire();
    expect(changes).toEqual([]);
    clock.now += 1;
    await expire();
    expect(await state('r1')).toEqual({ kind: 'expired', at: storedAt + 10 });
    expect(await state('r2')).toEqual({ kind: 'open' });
    expect(changes).toEqual(['r1']);
    expect(await recorded()).toMatchObject([
      {
        workspace: 'T1',
        at: storedAt + 10,
        actor: 'app',
        subject: 'r1',
        surface: 'clock',
        outcome: 'expired',
        details: { organization: 'org-1' },
      },
    ]);
  });

  it('ends once, whichever process does it, and after a month off as well', async () => {
    const { expire, clock, changes, recorded } = await setUp();
    clock.now += 30 * 86_400_000;
    await Promise.all([expire(), expire(), expire()]);
    await expire();
    expect(changes.toSorted()).toEqual(['r1', 'r2']);
    expect(await recorded()).toHaveLength(2);
  });

  it('stays as it was decided where somebody was quicker', async () => {
    const { expire, clock, storage, state, changes } = await setUp();
    const denied = { kind: 'denied' as const, by: 'UCAROL', at: storedAt + 9 };
    await storage.requests.end('r1', denied, entry({ action: 'decide', outcome: 'denied' }));
    clock.now += 10;
    await expire();
    expect(await state('r1')).toEqual(denied);
    expect(changes).toEqual([]);
  });
});
