import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { createSendFiles, type FileWords } from '../../src/notifications/send-files.ts';
import type { Export, ExportEnd } from '../../src/usecases/ports/exports.ts';
import { trackWork } from '../../src/utils/track-work.ts';
import { textMessage } from '../../src/views/message.ts';
import type { TextFile } from '../../src/views/result-file.ts';
import { eventually } from '../helpers/eventually.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { scriptedMessenger } from '../helpers/scripted-messenger.ts';

const pageSize = 1_000;

const words: FileWords<number> = {
  headings: ['number'],
  rowOf: (row) => [`${row}`],
  name: ({ from }) => `${from}.csv`,
  title: ({ from, to }) => `${from} to ${to}`,
  above: ({ from, to, total = 'as many as there are' }) =>
    textMessage([`${from} to ${to} of ${total}`]),
  ended: (why, { rows, total }) => textMessage([`${why} after ${rows} of ${total}`]),
};

/** Files of two thousand rows at most, for people who ask for as many rows as they say. */
function setUp() {
  const { slack, heard, messengerOf } = scriptedMessenger();
  const files: { file: TextFile; rows: number[] }[] = [];
  const ends: ExportEnd[] = [];
  const counts = { read: 0, closed: 0, begun: 0 };
  /** What a test has happen while Slack takes a file. */
  const on = { upload: async (_signal: AbortSignal | undefined): Promise<void> => {} };
  slack.upload = () => ({ id: 'F1', title: 't' });
  const kept = keptLog();
  const sender = createSendFiles({
    messengerOf: async () => {
      const messenger = await messengerOf();
      return (
        messenger && {
          ...messenger,
          upload: async (file, signal) => {
            await on.upload(signal);
            files.push({ file, rows: await numbersIn(file) });
            return messenger.upload(file);
          },
        }
      );
    },
    work: trackWork(),
    log: kept.log,
    limits: { rowsPerFile: 2 * pageSize, atOnce: 2 },
  });
  async function* pages(total: number) {
    try {
      for (let from = 1; from <= total; from += pageSize) {
        counts.read += 1;
        yield Array.from({ length: Math.min(pageSize, total - from + 1) }, (_, at) => from + at);
      }
    } finally {
      counts.closed += 1;
    }
  }
  const start = (total: number, about: Partial<Export<number>> = {}) =>
    sender.start(
      {
        workspace: { teamId: 'T1' },
        userId: 'UALICE',
        total,
        pages: pages(total),
        mayStill: async () => true,
        onBegin: async () => {
          counts.begun += 1;
        },
        onEnd: async (end) => {
          ends.push(end);
        },
        ...about,
      },
      words,
    );
  const ended = (count = 1) => eventually(() => expect(ends).toHaveLength(count));
  return { ...kept, slack, heard, files, ends, counts, on, sender, start, ended };
}

async function* broken() {
  yield [1];
  throw new Error('no database');
}

async function numbersIn({ content }: TextFile): Promise<number[]> {
  if (typeof content === 'string') throw new Error('the file is not in parts');
  const parts: Uint8Array[] = [];
  for await (const part of content.parts()) parts.push(part);
  const text = Buffer.concat(parts);
  expect(text.length).toBe(content.bytes);
  const rows: { number: string }[] = parse(text, { bom: true, columns: true });
  return rows.map(({ number }) => Number(number));
}

