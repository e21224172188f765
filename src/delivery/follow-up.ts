import type { Outcome } from '../domain/invitation.ts';
import { findMember, type Member } from '../domain/organization.ts';
import { DAY, followUp as limits } from '../limits.ts';
import type { Connected, FindConnection } from '../usecases/find-connection.ts';
import type { FollowUps, PendingInvitation } from '../usecases/ports/follow-ups.ts';

/** When it is looked for the first time whether somebody has joined; undefined where there is nothing to look for. */
export const firstCheck = (outcome: Outcome, at: number): number | undefined =>
  outcome.kind === 'invited' && outcome.member.status.kind !== 'joined'
    ? nextCheck(at, at)
    : undefined;

/** When it is looked next, at growing intervals; undefined where it is enough. Epoch milliseconds. */
export function nextCheck(invitedAt: number, now: number): number | undefined {
  const age = now - invitedAt;
  if (age >= limits.giveUpAfter) return undefined;
  const pause = Math.min(limits.longestPause, Math.max(limits.firstPause, age / 2));
  return Math.ceil((now + pause) / limits.every) * limits.every;
}

/**
 * Looks at everything that is due: whether those who were invited have joined, from one listing for each connection. Their
 * confirmation is changed, whoever has left is left alone, and who stays pending for days is told of to the inviter, once for
 * each order. Nothing is ever sent to those who were invited.
 */
export function createFollowUp(deps: {
  followUps: FollowUps;
  findConnection: FindConnection;
  /** Changes an order's confirmation to what is known now; false where it is to be tried again. */
  updateConfirmation: (batchId: string) => Promise<boolean>;
  /** Tells the inviter of an order who is pending, and after how many days. */
  remind: (pending: PendingInvitation[], days: number) => Promise<void>;
  onError: (error: unknown) => void;
  now: () => number;
}) {
  const { followUps, findConnection, updateConfirmation, remind, onError, now } = deps;

  return async (): Promise<void> => {
    for (;;) {
      const at = now();
      const claimed = await followUps.claim({
        now: at,
        until: at + limits.lease,
        limit: limits.checksAtOnce,
      });
      const groups = await byConnection(claimed);
      await Promise.all(
        groups.map((group) => look(group.connected, group.invitations).catch(onError)),
      );
      if (claimed.length < limits.checksAtOnce) return;
    }
  };

  type Group = { connected: Connected | undefined; invitations: PendingInvitation[] };

  async function byConnection(claimed: readonly PendingInvitation[]): Promise<Group[]> {
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

  async function look(
    connected: Connected | undefined,
    invitations: readonly PendingInvitation[],
  ): Promise<void> {
    const isListNeeded = invitations.some(({ joinedAt }) => joinedAt === undefined);
    const list = isListNeeded ? await connected?.piper.membersNow() : undefined;
    const members = list?.ok ? list.value.members : undefined;
    const at = now();
    const joined: PendingInvitation[] = [];
    const pending: PendingInvitation[] = [];
    for (const invitation of invitations) {
      const { id, joinedAt, invitedAt } = invitation;
      const member = members && memberOf(members, invitation);
      if (joinedAt !== undefined) {
        joined.push(invitation);
      } else if (member?.status.kind === 'joined') {
        await followUps.noteJoined(id, at);
        joined.push(invitation);
      } else if (members && !member) {
        await followUps.settle(id, undefined);
      } else {
        if (member) pending.push(invitation);
        await followUps.settle(id, nextCheck(invitedAt, at));
      }
    }
    await tellJoined(joined, at);
    if (connected && members) await remindOf(pending, connected, members, at);
  }

  async function tellJoined(joined: readonly PendingInvitation[], at: number): Promise<void> {
    for (const batchId of new Set(joined.map((invitation) => invitation.batchId))) {
      const isNotified = await updateConfirmation(batchId);
      for (const { id, invitedAt } of joined.filter((each) => each.batchId === batchId)) {
        await followUps.settle(id, isNotified ? undefined : nextCheck(invitedAt, at));
      }
    }
  }

  async function remindOf(
    pending: readonly PendingInvitation[],
    { connection }: Connected,
    members: readonly Member[],
    at: number,
  ): Promise<void> {
    const { remindAfterDays: days = limits.remindAfterDays } = connection.settings;
    if (days === 0) return;
    const late = pending.filter(({ invitedAt }) => at - invitedAt >= days * DAY);
    for (const batchId of new Set(late.map((invitation) => invitation.batchId))) {
      const open = await followUps.takeReminder(batchId, at);
      // Others of the order may not have been looked at yet.
      const still = open?.filter((invitation) => {
        const status = memberOf(members, invitation)?.status.kind;
        return status !== undefined && status !== 'joined';
      });
      if (still && still.length > 0) await remind(still, days);
    }
  }
}

/** By Piper's id, since the person may have changed their address. */
const memberOf = (
  members: readonly Member[],
  { piperUserId, invitee }: PendingInvitation,
): Member | undefined =>
  members.find(({ userId }) => userId === piperUserId) ?? findMember(members, invitee.address);
