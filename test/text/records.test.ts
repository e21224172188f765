import { describe, expect, it } from 'vitest';
import { exportDenial, records } from '../../src/text/index.ts';
import { everyDenialReason } from '../helpers/builders.ts';
import { describeSentences } from '../helpers/sentences.ts';

const whole = { from: 1, to: 12_345, total: 12_345 };
const first = { from: 1, to: 100_000, total: 250_000 };
const last = { from: 200_001, to: 250_000, total: 250_000 };
const reasons = ['not_granted', 'not_allowed', 'not_sent', 'interrupted', 'failed'] as const;

describeSentences([
  ['begun', records.answer({ kind: 'started', entries: 12_345 })],
  ['begun with one entry', records.answer({ kind: 'started', entries: 1 })],
  ['busy', records.answer({ kind: 'busy' })],
  ['nothing', records.answer({ kind: 'nothing' })],
  ['no file granted', records.notGranted('T1')],
  ...[whole, first, last].map((part): [string, string] => [
    `above ${part.from} to ${part.to}`,
    records.above(part),
  ]),
  ...reasons.flatMap((why) =>
    [0, 100_000].map((rows): [string, string] => [
      `ended after ${rows}: ${why}`,
      records.ended('T1', why, { rows, total: 250_000 }),
    ]),
  ),
  ...everyDenialReason.flatMap((reason): [string, string][] => [
    [`denied: ${reason}`, exportDenial(reason, ['U1'], 'workspace')],
    [`denied in an Enterprise organization: ${reason}`, exportDenial(reason, [], 'enterprise')],
  ]),
]);

describe('the record as a file', () => {
  const at = Date.parse('2026-11-26T10:00:00Z');

  it('is named after the day, and a part of it after its first entry', () => {
    expect([whole, first, last].map((part) => records.namePlain(at, part))).toEqual([
      'piper-invite-record-2026-11-26.csv',
      'piper-invite-record-2026-11-26-1.csv',
      'piper-invite-record-2026-11-26-200001.csv',
    ]);
    expect([whole, last].map((part) => records.titlePlain(part))).toEqual([
      'Record',
      'Record, entries 200,001 to 250,000',
    ]);
  });

  it('says which part it is, and whether another one follows', () => {
    expect(records.above(first)).toBe(
      'The file below has entries 1 to 100,000 of 250,000 in the record of this workspace. The next file follows.',
    );
    expect(records.above(last)).toMatch(/ It is the last one\.$/);
  });

  it('says how much of it there is where it broke off', () => {
    expect(records.ended('T1', 'interrupted', { rows: 100_000, total: 250_000 })).toBe(
      'The export of the record ended after 100,000 of 250,000 entries, since I am being restarted. Ask for it again in a few minutes.',
    );
  });
});
