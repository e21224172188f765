import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Invite } from '../../src/domain/invitation.ts';
import type { Member } from '../../src/domain/organization.ts';
import { batch as limits } from '../../src/limits.ts';
import type { Authority } from '../../src/usecases/authority.ts';
import type { NeedingApproval } from '../../src/usecases/prepare-invites.ts';
import { createPreviewBatch } from '../../src/usecases/preview-batch.ts';
import { acme, editor, member, viewer } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { openEmpty } from '../helpers/storage.ts';

const ada: Invite = { invitee: { address: 'Ada@Example.com' }, role: editor };
const grace: Invite = {
  invitee: { address: 'grace@example.com', userId: 'UGRACE' },
  role: viewer,
};
const joe: Invite = { invitee: { address: 'joe@example.com' }, role: editor };

const author = { teamId: 'T1', userId: 'UALICE' };
const about = { organizationId: acme.id, audience: { channel: 'C1' }, note: 'Welcome' };
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };

async function setUp(members: Member[], listFailure?: PiperFailure, left = 10) {
  const { previews } = await openEmpty();
  const clock = fakeClock();
  const { piper } = fakePiper({ clock, members, listFails: () => listFailure });
  const review = createPreviewBatch({ previews, now: clock.now });
  const decideNew: Authority['decideNew'] = async (invites) =>
    invites.map((_, at) =>
      at < left
        ? { kind: 'direct', reasons: [] }
        : { kind: 'deny', reasons: [{ kind: 'quota', used: 10, limit: 10 }] },
    );
  return {
    clock,
    review: (
      invites: Invite[] = [ada, grace, joe],
      {
        approvals = [],
        decide = decideNew,
      }: { approvals?: NeedingApproval[]; decide?: Authority['decideNew'] } = {},
    ) =>
      review(
        piper,
        { decideNew: decide },
        { invitations: invites, approvals },
        { id: 'preview-1', ...author, ...about },
      ),
    find: (who = author) => previews.find('preview-1', who, clock.now()),
  };
}

const joined = (address: string) => member(address, { status: { kind: 'joined' } });

describe('a preview', () => {
  it('tells who is new, who is a member, and who is invited already', async () => {
    const [known, pending] = [joined('ada@example.com'), member('GRACE@example.com')];
    const { review } = await setUp([known, pending]);
    expect(await review()).toEqual({
      fresh: [joe],
      approvals: [],
      members: [{ invitee: ada.invitee, member: known }],
      pending: [{ invitee: grace.invitee, member: pending }],
    });
  });

  it('keeps for its author who is new, and everything else that will be sent', async () => {
    const { review, find } = await setUp([joined('ada@example.com')]);
    await review();
    expect(await find()).toEqual({ ...about, invitations: [grace, joe], approvals: [] });
    expect(await find({ ...author, userId: 'UBOB' })).toBeUndefined();
    expect(await find({ ...author, teamId: 'T2' })).toBeUndefined();
  });

  it('can be sent for half an hour', async () => {
    const { review, find, clock } = await setUp([]);
    await review();
    clock.advance(limits.previewTtl - 1);
    expect(await find()).toMatchObject({ invitations: [ada, grace, joe] });
    clock.advance(1);
    expect(await find()).toBeUndefined();
  });

  it('keeps nothing where nobody is new', async () => {
    const { review, find } = await setUp([joined('ada@example.com')]);
    expect(await review([ada])).toMatchObject({ fresh: [], pending: [] });
    expect(await find()).toBeUndefined();
  });

  it('counts everybody as new where the member list cannot be read, and says why', async () => {
    const { review, find } = await setUp([joined('ada@example.com')], down);
    expect(await review()).toEqual({
      fresh: [ada, grace, joe],
      approvals: [],
      members: [],
      pending: [],
      failure: down,
    });
    expect(await find()).toMatchObject({ invitations: [ada, grace, joe] });
  });

  it('takes nobody for a member whose address Piper does not show', async () => {
    const { address: _, ...hidden } = joined('ada@example.com');
    const { review } = await setUp([hidden]);
    expect(await review([ada])).toEqual({
      fresh: [ada],
      approvals: [],
      members: [],
      pending: [],
    });
  });

  it('leaves out who is more than the quota, of those who are new', async () => {
    const { review, find } = await setUp([joined('ada@example.com')], undefined, 1);
    expect(await review()).toMatchObject({
      fresh: [grace],
      overQuota: { invitees: [joe.invitee], limit: 10 },
    });
    expect(await find()).toMatchObject({ invitations: [grace] });
  });

  it('asks for approval of nobody who is a member already, and keeps the others', async () => {
    const { review, find } = await setUp([joined('ada@example.com')]);
    const why = { reasons: [{ kind: 'no_rule' as const }], organization: 'Acme Robotics' };
    const [both, one] = [
      { role: editor, invites: [ada, joe], why },
      { role: editor, invites: [ada], why },
    ];
    expect(await review([grace], { approvals: [both, one] })).toMatchObject({
      fresh: [grace],
      approvals: [{ role: editor, invites: [joe], why }],
      members: [{ invitee: ada.invitee }, { invitee: ada.invitee }],
    });
    expect(await find()).toMatchObject({ invitations: [grace], approvals: [joe] });
  });

  it('asks for approval of whom the quota leaves no room for, by role, where it may', async () => {
    const { review, find } = await setUp([]);
    const quota = { kind: 'quota' as const, used: 10, limit: 10 };
    const over = await review([ada, grace, joe], {
      decide: async (invites) => invites.map(() => ({ kind: 'approval', reasons: [quota] })),
    });
    expect(over).toEqual({
      fresh: [],
      approvals: [
        { role: editor, invites: [ada, joe], why: { reasons: [quota], organization: '' } },
        { role: viewer, invites: [grace], why: { reasons: [quota], organization: '' } },
      ],
      members: [],
      pending: [],
    });
    expect(await find()).toMatchObject({ invitations: [], approvals: [ada, joe, grace] });
  });

  it('says where somebody is decided about only once Piper answers again', async () => {
    const { review } = await setUp([]);
    const undecided = await review([ada, grace], {
      decide: async () => [{ kind: 'undecided' }, { kind: 'direct', reasons: [] }],
    });
    expect(undecided).toMatchObject({ fresh: [ada, grace], isUndecided: true });
  });
});
