import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOpenForDelivery } from '../../src/delivery/open-for-delivery.ts';
import { type InviteCheck, upshotOf, type Verdict } from '../../src/domain/invite-check.ts';
import type { PersonRef } from '../../src/domain/people-list.ts';
import { mayInviteOrAsk } from '../../src/domain/policy.ts';
import { ok, type Result } from '../../src/domain/result.ts';
import { authorize } from '../../src/usecases/authorize.ts';
import { checkInvites } from '../../src/usecases/check-invites.ts';
import type { BatchPreview } from '../../src/usecases/ports/previews.ts';
import { prepareInvites } from '../../src/usecases/prepare-invites.ts';
import { createPreviewBatch } from '../../src/usecases/preview-batch.ts';
import { anyPerson, anyTyped, anyWorld, own, partsOf, type World } from '../helpers/any-world.ts';
import { member, person, systemRole } from '../helpers/builders.ts';
import { claimedInvitation } from '../helpers/claimed-invitation.ts';
import { runs } from '../helpers/runs.ts';

const grace = 'UGRACE';

/** What Grace is told that would become of her invites. */
async function check(world: World, people: readonly PersonRef[], role?: string) {
  return checkInvites(
    { ...partsOf(world), seesMembers: true },
    { userId: grace, people, ...(role !== undefined && { role }) },
  );
}

/** What in fact becomes of Grace's invite to somebody who is no member, with a form. */
async function placedBy(world: World, person: PersonRef, role: string) {
  const { workspace, connected, authorityOf } = partsOf(world);
  const toInvite = await authorize.toInvite(workspace, grace, world.settings);
  if (!mayInviteOrAsk(toInvite, world.settings).allowed) return 'nothing';
  const authority = await authorityOf(workspace, grace, connected, 'new');
  const prepared = await prepareInvites(
    { people: workspace.people, connected, authority: async () => authority },
    { people: [person], leftovers: [], role: { typed: role } },
  );
  if (prepared.problems.length > 0) return 'nothing';
  const kept: BatchPreview[] = [];
  const previews = {
    save: async ({ preview }: { preview: BatchPreview }) => void kept.push(preview),
    find: async () => undefined,
  };
  await createPreviewBatch({ previews, now: () => 0 })(
    { members: async () => ok({ members: [], readAt: 0 }) },
    authority,
    prepared,
    { id: 'p1', teamId: 'T1', userId: grace, organizationId: 'org-1', audience: { channel: 'C1' } },
  );
  const [preview] = kept;
  if (preview?.approvals.length) return 'asked';
  return preview?.invitations.length ? 'sent' : 'nothing';
}

/** What happens to an invite of hers that has waited. */
async function late(world: World, address: string, role: { id: string; name: string }) {
  const { workspace, connected, authorityOf } = partsOf(world);
  const open = createOpenForDelivery({
    now: () => 0,
    findConnection: async () => connected,
    directoryOf: async () => workspace,
    authorityOf,
  });
  const opened = await open(claimedInvitation({ inviterId: grace, invitee: { address }, role }));
  if (!opened.ok) return 'kept';
  return opened.value.denied ? 'ended' : 'sent';
}

type Checked = Result<InviteCheck, { kind: string }>;

const verdictsIn = (checked: Checked): Verdict[] =>
  checked.ok
    ? checked.value.people.flatMap(({ byRole }) => byRole.map(({ verdict }) => verdict))
    : [];

/** Why an invite is judged as it is, in a word each. */
function whysIn(checked: Checked): string[] {
  if (!checked.ok) return [checked.error.kind];
  return verdictsIn(checked).flatMap((verdict) => {
    if ('reasons' in verdict) return verdict.reasons.map(({ kind }) => kind);
    return verdict.kind === 'refused' ? verdict.problems.map(({ kind }) => kind) : [verdict.kind];
  });
}

