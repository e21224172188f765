import { type ExportEnded, exports, type Part } from './exports.ts';
import { bold } from './mrkdwn.ts';
import { invites, shownNumber } from './words.ts';

/** The CSV files with invites that were searched for, and what is said of them. */
export const historyFile = {
  /**
   * The invite form reads the first three. The fourth is not called state, or the form would leave out who was removed from Piper, as it
   * does with a directory's former members.
   */
  columnsPlain: [
    'email',
    'role',
    'name',
    'result',
    'invite status',
    'invited at',
    'invited by',
    'workspace',
    'joined at',
    'removed at',
    'role in Piper',
    'why',
    'reference',
  ],
  namePlain: (at: number, part: Part) => exports.namePlain('history', at, part),
  titlePlain: (organization: string, part: Part) =>
    `Invites to ${organization}${exports.isWhole(part) ? '' : `, ${exports.range(part)}`}`,
  answer: (organization: string, answer: 'started' | 'busy') =>
    answer === 'busy'
      ? exports.busy('the invites')
      : `All invites to ${bold(organization)} that you searched for come to you in a direct message, as CSV.`,
  above: (organization: string, part: Part) =>
    exports.isWhole(part)
      ? `The file below has the invites to ${bold(organization)} that you searched for, the newest first: ${shownNumber(part.to)}.`
      : `The file below has ${exports.range(part)} of the invites to ${bold(organization)} that you searched for, the newest first. ${exports.next(part)}`,
  notGranted: (workspace: string) =>
    exports.notGranted(
      `everything about this workspace with \`npm start -- export --workspace ${workspace}\``,
    ),
  ended: (workspace: string, organization: string, why: ExportEnded, rows: number): string => {
    if (why === 'not_granted') return historyFile.notGranted(workspace);
    if (why === 'nothing') {
      return `There is no such invite to ${bold(organization)}, so there is nothing to export.`;
    }
    return exports.ended(
      rows === 0
        ? `The search among the invites to ${bold(organization)} is not exported`
        : `The export of your search ended after ${invites(rows)} to ${bold(organization)}`,
      why,
    );
  },
} as const;
