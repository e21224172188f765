import { describe, expect, it } from 'vitest';
import { whyNever } from '../../src/domain/person.ts';
import { person } from '../helpers/builders.ts';

describe('a person', () => {
  it.each([
    ['bot', { isBot: true }],
    ['deactivated', { isDeactivated: true }],
    ['external', { isExternal: true }],
    ['guest', { isGuest: true }],
  ])('has no part in inviting as a %s, even as an admin', (reason, about) => {
    expect(whyNever(person(about))).toBe(reason);
    expect(whyNever(person({ ...about, isAdmin: true, isOrgAdmin: true }))).toBe(reason);
  });

  it('has a part in it as a full member, with or without an address', () => {
    expect(whyNever(person())).toBeUndefined();
    const { address: _, ...unreachable } = person();
    expect(whyNever(unreachable)).toBeUndefined();
  });

  it('is told the reason that lasts longest where there are several', () => {
    const everything = { isBot: true, isDeactivated: true, isExternal: true, isGuest: true };
    expect(whyNever(person(everything))).toBe('bot');
    expect(whyNever(person({ ...everything, isBot: false }))).toBe('deactivated');
    expect(whyNever(person({ isExternal: true, isGuest: true }))).toBe('external');
  });
});
