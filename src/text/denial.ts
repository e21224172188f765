import type { Connection, WhoMayInvite } from '../domain/connection.ts';
import { type DenialReason, type Reach, reachOf } from '../domain/policy.ts';
import { sentence } from '../limits.ts';
import { inviterWords, mentions, someOf, whoHelps } from './words.ts';

/** What those may do who may invite: the verb, and what has not happened where they may not. */
const deeds = {
  invite: ['invite to Piper', 'nobody was invited'],
  look: ['see who was invited to Piper', 'nothing was looked up'],
  check: ['check invites to Piper', 'nothing was checked'],
  export: ['export the record', 'nothing was exported'],
} as const;

/** Slack user ID of whoever connected the workspace, if somebody did who can help. */
type Helper = { helper?: string | undefined };

/** Why somebody may not do what they tried, and whom to ask. */
export function denial(
  reason: DenialReason,
  inviters: WhoMayInvite,
  { deed = 'invite', helper }: { deed?: keyof typeof deeds } & Helper = {},
): string {
  const [verb, undone] = deeds[deed];
  switch (reason) {
    case 'not_chosen':
      return `Only ${inviterWords(inviters)} can ${verb} from this workspace. ${whoHelps(helper)}`;
    case 'guest':
      return `Guests can't ${verb}. Ask a full member of this workspace who may.`;
    case 'external':
      return `People from other workspaces can't ${verb} from here. Ask somebody in this workspace.`;
    case 'bot':
    case 'deactivated':
      return `This account can't ${verb}.`;
    case 'groups_unread':
      return `Slack can't tell me right now who is in the user groups that may invite, so ${undone}. Try again in a few minutes.`;
    case 'unidentified':
      return `Slack can't tell me who you are right now, so ${undone}. Try again.`;
  }
}

/** Why somebody may not change roles, and whom to ask. */
export function roleDenial(
  reason: DenialReason,
  inviteAdmins: readonly string[],
  { settings, scope }: Pick<Connection, 'settings' | 'scope'>,
  helper?: string,
): string {
  if (reason === 'unidentified') {
    return "Slack can't tell me who you are right now, so nothing was changed. Try again.";
  }
  const { userIds = [], userGroupIds = [] } = settings.roleChangers ?? {};
  const others = mentions([...new Set([...inviteAdmins, ...userIds])], userGroupIds);
  return `Only ${adminWords(others, reachOf({ scope }))} can change roles in Piper from this workspace. ${whoHelps(helper)}`;
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
    : denial(reason, { kind: 'admins' }, { deed: 'check' });

/** Why somebody may not have the record, and whom to ask. */
export const exportDenial = (
  reason: DenialReason,
  inviteAdmins: readonly string[],
  reach: Reach,
): string =>
  reason === 'not_chosen'
    ? `Only ${adminWords(mentions(inviteAdmins), reach)} can export the record and the history. Ask one of them.`
    : denial(reason, { kind: 'admins' }, { deed: 'export' });

const adminWords = (others: readonly string[], reach: Reach): string => {
  const admins =
    reach === 'enterprise'
      ? ['admins of your Slack organization', 'its owners']
      : ['workspace admins', 'owners'];
  return someOf([...admins, ...others], admins.length + sentence.mentions);
};
