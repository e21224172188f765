import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/domain/person.ts';
import { type Links, matchPiperPerson } from '../../src/domain/piper-person.ts';
import { member, person } from '../helpers/builders.ts';

const joined = { kind: 'joined' } as const;
const grace = person({ address: 'grace@example.com', isAddressConfirmed: true });
const theirs = member('Grace@Example.com', { status: joined });
const others = [member('ada@example.com', { status: joined }), member('bob@example.com')];
const nameless = { ...member('x@example.com', { status: joined }), address: undefined };
const nobodyLinked: Links = new Map();
const linkedTo = (userId: string): Links => new Map([[grace.id, userId]]);

describe('somebody in Slack', () => {
  it('is the member with the confirmed address of their profile', () => {
    expect(matchPiperPerson(grace, [...others, theirs], nobodyLinked)).toEqual({
      kind: 'one',
      member: theirs,
    });
  });

  it.each([
    ['none', 'has no such address', grace, others],
    ['none', 'is empty', grace, []],
    ['several', 'has the address twice', grace, [theirs, { ...theirs, userId: 'twin' }]],
    [
      'several',
      'has the address twice, once of somebody invited',
      grace,
      [theirs, member('grace@example.com', { userId: 'twin' })],
    ],
    ['not_joined', 'has them as invited', grace, [member('grace@example.com')]],
    [
      'not_joined',
      'has them in a state that nobody knows',
      grace,
      [member('grace@example.com', { status: { kind: 'other', word: 'suspended' } })],
    ],
    ['unconfirmed', 'has them, unconfirmed', { ...grace, isAddressConfirmed: false }, [theirs]],
    ['unconfirmed', 'has them, but Slack says nothing', person(), [theirs]],
    ['no_address', 'has somebody without an address, too', withoutAddress(grace), [nameless]],
  ] as const)('is %s where the member list %s', (kind, _, who, members) => {
    expect(matchPiperPerson(who, members, nobodyLinked)).toEqual({ kind });
  });

  it.each(['isBot', 'isDeactivated', 'isExternal', 'isGuest'])(
    'is nobody in Piper with %s, linked or not',
    (flag) => {
      const outsider = { ...grace, [flag]: true };
      expect(matchPiperPerson(outsider, [theirs], nobodyLinked)).toEqual({ kind: 'none' });
      expect(matchPiperPerson(outsider, [theirs], linkedTo(theirs.userId))).toEqual({
        kind: 'none',
      });
    },
  );

  it.each(['grace@example.co', 'grace+x@example.com', 'gr.ace@example.com', 'grace@mail.example'])(
    'is not whoever has an address like theirs: %s',
    (address) => {
      const alike = member(address, { status: joined });
      expect(matchPiperPerson(grace, [alike], nobodyLinked)).toEqual({ kind: 'none' });
    },
  );
});

describe('a link', () => {
  const other = member('g.hopper@corp.example', { status: joined });

  it('decides before the address does', () => {
    const links = linkedTo(other.userId);
    expect(matchPiperPerson(grace, [theirs, other], links)).toEqual({ kind: 'one', member: other });
    const unconfirmed = { ...grace, isAddressConfirmed: false };
    expect(matchPiperPerson(unconfirmed, [theirs, other], links)).toMatchObject({ kind: 'one' });
  });

  it('tells two members of one address apart', () => {
    const twin = { ...theirs, userId: 'twin' };
    expect(matchPiperPerson(grace, [theirs, twin], linkedTo('twin'))).toEqual({
      kind: 'one',
      member: twin,
    });
  });

  it('to somebody who has gone is stale, and the address is not tried instead', () => {
    expect(matchPiperPerson(grace, [theirs], linkedTo('gone'))).toEqual({ kind: 'link_stale' });
  });

  it('to somebody who has yet to join lets them do nothing', () => {
    const pending = member('g.hopper@corp.example');
    expect(matchPiperPerson(grace, [pending], linkedTo(pending.userId))).toEqual({
      kind: 'not_joined',
    });
  });

  it('of somebody else is of no use', () => {
    const links: Links = new Map([['UEVE', other.userId]]);
    expect(matchPiperPerson(grace, [other], links)).toEqual({ kind: 'none' });
  });
});

it('nobody is ever taken for a member whose address is not exactly theirs', () => {
  const anyAddress = fc.constantFrom('a@x.example', 'A@X.example', 'b@x.example', 'a@y.example');
  const anyMember = fc
    .tuple(anyAddress, fc.constantFrom('1', '2', '3'), fc.boolean())
    .map(([address, userId, isJoined]) =>
      member(address, { userId, ...(isJoined && { status: joined }) }),
    );
  fc.assert(
    fc.property(anyAddress, fc.array(anyMember), fc.boolean(), (address, members, isConfirmed) => {
      const who = person({ address, isAddressConfirmed: isConfirmed });
      const found = matchPiperPerson(who, members, nobodyLinked);
      const alike = members.filter((each) => each.address?.toLowerCase() === address.toLowerCase());
      const isSure =
        isConfirmed && alike.length === 1 && alike.every(({ status }) => status.kind === 'joined');
      expect(found.kind === 'one').toBe(isSure);
      if (found.kind === 'one') expect(alike).toEqual([found.member]);
    }),
    { numRuns: 500 },
  );
});

function withoutAddress({ address: _, ...rest }: Person): Person {
  return rest;
}
