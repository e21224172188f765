import { describe, expect, it } from 'vitest';
import { historyFile } from '../../src/text/index.ts';
import { describeSentences } from '../helpers/sentences.ts';

const whole = { from: 1, to: 12_345, total: 12_345 };
const first = { from: 1, to: 99_800 };
const last = { from: 99_801, to: 120_000, total: 120_000 };
const reasons = [
  'nothing',
  'not_granted',
  'not_allowed',
  'not_sent',
  'interrupted',
  'failed',
] as const;

describeSentences([
  ['begun', historyFile.answer('Acme', 'started')],
  ['busy', historyFile.answer('Acme', 'busy')],
  ['no file granted', historyFile.notGranted('T1')],
  ...[whole, first, last].map((part): [string, string] => [
    `above ${part.from} to ${part.to}`,
    historyFile.above('Acme', part),
  ]),
  ...reasons.flatMap((why) =>
    [0, 1, 99_800].map((rows): [string, string] => [
      `ended after ${rows}: ${why}`,
      historyFile.ended('T1', 'Acme', why, rows),
    ]),
  ),
]);

describe('the history as a file', () => {
  it('is named after the day, and a part of it after its first invite', () => {
    const at = Date.parse('2026-11-26T10:00:00Z');
    expect([whole, first, last].map((part) => historyFile.namePlain(at, part))).toEqual([
      'piper-invite-history-2026-11-26.csv',
      'piper-invite-history-2026-11-26-1.csv',
      'piper-invite-history-2026-11-26-99801.csv',
    ]);
    expect([whole, last].map((part) => historyFile.titlePlain('Acme', part))).toEqual([
      'Invites to Acme',
      'Invites to Acme, 99,801 to 120,000',
    ]);
  });

  it('says which part it is, and promises another one only where there surely is one', () => {
    expect(historyFile.above('Acme', first)).toBe(
      'The file below has 1 to 99,800 of the invites to *Acme* that you searched for, the newest first. If there are more, the next file follows.',
    );
    expect(historyFile.above('Acme', last)).toMatch(/ It is the last one\.$/);
  });
});
