import { describe, expect, it } from 'vitest';
import { createOpenForDelivery } from '../../src/delivery/open-for-delivery.ts';
import type { WorkspaceRef } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Reason } from '../../src/domain/reasons.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { Authority } from '../../src/usecases/authority.ts';
import type { Directory } from '../../src/usecases/authorize.ts';
import type { ConnectionState } from '../../src/usecases/find-connection.ts';
import { acme, connection, person } from '../helpers/builders.ts';
import { claimedInvitation } from '../helpers/claimed-invitation.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const { piper } = fakePiper({ clock: fakeClock() });
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };

const connectedTo = (organization = acme): ConnectionState => ({
  kind: 'connected',
  connection: connection({ organization }),
  isFixed: false,
  piper,
  checkAgain: async () => true,
});

/** Opens an invitation to Acme Robotics from a workspace that is connected like this now, and has decided like this. */
async function open(
  state: ConnectionState,
  {
    decision = { kind: 'direct', reasons: [] },
    own = { kind: 'known', own: 'owner' },
    isInstalled = true,
    approvers,
  }: {
    decision?: ReturnType<Authority['decide']>;
    own?: Authority['own'];
    isInstalled?: boolean;
    /** What Slack says of those who approved it, if it needed that. */
    approvers?: Awaited<ReturnType<Directory['people']['find']>>[];
  } = {},
) {
  const clock = fakeClock();
  const asked: WorkspaceRef[] = [];
  const decidedFor: unknown[] = [];
  const lists: string[] = [];
  const openForDelivery = createOpenForDelivery({
    now: clock.now,
    findConnection: async (workspace) => {
      asked.push(workspace);
      return state;
    },
    directoryOf: async () =>
      isInstalled
        ? ({
            people: { find: async (userId) => approvers?.[Number(userId)] },
          } as Directory)
        : undefined,
    authorityOf: async (_, userId, __, list) => {
      lists.push(list);
      return {
        own,
        decide: (invite) => {
          decidedFor.push([userId, invite.invitee.address, invite.role.id]);
          return decision;
        },
        decideNew: async () => [],
        decideRole: () => ({ kind: 'deny', reasons: [] }),
        holdsToken: false,
        quotaUse: async () => undefined,
        whyTooMuch: () => undefined,
        isSelf: () => false,
      };
    },
  });
  const workspace = { teamId: 'T1', enterpriseId: 'E1' };
  const invitation = claimedInvitation({
    workspace,
    organization: acme,
    ...(approvers && { approvedBy: approvers.map((_, at) => `${at}`) }),
  });
  const opened = await openForDelivery(invitation);
  return { opened, openForDelivery, clock, asked, decidedFor, lists, invitation };
}

describe('an invitation', () => {
  it('is sent through the connection that its own workspace has now', async () => {
    const { opened, asked } = await open(connectedTo());
    expect(opened).toEqual({ ok: true, value: { piper } });
    expect(asked).toEqual([{ teamId: 'T1', enterpriseId: 'E1' }]);
  });

  it('is sent to no other organization than the one it was meant for', async () => {
    const { opened } = await open(connectedTo({ id: 'org-2', name: acme.name }));
    expect(opened).toEqual({ ok: false, error: { kind: 'not_connected' } });
  });

  it('is not sent from a workspace that is no longer connected', async () => {
    const { opened } = await open({ kind: 'none' });
    expect(opened).toEqual({ ok: false, error: { kind: 'not_connected' } });
  });

  it.each([
    [{ kind: 'damaged' } as const, 'the connection is unreadable'],
    [{ kind: 'altered' } as const, 'the connection is altered'],
  ])(
    'waits for the operator where the connection is %j, and is surely not sent',
    async (why, detail) => {
      const { opened } = await open({ kind: 'unreadable', why });
      expect(opened).toMatchObject({
        ok: false,
        error: { kind: 'unavailable', contact: 'not_sent', detail },
      });
    },
  );
});

