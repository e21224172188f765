import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Member, Organization, Role } from '../../src/domain/organization.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { RoleProblem } from '../../src/domain/role-change.ts';
import type { Authority } from '../../src/usecases/authority.ts';
import { createChangeRole, type WantedRole } from '../../src/usecases/change-role.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import {
  acme,
  acmeDetails,
  connection,
  editor,
  invited,
  member,
  systemRole,
  viewer,
} from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry, storedAt } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

type Answer = ReturnType<PiperOrganization['changeRole']>;
type World = {
  /** How a request goes; `apply` has Piper do it, and gives its answer. */
  answer?: (apply: () => Answer) => Answer;
  settings?: Partial<ConnectionSettings>;
  /** What whoever changes it may do; everything, if it isn't said. */
  authority?: Partial<Pick<Authority, 'own' | 'isSelf'>>;
  /** Called with whether what they may do is read anew. */
  onAuthority?: (list: 'new' | 'recent') => void;
  roles?: Role[];
  /** Piper's user id of the owner. */
  owner?: string;
  /** Why Piper does not tell its roles. */
  rolesFail?: PiperFailure;
  listFails?: Parameters<typeof fakePiper>[0]['listFails'];
  /** The member list once a change was asked for, where it is not what Piper did. */
  membersAfterwards?: Member[];
};

const admin = systemRole('Admin');
const asViewer = {
  own: { kind: 'known' as const, own: { ...viewer, isSystem: true } },
  isSelf: () => false,
};
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const brokenOff: PiperFailure = { kind: 'unavailable', contact: 'broken_off' };
const later = storedAt + 60_000;
const byHand = { by: 'UBOB', surface: 'form', reference: 'abc234' } as const;

const presentRoles: Record<string, string> = {
  'grace@example.com': 'role-editor',
  'ada@example.com': 'role-viewer',
  'owner@example.com': 'role-admin',
  'nameless@example.com': 'role-unlisted',
};

/** Acme with @ada as Viewer, @grace as Editor, an owner, and somebody whose role Piper does not name. */
async function setUp(world: World = {}) {
  const storage = await openEmpty();
  const clock = fakeClock();
  const { answer = (apply) => apply(), roles = [admin, editor, viewer] } = world;
  const { roleName: _, ...nameless } = member('nameless@example.com', { roleId: 'role-unlisted' });
  const { piper, seen } = fakePiper({
    clock,
    roles,
    members: [
      member('grace@example.com', { roleName: 'Editor' }),
      member('ada@example.com', { roleName: 'Viewer' }),
      member('owner@example.com', { roleName: 'Admin' }),
      nameless,
    ],
    ...(world.listFails && { listFails: world.listFails }),
  });
  const asked: string[] = [];
  const updated: string[] = [];
  const whole = connection();
  const organization = {
    authority: async (list: 'new' | 'recent') => {
      world.onAuthority?.(list);
      const own = { kind: 'known', own: 'owner' } as const;
      return { own, isSelf: () => false, ...world.authority };
    },
    connection: { ...whole, settings: { ...whole.settings, ...world.settings } },
    piper: {
      ...piper,
      rights: async () =>
        world.rolesFail
          ? err(world.rolesFail)
          : ok({ details: { ...acmeDetails, ownerUserId: world.owner }, roles }),
      membersNow: async () =>
        world.membersAfterwards && asked.length > 0
          ? ok({ members: world.membersAfterwards, readAt: clock.now() })
          : piper.membersNow(),
      changeRole: async (userId: string, roleId: string) => {
        const [recorded] = await auditRecord(storage.location, 'T1');
        asked.push(`${userId} ${roleId}, ${recorded?.outcome}`);
        return answer(() => piper.changeRole(userId, roleId));
      },
    },
  };
  const { prepare, plan, change } = createChangeRole({
    audit: storage.audit,
    invitationQueries: storage.invitationQueries,
    updateConfirmation: async (batchId) => {
      updated.push(batchId);
      return true;
    },
    now: () => later,
  });
  return {
    asked,
    updated,
    seen,
    prepare: (address: string) => prepare(organization, address),
    plan: (address: string, wanted: WantedRole) => plan(organization, address, wanted),
    /** Confirms a change from the role that they have, or had. */
    change: (address: string, { id: to }: { id: string }, from = presentRoles[address] ?? '') =>
      change({ organization, workspace: { teamId: 'T1' }, address, from, to, ...byHand }),
    /** What is recorded, oldest first. */
    recorded: async () =>
      (await auditRecord(storage.location, 'T1'))
        .filter(({ action }) => action === 'role')
        .reverse(),
    /** Has an organization invite @ada. */
    invite: async (into: Organization) => {
      const { id } = await submit(storage, {
        organization: into,
        addresses: ['ada@example.com'],
      });
      const lease = claimTerms(storedAt, 1_000, { limit: 1 });
      const [claimed] = await storage.invitations.claim(into.id, lease);
      if (!claimed) throw new Error('nothing to send');
      const end = { outcome: invited('ada@example.com'), at: storedAt };
      await storage.invitations.end(claimed, end, entry());
      return id;
    },
    noted: async (batchId: string) =>
      (await storage.batches.load(batchId))?.report.entries.map(({ roleChange }) => roleChange),
  };
}

