import type {
  Connection,
  ConnectionScope,
  ConnectionSettings,
  WhoMayInvite,
} from './connection.ts';
import { isInDomains } from './domains.ts';
import { type BatchReport, type Invite, isWorthRetrying } from './invitation.ts';
import type { Role } from './organization.ts';
import { type NeverReason, type Person, whyNever } from './person.ts';
import type { Rule } from './rule.ts';
import { type Facts, isAbout, policyOf } from './rules.ts';

/** Why somebody may not invite. */
export type DenialReason =
  | NeverReason
  | 'not_chosen'
  /** It depends on a user group, and Slack could not say who is in it. */
  | 'groups_unread'
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
 * Who may invite anybody at all: those whom a rule lets invite at once, such as workspace admins and owners, invite admins, and
 * those whom the connection's settings name. Bots, deactivated people, people from other workspaces and guests never may, even if
 * a rule names them. Undefined when it depends on a user group that Slack can't tell.
 */
export function mayInvite(
  person: Person,
  settings: ConnectionSettings,
  facts: Pick<Facts, 'inviteAdmins' | 'isInGroup'>,
): Decision | undefined {
  const about = givingRules(settings).map(({ who }) => isAbout(who, person, facts));
  const isNamed = about.includes(true);
  const dependsOnGroups = !isNamed && about.includes(undefined) && !whyNever(person);
  return dependsOnGroups ? undefined : decide(person, isNamed);
}

/** The same for whoever may invite at once or ask for approval: every full member, where people can ask. */
export const mayInviteOrAsk = (
  toInvite: Decision,
  { asking }: Pick<ConnectionSettings, 'asking'>,
): Decision =>
  asking && !toInvite.allowed && isOfFullMember(toInvite.reason) ? { allowed: true } : toInvite;

/** Whether a full member is denied for this reason, who may do all the same what every full member may. */
export const isOfFullMember = (reason: DenialReason): boolean =>
  reason === 'not_chosen' || reason === 'groups_unread';

/** The user groups that it depends on who may invite. */
export const groupsOfInviters = (settings: ConnectionSettings): string[] => [
  ...new Set(
    givingRules(settings).flatMap(({ who }) => (who.kind === 'chosen' ? who.userGroupIds : [])),
  ),
];

const givingRules = (settings: ConnectionSettings): Rule[] =>
  policyOf(settings).rules.filter(({ fate }) => fate === 'direct');

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

/**
 * Who may change members' roles: those who may change the connection, and those whom its settings name besides. `groups` are the
 * user groups that the person is surely in.
 */
export function mayChangeRoles(
  person: Person,
  { settings, scope }: Pick<Connection, 'settings' | 'scope'>,
  inviteAdmins: InviteAdmins,
  groups: ReadonlySet<string>,
): Decision {
  const { userIds = [], userGroupIds = [] } = settings.roleChangers ?? {};
  const isNamed = userIds.includes(person.id) || userGroupIds.some((id) => groups.has(id));
  return isNamed ? decide(person, isNamed) : mayConnect(person, inviteAdmins, reachOf({ scope }));
}

/** Who may cancel a batch: its inviter, and those who may connect its workspace. */
export const mayCancel = (userId: string, inviterId: string, toConnect: Decision): Decision =>
  userId === inviterId ? { allowed: true } : toConnect;

function decide(person: Person, isNamed: boolean): Decision {
  const reason = whyNever(person) ?? (isNamed ? undefined : 'not_chosen');
  return reason ? { allowed: false, reason } : { allowed: true };
}

/** Who may invite besides admins and owners, for display: whom the settings and rules name, and the invite admins. */
export function invitersOf(settings: ConnectionSettings, inviteAdmins: InviteAdmins): WhoMayInvite {
  const named = givingRules(settings).map(({ who }) => who);
  if (named.some(({ kind }) => kind === 'members')) return { kind: 'members' };
  const chosen = named.filter((who) => who.kind === 'chosen');
  const userIds = [...new Set([...chosen.flatMap((who) => who.userIds), ...inviteAdmins])];
  const userGroupIds = [...new Set(chosen.flatMap((who) => who.userGroupIds))];
  return userIds.length + userGroupIds.length === 0
    ? { kind: 'admins' }
    : { kind: 'chosen', userIds, userGroupIds };
}

/** Those of an organization's roles that may be given from Slack at once. */
export const offeredRoles = <R extends { id: string }>(
  roles: readonly R[],
  settings: ConnectionSettings,
): R[] => roles.filter((role) => isOffered(role, settings));

/** Whether a role may be given from Slack at once, by anybody at all. */
export const isOffered = ({ id }: { id: string }, settings: ConnectionSettings): boolean =>
  givingRules(settings).some(({ roles }) => roles === 'all' || roles.includes(id));

/**
 * Whether a member may lose their present role from Slack: only if it could be given from there, too. `roles` are all roles of the
 * organization; a role that is no longer among them may be lost where all of them are offered.
 */
export const mayLoseRole = (
  roleId: string,
  roles: readonly Role[],
  settings: ConnectionSettings,
): boolean =>
  givingRules(settings).some((rule) => rule.roles === 'all') ||
  offeredRoles(roles, settings).some(({ id }) => id === roleId);

/** Those that people may be invited with, at once or with approval. */
export const invitableRoles = <R extends { id: string }>(
  roles: readonly R[],
  settings: ConnectionSettings,
): R[] => (settings.asking ? [...roles] : offeredRoles(roles, settings));

/** The e-mail domains that may be invited, by anybody at all, at once or with approval; empty means all of them. */
export function invitableDomains(settings: ConnectionSettings): string[] {
  if (settings.asking) return [];
  const domains = givingRules(settings).map((rule) => rule.domains);
  return domains.includes('all') ? [] : [...new Set(domains.flat())];
}

/** Whether an address may be invited, by its domain. */
export const isAllowedAddress = (address: string, settings: ConnectionSettings): boolean => {
  const domains = invitableDomains(settings);
  return domains.length === 0 || isInDomains(address, domains);
};

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
