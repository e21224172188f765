import { describe, expect, it } from 'vitest';
import { ok } from '../../src/domain/result.ts';
import type { NewBatch } from '../../src/usecases/ports/batches.ts';
import { type BatchRequest, createSubmitBatch } from '../../src/usecases/submit-batch.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, editor, viewer, waiting } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { openEmpty } from '../helpers/storage.ts';

const request: BatchRequest = {
  submission: 'V1',
  workspace: { teamId: 'T1', enterpriseId: 'E1' },
  organization: acme,
  inviterId: 'UALICE',
  surface: 'form',
  audience: { channel: 'C1' },
  note: 'Welcome',
  reference: 'abc234',
  quota: undefined,
  invites: [
    { invitee: { address: 'grace@example.com', userId: 'UGRACE' }, role: viewer },
    { invitee: { address: 'ada@example.com' }, role: editor },
  ],
};

async function setUp(newId?: () => string) {
  const storage = await openEmpty();
  const clock = fakeClock();
  const submitted: { batch: NewBatch; stored: unknown }[] = [];
  let ids = 0;
  const submit = createSubmitBatch({
    batches: {
      submit: async (...batch) => {
        clock.advance(25);
        return storage.batches.submit(...batch);
      },
    },
    onSubmitted: (batch, stored) => submitted.push({ batch, stored }),
    newId: newId ?? (() => `id-${++ids}`),
    now: clock.now,
  });
  return { storage, submitted, submit, at: clock.now() };
}

describe('a batch that is submitted', () => {
  it('is stored with all its invitations, which then wait to be sent', async () => {
    const { storage, submit, at } = await setUp();
    const { invites, quota: _, submission: __, ...about } = request;
    expect(await submit(request)).toEqual(ok(true));
    const found = await storage.batches.find('id-1', request.workspace);
    expect(found?.batch).toMatchObject({ ...about, id: 'id-1', at });
    expect(found?.report.entries).toEqual(
      invites.map((invite) => ({ ...invite, state: waiting() })),
    );
    expect(await storage.invitations.due(at)).toEqual([acme.id]);
  });

  it('is in the record of its workspace, with an entry for each person', async () => {
    const { storage, submit, at } = await setUp();
    await submit(request);
    const entry = { at, actor: 'UALICE', action: 'submit', surface: 'form', outcome: 'stored' };
    const details = { batch: 'id-1', organization: acme.id, reference: 'abc234' };
    expect((await auditRecord(storage.location, 'T1')).reverse()).toMatchObject([
      { ...entry, subject: 'grace@example.com', details: { ...details, role: 'Viewer' } },
      { ...entry, subject: 'ada@example.com', details: { ...details, role: 'Editor' } },
    ]);
  });

  it('is given on once it is stored, with how many it invites and how long storing took', async () => {
    const { submit, submitted, at } = await setUp();
    await submit(request);
    const { invites: _, ...about } = request;
    expect(submitted).toEqual([
      {
        batch: { ...about, id: 'id-1', submission: 'T1 V1', at },
        stored: { invitations: 2, durationMs: 25 },
      },
    ]);
  });

  it('counts once, however often Slack delivers it', async () => {
    const { storage, submit, submitted } = await setUp();
    const results = await Promise.all(Array.from({ length: 5 }, () => submit(request)));
    expect(results.filter((each) => each.ok && each.value)).toHaveLength(1);
    expect(submitted).toHaveLength(1);
    expect(await auditRecord(storage.location, 'T1')).toHaveLength(2);
  });

  it('counts apart from what another workspace submits under the same name', async () => {
    const { storage, submit, submitted } = await setUp();
    expect(await submit(request)).toEqual(ok(true));
    expect(await submit({ ...request, workspace: { teamId: 'T2' } })).toEqual(ok(true));
    expect(submitted.map(({ batch }) => batch.workspace.teamId)).toEqual(['T1', 'T2']);
    expect(await auditRecord(storage.location, 'T2')).toHaveLength(2);
  });

  it('is not given on where it cannot be stored, and leaves nothing behind', async () => {
    const { storage, submit, submitted, at } = await setUp(() => 'the same for everything');
    await expect(submit(request)).rejects.toThrow('UNIQUE');
    expect(submitted).toEqual([]);
    expect(await storage.invitations.due(at)).toEqual([]);
    expect(await auditRecord(storage.location, 'T1')).toEqual([]);
  });
});
