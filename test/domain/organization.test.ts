import { describe, expect, it } from 'vitest';
import { addressKey } from '../../src/domain/address.ts';
import { findMember, findMemberById, membersWith } from '../../src/domain/organization.ts';
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
  const list = [first, second, hidden, namesake];

  it('is by address, without case, or by id, and gives the first', () => {
    expect(findMember(list, ' Ada@Example.com')).toBe(first);
    expect(membersWith(list, 'ada@example.com')).toEqual([first, second]);
    expect(findMemberById(list, first.userId)).toBe(first);
    expect(findMemberById(list, second.userId)).toBe(second);
    expect(findMemberById(list, 'piper-x')).toBe(hidden);
  });

  it('finds nobody else', () => {
    expect(findMember(list, '')).toBeUndefined();
    expect(findMember(list, 'eve@example.com')).toBeUndefined();
    expect(findMemberById(list, 'ada@example.com')).toBeUndefined();
  });

  it('finds whoever was added since the last time', () => {
    const growing = [first];
    expect(findMember(growing, 'grace@example.com')).toBeUndefined();
    growing.push(member('grace@example.com'));
    expect(findMember(growing, 'grace@example.com')).toBe(growing[1]);
    expect(findMember(growing, 'ada@example.com')).toBe(first);
  });

  it('looks at each once, however often somebody is looked for', () => {
    let looks = 0;
    const counted = Array.from({ length: 100 }, (_, at) => {
      const address = `p${at}@example.com`;
      return Object.defineProperty(member(address), 'address', {
        get: () => {
          looks += 1;
          return address;
        },
      });
    });
    for (const { address = '' } of counted) findMember(counted, address);
    // Those that the test itself looks at, and the index twice.
    expect(looks).toBeLessThan(400);
  });
});

describe('an address as a key', () => {
  it('is the same for all spellings of one address only', () => {
    expect(addressKey(' ADA@Example.com ')).toBe(addressKey('ada@example.com'));
    expect(addressKey('ada+x@example.com')).not.toBe(addressKey('ada@example.com'));
    expect(addressKey('a.da@example.com')).not.toBe(addressKey('ada@example.com'));
  });
});
