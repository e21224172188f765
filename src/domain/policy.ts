import type { ConnectionScope, ConnectionSettings, WhoMayInvite } from './connection.ts';
import { isInDomains } from './domains.ts';
import { type BatchReport, type Invite, isWorthRetrying } from './invitation.ts';
import type { Role } from './organization.ts';
import { type NeverReason, type Person, whyNever } from './person.ts';

/** Why somebody may not invite. */
export type DenialReason =
  | NeverReason
  | 'not_chosen'
  /** Slack could not say who it is. */
  | 'unidentified';

/** A yes, or a no with the reason that the person is given. */
export type Decision = { allowed: true } | { allowed: false; reason: DenialReason };

/** Slack user IDs of people who may invite and connect in a workspace, from the process's configuration. */
export type InviteAdmins = ReadonlySet<string>;

/** An invite admin of one workspace, or, where no `teamId` says otherwise, of the one that the process serves. */
export type NamedInviteAdmin = { userId: string; teamId?: string | undefined };

/** Those of a workspace: a user ID means somebody else, or nobody, in another one. */
export const inviteAdminsIn = (
  named: readonly NamedInviteAdmin[],
  workspace: { teamId: string },
): InviteAdmins =>
  new Set(
    named
      .filter(({ teamId = workspace.teamId }) => teamId === workspace.teamId)
      .map(({ userId }) => userId),
  );

/**
 * Who may invite: workspace admins and owners, invite admins, and those whom the connection's settings name. Bots, deactivated
 * people, people from other workspaces and guests never may, even if the settings name them.
 * `isInChosenGroup`: the person is in one of the user groups that the settings name.
 */
export function mayInvite(
  person: Person,
  rule: { whoMayInvite: WhoMayInvite; inviteAdmins: InviteAdmins; isInChosenGroup: boolean },
): Decision {
  const { whoMayInvite, inviteAdmins, isInChosenGroup } = rule;
  const isNamed =
    whoMayInvite.kind === 'members' ||
    (whoMayInvite.kind === 'chosen' &&
      (whoMayInvite.userIds.includes(person.id) || isInChosenGroup));
  return decide(person, isNamed || person.isAdmin || inviteAdmins.has(person.id));
}

/** What a connection covers: one workspace, or every workspace of its Enterprise organization. */
export type Reach = 'workspace' | 'enterprise';

export const reachOf = ({ scope }: { scope: ConnectionScope }): Reach =>
  'enterpriseId' in scope ? 'enterprise' : 'workspace';

/**
 * Who may connect to Piper and change the connection: invite admins, and admins and owners of everything that the connection
 * covers, since an admin of one workspace has no say in the others.
 */
export function mayConnect(person: Person, inviteAdmins: InviteAdmins, reach: Reach): Decision {
  const isAdmin = person.isOrgAdmin || (reach === 'workspace' && person.isAdmin);
  return decide(person, isAdmin || inviteAdmins.has(person.id));
}

/** Who may cancel a batch: its inviter, and those who may connect its workspace. */
export const mayCancel = (userId: string, inviterId: string, toConnect: Decision): Decision =>
  userId === inviterId ? { allowed: true } : toConnect;

function decide(person: Person, isNamed: boolean): Decision {
  const reason = whyNever(person) ?? (isNamed ? undefined : 'not_chosen');
  return reason ? { allowed: false, reason } : { allowed: true };
}

/** Who may invite besides admins and owners, for display: the settings with the invite admins added. */
export function invitersOf(settings: ConnectionSettings, inviteAdmins: InviteAdmins): WhoMayInvite {
  const { whoMayInvite } = settings;
  if (whoMayInvite.kind === 'members') return whoMayInvite;
  const chosen = whoMayInvite.kind === 'chosen' ? whoMayInvite : { userIds: [], userGroupIds: [] };
  const userIds = [...new Set([...chosen.userIds, ...inviteAdmins])];
  return userIds.length + chosen.userGroupIds.length === 0
    ? { kind: 'admins' }
    : { kind: 'chosen', userIds, userGroupIds: chosen.userGroupIds };
}

/** Those of an organization's roles that may be given from Slack. */
export const offeredRoles = <R extends { id: string }>(
  roles: readonly R[],
  settings: ConnectionSettings,
): R[] => roles.filter((role) => isOffered(role, settings));

/** Whether a role may be given from Slack. */
export const isOffered = (
  { id }: { id: string },
  { roleIds }: Pick<ConnectionSettings, 'roleIds'>,
): boolean => roleIds === undefined || roleIds.includes(id);

/**
 * Whether a member may lose their present role from Slack: only if it could be given from there, too. `roles` are all roles of the
 * organization.
 */
export const mayLoseRole = (
  roleId: string,
  roles: readonly Role[],
  settings: ConnectionSettings,
): boolean =>
  settings.roleIds === undefined || offeredRoles(roles, settings).some(({ id }) => id === roleId);

/** Whether an address may be invited, by its domain. */
export const isAllowedAddress = (address: string, { domains }: ConnectionSettings): boolean =>
  domains.length === 0 || isInDomains(address, domains);

/** The invites of a batch that did not work and can be sent again, with the roles that there are and by who may send them. */
export const retriable = (
  { entries }: BatchReport,
  roles: readonly Role[],
  maySend: (invite: Invite) => boolean,
): Invite[] =>
  entries
    .filter(({ state }) => isWorthRetrying(state))
    .filter(({ role }) => roles.some(({ id }) => id === role.id))
    .map(({ invitee, role }) => ({ invitee, role }))
    .filter(maySend);
