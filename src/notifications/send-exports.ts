import type { RecordedEntry } from '../domain/audit.ts';
import type { HistoryEntry } from '../domain/history.ts';
import { recordHeadings, recordRow } from '../formats/record-csv.ts';
import type { SendHistory, SendRecord } from '../usecases/ports/exports.ts';
import { historyAbove, historyEnded, historyFile } from '../views/history-file.ts';
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

/** Sends invites that were searched for in the same way. */
export const createSendHistory =
  ({ start }: Pick<SendFiles, 'start'>, now: () => number): SendHistory =>
  ({ organization, ...wanted }) => {
    const words: FileWords<HistoryEntry> = {
      ...historyFile(organization, now()),
      above: (part) => historyAbove(organization, part),
      ended: (why, { rows }) => historyEnded(wanted.workspace.teamId, organization, why, rows),
    };
    return start(wanted, words);
  };
