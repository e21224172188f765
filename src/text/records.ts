import { shownNumber } from './words.ts';

/** Rows of all that there are, from 1 on. */
type Part = { from: number; to: number; total: number };

const isWhole = ({ from, to, total }: Part): boolean => from === 1 && to === total;

/** Exporting the record of a workspace, by direct message. */
export const records = {
  namePlain: (at: number, part: Part) =>
    `piper-invite-record-${new Date(at).toISOString().slice(0, 10)}${isWhole(part) ? '' : `-${part.from}`}.csv`,
  titlePlain: (part: Part) =>
    isWhole(part)
      ? 'Record'
      : `Record, entries ${shownNumber(part.from)} to ${shownNumber(part.to)}`,
  answer: (answer: { kind: 'started'; entries: number } | { kind: 'busy' | 'nothing' }) => {
    switch (answer.kind) {
      case 'started':
        return `The record of this workspace comes to you in a direct message, as CSV: ${shownNumber(answer.entries)} ${answer.entries === 1 ? 'entry' : 'entries'}.`;
      case 'busy':
        return 'An export is still under way. Ask for the record again in a few minutes.';
      case 'nothing':
        return 'Nothing is in the record of this workspace yet, so there is nothing to export.';
    }
  },
  above: (part: Part) => {
    if (isWhole(part)) {
      return 'The file below is the record of this workspace: who did what, until you asked for it.';
    }
    const range = `entries ${shownNumber(part.from)} to ${shownNumber(part.to)} of ${shownNumber(part.total)}`;
    return `The file below has ${range} in the record of this workspace. ${part.to < part.total ? 'The next file follows.' : 'It is the last one.'}`;
  },
  notGranted: (workspace: string) =>
    `I can't send files here, so nothing was exported. Whoever runs the app can give it \`files:write\` in Slack and install it again, or export the record with \`npm start -- export --workspace ${workspace} --record FILE\`.`,
  ended: (
    workspace: string,
    why: 'not_granted' | 'not_allowed' | 'not_sent' | 'interrupted' | 'failed',
    { rows, total }: { rows: number; total: number },
  ): string => {
    const what =
      rows === 0
        ? 'The record of this workspace is not exported'
        : `The export of the record ended after ${shownNumber(rows)} of ${shownNumber(total)} entries`;
    switch (why) {
      case 'not_granted':
        return records.notGranted(workspace);
      case 'not_allowed':
        return `${what}, since you may no longer have it. Ask a workspace admin.`;
      case 'not_sent':
        return `${what}: Slack didn't take the file. Ask for it again in a few minutes.`;
      case 'interrupted':
        return `${what}, since I am being restarted. Ask for it again in a few minutes.`;
      case 'failed':
        return `${what}: something went wrong on our side. Ask for it again, or tell whoever runs the app, whose log has the reason.`;
    }
  },
} as const;
