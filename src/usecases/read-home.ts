import type { WorkspaceRef } from '../domain/connection.ts';
import type { ConnectedHome, Home, PendingPage, Turn } from '../domain/home.ts';
import type { Place } from '../domain/open-invites.ts';
import { type Person, whyNever } from '../domain/person.ts';
import { invitersOf, mayConnect, mayInviteOrAsk, reachOf } from '../domain/policy.ts';
import { tokenStateOf } from '../domain/token-state.ts';
import { DAY, platformToken } from '../limits.ts';
import type { Authorize, Directory } from './authorize.ts';
import type { Connected, ConnectionState } from './find-connection.ts';
import { home as limits } from './limits.ts';
import type { InvitationQueries } from './ports/invitation-queries.ts';

type HomeWorkspace = Directory & { ref: WorkspaceRef; find: () => Promise<ConnectionState> };

/** Reads what is on somebody's App Home from the database, and from what Slack says of them: Piper is never waited for. */
export function createReadHome(deps: {
  authorize: Pick<Authorize, 'toInvite'>;
  invitationQueries: Pick<InvitationQueries, 'openBeside'>;
  now: () => number;
}) {
  const { authorize, invitationQueries, now } = deps;

  async function connectedHome(
    workspace: HomeWorkspace,
    person: Person,
    { connection, isFixed, piper }: Connected,
    turn: Turn | undefined,
  ): Promise<ConnectedHome> {
    const { settings, organization } = connection;
    const toInvite = await authorize.toInvite(workspace, person.id, settings);
    const orAsk = mayInviteOrAsk(toInvite, settings);
    const isUnidentified = !orAsk.allowed && orAsk.reason === 'unidentified';
    const pending = toInvite.allowed ? await pendingPage(organization.id, turn) : undefined;
    return {
      kind: 'connected',
      connection,
      organizationName: organization.name || piper.remembered()?.organization.name,
      isFixed,
      token: isFixed ? { kind: 'good' } : tokenStateOf(connection, now(), warnedBefore),
      mayConnect: mayConnect(person, workspace.inviteAdmins, reachOf(connection)).allowed,
      invites: toInvite.allowed
        ? 'at_once'
        : orAsk.allowed
          ? 'asking'
          : isUnidentified
            ? 'unidentified'
            : 'not',
      inviters: invitersOf(settings, workspace.inviteAdmins),
      ...(pending && { pending }),
    };
  }

  async function pendingPage(organizationId: string, turn?: Turn): Promise<PendingPage> {
    const { pageSize } = limits;
    // One more than fits says whether there is another page, and where it begins.
    const found = await invitationQueries.openBeside(organizationId, turn, pageSize + 1);
    if (turn && 'newerThan' in turn) {
      const [before, ...invites] = found;
      return before && invites.length === pageSize
        ? { invites, before: placeOf(before), hasOlder: true }
        : pendingPage(organizationId);
    }
    if (turn && found.length === 0) return pendingPage(organizationId);
    return {
      invites: found.slice(0, pageSize),
      ...(turn && { before: turn.olderThan }),
      hasOlder: found.length > pageSize,
    };
  }

  return async (workspace: HomeWorkspace, userId: string, turn?: Turn): Promise<Home> => {
    const found = await workspace.people.find(userId);
    if (!found.ok) {
      return { kind: 'denied', reason: found.error === 'unknown' ? 'external' : 'unidentified' };
    }
    const person = found.value;
    const never = whyNever(person);
    if (never === 'bot' || never === 'deactivated') return { kind: 'nothing' };
    if (never) return { kind: 'denied', reason: never };
    const state = await workspace.find();
    const { inviteAdmins } = workspace;
    const { allowed: mayConnectHere } = mayConnect(person, inviteAdmins, 'workspace');
    switch (state.kind) {
      case 'none':
        return {
          kind: 'not_connected',
          mayConnect: mayConnectHere,
          inviteAdmins: [...inviteAdmins],
        };
      case 'unreadable':
        return { kind: 'unreadable', why: state.why, mayConnect: mayConnectHere };
      case 'connected':
        return connectedHome(workspace, person, state, turn);
    }
  };
}

const warnedBefore = Math.max(...platformToken.expiryWarningDays) * DAY;

const placeOf = ({ at, id }: Place): Place => ({ at, id });