describe('whether it may be sent', () => {
  it('is decided once more, for whoever asked for it', async () => {
    const { decidedFor, invitation } = await open(connectedTo());
    const { inviterId, invitee, role } = invitation;
    expect(decidedFor).toEqual([[inviterId, invitee.address, role.id]]);
  });

  it('is decided for each invitation of a batch, by what is read once a second for each batch', async () => {
    const { openForDelivery, clock, decidedFor, lists, invitation } = await open(connectedTo());
    const others = ['bob@example.com', 'carol@example.com'].map((address) => ({
      ...invitation,
      invitee: { address },
    }));
    for (const other of others) await openForDelivery(other);
    expect(decidedFor).toHaveLength(3);
    expect(lists).toHaveLength(1);
    await openForDelivery({ ...invitation, batchId: 'another' });
    expect(lists).toHaveLength(2);
    clock.advance(1_000);
    await openForDelivery(invitation);
    expect(lists).toHaveLength(3);
  });

  it('is decided without a new member list, since a batch would read one for each invitation', async () => {
    expect((await open(connectedTo())).lists).toEqual(['recent']);
  });

  it.each<Reason>([
    { kind: 'above', own: 'Viewer' },
    { kind: 'rule', id: 'no' },
    { kind: 'no_rule' },
    { kind: 'never', why: 'deactivated' },
    { kind: 'unmatched', why: 'none' },
  ])('is told with the reason where it may not any more: %j', async (reason) => {
    const { opened, invitation } = await open(connectedTo(), {
      decision: { kind: 'deny', reasons: [reason] },
    });
    expect(opened).toEqual({
      ok: true,
      value: {
        piper,
        denied: {
          kind: 'not_allowed',
          roleName: invitation.role.name,
          why: { reasons: [reason], organization: 'Acme Robotics', connectedBy: 'UALICE' },
        },
      },
    });
  });

  it.each<PiperFailure>([down, { kind: 'unauthorized', detail: 'No' }])(
    'cannot be told where Piper does not say what whoever asked may do: %j',
    async (failure) => {
      const { opened } = await open(connectedTo(), {
        decision: { kind: 'undecided' },
        own: { kind: 'unread', failure },
      });
      expect(opened).toEqual({ ok: false, error: failure });
    },
  );

  const needed: NonNullable<Parameters<typeof open>[1]> = {
    decision: { kind: 'approval', reasons: [{ kind: 'no_rule' }] },
  };

  it('is so where it needs approval, and has it from full members', async () => {
    const approvers = [ok(person()), ok(person({ id: 'UCAROL' }))];
    const { opened } = await open(connectedTo(), { ...needed, approvers });
    expect(opened).toEqual({ ok: true, value: { piper } });
  });

  it.each([
    ['nobody has approved it', undefined],
    ['whoever approved it is a guest by now', [ok(person()), ok(person({ isGuest: true }))]],
    ['whoever approved it has left', [err('unknown' as const)]],
  ])('is not so any more where %s', async (_, approvers) => {
    const { opened } = await open(connectedTo(), { ...needed, ...(approvers && { approvers }) });
    expect(opened).toMatchObject({ ok: true, value: { denied: { kind: 'not_allowed' } } });
  });

  it('is not so where a rule denies it, whoever has approved it', async () => {
    const { opened } = await open(connectedTo(), {
      decision: { kind: 'deny', reasons: [{ kind: 'rule', id: 'no' }] },
      approvers: [ok(person())],
    });
    expect(opened).toMatchObject({ ok: true, value: { denied: { kind: 'not_allowed' } } });
  });

  it.each<[string, NonNullable<Parameters<typeof open>[1]>, 'slack' | 'product']>([
    [
      "Slack doesn't tell who approved it",
      { ...needed, approvers: [err('unavailable' as const)] },
      'slack',
    ],
    [
      "Slack doesn't tell who asked for it",
      { decision: { kind: 'deny', reasons: [{ kind: 'no_rule' }, { kind: 'unidentified' }] } },
      'slack',
    ],
    [
      "Slack doesn't tell who is in a user group that the rules name",
      {
        ...needed,
        decision: { kind: 'deny', reasons: [{ kind: 'groups_unread', userGroupIds: ['SLEADS'] }] },
        approvers: [ok(person())],
      },
      'slack',
    ],
    ['the app is not installed', { isInstalled: false }, 'slack'],
    ['nobody can decide about it', { decision: { kind: 'undecided' } }, 'product'],
  ])('is decided later where %s', async (detail, about, who) => {
    const { opened } = await open(connectedTo(), about);
    expect(opened).toEqual({
      ok: false,
      error: { kind: 'unavailable', contact: 'not_sent', who, detail },
    });
  });
});
