import type { Connection } from '../domain/connection.ts';
import { bold, dateTime, mention } from './mrkdwn.ts';

const to = (organization: string | undefined): string =>
  organization ? bold(organization) : 'your Piper organization';

/** The Home tab of the app. */
export const home = {
  unknown:
    "Slack can't tell me who you are right now, so I can't show you anything. Open this tab again in a moment.",
  failed:
    "Something went wrong on our side, so I can't show you what is here. Open this tab again in a moment, or give your admin this reference.",

  connected: (organization: string | undefined) =>
    `This workspace is connected to ${to(organization)}.`,
  by: ({ connectedBy, connectedAt }: Connection) =>
    `Connected by ${mention(connectedBy)} ${dateTime(connectedAt)}.`,
  refusedSince: (since: number) =>
    `I saw that ${dateTime(since)}; until it is renewed, nobody is invited.`,
  expired: (organization: string, at: number) =>
    `The platform token that connects this workspace to ${bold(organization)} expired ${dateTime(at)}. Nobody can invite from Slack until it is renewed.`,
  expiring: (organization: string, at: number) =>
    `The platform token that connects this workspace to ${bold(organization)} expires ${dateTime(at)}. After that nobody can invite from Slack until it is renewed.`,

  invitePlain: 'Invite people',
  askPlain: 'Ask to invite',
  askable: 'You can ask for invites here, and somebody else decides.',
  unidentified:
    "Slack can't tell me right now whether you may invite. Open this tab again in a moment.",

  toDecideTitlePlain: 'To decide',
  allPlain: 'All requests',
  askedTitlePlain: 'My requests',

  pendingTitlePlain: 'Pending invites',
  nobodyPending: 'Nobody who was invited from Slack is pending.',
  statusPlain: 'Status',
  changeRolePlain: 'Change role',
  connectionTitlePlain: 'Settings of the connection',
  rulesPlain: 'Rules',
  approversPlain: 'Approvers',
  exportPlain: 'Export the record',
  newerPlain: 'Newer',
  olderPlain: 'Older',
} as const;
