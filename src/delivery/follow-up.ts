import type { Logger } from 'pino';
import type { Member } from '../domain/organization.ts';
import { isOpen } from '../domain/seen-invite.ts';
import { DAY, followUp as limits } from '../limits.ts';
import type { Connected, FindConnection } from '../usecases/find-connection.ts';
import type { FollowedInvitation, FollowUps } from '../usecases/ports/follow-ups.ts';
import { nextCheck } from './next-check.ts';
import { type createNoteMembers, memberOf } from './note-members.ts';

/**
 * Carries out the checks that are due: whether invited people have joined, from one member list per connection. Their confirmation
 * is updated; who has joined, or is gone, is not checked again; and the inviter is reminded once per batch of who has been pending
 * for days. Nothing is ever sent to the invited people themselves.
 */
export function createFollowUp(deps: {
  followUps: FollowUps;
  findConnection: FindConnection;
  noteMembers: Pick<ReturnType<typeof createNoteMembers>, 'record' | 'show'>;
  /** Reminds the inviter of a batch of who is pending, after so many days. */
  remindInviter: (pending: FollowedInvitation[], days: number) => Promise<void>;
  now: () => number;
  log: Logger;
}) {
  const { followUps, findConnection, noteMembers, remindInviter, now, log } = deps;

  return async (): Promise<void> => {
    for (;;) {
      const at = now();
      const claimed = await followUps.claim({
        now: at,
        until: at + limits.lease,
        limit: limits.claimSize,
      });
      const groups = await byConnection(claimed);
      await Promise.all(
        groups.map(async ({ connected, invitations }) => {
          try {
            await check(connected, invitations);
          } catch (error) {
            log.error({ err: error, connection: connected?.connection.id }, 'follow-up failed');
          }
        }),
      );
      if (claimed.length < limits.claimSize) return;
    }
  };

  type Group = { connected: Connected | undefined; invitations: FollowedInvitation[] };

  async function byConnection(claimed: readonly FollowedInvitation[]): Promise<Group[]> {
    const workspaces = new Map<string, ReturnType<FindConnection>>();
    const groups = new Map<string, Group>();
    for (const invitation of claimed) {
      const { workspace, organization } = invitation;
      const key = `${workspace.teamId} ${workspace.enterpriseId}`;
      const finding = workspaces.get(key) ?? findConnection(workspace);
      workspaces.set(key, finding);
      const state = await finding;
      const connected =
        state.kind === 'connected' &&
        state.connection.organization.id === organization.id &&
        state.connection.rejectedSince === undefined
          ? state
          : undefined;
      const id = connected?.connection.id ?? '';
      const group = groups.get(id) ?? { connected, invitations: [] };
      group.invitations.push(invitation);
      groups.set(id, group);
    }
    return [...groups.values()];
  }

  async function check(
    connected: Connected | undefined,
    invitations: readonly FollowedInvitation[],
  ): Promise<void> {
    const open = invitations.filter(isOpen);
    const list = open.length > 0 ? await connected?.piper.membersNow() : undefined;
    const news = list?.ok ? await noteMembers.record(open, list.value) : [];
    const latest = invitations.map(
      (invitation) => news.find(({ id }) => id === invitation.id) ?? invitation,
    );
    const at = now();
    const toShow = latest.filter(({ isShown }) => !isShown);
    const pending = latest.filter(isOpen);
    for (const { id, invitedAt } of pending.filter(({ isShown }) => isShown)) {
      await followUps.settle(id, nextCheck(invitedAt, at), true);
    }
    await noteMembers.show(toShow);
    if (connected && list?.ok) await remindOfPending(pending, connected, list.value.members, at);
  }

  async function remindOfPending(
    pending: readonly FollowedInvitation[],
    { connection }: Connected,
    members: readonly Member[],
    at: number,
  ): Promise<void> {
    const { remindAfterDays: days = limits.remindAfterDays } = connection.settings;
    if (days === 0) return;
    const late = pending.filter(({ invitedAt }) => at - invitedAt >= days * DAY);
    for (const batchId of new Set(late.map((invitation) => invitation.batchId))) {
      const open = await followUps.takeReminder(batchId, at);
      // Some of the batch may not have been checked yet.
      const still = open?.filter((invitation) => {
        const status = memberOf(members, invitation)?.status.kind;
        return status !== undefined && status !== 'joined';
      });
      if (still && still.length > 0) await remindInviter(still, days);
    }
  }
}
