import type { Invitations, StoredOrder } from './ports/storage.ts';

export type CancelOrder = ReturnType<typeof createCancelOrder>;

/**
 * Calls off what of an order has not been sent. What is being sent at that moment, or may have taken effect, is not sent again.
 * Gives how many were called off.
 */
export function createCancelOrder(deps: {
  invitations: Pick<Invitations, 'cancel'>;
  /** Told when an order has changed. */
  onChange: (order: StoredOrder) => void;
  now: () => number;
}) {
  const { invitations, onChange, now } = deps;
  return async (
    order: StoredOrder,
    by: { userId: string; reference?: string | undefined },
  ): Promise<number> => {
    const { id, workspace, organization } = order;
    const at = now();
    const count = await invitations.cancel(id, { by: by.userId, at }, ({ invitee, role }) => ({
      workspace: workspace.teamId,
      at,
      actor: by.userId,
      action: 'cancel',
      subject: invitee.address,
      surface: 'button',
      outcome: 'cancelled',
      details: {
        order: id,
        organization: organization.id,
        role: role.name,
        ...(by.reference && { reference: by.reference }),
      },
    }));
    onChange(order);
    return count;
  };
}