const limited = { roleIds: [editor.id, viewer.id] };

describe('changing a role', () => {
  it("tells what Piper answered, and asks by Piper's ids, once that is recorded", async () => {
    const { change, asked } = await setUp();
    expect(await change('ADA@example.com', { id: editor.id }, viewer.id)).toEqual(
      ok({ from: 'Viewer', to: 'Editor' }),
    );
    expect(asked).toEqual(['piper-ada@example.com role-editor, requested']);
  });

  it('tells the role that was asked for where Piper names none', async () => {
    const { change } = await setUp({
      answer: async () => ok({ ...member(''), roleName: undefined }),
    });
    expect(await change('ada@example.com', { id: editor.id })).toEqual(
      ok({ from: 'Viewer', to: 'Editor' }),
    );
  });

  it('tells the role that Piper gave, even if it is another one', async () => {
    const { change, recorded } = await setUp({
      answer: async () => ok(member('ada@example.com', { roleName: 'Reader' })),
    });
    expect(await change('ada@example.com', { id: editor.id })).toEqual(
      ok({ from: 'Viewer', to: 'Reader' }),
    );
    expect((await recorded()).map(({ details }) => details.to)).toEqual(['Editor', 'Reader']);
  });

  it('is recorded before and after, with who did it, where, and from what to what', async () => {
    const { change, recorded } = await setUp();
    await change('ada@example.com', { id: editor.id });
    const about = {
      workspace: 'T1',
      at: later,
      actor: 'UBOB',
      action: 'role',
      subject: 'ada@example.com',
      surface: 'form',
      details: { organization: acme.id, from: 'Viewer', to: 'Editor', reference: 'abc234' },
    };
    expect(await recorded()).toMatchObject([
      { ...about, outcome: 'requested' },
      { ...about, outcome: 'changed' },
    ]);
  });

  it('is recorded from nothing where Piper did not name the former role', async () => {
    const { change, recorded } = await setUp();
    expect(await change('nameless@example.com', { id: viewer.id })).toEqual(
      ok({ from: undefined, to: 'Viewer' }),
    );
    expect((await recorded()).map(({ details }) => details.from)).toEqual(['', '']);
  });

  it('shows in the confirmation of the invite, with who did it and when', async () => {
    const { change, invite, noted, updated } = await setUp();
    const batchId = await invite(acme);
    await change('ada@example.com', { id: editor.id });
    expect(await noted(batchId)).toEqual([{ roleName: 'Editor', by: 'UBOB', at: later }]);
    expect(updated).toEqual([batchId]);
  });

  it('leaves the confirmation of an invite into another organization', async () => {
    const { change, invite, noted, updated } = await setUp();
    const batchId = await invite({ id: 'org-2', name: 'Globex' });
    expect((await change('ada@example.com', { id: editor.id })).ok).toBe(true);
    expect(await noted(batchId)).toEqual([undefined]);
    expect(updated).toEqual([]);
  });
});

