import { describe, expect, it } from 'vitest';
import { beginningOfAddress } from '../../src/domain/address.ts';
import { historyFiltersOf } from '../../src/domain/history.ts';
import { err, ok } from '../../src/domain/result.ts';

describe('the beginning of an address', () => {
  it.each([
    [' Ada ', 'ada'],
    ['ADA@Example.', 'ada@example.'],
    ['ada@', 'ada@'],
    ['100%_sure', '100%_sure'],
    ['Zoë@BÜCHER.example', 'zoë@xn--bcher-kva.example'],
    ['', undefined],
    ['Ada Lovelace', undefined],
    ['@acme.example', undefined],
    ['a@b@c', undefined],
    ['ada@bü', undefined],
    ['ada,max', undefined],
    ['a'.repeat(255), undefined],
  ])('of %j is %j', (typed, begins) => {
    expect(beginningOfAddress(typed)).toBe(begins);
  });
});

describe('what is searched for', () => {
  const day = { address: '', from: '2026-05-03', to: '2026-05-03' };

  it('is from the beginning of the first day to the end of the last, where the person is', () => {
    const hour = 3_600_000;
    const midnight = Date.parse('2026-05-03T00:00Z');
    expect(historyFiltersOf(day, 2 * 3_600)).toEqual(
      ok({ from: midnight - 2 * hour, until: midnight + 22 * hour }),
    );
    expect(historyFiltersOf({ ...day, from: undefined }, 0)).toEqual(
      ok({ until: midnight + 24 * hour }),
    );
    expect(historyFiltersOf({ address: '', state: 'joined' }, 0)).toEqual(ok({ state: 'joined' }));
  });

  it('can be nothing that makes no sense', () => {
    expect(historyFiltersOf({ address: 'a b', from: '2026-05-04', to: '2026-05-03' }, 0)).toEqual(
      err(['address', 'to']),
    );
  });
});
