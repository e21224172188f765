import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../src/piper/retry-after.ts';

const now = Date.parse('2026-11-24T10:32:00Z');

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['Tue, 24 Nov 2026 10:32:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 10:31:00 GMT', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Tuesday, 24-Nov-26 10:32:30 GMT', 30_000],
    ['Tue Nov 24 10:32:30 2026 GMT', 30_000],
  ])('%j is %d milliseconds', (header, milliseconds) => {
    expect(parseRetryAfter(header, now)).toBe(milliseconds);
  });

  it.each([
    undefined,
    '',
    ' ',
    '-5',
    '1.5',
    '1e3',
    '0x10',
    '5 seconds',
    'soon',
    'NaN',
    'Infinity',
    '99999999999999999999',
    '24.11.2026',
    '1, 2',
  ])('%j tells nothing', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });

  it('never asks for a time before now, nor for none that is a number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date().map(String)), (header) => {
        const wait = parseRetryAfter(header, now) ?? 0;
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(wait)).toBe(true);
      }),
    );
  });
});
