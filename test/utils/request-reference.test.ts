import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  createReference,
  currentReference,
  withReference,
} from '../../src/utils/request-reference.ts';

describe('a reference', () => {
  it('is six letters and digits that nobody mixes up', () => {
    const references = Array.from({ length: 500 }, createReference);
    for (const reference of references) expect(reference).toMatch(/^[2-9a-hjkmnp-z]{6}$/);
    expect(new Set(references).size).toBeGreaterThan(495);
  });

  it('is known to everything that is started under it', async () => {
    const seen = await withReference('7f3k2q', async () => {
      await setImmediate();
      return currentReference();
    });
    expect(seen).toBe('7f3k2q');
  });

  it('is not mixed up between requests at the same time', async () => {
    const ask = (reference: string) =>
      withReference(reference, async () => {
        await setImmediate();
        return currentReference();
      });
    expect(await Promise.all([ask('aaaaaa'), ask('bbbbbb')])).toEqual(['aaaaaa', 'bbbbbb']);
  });

  it('is absent outside of a request', () => {
    withReference('7f3k2q', () => undefined);
    expect(currentReference()).toBeUndefined();
  });
});
