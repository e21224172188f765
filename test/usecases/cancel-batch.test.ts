import { describe, expect, it } from 'vitest';
import { createCancelBatch } from '../../src/usecases/cancel-batch.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, editor, viewer } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { openEmpty } from '../helpers/storage.ts';
import { storedAt } from '../helpers/stored.ts';
import { type BatchAbout, submit } from '../helpers/submit-batch.ts';

const workspace = { teamId: 'T1', enterpriseId: 'E1' };
const later = storedAt + 5_000;
const three: BatchAbout = {
  workspace,
  invitees: [
    { invitee: { address: 'ada@example.com' }, role: editor },
    { invitee: { address: 'grace@example.com', userId: 'UGRACE' }, role: viewer },
    { invitee: { address: 'joe@example.com' }, role: editor },
  ],
};

async function setUp() {
  const storage = await openEmpty();
  const { batches, invitations } = storage;
  const changed: string[] = [];
  const cancel = createCancelBatch({
    invitations,
    onCancelled: ({ id }, count) => changed.push(`${id}: ${count}`),
    now: () => later,
  });
  return {
    ...storage,
    changed,
    submit: (about: BatchAbout = three) => submit(storage, about),
    sendFirst: async () => {
      const lease = claimTerms(storedAt, 60_000, { limit: 1 });
      const [claimed] = await invitations.claim(acme.id, lease);
      if (!claimed) throw new Error('nothing to send');
      await invitations.begin(claimed, storedAt + 60_000);
      return claimed;
    },
    cancel: async (batchId: string) => {
      const found = await batches.load(batchId);
      if (!found) throw new Error('no batch');
      return cancel(found.batch, { userId: 'UBOB', reference: 'abc234' });
    },
    states: async (batchId: string) =>
      (await batches.load(batchId))?.report.entries.map(({ state }) => state),
    recorded: async () =>
      (await auditRecord(storage.location, 'T1')).filter(({ action }) => action === 'cancel'),
  };
}

const cancelled = { kind: 'cancelled', by: 'UBOB' };

describe('cancelling a batch', () => {
  it('ends what has not been sent, says how many that was, and tells that the batch changed', async () => {
    const { submit, cancel, states, changed } = await setUp();
    const { id } = await submit();
    expect(await cancel(id)).toBe(3);
    expect(await states(id)).toEqual([cancelled, cancelled, cancelled]);
    expect(changed).toEqual([`${id}: 3`]);
  });

  it('leaves what is being sent, but keeps it from being sent again', async () => {
    const { submit, sendFirst, cancel, states, invitations } = await setUp();
    const { id } = await submit();
    const claimed = await sendFirst();
    expect(await cancel(id)).toBe(2);
    expect((await states(id))?.map(({ kind }) => kind)).toEqual([
      'waiting',
      'cancelled',
      'cancelled',
    ]);
    await invitations.postpone(claimed, {
      nextAttemptAt: later + 60_000,
      failure: { kind: 'rate_limited' },
      isUnclear: false,
    });
    const lease = claimTerms(later, 60_000);
    expect(await invitations.claim(acme.id, lease)).toMatchObject([{ cancelledBy: 'UBOB' }]);
  });

  it('leaves every other batch', async () => {
    const { submit, cancel, states } = await setUp();
    const { id } = await submit();
    const other = await submit({ workspace, addresses: ['eve@example.com'] });
    await cancel(id);
    expect(await states(other.id)).toMatchObject([{ kind: 'waiting' }]);
  });

  it('is in the record of the workspace that the batch is from, for each person whom it spares', async () => {
    const { submit, sendFirst, cancel, recorded } = await setUp();
    const { id } = await submit();
    await sendFirst();
    await cancel(id);
    const entry = { workspace: 'T1', at: later, actor: 'UBOB', surface: 'button' };
    const details = { batch: id, organization: acme.id, reference: 'abc234' };
    expect((await recorded()).reverse()).toMatchObject([
      {
        ...entry,
        subject: 'grace@example.com',
        outcome: 'cancelled',
        details: { ...details, role: 'Viewer' },
      },
      {
        ...entry,
        subject: 'joe@example.com',
        outcome: 'cancelled',
        details: { ...details, role: 'Editor' },
      },
    ]);
  });

  it('has nothing left to end the second time', async () => {
    const { submit, cancel, recorded } = await setUp();
    const { id } = await submit();
    await cancel(id);
    expect(await cancel(id)).toBe(0);
    expect(await recorded()).toHaveLength(3);
  });
});
