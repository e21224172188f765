import type { HistoryState } from '../domain/history.ts';
import { bold, day } from './mrkdwn.ts';

/** Searching for what became of invites. */
export const history = {
  titlePlain: 'History',
  intro: 'Look up who was invited, by whom, and what became of it.',
  searchPlain: 'Search',
  backPlain: 'Back',
  formIntro: (organization: string, seesAll: boolean) =>
    seesAll
      ? `Everybody who was invited to ${bold(organization)} from Slack. Each field that you fill in narrows it down.`
      : `Who is pending in ${bold(organization)}, and whom you invited or asked for. Each field that you fill in narrows it down.`,
  addressPlain: 'E-mail address',
  addressHintPlain: 'All of it, or how it begins.',
  addressPlaceholderPlain: 'ada@example.com',
  inviterPlain: 'Invited by',
  inviterPlaceholderPlain: 'Anybody',
  rolePlain: 'Invited as',
  statePlain: 'State',
  statePlaceholderPlain: 'Any state',
  fromPlain: 'First day',
  toPlain: 'Last day',
  anyDayPlain: 'Any day',
  states: {
    waiting: 'Waiting to be sent',
    pending: 'Pending',
    joined: 'Joined',
    removed: 'Removed from Piper',
    already_member: 'Invited or a member already',
    failed: 'Failed',
    unknown: 'No clear answer from Piper',
    cancelled: 'Cancelled',
  } satisfies Record<HistoryState, string>,
  notAnAddressPlain: "That can't be how an address begins. Type one address, or its first letters.",
  daysTurnedPlain: 'The last day is before the first one.',

  entry: (whom: string, fate: string) => `${whom}: ${fate}.`,
  found: (organization: string) => `Invites to ${bold(organization)}, the newest first.`,
  nobody: (organization: string) => `There is no such invite to ${bold(organization)}.`,
  nobodyHere: 'None of these.',
  cut: (to: 'older' | 'newer', at: number) =>
    to === 'older' ? `Searched back to ${day(at)}.` : `Searched up to ${day(at)}.`,
  newerPlain: 'Newer',
  olderPlain: 'Older',
  furtherBackPlain: 'Search further back',
  furtherUpPlain: 'Search newer ones',
  exportPlain: 'Export these',
} as const;
