import type { Invite, TooMany } from '../../src/domain/invitation.ts';
import type { Result } from '../../src/domain/result.ts';
import type { Quota } from '../../src/domain/rule.ts';
import type { Batches, NewBatch } from '../../src/usecases/ports/batches.ts';
import { acme, editor } from './builders.ts';

export type BatchAbout = Partial<NewBatch> & {
  /** All as editors. */
  addresses?: readonly string[];
  invitees?: Invite[];
  quota?: Quota;
};

let ids = 0;

/** Stores a batch directly, with an entry in the record for each invitation. */
export async function submit(
  { batches }: { batches: Pick<Batches, 'submit'> },
  { addresses = [], invitees, quota, ...about }: BatchAbout,
): Promise<NewBatch & { submitted: Result<boolean, TooMany>; isSubmitted: boolean }> {
  ids += 1;
  const batch: NewBatch = {
    id: `batch-${ids}`,
    submission: `T1 submission-${ids}`,
    workspace: { teamId: 'T1' },
    organization: acme,
    inviterId: 'UALICE',
    surface: 'form',
    audience: { channel: 'C1' },
    at: Date.parse('2026-11-25T10:00:00Z'),
    ...about,
  };
  const all = invitees ?? addresses.map((address) => ({ invitee: { address }, role: editor }));
  const submitted = await batches.submit(
    batch,
    all.map((each, position) => ({ id: `${batch.id}-${position}`, ...each })),
    all.map(({ invitee }) => ({
      workspace: batch.workspace.teamId,
      at: batch.at,
      actor: batch.inviterId,
      action: 'submit',
      subject: invitee.address,
      surface: batch.surface,
      outcome: 'stored',
      details: {},
    })),
    quota,
  );
  return Object.assign(batch, { submitted, isSubmitted: submitted.ok && submitted.value });
}
