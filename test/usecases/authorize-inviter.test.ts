import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import { createAuthorizeInviter } from '../../src/usecases/authorize-inviter.ts';
import type { People } from '../../src/usecases/ports.ts';
import { person } from '../helpers/builders.ts';

function policyFor(found: Person | 'unknown' | 'unavailable', inviters: string[] = []) {
  const people: People = {
    find: async () => (typeof found === 'string' ? err(found) : ok(found)),
    remembered: () => (typeof found === 'string' ? undefined : found),
  };
  return createAuthorizeInviter({ people, inviters: new Set(inviters) });
}

describe('somebody who wants to invite', () => {
  it('may where Slack calls them an admin', async () => {
    expect(await policyFor(person({ isAdmin: true })).ask('UGRACE')).toEqual({ allowed: true });
  });

  it('may where they were chosen', async () => {
    expect(await policyFor(person(), ['UGRACE']).ask('UGRACE')).toEqual({ allowed: true });
  });

  it('may not otherwise, and hears why', async () => {
    expect(await policyFor(person()).ask('UGRACE')).toEqual({
      allowed: false,
      reason: 'not_chosen',
    });
    expect(await policyFor(person({ isGuest: true }), ['UGRACE']).ask('UGRACE')).toEqual({
      allowed: false,
      reason: 'guest',
    });
  });

  it('may not where Slack does not know them: they are from elsewhere', async () => {
    expect(await policyFor('unknown', ['UGRACE']).ask('UGRACE')).toEqual({
      allowed: false,
      reason: 'external',
    });
  });

  it('may not where Slack cannot tell who they are, even if chosen', async () => {
    expect(await policyFor('unavailable', ['UGRACE']).ask('UGRACE')).toEqual({
      allowed: false,
      reason: 'unidentified',
    });
  });

  it('is judged from memory only where they are remembered', () => {
    expect(policyFor(person({ isAdmin: true })).remembered('UGRACE')).toEqual({ allowed: true });
    expect(policyFor(person()).remembered('UGRACE')).toEqual({
      allowed: false,
      reason: 'not_chosen',
    });
    expect(policyFor('unavailable', ['UGRACE']).remembered('UGRACE')).toBeUndefined();
  });
});
