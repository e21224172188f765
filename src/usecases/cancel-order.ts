import type { Invitations, StoredOrder } from './storage-ports.ts';

export type CancelOrder = ReturnType<typeof createCancelOrder>;

/**
 * Calls off what of an order has not been sent; what is being sent, or may have taken effect, goes on to its end. Gives how many
 * were called off.
 */
export function createCancelOrder(deps: {
  invitations: Pick<Invitations, 'endWaiting'>;
  /** Told when an order has changed. */
  onChange: (orderId: string) => void;
  now: () => number;
}) {
  const { invitations, onChange, now } = deps;
  return async (
    { id, workspace, organization }: StoredOrder,
    by: { userId: string; reference?: string | undefined },
  ): Promise<number> => {
    const at = now();
    const outcome = { kind: 'cancelled', by: by.userId } as const;
    const count = await invitations.endWaiting(id, {}, { outcome, at }, ({ invitee, role }) => ({
      workspace: workspace.teamId,
      at,
      actor: by.userId,
      action: 'cancel',
      subject: invitee.address,
      surface: 'button',
      outcome: outcome.kind,
      details: {
        order: id,
        organization: organization.id,
        role: role.name,
        ...(by.reference && { reference: by.reference }),
      },
    }));
    if (count > 0) onChange(id);
    return count;
  };
}
