import { auditEntry } from '../domain/audit.ts';
import type { StoredBatch } from './ports/batches.ts';
import type { Invitations } from './ports/invitations.ts';

export type CancelBatch = ReturnType<typeof createCancelBatch>;

/**
 * Calls off what of an order has not been sent. What is being sent at that moment, or may have taken effect, is not sent again.
 * Gives how many were called off.
 */
export function createCancelBatch(deps: {
  invitations: Pick<Invitations, 'cancel'>;
  /** Told when an order has changed. */
  onChange: (batch: StoredBatch) => void;
  now: () => number;
}) {
  const { invitations, onChange, now } = deps;
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
    onChange(batch);
    return count;
  };
}
