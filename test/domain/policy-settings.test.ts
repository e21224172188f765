import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { InvitationState } from '../../src/domain/invitation.ts';
import {
  isAllowedAddress,
  isOffered,
  mayBeInvited,
  mayLoseRole,
  offeredRoles,
  retriable,
} from '../../src/domain/policy.ts';
import {
  alreadyMember,
  batchReport,
  editor,
  failed,
  invite,
  invited,
  numberedRoles,
  viewer,
  waiting,
} from '../helpers/builders.ts';

const settings = (about: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
  whoMayInvite: { kind: 'admins' },
  domains: [],
  ...about,
});
const onlyEditor = settings({ roleIds: [editor.id] });
const onlyExample = settings({ domains: ['example.com', 'acme.example'] });

const roles = numberedRoles(5);
const anyRoleIds = fc.option(fc.subarray([...roles.map(({ id }) => id), 'role-gone']), {
  nil: undefined,
});
const withRoleIds = (roleIds: string[] | undefined) =>
  settings({ ...(roleIds !== undefined && { roleIds }) });

describe('the roles that may be given from Slack', () => {
  it('are all of them where the settings name none', () => {
    expect(offeredRoles([editor, viewer], settings())).toEqual([editor, viewer]);
    expect(isOffered({ id: 'role-new' }, settings())).toBe(true);
  });

  it('are none where the settings hold an empty list', () => {
    expect(offeredRoles([editor, viewer], settings({ roleIds: [] }))).toEqual([]);
    expect(isOffered(editor, settings({ roleIds: [] }))).toBe(false);
  });

  it('go by the id, which no other role may borrow by its name', () => {
    const namesake = { id: 'role-other', name: editor.name };
    expect(offeredRoles([namesake, editor, viewer], onlyEditor)).toEqual([editor]);
    expect(isOffered({ id: 'role-edito' }, onlyEditor)).toBe(false);
    expect(isOffered({ id: 'ROLE-EDITOR' }, onlyEditor)).toBe(false);
  });

  it("are exactly the named ones that the organization has, in Piper's order", () => {
    fc.assert(
      fc.property(anyRoleIds, (roleIds) => {
        const offered = offeredRoles(roles, withRoleIds(roleIds));
        expect(offered).toEqual(
          roles.filter(({ id }) => (roleIds ? new Set(roleIds).has(id) : true)),
        );
      }),
    );
  });
});

describe('a member', () => {
  it('may lose any role where every role may be given, even one that Piper does not list', () => {
    expect(mayLoseRole(viewer.id, [editor, viewer], settings())).toBe(true);
    expect(mayLoseRole('role-founder', [editor, viewer], settings())).toBe(true);
    expect(mayLoseRole('', [], settings())).toBe(true);
  });

  it('may lose no role but those that could be given to them', () => {
    expect(mayLoseRole(editor.id, [editor, viewer], onlyEditor)).toBe(true);
    expect(mayLoseRole(viewer.id, [editor, viewer], onlyEditor)).toBe(false);
    expect(mayLoseRole(editor.name, [editor, viewer], onlyEditor)).toBe(false);
  });

  it('may lose no role that is not in the list of roles, or no longer', () => {
    expect(mayLoseRole('', [editor, viewer], onlyEditor)).toBe(false);
    expect(mayLoseRole('role-founder', [editor, viewer], onlyEditor)).toBe(false);
    expect(mayLoseRole(editor.id, [viewer], onlyEditor)).toBe(false);
  });

  it('may lose nothing where no role may be given', () => {
    expect(mayLoseRole(editor.id, [editor, viewer], settings({ roleIds: [] }))).toBe(false);
  });

  it('may lose exactly the roles that may be given', () => {
    fc.assert(
      fc.property(anyRoleIds, fc.constantFrom(...roles), (roleIds, { id }) => {
        const rule = withRoleIds(roleIds);
        expect(mayLoseRole(id, roles, rule)).toBe(isOffered({ id }, rule));
      }),
    );
  });
});

