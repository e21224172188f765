import type { Logger } from 'pino';
import type { WorkspaceRef } from '../domain/connection.ts';
import { isOpen } from '../domain/seen-invite.ts';
import { DAY, followUp as limits } from '../limits.ts';
import type { Connected, FindConnection } from '../usecases/find-connection.ts';
import type { FollowedInvitation, FollowUps } from '../usecases/ports/follow-ups.ts';
import { othersTurn } from '../utils/in-slices.ts';
import { followUp as ownLimits } from './limits.ts';
import { type createNoteMembers, type Seen, seenIn } from './note-members.ts';

/**
 * Carries out the checks that are due: whether invited people have joined. One look at the member list serves everybody who is due
 * in an organization through a connection. Their confirmation is updated; who has joined, or is gone, is not checked again; and the
 * inviter is reminded once per batch of who has been pending for days. Nothing is ever sent to the invited people themselves.
 */
export function createFollowUp(deps: {
  followUps: FollowUps;
  findConnection: FindConnection;
  noteMembers: Pick<ReturnType<typeof createNoteMembers>, 'record' | 'show' | 'settle'>;
  /** Reminds the inviter of a batch of who is pending, after so many days. */
  remindInviter: (pending: FollowedInvitation[], days: number) => Promise<void>;
  now: () => number;
  log: Logger;
}) {
  const { followUps, findConnection, noteMembers, remindInviter, now, log } = deps;

  return async (): Promise<void> => {
    const due = (await followUps.due(now())).values();
    async function checkOneByOne(): Promise<void> {
      for (const organizationId of due) {
        try {
          await checkOrganization(organizationId);
        } catch (error) {
          log.error({ err: error, organization: organizationId }, 'follow-up failed');
        }
      }
    }
    await Promise.all(Array.from({ length: ownLimits.atOnce }, checkOneByOne));
  };

  async function checkOrganization(organizationId: string): Promise<void> {
    const connectedTo = once(keyOf, ({ workspace }: FollowedInvitation) =>
      openConnection(workspace, organizationId),
    );
    const look = once(
      ({ connection }: Connected) => connection.id,
      async ({ piper }) => {
        const list = await piper.membersNow();
        return list.ok ? seenIn(list.value) : undefined;
      },
    );
    for (;;) {
      const at = now();
      const claimed = await followUps.claim(organizationId, {
        now: at,
        until: at + limits.lease,
        limit: limits.claimSize,
      });
      const found = await Promise.all(
        claimed.map(async (invitation) => ({
          invitation,
          connected: await connectedTo(invitation),
        })),
      );
      const groups = Map.groupBy(found, ({ connected }) => connected?.connection.id);
      await Promise.all(
        [...groups].map(async ([connection, group]) => {
          const invitations = group.map(({ invitation }) => invitation);
          try {
            await check(group[0]?.connected, invitations, look);
          } catch (error) {
            log.error({ err: error, connection }, 'follow-up failed');
          }
        }),
      );
      if (claimed.length < limits.claimSize) return;
      await othersTurn();
    }
  }

  /** Undefined where the workspace has nothing to do with the organization any more, or Piper refuses its token. */
  async function openConnection(
    workspace: WorkspaceRef,
    organizationId: string,
  ): Promise<Connected | undefined> {
    const state = await findConnection(workspace);
    const isOpen =
      state.kind === 'connected' &&
      state.connection.organization.id === organizationId &&
      state.connection.rejectedSince === undefined;
    return isOpen ? state : undefined;
  }

  async function check(
    connected: Connected | undefined,
    invitations: readonly FollowedInvitation[],
    look: (connected: Connected) => Promise<Seen | undefined>,
  ): Promise<void> {
    const open = invitations.filter(isOpen);
    const seen = connected && open.length > 0 ? await look(connected) : undefined;
    const news = new Map(
      (seen ? await noteMembers.record(open, seen) : []).map((each) => [each.id, each]),
    );
    const latest = invitations.map((invitation) => news.get(invitation.id) ?? invitation);
    const pending = latest.filter(isOpen);
    await noteMembers.settle(
      pending.filter(({ isShown }) => isShown),
      true,
    );
    await noteMembers.show(latest.filter(({ isShown }) => !isShown));
    if (connected && seen) await remindOfPending(pending, connected, seen);
  }

  async function remindOfPending(
    pending: readonly FollowedInvitation[],
    { connection }: Connected,
    { memberOf }: Seen,
  ): Promise<void> {
    const { remindAfterDays: days = limits.remindAfterDays } = connection.settings;
    if (days === 0) return;
    const at = now();
    const late = pending.filter(({ invitedAt }) => at - invitedAt >= days * DAY);
    for (const batchId of new Set(late.map((invitation) => invitation.batchId))) {
      const open = await followUps.takeReminder(batchId, at);
      // Some of the batch may not have been checked yet.
      const still = open?.filter((invitation) => {
        const status = memberOf(invitation)?.status.kind;
        return status !== undefined && status !== 'joined';
      });
      if (still && still.length > 0) await remindInviter(still, days);
    }
  }
}

const keyOf = ({ workspace: { teamId, enterpriseId } }: FollowedInvitation): string =>
  `${teamId} ${enterpriseId}`;

/** Makes something once for each key. */
function once<From, Made>(key: (from: From) => string, make: (from: From) => Made) {
  const made = new Map<string, Made>();
  return (from: From): Made => {
    const known = made.get(key(from)) ?? make(from);
    made.set(key(from), known);
    return known;
  };
}
