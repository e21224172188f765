import { describe, expect, it } from 'vitest';
import { addressKey } from '../../src/domain/address.ts';
import { findMember, memberFinder } from '../../src/domain/organization.ts';
import { member } from '../helpers/builders.ts';

describe('a member list', () => {
  const withoutAddress = { userId: 'piper-x', roleId: 'r', status: { kind: 'unstated' } } as const;
  const members = [withoutAddress, member('Ada@Example.com'), member('grace@example.com')];

  it.each(['ada@example.com', 'ADA@EXAMPLE.COM', ' Ada@Example.com\n'])(
    'has %j, without case and spaces',
    (address) => {
      expect(findMember(members, address)).toBe(members[1]);
    },
  );

  it.each(['ada@example.co', 'da@example.com', 'a.da@example.com', 'ada+x@example.com', ''])(
    'does not have %j',
    (address) => {
      expect(findMember(members, address)).toBeUndefined();
    },
  );
});

describe('finding many members of a list', () => {
  const [first, second] = [member('ada@example.com'), member('ADA@example.com')];
  const hidden = { userId: 'piper-x', roleId: 'r', status: { kind: 'unstated' } } as const;
  const namesake = { ...member('grace@example.com'), userId: first.userId };
  const { withId, withAddress } = memberFinder([first, second, hidden, namesake]);

  it('is by address, without case, or by id, and gives the first', () => {
    expect(withAddress(' Ada@Example.com')).toBe(first);
    expect(withId(first.userId)).toBe(first);
    expect(withId(second.userId)).toBe(second);
    expect(withId('piper-x')).toBe(hidden);
  });

  it('finds nobody else', () => {
    expect(withAddress('')).toBeUndefined();
    expect(withAddress('eve@example.com')).toBeUndefined();
    expect(withId('ada@example.com')).toBeUndefined();
  });
});

describe('an address as a key', () => {
  it('is the same for all spellings of one address only', () => {
    expect(addressKey(' ADA@Example.com ')).toBe(addressKey('ada@example.com'));
    expect(addressKey('ada+x@example.com')).not.toBe(addressKey('ada@example.com'));
    expect(addressKey('a.da@example.com')).not.toBe(addressKey('ada@example.com'));
  });
});
