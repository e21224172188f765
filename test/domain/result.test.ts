import { describe, expect, it } from 'vitest';
import { err, ok } from '../../src/domain/result.ts';

describe('a result', () => {
  it('is a success with its value, even one that is empty', () => {
    expect(ok('done')).toStrictEqual({ ok: true, value: 'done' });
    expect(ok(undefined)).toStrictEqual({ ok: true, value: undefined });
  });

  it('is a failure with its error', () => {
    expect(err('unavailable')).toStrictEqual({ ok: false, error: 'unavailable' });
  });
});
