import type { ConnectionScope, ConnectionSettings, WhoMayInvite } from './connection.ts';
import { isInDomains } from './domains.ts';
import type { Invitee } from './invitation.ts';
import type { Person } from './person.ts';

/** Why somebody may not invite. */
export type DenialReason =
  | 'bot'
  | 'deactivated'
  | 'external'
  | 'guest'
  | 'not_chosen'
  /** Nobody could tell who it is. */
  | 'unidentified';

/** A yes, or a no with its reason: the reason is what the person reads. */
export type Decision = { allowed: true } | { allowed: false; reason: DenialReason };

/** Slack user IDs that may invite and connect everywhere, named by whoever runs the product. */
export type InviteAdmins = ReadonlySet<string>;

/**
 * Decides who may invite: admins and owners of the workspace, operators, and whom the connection's settings name. Bots,
 * deactivated people, people of other workspaces and guests never may, even when they were chosen.
 * `isInChosenGroup` says whether the person is in one of the user groups that were chosen.
 */
export function mayInvite(
  person: Person,
  rule: { whoMayInvite: WhoMayInvite; inviteAdmins: InviteAdmins; isInChosenGroup: boolean },
): Decision {
  const { whoMayInvite, inviteAdmins, isInChosenGroup } = rule;
  const never = neverMay(person);
  if (never) return { allowed: false, reason: never };
  if (person.isAdmin || inviteAdmins.has(person.id)) return { allowed: true };
  switch (whoMayInvite.kind) {
    case 'members':
      return { allowed: true };
    case 'chosen':
      return whoMayInvite.userIds.includes(person.id) || isInChosenGroup
        ? { allowed: true }
        : { allowed: false, reason: 'not_chosen' };
    case 'admins':
      return { allowed: false, reason: 'not_chosen' };
  }
}

/** For whom a connection holds: one workspace, or every workspace of its Enterprise organization. */
export type Reach = 'workspace' | 'enterprise';

/** How far a connection reaches. */
export const reachOf = ({ scope }: { scope: ConnectionScope }): Reach =>
  'enterpriseId' in scope ? 'enterprise' : 'workspace';

/**
 * Decides who may connect to Piper and change how: operators, and admins and owners of what the connection reaches, since an
 * admin of one workspace has no say in the others.
 */
export function mayConnect(person: Person, inviteAdmins: InviteAdmins, reach: Reach): Decision {
  const never = neverMay(person);
  if (never) return { allowed: false, reason: never };
  const isAdmin = person.isOrgAdmin || (reach === 'workspace' && person.isAdmin);
  return isAdmin || inviteAdmins.has(person.id)
    ? { allowed: true }
    : { allowed: false, reason: 'not_chosen' };
}

/** Decides who may call an order off: whoever placed it, and those who may connect its workspace. */
export const mayCancel = (userId: string, inviterId: string, toConnect: Decision): Decision =>
  userId === inviterId ? { allowed: true } : toConnect;

function neverMay(person: Person): DenialReason | undefined {
  if (person.isBot) return 'bot';
  if (person.isDeactivated) return 'deactivated';
  if (person.isExternal) return 'external';
  if (person.isGuest) return 'guest';
  return undefined;
}

/** Who may invite besides admins and owners, as people are told: everybody, or the people and user groups by name. */
export function invitersOf(settings: ConnectionSettings, inviteAdmins: InviteAdmins): WhoMayInvite {
  const { whoMayInvite } = settings;
  if (whoMayInvite.kind === 'members') return whoMayInvite;
  const chosen = whoMayInvite.kind === 'chosen' ? whoMayInvite : { userIds: [], userGroupIds: [] };
  const userIds = [...new Set([...chosen.userIds, ...inviteAdmins])];
  return userIds.length + chosen.userGroupIds.length === 0
    ? { kind: 'admins' }
    : { kind: 'chosen', userIds, userGroupIds: chosen.userGroupIds };
}

/** Of an organization's roles, those that may be given from Slack. */
export const offeredRoles = <R extends { id: string }>(
  roles: readonly R[],
  settings: ConnectionSettings,
): R[] => roles.filter((role) => isOffered(role, settings));

/** Whether a role may be given from Slack. */
export const isOffered = ({ id }: { id: string }, { roleIds }: ConnectionSettings): boolean =>
  roleIds === undefined || roleIds.includes(id);

/** Whether an address is in a domain that may be invited. */
export const isAllowedAddress = (address: string, { domains }: ConnectionSettings): boolean =>
  domains.length === 0 || isInDomains(address, domains);

/** Whether a connection's settings let this person be invited into this role. */
export const mayBeInvited = (
  { invitee, role }: { invitee: Invitee; role: { id: string } },
  settings: ConnectionSettings,
): boolean => isOffered(role, settings) && isAllowedAddress(invitee.address, settings);