describe('rows that somebody asked for', () => {
  it('come in as many files as they need, each with all of its rows and what it holds', async () => {
    const { start, ended, files, heard, ends, counts } = setUp();
    expect(start(4_500)).toBe('started');
    await ended();
    expect(files.map(({ rows }) => [rows[0], rows.length])).toEqual([
      [1, 2_000],
      [2_001, 2_000],
      [4_001, 500],
    ]);
    expect(files.map(({ file }) => [file.name, file.title])).toEqual([
      ['1.csv', '1 to 2000'],
      ['2001.csv', '2001 to 4000'],
      ['4001.csv', '4001 to 4500'],
    ]);
    expect(heard.map(({ how, to, text }) => [how, to, text])).toEqual([
      ['tellWithFile', 'UALICE', '1 to 2000 of 4500'],
      ['tellWithFile', 'UALICE', '2001 to 4000 of 4500'],
      ['tellWithFile', 'UALICE', '4001 to 4500 of 4500'],
    ]);
    expect(ends).toEqual([{ outcome: 'done', rows: 4_500 }]);
    expect(counts).toEqual({ read: 5, closed: 1, begun: 1 });
  });

  it('come up to the last one where nobody knows how many there are, also behind looks that found none', async () => {
    const { start, ended, files, heard, ends } = setUp();
    async function* pages(...sizes: number[]) {
      for (const size of sizes) yield Array.from({ length: size }, (_, at) => at);
    }
    start(0, { total: undefined, pages: pages(0, 1_000, 0, 999, 7, 0) });
    await ended(1);
    start(0, { total: undefined, pages: pages(1_000, 1_000) });
    await ended(2);
    expect(files.map(({ rows }) => rows.length)).toEqual([1_999, 7, 2_000]);
    expect(heard.map(({ text }) => text)).toEqual([
      '1 to 1999 of as many as there are',
      '2000 to 2006 of 2006',
      '1 to 2000 of as many as there are',
    ]);
    start(0, { total: undefined, pages: pages(0, 0) });
    await ended(3);
    expect(heard.at(-1)?.text).toBe('nothing after 0 of undefined');
    expect(ends).toEqual([
      { outcome: 'done', rows: 2_006 },
      { outcome: 'done', rows: 2_000 },
      { outcome: 'nothing', rows: 0 },
    ]);
  });

  it('are read only as far as they were sent, however slow Slack is', async () => {
    const { start, ended, counts, on } = setUp();
    const readAtUpload: number[] = [];
    on.upload = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      readAtUpload.push(counts.read);
    };
    start(6_000);
    await ended();
    expect(readAtUpload).toEqual([2, 4, 6]);
  });

  it('come once at a time to a person, and to few people at once', async () => {
    const { start, ended, on } = setUp();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    on.upload = () => held;
    expect(start(1)).toBe('started');
    expect(start(1)).toBe('busy');
    expect(start(1, { workspace: { teamId: 'T2' } })).toBe('started');
    expect(start(1, { userId: 'UBOB' })).toBe('busy');
    release();
    await ended(2);
    await eventually(() => expect(start(1)).toBe('started'));
    await ended(3);
  });

  it('are asked for again after the process was told to stop, of which the person hears', async () => {
    const { start, ends, heard, on, sender, counts } = setUp();
    on.upload = async (signal) => {
      signal?.throwIfAborted();
      if (counts.read === 4)
        await new Promise((_, reject) => signal?.addEventListener('abort', reject));
    };
    start(9_000);
    await eventually(() => expect(counts.read).toBe(4));
    await sender.stop();
    expect(ends).toEqual([{ outcome: 'interrupted', rows: 2_000 }]);
    expect(heard.at(-1)).toMatchObject({
      how: 'tell',
      to: { userId: 'UALICE' },
      text: 'interrupted after 2000 of 9000',
    });
    expect(counts.closed).toBe(1);
    expect(start(1)).toBe('busy');
  });

  it.each<
    [string, ExportEnd['outcome'], (given: ReturnType<typeof setUp>) => Partial<Export<number>>]
  >([
    ['the person may no longer have them', 'not_allowed', () => ({ mayStill: async () => false })],
    [
      'the app may not send files',
      'not_granted',
      ({ slack }) => {
        slack.upload = () => 'not_granted';
        return {};
      },
    ],
    [
      'Slack does not take a file',
      'not_sent',
      ({ slack }) => {
        slack.upload = () => 'not_sent';
        return {};
      },
    ],
    [
      'Slack does not show the file',
      'not_sent',
      ({ slack }) => {
        slack.tellWithFile = () => 'without_file';
        return {};
      },
    ],
    ['they can not be read', 'failed', () => ({ pages: broken() })],
    [
      'it can not be recorded first',
      'failed',
      () => ({
        onBegin: async () => {
          throw new Error('no database');
        },
      }),
    ],
  ])('do not come where %s, and the person hears it', async (_, outcome, change) => {
    const given = setUp();
    given.start(5_000, change(given));
    await given.ended();
    expect(given.ends).toEqual([{ outcome, rows: 0 }]);
    expect(given.heard.at(-1)).toMatchObject({ how: 'tell', text: `${outcome} after 0 of 5000` });
  });

  it('end without a word where the app is not installed any more', async () => {
    const { slack, start, ended, ends, heard, counts } = setUp();
    slack.isInstalled = () => false;
    start(1);
    await ended();
    expect(ends).toEqual([{ outcome: 'not_sent', rows: 0 }]);
    expect([heard, counts.read]).toEqual([[], 0]);
  });
});
