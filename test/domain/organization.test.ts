import { describe, expect, it } from 'vitest';
import { addressKey } from '../../src/domain/address.ts';
import { findMember } from '../../src/domain/organization.ts';
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

describe('an address as a key', () => {
  it('is the same for all spellings of one address only', () => {
    expect(addressKey(' ADA@Example.com ')).toBe(addressKey('ada@example.com'));
    expect(addressKey('ada+x@example.com')).not.toBe(addressKey('ada@example.com'));
    expect(addressKey('a.da@example.com')).not.toBe(addressKey('ada@example.com'));
  });
});
