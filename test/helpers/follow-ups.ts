import { createFollowUp } from '../../src/delivery/follow-up.ts';
import { createNoteMembers } from '../../src/delivery/note-members.ts';
import type { Connection, WorkspaceRef } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Member } from '../../src/domain/organization.ts';
import { isOpen, type Sighting } from '../../src/domain/seen-invite.ts';
import type { Connected, ConnectionState } from '../../src/usecases/find-connection.ts';
import type { FollowedInvitation, FollowUps } from '../../src/usecases/ports/follow-ups.ts';
import { acme, connection, member } from './builders.ts';
import { fakeClock } from './fake-clock.ts';
import { fakePiper } from './fake-piper.ts';
import { keptLog } from './log-lines.ts';

const day = 86_400_000;
export const ada = 'ada@example.com';
export const joined = { status: { kind: 'joined' } } as const;

type About = Partial<FollowedInvitation> & {
  address?: string;
  /** Not due yet. */
  isLater?: boolean;
};

/** A follow-up of invitations that are due, in memory: Ada's, where the test gives no others, who is pending. */
export function followUps(
  about: {
    connection?: Partial<Connection>;
    members?: Member[];
    pending?: About[];
    /** How long ago they were invited, milliseconds. */
    age?: number;
    listFails?: (look: number) => PiperFailure | undefined;
    settleFails?: (id: string) => boolean;
    /** How the workspaces are connected, where it is not as usual. */
    state?: ConnectionState;
    stateOf?: (workspace: WorkspaceRef, usual: Connected) => ConnectionState;
  } = {},
) {
  const { members = [member(ada)], pending = [{}], age = 4 * day, listFails } = about;
  const clock = fakeClock();
  const { piper, seen } = fakePiper({ clock, members, ...(listFails && { listFails }) });
  const kept = keptLog();
  const usual: Connected = {
    kind: 'connected',
    connection: connection(about.connection),
    isFixed: false,
    piper,
    checkAgain: async () => false,
  };
  const stored = pending.map(({ address = ada, isLater = false, ...each }, at) => ({
    checkAt: (clock.now() + (isLater ? 1 : 0)) as number | undefined,
    invitation: {
      id: `i${at}`,
      batchId: 'batch-1',
      workspace: { teamId: 'T1' },
      organization: acme,
      inviterId: 'UALICE',
      invitee: { address },
      member: member(address),
      invitedAt: clock.now() - age,
      isShown: true,
      ...each,
    } as FollowedInvitation,
  }));
  const found: WorkspaceRef[] = [];
  const claims: Parameters<FollowUps['claim']>[1][] = [];
  const noted: [id: string, seen: Sighting][] = [];
  const settled: [id: string, at: number | undefined][] = [];
  const updated: string[] = [];
  const reminded: { of: string[]; days: number }[] = [];
  const taken = new Set<string>();
  const slack = { takesEdits: true as boolean | ((batchId: string) => boolean) };
  const byId = (id: string) => stored.find(({ invitation }) => invitation.id === id);

  const followUps: FollowUps = {
    due: async (at) => [
      ...new Set(
        stored
          .filter(({ checkAt }) => checkAt !== undefined && checkAt <= at)
          .map(({ invitation }) => invitation.organization.id),
      ),
    ],
    claim: async (organizationId, check) => {
      claims.push(check);
      const due = stored
        .filter(({ invitation }) => invitation.organization.id === organizationId)
        .filter(({ checkAt }) => checkAt !== undefined && checkAt <= check.now)
        .slice(0, check.limit);
      for (const each of due) each.checkAt = check.until;
      return due.map(({ invitation }) => ({ ...invitation }));
    },
    record: async (id, seen, at) => {
      noted.push([id, seen]);
      const each = byId(id);
      if (each) Object.assign(each, { checkAt: at });
      if (each) Object.assign(each.invitation, { ...seen, isShown: false });
    },
    settle: async (ids, _, at, isShown) => {
      if (ids.some((id) => about.settleFails?.(id))) throw new Error('the disk is full');
      for (const id of ids) {
        settled.push([id, at]);
        const each = byId(id);
        if (each) Object.assign(each, { checkAt: at });
        if (each) each.invitation.isShown = isShown;
      }
    },
    takeReminder: async (batchId) => {
      if (taken.has(batchId)) return undefined;
      taken.add(batchId);
      return stored
        .filter(({ checkAt, invitation }) => checkAt !== undefined && isOpen(invitation))
        .map(({ invitation }) => invitation)
        .filter((invitation) => invitation.batchId === batchId);
    },
    pending: async () => [],
    lastOf: async () => undefined,
  };
  const updateConfirmation = async (batchId: string) => {
    updated.push(batchId);
    return typeof slack.takesEdits === 'boolean' ? slack.takesEdits : slack.takesEdits(batchId);
  };
  const { now } = clock;
  const { log } = kept;
  const follow = (work: Promise<void>) => work;

  const run = createFollowUp({
    followUps,
    noteMembers: createNoteMembers({ followUps, updateConfirmation, follow, now, log }),
    findConnection: async (workspace) => {
      found.push(workspace);
      return about.stateOf?.(workspace, usual) ?? about.state ?? usual;
    },
    remindInviter: async (those, days) => {
      reminded.push({ of: those.map(({ invitee }) => invitee.address), days });
    },
    log,
    now,
  });
  return {
    run,
    clock,
    seen,
    slack,
    /** The workspaces whose connection was asked for. */
    found,
    claims,
    /** What was seen of whom. */
    noted,
    /** When to check next; undefined for never. */
    settled,
    /** The batches whose confirmation was to be edited. */
    updated,
    reminded,
    errors: () => kept.lines().filter(({ level }) => level === 'error'),
  };
}
