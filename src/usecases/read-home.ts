import type { Connection, WorkspaceRef } from '../domain/connection.ts';
import type { ConnectedHome, Home, PendingPage, Turn } from '../domain/home.ts';
import type { Place } from '../domain/open-invites.ts';
import { type Person, whyNever } from '../domain/person.ts';
import {
  invitersOf,
  mayChangeRoles,
  mayConnect,
  mayInviteOrAsk,
  reachOf,
} from '../domain/policy.ts';
import { type TokenState, tokenStateOf } from '../domain/token-state.ts';
import { DAY, platformToken } from '../limits.ts';
import type { Authorize, Directory } from './authorize.ts';
import type { Connected, ConnectionState } from './find-connection.ts';
import { home as limits } from './limits.ts';
import { listRequests } from './list-requests.ts';
import type { InvitationQueries } from './ports/invitation-queries.ts';
import type { Requests } from './ports/requests.ts';
import { tokenRemedy } from './token-remedy.ts';

type HomeWorkspace = Directory & { ref: WorkspaceRef; find: () => Promise<ConnectionState> };

/** Reads what is on somebody's App Home from the database, and from what Slack says of them: Piper is never waited for. */
export function createReadHome(deps: {
  authorize: Pick<Authorize, 'toInvite'>;
  invitationQueries: Pick<InvitationQueries, 'openBeside'>;
  requests: Pick<Requests, 'open' | 'of'>;
  now: () => number;
}) {
  const { authorize, invitationQueries, requests, now } = deps;

  async function connectedHome(
    workspace: HomeWorkspace,
    person: Person,
    connected: Connected,
    turn: Turn | undefined,
  ): Promise<ConnectedHome> {
    const { connection, isFixed, piper } = connected;
    const { settings, organization } = connection;
    const viewer = { workspace, connected, by: person.id };
    const toInvite = await authorize.toInvite(workspace, person.id, settings);
    const orAsk = mayInviteOrAsk(toInvite, settings);
    const isUnidentified = !orAsk.allowed && orAsk.reason === 'unidentified';
    const token: TokenState = isFixed
      ? { kind: 'good' }
      : tokenStateOf(connection, now(), warnedBefore);
    const [pending, seen, asked, changesRoles, remedy] = await Promise.all([
      toInvite.allowed ? pendingPage(organization.id, turn) : undefined,
      listRequests({ requests }, viewer, limits.looked, 'recent'),
      requests.of(workspace.ref, organization.id, person.id, limits.requests),
      maySeemToChangeRoles(workspace, person, connection),
      token.kind === 'refused' ? tokenRemedy(workspace, person.id, connected) : undefined,
    ]);
    const { allowed: connects } = mayConnect(person, workspace.inviteAdmins, reachOf(connection));
    const toDecide = seen.flatMap(({ request, mayDecide }) => (mayDecide ? [request] : []));
    return {
      kind: 'connected',
      connection,
      organizationName: organization.name || piper.remembered()?.organization.name,
      isFixed,
      token,
      ...(remedy && { remedy }),
      mayConnect: connects,
      invites: toInvite.allowed
        ? 'at_once'
        : orAsk.allowed
          ? 'asking'
          : isUnidentified
            ? 'unidentified'
            : 'not',
      inviters: invitersOf(settings, workspace.inviteAdmins),
      toDecide: {
        requests: toDecide.slice(0, limits.requests),
        hasMore: toDecide.length > limits.requests,
      },
      asked,
      changesRoles,
      searches: connects || toInvite.allowed,
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

/** As far as Slack has told it lately: who changes a role is asked for anew. */
async function maySeemToChangeRoles(
  { userGroups, inviteAdmins }: Directory,
  person: Person,
  connection: Connection,
): Promise<boolean> {
  const groups = new Set<string>();
  for (const id of connection.settings.roleChangers?.userGroupIds ?? []) {
    const members = await userGroups.members(id);
    if (members.ok && members.value.includes(person.id)) groups.add(id);
  }
  return mayChangeRoles(person, connection, inviteAdmins, groups).allowed;
}

const warnedBefore = Math.max(...platformToken.expiryWarningDays) * DAY;

const placeOf = ({ at, id }: Place): Place => ({ at, id });
