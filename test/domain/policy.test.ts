import { describe, expect, it } from 'vitest';
import { mayInvite } from '../../src/domain/policy.ts';
import { person } from '../helpers/builders.ts';

const nobody = new Set<string>();
const chosen = new Set(['UGRACE']);

describe('an admin or owner', () => {
  it('may invite', () => {
    expect(mayInvite(person({ isAdmin: true }), nobody)).toEqual({ allowed: true });
  });
});

describe('a full member', () => {
  it('may invite where chosen', () => {
    expect(mayInvite(person(), chosen)).toEqual({ allowed: true });
  });

  it('may not invite otherwise', () => {
    expect(mayInvite(person(), nobody)).toEqual({ allowed: false, reason: 'not_chosen' });
    expect(mayInvite(person({ id: 'UGRACE2' }), chosen)).toEqual({
      allowed: false,
      reason: 'not_chosen',
    });
    expect(mayInvite(person({ id: 'ugrace' }), chosen)).toEqual({
      allowed: false,
      reason: 'not_chosen',
    });
  });
});

describe.each([
  ['a bot', { isBot: true }, 'bot'],
  ['somebody deactivated', { isDeactivated: true }, 'deactivated'],
  ['somebody from another workspace', { isExternal: true }, 'external'],
  ['a guest', { isGuest: true }, 'guest'],
] as const)('%s', (_, about, reason) => {
  it.each([
    ['not chosen', {}, nobody],
    ['chosen', {}, chosen],
    ['called an admin', { isAdmin: true }, nobody],
    ['chosen and called an admin', { isAdmin: true }, chosen],
  ])('may not invite, %s', (_case, more, inviters) => {
    expect(mayInvite(person({ ...about, ...more }), inviters)).toEqual({ allowed: false, reason });
  });
});