describe('a role that may not be changed', () => {
  const problems: [string, World, string, WantedRole, RoleProblem][] = [
    [
      'is one that may not be given from Slack',
      { settings: limited },
      'ada@example.com',
      { id: admin.id },
      { kind: 'not_offered' },
    ],
    [
      'is one that was typed and may not be given from Slack',
      { settings: limited },
      'ada@example.com',
      { typed: 'Admin' },
      { kind: 'unknown', typed: 'Admin', roles: [editor, viewer] },
    ],
    [
      'is one that may not be taken away from Slack',
      { settings: limited },
      'owner@example.com',
      { id: viewer.id },
      { kind: 'protected', roleName: 'Admin' },
    ],
    [
      'is one that Piper does not name, where only some may be taken away',
      { settings: limited },
      'nameless@example.com',
      { id: viewer.id },
      { kind: 'protected', roleName: undefined },
    ],
    [
      'is one of another organization',
      {},
      'ada@example.com',
      { id: 'role-of-globex' },
      { kind: 'not_offered' },
    ],
    [
      'is the own one',
      { authority: { isSelf: ({ address }) => address === 'ada@example.com' } },
      'ada@example.com',
      { id: editor.id },
      { kind: 'self' },
    ],
    [
      "is the owner's",
      { owner: 'piper-ada@example.com' },
      'ada@example.com',
      { id: editor.id },
      { kind: 'owner' },
    ],
    [
      'is to become one that can do more than the own one',
      { authority: asViewer, roles: [viewer, admin] },
      'ada@example.com',
      { id: admin.id },
      { kind: 'above', role: admin, own: 'Viewer' },
    ],
    [
      'is to become such a one, typed',
      { authority: asViewer, roles: [viewer, admin] },
      'ada@example.com',
      { typed: 'admin' },
      { kind: 'above', role: admin, own: 'Viewer' },
    ],
    [
      'can do more than the own one now',
      { authority: asViewer, roles: [viewer, admin] },
      'owner@example.com',
      { id: viewer.id },
      { kind: 'above', role: admin, own: 'Viewer' },
    ],
    [
      'can not be compared with the own one',
      { authority: asViewer, roles: [viewer, { id: 'role-admin', name: 'Pilot' }] },
      'owner@example.com',
      { id: viewer.id },
      { kind: 'not_comparable', role: { id: 'role-admin', name: 'Pilot' } },
    ],
    [
      'is one that Piper no longer lists, and may do anything',
      { authority: asViewer, roles: [viewer] },
      'owner@example.com',
      { id: viewer.id },
      { kind: 'not_comparable', role: { id: 'role-admin', name: 'Admin' } },
    ],
    [
      'is changed by somebody who is nobody in Piper',
      { authority: { own: { kind: 'several' } } },
      'ada@example.com',
      { id: editor.id },
      { kind: 'unmatched', why: 'several' },
    ],
    [
      'is changed while Piper does not tell what they may do',
      { authority: { own: { kind: 'unread', failure: down } } },
      'ada@example.com',
      { id: editor.id },
      { kind: 'unreadable', failure: down },
    ],
    [
      'is any, where none may be given from Slack',
      { settings: { roleIds: [] } },
      'ada@example.com',
      { id: editor.id },
      { kind: 'no_roles' },
    ],
    [
      'is one that several could be meant by',
      { roles: [viewer, { id: '1', name: 'editor' }, { id: '2', name: 'Editor' }] },
      'ada@example.com',
      { typed: 'EDITOR' },
      {
        kind: 'ambiguous',
        typed: 'EDITOR',
        roles: [
          { id: '1', name: 'editor' },
          { id: '2', name: 'Editor' },
        ],
      },
    ],
    [
      'is the one that they have',
      {},
      'ada@example.com',
      { id: viewer.id },
      { kind: 'same', roleName: 'Viewer' },
    ],
    [
      'is that of somebody who is no member',
      {},
      'eve@example.com',
      { id: editor.id },
      { kind: 'not_member' },
    ],
    [
      'is one while Piper does not tell its members',
      { listFails: () => down },
      'ada@example.com',
      { id: editor.id },
      { kind: 'unreadable', failure: down },
    ],
    [
      'is one while Piper does not tell its roles',
      { rolesFail: down },
      'ada@example.com',
      { id: editor.id },
      { kind: 'unreadable', failure: down },
    ],
  ];
  it.each(problems)('%s', async (_, world, address, wanted, problem) => {
    const { plan, change, asked, recorded } = await setUp(world);
    expect(await plan(address, wanted)).toEqual(err(problem));
    if ('id' in wanted) expect(await change(address, wanted)).toEqual(err(problem));
    expect([asked, await recorded()]).toEqual([[], []]);
  });
});

