import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarded, unguarded } from '../../src/utils/formula-guard.ts';

describe('a cell that a spreadsheet would run', () => {
  it.each(['=1+1', '+Admin', '-1', '@SUM(1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠a'])(
    'is guarded: %j',
    (cell) => {
      expect(guarded(cell)).toBe(`'${cell}`);
      expect(unguarded(`'${cell}`)).toBe(cell);
    },
  );

  it.each(['Editor', 'a=1', "'quoted'", "O'Brien", "'", ''])('is not %j', (cell) => {
    expect(guarded(cell)).toBe(cell);
    expect(unguarded(cell)).toBe(cell);
  });

  it('is itself again without the guard, whatever it is', () => {
    const cell = fc.array(fc.constantFrom("'", '=', '+', 'a', ' ')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(cell, (text) => {
        expect(unguarded(guarded(text))).toBe(text);
      }),
    );
  });
});
