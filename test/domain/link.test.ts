import { describe, expect, it } from 'vitest';
import type { Own } from '../../src/domain/ceiling.ts';
import { findLinkable } from '../../src/domain/link.ts';
import type { Member } from '../../src/domain/organization.ts';
import { member, systemRole } from '../helpers/builders.ts';

const roles = [systemRole('Admin'), systemRole('Editor'), systemRole('Viewer')];
const editor = systemRole('Editor');
const joined = (address: string, about: Partial<Member> = {}) =>
  member(address, { status: { kind: 'joined' }, ...about });

const ada = joined('ada@example.com');
const adam = joined('adam@example.com', { roleName: 'Admin' });
const owner = joined('owner@example.com');
const pilot = joined('pilot@example.com', { roleName: 'Pilot' });
const pending = member('pending@example.com');
const { address: _, ...unnamed } = joined('x@example.com');
const members = [unnamed, adam, ada, owner, pilot, pending];

const find = (address: string, own: Own = editor, ownerUserId: string | undefined = owner.userId) =>
  findLinkable(address, own, { details: { ownerUserId }, roles, members });

describe('the member with an address to whom somebody may link others', () => {
  it('is the one who has it, however it is written, with no more rights than the linker', () => {
    expect(find('ADA@example.com')).toEqual({ ok: true, value: ada });
  });

  it.each([
    ['nobody has', 'nobody@example.com', { kind: 'no_member' }],
    ['somebody has who is yet to join', 'pending@example.com', { kind: 'not_joined' }],
    ['the owner has', 'owner@example.com', { kind: 'owner' }],
    ['somebody has who may do more', 'adam@example.com', { kind: 'above', roleName: 'Admin' }],
    [
      'somebody has whose role Piper does not tell of',
      'pilot@example.com',
      { kind: 'not_comparable', roleName: 'Pilot' },
    ],
  ])('is none where %s', (__, address, error) => {
    expect(find(address)).toEqual({ ok: false, error });
  });

  it('is none where several have it', () => {
    const twice = { details: {}, roles, members: [ada, { ...ada, userId: 'another' }] };
    expect(findLinkable('ada@example.com', 'owner', twice)).toEqual({
      ok: false,
      error: { kind: 'several' },
    });
  });

  it('is none where Piper does not tell who the owner is, since it may be them', () => {
    expect(findLinkable('ada@example.com', editor, { details: {}, roles, members })).toEqual({
      ok: false,
      error: { kind: 'owner_unknown' },
    });
  });

  it('is anybody who has joined, for the owner', () => {
    for (const each of [ada, adam, owner, pilot]) {
      expect(find(each.address ?? '', 'owner')).toEqual({ ok: true, value: each });
    }
    expect(find('pending@example.com', 'owner')).toMatchObject({ error: { kind: 'not_joined' } });
  });
});
