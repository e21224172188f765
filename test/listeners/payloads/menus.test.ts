import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { menuQuerySchema } from '../../../src/listeners/payloads/menus.ts';

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/slack/block-suggestion.json', import.meta.url), 'utf8'),
);

describe('a search in a menu', () => {
  it('is read', () => {
    expect(menuQuerySchema.parse(fixture)).toEqual({
      userId: 'U0ALICE001',
      query: 'edi',
    });
  });

  it.each([null, undefined, ''])('asks for all where it is %j', (value) => {
    expect(menuQuerySchema.parse({ user: { id: 'U1' }, value }).query).toBe('');
  });

  it('is refused without its sender', () => {
    expect(menuQuerySchema.safeParse({ value: 'x' }).success).toBe(false);
  });
});
