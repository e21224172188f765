import type { Logger } from 'pino';
import { packed } from '../formats/packed-text.ts';
import { type CsvRow, csvOf } from '../formats/write-csv.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { MessengerOf } from '../slack/messenger-of.ts';
import type { Export, ExportEnd } from '../usecases/ports/exports.ts';
import type { WorkTracker } from '../utils/track-work.ts';
import type { Message } from '../views/message.ts';
import { exports as defaults } from './limits.ts';

/** Rows of all that there are, from 1 on; `total` once that is known. */
type Part = { from: number; to: number; total: number | undefined };

/** What the files hold, and what is said of them. */
export type FileWords<Row> = {
  headings: CsvRow;
  rowOf: (row: Row) => CsvRow;
  /** Of a file and of its title in the conversation. */
  name: (part: Part) => string;
  title: (part: Part) => string;
  /** Above a file. */
  above: (part: Part) => Message;
  /** In place of what is still missing. */
  ended: (
    why: Exclude<ExportEnd['outcome'], 'done'>,
    got: { rows: number; total: number | undefined },
  ) => Message;
};

export type SendFiles = ReturnType<typeof createSendFiles>;

/**
 * Sends people CSV files by direct message, in this process alone: they are read and sent piece by piece, so a process that took them over
 * could only begin anew, and the person would have some of it twice. Who waits when the process is told to stop is told so.
 */
export function createSendFiles(deps: {
  messengerOf: MessengerOf;
  work: WorkTracker;
  log: Logger;
  limits?: Partial<Record<keyof typeof defaults, number>>;
}) {
  const { messengerOf, work, log } = deps;
  const limits = { ...defaults, ...deps.limits };
  const underWay = new Set<string>();
  const stopping = new AbortController();

  async function send<Row>(wanted: Export<Row>, words: FileWords<Row>): Promise<void> {
    const messenger = await messengerOf(wanted.workspace);
    const end = await sendAll(wanted, words, messenger);
    const about = { workspace: wanted.workspace, user: wanted.userId, ...end };
    if (end.outcome === 'done') log.info(about, 'export sent');
    else {
      if (end.outcome === 'nothing') log.info(about, 'nothing to export');
      else log.warn(about, 'export broke off');
      const said = words.ended(end.outcome, { rows: end.rows, total: wanted.total });
      await messenger?.tell({ userId: wanted.userId }, said);
    }
    await wanted.onEnd(end);
  }

  async function sendAll<Row>(
    { userId, total, pages, onBegin, mayStill }: Export<Row>,
    words: FileWords<Row>,
    messenger: Messenger | undefined,
  ): Promise<ExportEnd> {
    let sent = 0;
    let known = total;
    const ended = (outcome: ExportEnd['outcome']): ExportEnd => ({ outcome, rows: sent });
    const rows = pages[Symbol.asyncIterator]();
    try {
      if (!messenger) return ended('not_sent');
      await onBegin();
      while (known === undefined || sent < known) {
        let taken = 0;
        async function* file() {
          while (taken <= limits.rowsPerFile - limits.rowsPerPage) {
            stopping.signal.throwIfAborted();
            const page = await rows.next();
            if (page.done) {
              known ??= sent + taken;
              return;
            }
            taken += page.value.length;
            yield page.value.map(words.rowOf);
          }
        }
        const content = await packed(csvOf(words.headings, file()));
        // There were no more, or old ones have been removed meanwhile.
        if (taken === 0) break;
        const part = { from: sent + 1, to: sent + taken, total: known };
        if (!(await mayStill())) return ended('not_allowed');
        const uploaded = await messenger.upload(
          { name: words.name(part), title: words.title(part), content },
          AbortSignal.any([stopping.signal, AbortSignal.timeout(limits.uploadWithin)]),
        );
        stopping.signal.throwIfAborted();
        if (typeof uploaded === 'string') return ended(uploaded);
        const told = await messenger.tellWithFile(userId, words.above(part), uploaded);
        if (told !== 'sent') return ended('not_sent');
        sent += taken;
      }
      return ended(sent === 0 ? 'nothing' : 'done');
    } catch (error) {
      if (stopping.signal.aborted) return ended('interrupted');
      log.error({ err: error }, 'export failed');
      return ended('failed');
    } finally {
      await rows.return?.();
    }
  }

  return {
    /** Begins, unless an export of the same person is under way, or many others. */
    start: <Row>(wanted: Export<Row>, words: FileWords<Row>): 'started' | 'busy' => {
      const key = `${wanted.workspace.teamId} ${wanted.userId}`;
      if (underWay.has(key) || underWay.size >= limits.atOnce || stopping.signal.aborted) {
        return 'busy';
      }
      underWay.add(key);
      const ended = send(wanted, words)
        .catch((error) => log.error({ err: error }, 'end of an export not told or recorded'))
        .finally(() => underWay.delete(key));
      void work.follow(ended);
      return 'started';
    },

    /** Ends what is under way, and tells who waits for it. */
    stop: async (): Promise<void> => {
      stopping.abort();
      await work.untilIdle();
    },
  };
}
