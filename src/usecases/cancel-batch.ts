import { auditEntry } from '../domain/audit.ts';
import type { StoredBatch } from './ports/batches.ts';
import type { Invitations } from './ports/invitations.ts';

export type CancelBatch = ReturnType<typeof createCancelBatch>;

/**
 * Cancels the unsent invitations of a batch and returns how many. Those being sent, or that may have taken effect, are not
 * cancelled, but are not retried either.
 */
export function createCancelBatch(deps: {
  invitations: Pick<Invitations, 'cancel'>;
  /** Called when a batch has changed, with how many of its invitations have ended. */
  onCancelled: (batch: StoredBatch, count: number) => void;
  now: () => number;
}) {
  const { invitations, onCancelled, now } = deps;
  return async (
    batch: StoredBatch,
    by: { userId: string; reference?: string | undefined },
  ): Promise<number> => {
    const { id, workspace, organization } = batch;
    const at = now();
    const count = await invitations.cancel(id, { by: by.userId, at }, ({ invitee, role }) =>
      auditEntry({
        workspace: workspace.teamId,
        at,
        actor: by.userId,
        action: 'cancel',
        subject: invitee.address,
        surface: 'button',
        outcome: 'cancelled',
        reference: by.reference,
        details: { batch: id, organization: organization.id, role: role.name },
      }),
    );
    onCancelled(batch, count);
    return count;
  };
}
