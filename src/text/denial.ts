import type { Connection, WhoMayInvite } from '../domain/connection.ts';
import { type DenialReason, type Reach, reachOf } from '../domain/policy.ts';
import { sentence } from '../limits.ts';
import { inviterWords, mentions, someOf } from './words.ts';

/** Why somebody may not invite, and whom to ask. */
export function denial(reason: DenialReason, inviters: WhoMayInvite): string {
  switch (reason) {
    case 'not_chosen':
      return `Only ${inviterWords(inviters)} can invite to Piper from this workspace. Ask one of them.`;
    case 'guest':
      return "Guests can't invite to Piper. Ask a full member of this workspace who may.";
    case 'external':
      return "People from other workspaces can't invite to Piper from here. Ask somebody in this workspace.";
    case 'bot':
    case 'deactivated':
      return "This account can't invite to Piper.";
    case 'unidentified':
      return "Slack can't tell me who you are right now, so nobody was invited. Try again.";
  }
}

/** Why somebody may not change roles, and whom to ask. */
export function roleDenial(
  reason: DenialReason,
  inviteAdmins: readonly string[],
  { settings, scope }: Pick<Connection, 'settings' | 'scope'>,
): string {
  if (reason === 'unidentified') {
    return "Slack can't tell me who you are right now, so nothing was changed. Try again.";
  }
  const { userIds = [], userGroupIds = [] } = settings.roleChangers ?? {};
  const others = mentions([...new Set([...inviteAdmins, ...userIds])], userGroupIds);
  return `Only ${adminWords(others, reachOf({ scope }))} can change roles in Piper from here. Ask one of them.`;
}

/** Why somebody may not link people to members, or ask for it, and whom to ask. */
export function linkDenial(
  reason: DenialReason,
  inviteAdmins: readonly string[],
  reach: Reach,
): string {
  switch (reason) {
    case 'not_chosen':
      return `Only ${adminWords(mentions(inviteAdmins), reach)} can link people to members of the organization. Ask one of them.`;
    case 'unidentified':
      return "Slack can't tell me who you are right now, so nothing was changed. Try again.";
    default:
      return 'Only full members of this workspace can be linked to members of the organization. Ask a workspace admin.';
  }
}

/** Why somebody may not check invites, or those of others, and whom to ask. */
export const checkDenial = (
  reason: DenialReason,
  inviteAdmins: readonly string[],
  reach: Reach,
): string =>
  reason === 'not_chosen'
    ? `Only ${adminWords(inviteAdmins, reach)} can check what others may do. Leave out the name to check what you may do.`
    : denial(reason, { kind: 'admins' });

const adminWords = (others: readonly string[], reach: Reach): string => {
  const admins =
    reach === 'enterprise'
      ? ['admins of your Slack organization', 'its owners']
      : ['workspace admins', 'owners'];
  return someOf([...admins, ...others], admins.length + sentence.mentions);
};