describe('an address', () => {
  it('may be invited whatever its domain where the settings name none', () => {
    expect(isAllowedAddress('ada@anywhere.example', settings())).toBe(true);
  });

  it.each(['ada@example.com', 'ADA@EXAMPLE.COM', 'ada@acme.example', 'ada@example.com.'])(
    'may be invited in one of the named domains: %s',
    (address) => {
      expect(isAllowedAddress(address, onlyExample)).toBe(true);
    },
  );

  it.each([
    'ada@anywhere.example',
    'ada@mail.example.com',
    'ada@example.com.evil.example',
    'ada@notexample.com',
    'example.com@evil.example',
    '"ada@example.com"@evil.example',
    'ada',
    '',
  ])('may not be invited outside of the named domains: %j', (address) => {
    expect(isAllowedAddress(address, onlyExample)).toBe(false);
  });
});

describe('an invite', () => {
  const strict = settings({ roleIds: [editor.id], domains: ['example.com'] });

  it('is allowed only if both its role and its address are', () => {
    expect(mayBeInvited(invite('ada@example.com', editor), strict)).toBe(true);
    expect(mayBeInvited(invite('ada@example.com', viewer), strict)).toBe(false);
    expect(mayBeInvited(invite('ada@evil.example', editor), strict)).toBe(false);
    expect(mayBeInvited(invite('ada@evil.example', viewer), strict)).toBe(false);
  });

  it('is held to the settings of role and address alone, by either', () => {
    const address = fc.constantFrom('ada@example.com', 'ada@acme.example', 'ada@evil.example');
    const anyDomains = fc.subarray(['example.com', 'acme.example', 'other.example']);
    fc.assert(
      fc.property(
        address,
        fc.constantFrom(...roles),
        anyRoleIds,
        anyDomains,
        (to, role, roleIds, domains) => {
          const rule = { ...withRoleIds(roleIds), domains };
          const isRoleNamed = !roleIds || roleIds.includes(role.id);
          const isDomainNamed = domains.length === 0 || domains.some((each) => to.endsWith(each));
          expect(mayBeInvited(invite(to, role), rule)).toBe(isRoleNamed && isDomainNamed);
        },
      ),
    );
  });
});

describe('what can be sent again of a batch', () => {
  const again = (
    entries: readonly [address: string, state: InvitationState, userId?: string][],
    rule = settings(),
    present = [editor, viewer],
  ) => retriable(batchReport(entries), rule, present);
  const isSentAgain = (state: InvitationState) => again([['ada@example.com', state]]).length === 1;

  it.each<InvitationState>([
    failed({ kind: 'unavailable', contact: 'not_sent' }),
    failed({ kind: 'unauthorized' }),
    { kind: 'unknown', failure: { kind: 'unavailable', contact: 'timed_out' } },
    { kind: 'cancelled', by: 'UALICE' },
  ])('is who was not invited and might be: $kind', (state) => {
    expect(isSentAgain(state)).toBe(true);
  });

  it.each<InvitationState>([
    invited('ada@example.com'),
    alreadyMember('ada@example.com'),
    waiting(),
    waiting({ kind: 'rate_limited' }, true),
    failed({ kind: 'invalid', fields: ['email'] }),
  ])('is nobody who was invited, still may be, or never can be: $kind', (state) => {
    expect(isSentAgain(state)).toBe(false);
  });

  const cancelled: InvitationState = { kind: 'cancelled', by: 'UALICE' };
  const ada = 'ada@example.com';
  const grace = 'grace@acme.example';
  const both = [
    [ada, cancelled, 'UADA'],
    ['joan@example.com', invited('joan@example.com')],
    [grace, cancelled],
  ] as const satisfies Parameters<typeof again>[0];

  it('keeps the order, the roles and the Slack users, and nothing of what became of them', () => {
    expect(again(both)).toEqual([
      { invitee: { address: ada, userId: 'UADA' }, role: editor },
      invite(grace),
    ]);
  });

  it('leaves out who may no longer be invited by the present settings', () => {
    expect(again(both, settings({ domains: ['example.com'] }))).toMatchObject([
      { invitee: { address: ada } },
    ]);
    expect(again(both, settings({ roleIds: [viewer.id] }))).toEqual([]);
    expect(again(both, onlyEditor)).toHaveLength(2);
  });

  it('leaves out roles that the organization no longer has, whatever the settings name', () => {
    expect(again(both, onlyEditor, [viewer])).toEqual([]);
    expect(again(both, settings(), [])).toEqual([]);
    expect(again(both, settings(), [{ ...viewer, name: editor.name }])).toEqual([]);
  });
});
