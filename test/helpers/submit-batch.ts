import type { Invitee } from '../../src/domain/invitation.ts';
import type { Role } from '../../src/domain/organization.ts';
import type { NewOrder, Orders } from '../../src/usecases/ports/storage.ts';
import { acme, editor } from './builders.ts';

export type OrderAbout = Partial<NewOrder> & {
  /** All as editors. */
  addresses?: readonly string[];
  invitees?: { invitee: Invitee; role: Role }[];
};

let ids = 0;

/** Places an order straight into a storage, with an entry in the record for each invitation. */
export async function place(
  { orders }: { orders: Pick<Orders, 'place'> },
  { addresses = [], invitees, ...about }: OrderAbout,
): Promise<NewOrder & { isPlaced: boolean }> {
  ids += 1;
  const order: NewOrder = {
    id: `order-${ids}`,
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
  const isPlaced = await orders.place(
    order,
    all.map((each, position) => ({ id: `${order.id}-${position}`, ...each })),
    all.map(({ invitee }) => ({
      workspace: order.workspace.teamId,
      at: order.at,
      actor: order.inviterId,
      action: 'order',
      subject: invitee.address,
      surface: order.surface,
      outcome: 'stored',
      details: {},
    })),
  );
  return Object.assign(order, { isPlaced });
}