describe('what is told before an invite is sent', () => {
  it('is what becomes of it, when it is placed and when it has waited', async () => {
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyWorld, anyPerson, anyTyped, async (world, wanted, typed) => {
        const checked = await check(world, [wanted], typed);
        for (const why of whysIn(checked)) met.add(why);
        const [verdict] = verdictsIn(checked);
        const upshot = verdict ? upshotOf(verdict) : 'deny';
        met.add(upshot);
        const placed = { direct: 'sent', undecided: 'sent', approval: 'asked', deny: 'nothing' };
        expect(await placedBy(world, wanted, typed)).toBe(placed[upshot]);
        const role = checked.ok ? checked.value.people[0]?.byRole[0]?.role : undefined;
        const address = wanted.kind === 'address' ? wanted.address : 'ada@acme.example';
        const hasAddress = wanted.kind === 'address' || wanted.userId === 'UADA';
        // A quota counts when an invite is stored.
        if (!role || !hasAddress || world.settings.quota) return;
        const ends = { direct: ['sent'], undecided: ['kept'] }[upshot as string];
        expect(ends ?? ['kept', 'ended']).toContain(await late(world, address, role));
      }),
      { numRuns: runs(10_000) },
    );
    // Or it would show nothing.
    expect([...met]).toEqual(
      expect.arrayContaining([
        ...['direct', 'approval', 'deny', 'undecided'],
        ...['rule', 'no_rule', 'never', 'unidentified', 'nobody_approves', 'quota'],
        ...['two_approvals', 'groups_unread'],
        ...['above', 'not_comparable', 'unmatched'],
        ...['domain', 'bot', 'no_address', 'not_found', 'unknown', 'unreadable'],
      ]),
    );
  });

  it('is the same for several people, and for each role that there is', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorld,
        fc.uniqueArray(anyPerson, { minLength: 2, selector: (each) => JSON.stringify(each) }),
        async (given, people) => {
          const { quota: _, ...settings } = given.settings;
          const world = { ...given, settings };
          const checked = await check(world, people);
          expect(checked.ok).toBe(!world.fails.includes('roles'));
          if (!checked.ok) return;
          for (const { person, byRole } of checked.value.people) {
            for (const { role, verdict } of byRole) {
              expect(verdictsIn(await check(world, [person], role.name))).toEqual([verdict]);
            }
          }
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

describe('one moment', () => {
  const editor = systemRole('Editor');
  const world: World = {
    roles: [editor],
    members: [member('ada@acme.example'), member(own, { status: { kind: 'joined' } })],
    ownerUserId: undefined,
    tokenRole: editor,
    grace: person({ address: own, isAddressConfirmed: true }),
    groups: {},
    linkedTo: undefined,
    settings: { whoMayInvite: { kind: 'members' }, domains: [] },
    used: 0,
    connectedBy: 'UALICE',
    isFixed: false,
    inviteAdmins: [],
    fails: [],
  };
  const ada = { kind: 'mention', userId: 'UADA' } as const;

  it('tells those who may know who is a member, however they were named', async () => {
    const checked = await check(world, [ada, { kind: 'address', address: 'max@acme.example' }]);
    expect(checked).toMatchObject({
      value: {
        people: [
          { membership: { found: { value: { address: 'ada@acme.example' } } } },
          { membership: { found: { value: undefined } } },
        ],
      },
    });
  });

  it('tells nobody else', async () => {
    const checked = await checkInvites(
      { ...partsOf(world), seesMembers: false },
      { userId: grace, people: [ada] },
    );
    expect(checked).toMatchObject({ ok: true });
    expect(JSON.stringify(checked)).not.toContain('membership');
  });

  it('leaves room within a quota for as many of several as may be sent, members aside', async () => {
    const quota = { invites: 20, fate: 'deny' } as const;
    const limited = { ...world, used: 18, settings: { ...world.settings, quota } };
    const named = ['ada', 'max', 'eva', 'joe'].map((name) => ({
      kind: 'address' as const,
      address: `${name}@acme.example`,
    }));
    const checked = await check(limited, named);
    expect(verdictsIn(checked).map(upshotOf)).toEqual(['direct', 'direct', 'direct', 'deny']);
    expect(checked).toMatchObject({ value: { quota: { used: 18, limit: 20 } } });
  });
});
