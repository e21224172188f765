import type { RecordedEntry } from '../domain/audit.ts';
import { recordHeadings, recordRow } from '../formats/record-csv.ts';
import type { SendRecord } from '../usecases/ports/exports.ts';
import { recordAbove, recordEnded, recordFile } from '../views/record-messages.ts';
import type { FileWords, SendFiles } from './send-files.ts';

/** Sends the record of a workspace as CSV files. */
export const createSendRecord =
  ({ start }: Pick<SendFiles, 'start'>, now: () => number): SendRecord =>
  (wanted) => {
    const at = now();
    const words: FileWords<RecordedEntry> = {
      headings: recordHeadings,
      rowOf: recordRow,
      ...recordFile(at),
      above: recordAbove,
      ended: (why, got) => recordEnded(wanted.workspace.teamId, why, got),
    };
    return start(wanted, words);
  };
