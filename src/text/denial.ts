import type { WhoMayInvite } from '../domain/connection.ts';
import type { DenialReason, Reach } from '../domain/policy.ts';
import { inviterWords, joinWords, mentions } from './words.ts';

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

/** Why somebody who may invite may not change roles, and whom to ask. */
export function roleDenial(
  reason: DenialReason,
  inviteAdmins: readonly string[],
  reach: Reach,
): string {
  if (reason === 'unidentified') {
    return "Slack can't tell me who you are right now, so nothing was changed. Try again.";
  }
  const admins =
    reach === 'enterprise'
      ? ['admins of your Slack organization', 'its owners']
      : ['workspace admins', 'owners'];
  return `Only ${joinWords([...admins, ...mentions(inviteAdmins)])} can change roles in Piper from here. Ask one of them.`;
}
