import { type ExportEnded, exports, type Part } from './exports.ts';
import { shownNumber } from './words.ts';

/** Exporting the record of a workspace, by direct message. */
export const records = {
  namePlain: (at: number, part: Part) => exports.namePlain('record', at, part),
  titlePlain: (part: Part) =>
    exports.isWhole(part) ? 'Record' : `Record, entries ${exports.range(part)}`,
  answer: (answer: { kind: 'started'; entries: number } | { kind: 'busy' | 'nothing' }) => {
    switch (answer.kind) {
      case 'started':
        return `The record of this workspace comes to you in a direct message, as CSV: ${shownNumber(answer.entries)} ${answer.entries === 1 ? 'entry' : 'entries'}.`;
      case 'busy':
        return exports.busy('the record');
      case 'nothing':
        return nothing;
    }
  },
  above: (part: Part) =>
    exports.isWhole(part)
      ? 'The file below is the record of this workspace: who did what, until you asked for it.'
      : `The file below has entries ${exports.range(part)}${ofTotal(part)} in the record of this workspace. ${exports.next(part)}`,
  notGranted: (workspace: string) =>
    exports.notGranted(
      `the record with \`npm start -- export --workspace ${workspace} --record FILE\``,
    ),
  ended: (
    workspace: string,
    why: ExportEnded,
    { rows, ...of }: { rows: number; total: number | undefined },
  ): string => {
    if (why === 'nothing') return nothing;
    if (why === 'not_granted') return records.notGranted(workspace);
    return exports.ended(
      rows === 0
        ? 'The record of this workspace is not exported'
        : `The export of the record ended after ${shownNumber(rows)}${ofTotal(of)} entries`,
      why,
    );
  },
} as const;

const nothing = 'Nothing is in the record of this workspace yet, so there is nothing to export.';

const ofTotal = ({ total }: { total?: number | undefined }): string =>
  total === undefined ? '' : ` of ${shownNumber(total)}`;
