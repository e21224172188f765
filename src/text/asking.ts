import { bold, channelMention, mention } from './mrkdwn.ts';
import { days } from './words.ts';

/** The form that says whether people can ask for approval, and who decides. */
export const asking = {
  titlePlain: 'Approvals',
  savePlain: 'Save',
  intro: (organization: string) =>
    `People who may not invite to ${bold(organization)} can ask for it, and others decide here in Slack. Nobody can approve a role that they couldn't give themselves, unless it is named below.`,
  onPlain: 'Asking',
  isOnPlain: 'Every full member can ask',
  approversPlain: 'Who decides',
  approversHintPlain: 'They are asked. Workspace admins and owners can always decide, unasked.',
  groupsPlain: 'User groups that decide',
  channelPlain: 'Where they are asked',
  channelHintPlain:
    'Everybody there sees addresses and reasons. Leave this empty for a direct message to up to five of them.',
  quietPlain: 'Who else may decide',
  quietHintPlain: 'They are not asked, and never mentioned.',
  beyondPlain: 'Also above their own role in Piper',
  beyondHintPlain:
    "Roles that those named above may approve even where they couldn't give them. Leave this empty for none.",
  twoPlain: 'Roles that need two approvals',
  twoHintPlain: 'Nobody gives them at once, and two people have to approve.',
  expirePlain: 'Requests end after',
  daysPlain: days,
  selfPlain: 'Own requests',
  isSelfPlain: 'Whoever decides may approve their own',
  nobodyPlain: 'Choose at least one person or user group to be asked.',
  channelRefusedPlain: (name: string | undefined) =>
    `I can't post in ${name === undefined ? 'that channel' : `#${name}`}. Invite me there with /invite @Piper Invite, then save again.`,
  channelUnclearPlain: (name: string | undefined) =>
    `Slack doesn't say whether I can post in ${name === undefined ? 'that channel' : `#${name}`}, so nothing was saved. Save again.`,
  channelSharedPlain: (name: string) =>
    `#${name} is shared with another company, whose people would see addresses and reasons. Choose another channel.`,
  channelUnreadPlain:
    "Slack doesn't tell me right now who sees that channel, so nothing was saved. Save again in a minute.",
  /** Where a channel does not take requests any more. */
  trouble: (channel: string) =>
    `I can't post requests in ${channelMention(channel)} any more, so people are asked directly. Type \`/invite @Piper Invite\` there and save ${bold('Approvals')} again, or choose another channel there. A channel that another company shares gets no requests.`,
  public: (channel: string) =>
    `Everybody in ${channelMention(channel)} will see addresses and reasons.`,
  overtaken:
    'Somebody else has changed this meanwhile. Here it is now; nothing of yours was saved.',
  saved: (organization: string) => `The approvals for ${bold(organization)} are saved.`,
  off: (organization: string) => `Nobody can ask to invite to ${bold(organization)} any more.`,
  // In the channel: the first is posted before anything is saved, and becomes one of the others.
  choosing: (by: string, organization: string) =>
    `${mention(by)} is choosing this channel for requests to invite people to ${bold(organization)}.`,
  chosen: (by: string, organization: string) =>
    `${mention(by)} has chosen this channel for requests to invite people to ${bold(organization)}. Everybody here will see addresses and reasons.`,
  notChosen: (by: string, organization: string) =>
    `${mention(by)} wanted this channel for requests to invite people to ${bold(organization)}, but that wasn't saved.`,
} as const;
