import type { Logger } from 'pino';
import type { Outcome } from '../domain/invitation.ts';
import { findMember, type Member } from '../domain/organization.ts';
import { DAY, followUp as limits } from '../limits.ts';
import type { Connected, FindConnection } from '../usecases/find-connection.ts';
import type { FollowUps, PendingInvitation } from '../usecases/ports/follow-ups.ts';

/** When to check for the first time whether an invited person has joined; undefined where nobody is pending. Epoch milliseconds. */
export const firstCheck = (outcome: Outcome, at: number): number | undefined =>
  outcome.kind === 'invited' && outcome.member.status.kind !== 'joined'
    ? nextCheck(at, at)
    : undefined;

/** When to check next, at growing intervals; undefined where the time for checks is over. Epoch milliseconds. */
export function nextCheck(invitedAt: number, now: number): number | undefined {
  const age = now - invitedAt;
  if (age >= limits.giveUpAfter) return undefined;
  const pause = Math.min(limits.maxInterval, Math.max(limits.minInterval, age / 2));
  return Math.ceil((now + pause) / limits.pollInterval) * limits.pollInterval;
}

/**
 * Carries out the checks that are due: whether invited people have joined, from one member list per connection. Their confirmation
 * is updated; who is no longer a member is not checked again; and the inviter is reminded once per batch of who has been pending
 * for days. Nothing is ever sent to the invited people themselves.
 */
export function createFollowUp(deps: {
  followUps: FollowUps;
  findConnection: FindConnection;
  /** Edits a batch's confirmation; false where that is to be attempted again. */
  updateConfirmation: (batchId: string) => Promise<boolean>;
  /** Reminds the inviter of a batch of who is pending, after so many days. */
  remindInviter: (pending: PendingInvitation[], days: number) => Promise<void>;
  now: () => number;
  log: Logger;
}) {
  const { followUps, findConnection, updateConfirmation, remindInviter, now, log } = deps;

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

  async function check(
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
        pending.push(invitation);
        await followUps.settle(id, nextCheck(invitedAt, at));
      }
    }
    await showJoined(joined, at);
    if (connected && members) await remindOfPending(pending, connected, members, at);
  }

  async function showJoined(joined: readonly PendingInvitation[], at: number): Promise<void> {
    for (const batchId of new Set(joined.map((invitation) => invitation.batchId))) {
      const isUpdated = await updateConfirmation(batchId);
      for (const { id, invitedAt } of joined.filter((each) => each.batchId === batchId)) {
        await followUps.settle(id, isUpdated ? undefined : nextCheck(invitedAt, at));
      }
    }
  }

  async function remindOfPending(
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
      // Some of the batch may not have been checked yet.
      const still = open?.filter((invitation) => {
        const status = memberOf(members, invitation)?.status.kind;
        return status !== undefined && status !== 'joined';
      });
      if (still && still.length > 0) await remindInviter(still, days);
    }
  }
}

/** By Piper's id, since the person may have changed their address. */
const memberOf = (
  members: readonly Member[],
  { piperUserId, invitee }: PendingInvitation,
): Member | undefined =>
  members.find(({ userId }) => userId === piperUserId) ?? findMember(members, invitee.address);
