import { exportDenial, records as text } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';

type Part = Parameters<typeof text.above>[0];

/** What files with the record are called; `at` in epoch milliseconds. */
export const recordFile = (at: number) => ({
  name: (part: Part): string => text.namePlain(at, part),
  title: (part: Part): string => text.titlePlain(part),
});

/** Above a file with a part of the record. */
export const recordAbove = (part: Part): Message => textMessage([text.above(part)]);

/** For whoever did not get all of the record. */
export const recordEnded = (...[workspace, why, got]: Parameters<typeof text.ended>): Message =>
  textMessage([text.ended(workspace, why, got)]);

/** What came of asking for the record. */
export const recordAnswer = (
  answer: { kind: 'started'; entries: number } | { kind: 'busy' | 'nothing' },
): Message => textMessage([text.answer(answer)]);

/** For whoever asks for the record where files can't be sent. */
export const recordNotGranted = (workspace: string): Message =>
  textMessage([text.notGranted(workspace)]);

/** For whoever may not have the record. */
export const recordDenial = (...why: Parameters<typeof exportDenial>): Message =>
  textMessage([exportDenial(...why)]);
