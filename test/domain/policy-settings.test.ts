import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asking } from '../../src/domain/asking.ts';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { InvitationState, Invite } from '../../src/domain/invitation.ts';
import {
  type Decision,
  type DenialReason,
  invitableDomains,
  invitableRoles,
  isAllowedAddress,
  isOfFullMember,
  isOffered,
  mayInviteOrAsk,
  mayLoseRole,
  offeredRoles,
  retriable,
} from '../../src/domain/policy.ts';
import type { Rule } from '../../src/domain/rule.ts';
import {
  alreadyMember,
  batchReport,
  editor,
  everyDenialReason,
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
    const editors: Rule = {
      id: 'rule-1',
      name: 'Editors',
      who: { kind: 'members' },
      roles: [editor.id],
      domains: 'all',
      fate: 'direct',
    };
    expect(mayLoseRole('role-founder', [editor], settings({ rules: [editors] }))).toBe(true);
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

describe('where people can ask', () => {
  const asking: Asking = {
    approvers: { userIds: ['UCAROL'], userGroupIds: [], quietUserIds: [] },
    expireAfterDays: 7,
    selfApproval: false,
    twoApprovals: [],
  };
  const narrow = settings({ roleIds: [editor.id], domains: ['example.com'] });
  const denied = (reason: DenialReason): Decision => ({ allowed: false, reason });

  it('every full member may invite or ask, and nobody else', () => {
    const full = everyDenialReason.filter(isOfFullMember);
    expect(full).toEqual(['not_chosen', 'groups_unread']);
    for (const reason of everyDenialReason) {
      const isFull = full.some((each) => each === reason);
      const expected = isFull ? { allowed: true } : denied(reason);
      expect(mayInviteOrAsk(denied(reason), { asking })).toEqual(expected);
      expect(mayInviteOrAsk(denied(reason), {})).toEqual(denied(reason));
    }
    expect(mayInviteOrAsk({ allowed: true }, {})).toEqual({ allowed: true });
  });

  it('every role and every domain can be had, if only with approval', () => {
    expect(invitableRoles([editor, viewer], narrow)).toEqual([editor]);
    expect(invitableRoles([editor, viewer], { ...narrow, asking })).toEqual([editor, viewer]);
    expect(invitableDomains(narrow)).toEqual(['example.com']);
    expect(invitableDomains({ ...narrow, asking })).toEqual([]);
  });
});

describe('what can be sent again of a batch', () => {
  const again = (
    entries: readonly [address: string, state: InvitationState, userId?: string][],
    present = [editor, viewer],
    maySend: (invite: Invite) => boolean = () => true,
  ) => retriable(batchReport(entries), present, maySend);
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
    failed({
      kind: 'not_allowed',
      roleName: 'Admin',
      why: { reasons: [{ kind: 'not_comparable' }], organization: 'Acme' },
    }),
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

  it('leaves out whom the one who sends it may not have invited', () => {
    const toExample = ({ invitee }: Invite) => invitee.address.endsWith('@example.com');
    expect(again(both, [editor], toExample)).toMatchObject([{ invitee: { address: ada } }]);
    expect(again(both, [editor], () => false)).toEqual([]);
  });

  it('leaves out roles that the organization no longer has', () => {
    expect(again(both, [viewer])).toEqual([]);
    expect(again(both, [])).toEqual([]);
    expect(again(both, [{ ...viewer, name: editor.name }])).toEqual([]);
  });
});
