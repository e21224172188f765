import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { Person } from '../../src/domain/person.ts';
import { mayChangeRoles } from '../../src/domain/policy.ts';
import { connection, person } from '../helpers/builders.ts';

const settings: ConnectionSettings = { whoMayInvite: { kind: 'members' }, domains: [] };
const named: ConnectionSettings = {
  ...settings,
  roleChangers: { userIds: ['UBOB'], userGroupIds: ['SHR', 'SIT'] },
};
const ask = (who: Person, groups: string[] = [], about = named, admins: string[] = []) =>
  mayChangeRoles(who, connection({ settings: about }), new Set(admins), new Set(groups));

describe('who may change roles', () => {
  it('are those whom the settings name, or one of their groups', () => {
    expect(ask(person({ id: 'UBOB' }))).toEqual({ allowed: true });
    expect(ask(person({ id: 'UCAROL' }), ['SIT', 'SOTHER'])).toEqual({ allowed: true });
  });

  it('is nobody else, whoever may invite', () => {
    const no = { allowed: false, reason: 'not_chosen' };
    expect(ask(person({ id: 'UCAROL' }))).toEqual(no);
    expect(ask(person({ id: 'UCAROL' }), ['SOTHER'])).toEqual(no);
    expect(ask(person({ id: 'UBOB' }), ['SHR'], settings)).toEqual(no);
  });

  it('are admins of the workspace and invite admins besides, named or not', () => {
    expect(ask(person({ id: 'UCAROL', isAdmin: true }))).toEqual({ allowed: true });
    expect(ask(person({ id: 'UCAROL' }), [], settings, ['UCAROL'])).toEqual({ allowed: true });
  });

  it('is nobody who may do nothing at all, even if the settings name them', () => {
    expect(ask(person({ id: 'UBOB', isDeactivated: true }))).toMatchObject({ allowed: false });
  });
});
