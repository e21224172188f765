import type { MessengerOf } from '../slack/messenger-of.ts';
import type { FollowedInvitation } from '../usecases/ports/follow-ups.ts';
import { pendingReminder } from '../views/lookup.ts';

/** Reminds the inviter of a batch, by direct message, of who has been pending for so many days. */
export const createRemindInviter =
  (messengerOf: MessengerOf) =>
  async (pending: readonly FollowedInvitation[], days: number): Promise<void> => {
    const [first] = pending;
    if (!first) return;
    const { organization, workspace, inviterId: userId } = first;
    const invitees = pending.map(({ invitee }) => invitee);
    const messenger = await messengerOf(workspace);
    await messenger?.tell({ userId }, pendingReminder(organization, invitees, days));
  };