describe('a change that is confirmed', () => {
  it('is planned by the name of a role as it was typed', async () => {
    const { plan, asked } = await setUp();
    expect(await plan('ADA@example.com', { typed: 'EDITOR' })).toEqual(
      ok({ member: member('ada@example.com', { roleName: 'Viewer' }), role: editor }),
    );
    expect(asked).toEqual([]);
  });

  it('is not made from another role than the one that was seen', async () => {
    const { change, asked, recorded } = await setUp();
    expect(await change('ada@example.com', { id: editor.id }, admin.id)).toEqual(
      err({ kind: 'changed_meanwhile', roleName: 'Viewer' }),
    );
    expect([asked, await recorded()]).toEqual([[], []]);
  });
});

describe('the form that changes a role', () => {
  it('offers the roles that may be given, to whom they may be given', async () => {
    const { prepare } = await setUp({ settings: limited });
    expect(await prepare('ADA@example.com')).toEqual(
      ok({ member: member('ada@example.com', { roleName: 'Viewer' }), roles: [editor, viewer] }),
    );
    expect(await prepare('owner@example.com')).toEqual(
      err({ kind: 'protected', roleName: 'Admin' }),
    );
  });
});

describe('whoever changes a role', () => {
  const [asEditor, ofViewer] = [systemRole('Editor'), systemRole('Viewer')];

  it('is offered no role above their own', async () => {
    const own = { kind: 'known' as const, own: asEditor };
    const { prepare } = await setUp({ authority: { own }, roles: [admin, asEditor, ofViewer] });
    expect(await prepare('ada@example.com')).toMatchObject(ok({ roles: [asEditor, ofViewer] }));
  });

  it('is looked up anew, since their own role may have changed', async () => {
    const looks: string[] = [];
    const { prepare } = await setUp({ onAuthority: (list) => looks.push(list) });
    await prepare('ada@example.com');
    expect(looks).toEqual(['new']);
  });
});

describe('a change that Piper refuses or does not answer', () => {
  it('is not done, nor looked for, where it surely did not take effect', async () => {
    const failure: PiperFailure = { kind: 'forbidden' };
    const { change, recorded, seen, updated } = await setUp({ answer: async () => err(failure) });
    expect(await change('ada@example.com', { id: editor.id })).toEqual(
      err({ kind: 'failed', failure }),
    );
    expect(seen.looks).toBe(1);
    expect(updated).toEqual([]);
    expect(await recorded()).toMatchObject([
      { outcome: 'requested' },
      { outcome: 'failed', details: { to: 'Editor', reason: 'forbidden' } },
    ]);
  });

  it('is not done where the member list still shows the old role', async () => {
    const { change } = await setUp({ answer: async () => err(brokenOff) });
    expect(await change('ada@example.com', { id: editor.id })).toEqual(
      err({ kind: 'failed', failure: brokenOff }),
    );
  });

  it('is done where the member list shows the new one', async () => {
    const { change, recorded } = await setUp({
      answer: async (apply) => {
        await apply();
        return err(brokenOff);
      },
    });
    expect(await change('ada@example.com', { id: editor.id })).toEqual(
      ok({ from: 'Viewer', to: 'Editor' }),
    );
    expect((await recorded()).map(({ outcome }) => outcome)).toEqual(['requested', 'changed']);
  });

  it('is not done where the member is gone, whatever others have', async () => {
    const { change } = await setUp({
      answer: async () => err(brokenOff),
      membersAfterwards: [member('grace@example.com', { roleName: 'Editor' })],
    });
    expect(await change('ada@example.com', { id: editor.id })).toEqual(
      err({ kind: 'failed', failure: brokenOff }),
    );
  });

  it('is unclear where the member list cannot be read, and nothing is claimed', async () => {
    const { change, invite, noted, updated, recorded } = await setUp({
      answer: async (apply) => {
        await apply();
        return err(brokenOff);
      },
      listFails: (look) => (look > 1 ? down : undefined),
    });
    const batchId = await invite(acme);
    expect(await change('ada@example.com', { id: editor.id })).toEqual(err({ kind: 'unclear' }));
    expect(await noted(batchId)).toEqual([undefined]);
    expect(updated).toEqual([]);
    const outcomes = await recorded();
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['requested', 'unclear']);
    expect(outcomes[1]?.details).not.toHaveProperty('reason');
  });
});
