import { describe, expect, it } from 'vitest';
import { err, ok } from '../../src/domain/result.ts';
import { DAY, HOUR } from '../../src/limits.ts';
import { type ApprovalRequest, createAskApproval } from '../../src/usecases/ask-approval.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, editor, invite, viewer } from '../helpers/builders.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry, storedAt } from '../helpers/stored.ts';

const ada = 'ada@example.com';
const eve = 'eve@example.com';

const asked = (about: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  workspace: { teamId: 'T1' },
  organization: acme,
  requesterId: 'UBOB',
  reason: 'Ada joins our team',
  invites: [invite(ada, editor)],
  channel: 'C1',
  surface: 'form',
  submission: 'view-1',
  ...about,
});

async function setUp() {
  const storage = await openEmpty();
  const clock = { now: storedAt };
  const told: string[] = [];
  let ids = 0;
  const askApproval = createAskApproval({
    requests: storage.requests,
    onAsked: (id) => told.push(id),
    newId: () => {
      ids += 1;
      return `r${ids}`;
    },
    now: () => clock.now,
  });
  return {
    storage,
    clock,
    told,
    ask: (about: Partial<ApprovalRequest> = {}, expireAfterDays = 7) =>
      askApproval(asked(about), { expireAfterDays }),
    stored: (id = 'r1') => storage.requests.load(id),
    deny: (id: string) =>
      storage.requests.end(
        id,
        { kind: 'denied', by: 'UCAROL', at: clock.now },
        entry({ action: 'decide', outcome: 'denied' }),
      ),
  };
}

describe('asking for approval', () => {
  it('stores what is asked for, and then has those who decide told', async () => {
    const { ask, stored, told } = await setUp();
    const about = { note: 'Welcome', reference: 'abc234' };
    expect(await ask(about)).toEqual(ok(true));
    const { submission: _, ...kept } = asked(about);
    expect(await stored()).toMatchObject({ ...kept, at: storedAt, state: { kind: 'open' } });
    expect(told).toEqual(['r1']);
  });

  it('is in the record, once for each person', async () => {
    const { ask, storage } = await setUp();
    await ask({ invites: [invite(ada, editor), invite(eve, viewer)], reference: 'abc234' });
    const about = { workspace: 'T1', at: storedAt, actor: 'UBOB', action: 'ask', surface: 'form' };
    const details = { request: 'r1', organization: acme.id, reference: 'abc234' };
    expect((await auditRecord(storage.location, 'T1')).reverse()).toMatchObject([
      { ...about, subject: ada, outcome: 'stored', details: { ...details, role: 'Editor' } },
      { ...about, subject: eve, outcome: 'stored', details: { ...details, role: 'Viewer' } },
    ]);
  });

  it('counts once for each submission in a workspace', async () => {
    const { ask, told } = await setUp();
    await ask();
    expect(await ask({ invites: [invite(eve)] })).toEqual(ok(false));
    expect(told).toEqual(['r1']);
    const elsewhere = { workspace: { teamId: 'T2' }, invites: [invite(eve)] };
    expect(await ask(elsewhere)).toEqual(ok(true));
  });

  it('is refused where somebody asked for one of them already, and nobody is told', async () => {
    const { ask, told } = await setUp();
    await ask();
    const again = {
      requesterId: 'UNORA',
      submission: 'view-2',
      invites: [invite('ADA@example.com')],
    };
    expect(await ask(again)).toMatchObject({
      error: { kind: 'asked_already', asked: [{ address: ada, request: { id: 'r1' } }] },
    });
    expect(told).toEqual(['r1']);
  });
});

describe('after a denial', () => {
  it('the same person asks for the same address again a day later', async () => {
    const { ask, clock, deny, told } = await setUp();
    await ask();
    await deny('r1');
    clock.now += 24 * HOUR - 1;
    const both = { submission: 'view-2', invites: [invite(eve), invite('Ada@Example.com')] };
    expect(await ask(both)).toEqual(err({ kind: 'denied_lately', addresses: ['Ada@Example.com'] }));
    expect(told).toEqual(['r1']);
    clock.now += 1;
    expect(await ask(both)).toEqual(ok(true));
  });

  it('others may ask for it, and the same person for others', async () => {
    const { ask, deny } = await setUp();
    await ask();
    await deny('r1');
    expect(await ask({ submission: 'view-2', invites: [invite(eve)] })).toEqual(ok(true));
    expect(await ask({ submission: 'view-3', requesterId: 'UNORA' })).toEqual(ok(true));
  });
});

describe('the time of a request', () => {
  it.each([
    [1, 1],
    [3, 1.5],
    [7, 3],
    [14, 3],
    [30, 3],
  ])('of %d days comes with a reminder after %d', async (days, remindAfter) => {
    const { ask, storage, stored } = await setUp();
    await ask({}, days);
    expect((await stored())?.expiresAt).toBe(storedAt + days * DAY);
    const remindAt = storedAt + remindAfter * DAY;
    expect(await storage.requests.takeReminders(remindAt - 1)).toEqual([]);
    // Nobody is reminded of what ends at that moment.
    expect(await storage.requests.takeReminders(remindAt)).toHaveLength(days === 1 ? 0 : 1);
  });
});
