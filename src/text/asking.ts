import { bold, mention } from './mrkdwn.ts';
import { days } from './words.ts';

/** The form that says whether people can ask for approval, and who decides. */
export const asking = {
  titlePlain: 'Approvals',
  savePlain: 'Save',
  intro: (organization: string) =>
    `People who may not invite to ${bold(organization)} can ask for it, and others decide here in Slack. Nobody can approve a role that they couldn't give themselves.`,
  onPlain: 'Asking',
  isOnPlain: 'Every full member can ask',
  approversPlain: 'Who decides',
  approversHintPlain: 'They are asked. Workspace admins and owners can always decide, unasked.',
  groupsPlain: 'User groups that decide',
  groupsPlaceholderPlain: 'Choose user groups',
  channelPlain: 'Where they are asked',
  channelHintPlain:
    'Everybody there sees addresses and reasons. Nothing chosen means a direct message to up to five of them.',
  quietPlain: 'Who else may decide',
  quietHintPlain: 'They are not asked, and never mentioned.',
  twoPlain: 'Roles that need two approvals',
  twoHintPlain: 'Nobody gives them at once, and two people have to approve.',
  expirePlain: 'Requests end after',
  daysPlain: days,
  selfPlain: 'Own requests',
  isSelfPlain: 'Whoever decides may approve their own',
  nobodyPlain: 'Choose at least one person or user group to be asked.',
  channelRefusedPlain:
    "I can't post there. Type /invite @Piper Invite in that channel, then save again.",
  overtaken:
    'Somebody else has changed this meanwhile. Here it is now; nothing of yours was saved.',
  saved: (organization: string) => `The approvals for ${bold(organization)} are saved.`,
  off: (organization: string) => `Nobody can ask to invite to ${bold(organization)} any more.`,
  proof: (by: string, organization: string) =>
    `${mention(by)} has chosen this channel for requests to invite people to ${bold(organization)}. Everybody here will see addresses and reasons.`,
} as const;
