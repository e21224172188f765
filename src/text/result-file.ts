import type { InvitationState } from '../domain/invitation.ts';
import type { InviteStatus } from '../domain/invite-status.ts';
import { bold } from './mrkdwn.ts';
import { whyAndRemedyPlain } from './why.ts';
import { invites } from './words.ts';

/** The CSV file with the result of each invite of a large batch, and the message that announces it. */
export const resultFile = {
  /** The invite form reads the first two, so that this file can be uploaded there again. */
  columnsPlain: ['email', 'role', 'result', 'invite status', 'why'],
  namePlain: (at: number) => `piper-invites-${new Date(at).toISOString().slice(0, 10)}.csv`,
  titlePlain: (organization: string) => `Invites to ${organization}`,
  resultPlain: (state: InvitationState): string => {
    switch (state.kind) {
      case 'invited':
        return 'invited';
      case 'already_member':
        return state.member.status.kind === 'pending' ? 'invited before' : 'already a member';
      case 'failed':
        return 'not invited';
      case 'unknown':
        return 'unclear';
      case 'cancelled':
        return 'cancelled';
      case 'waiting':
        return 'not sent yet';
    }
  },
  statusPlain: (status: InviteStatus | { kind: 'removed' }): string => {
    switch (status.kind) {
      case 'other':
        return status.word;
      case 'unstated':
        return '';
      default:
        return status.kind;
    }
  },
  whyPlain: (state: InvitationState): string =>
    state.kind === 'failed' || state.kind === 'unknown' ? whyAndRemedyPlain(state.failure) : '',
  below: (organization: string, total: number) =>
    `The file below says how each of ${invites(total)} to ${bold(organization)} went.`,
  notGranted: (total: number, command: string) =>
    `I could send you a CSV file that says how each of ${invites(total)} went; \`${command} help\` says what I need for that.`,
  notSent: "I couldn't send you the CSV file that says how each of them went.",
  /** Behind a message that speaks of the file below it. */
  notBelow: "I couldn't send you that file.",
  perhapsNotBelow:
    'Slack broke off before it told me whether that file is here, so it may be missing.',
} as const;
