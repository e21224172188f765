import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asking, namedApprovers } from '../../src/domain/asking.ts';
import { type InviteRequest, needed, ownBy, whyNotDecider } from '../../src/domain/request.ts';
import { editor, invite, viewer } from '../helpers/builders.ts';

type Request = Parameters<typeof whyNotDecider>[0];
type Decider = Parameters<typeof whyNotDecider>[1];

const request = (about: Partial<Request> = {}): Request => ({
  requesterId: 'UBOB',
  invites: [invite('ada@example.com')],
  approvals: [],
  ...about,
});
const decider = (about: Partial<Decider> = {}): Decider => ({
  userId: 'UCAROL',
  address: 'carol@example.com',
  isApprover: true,
  ...about,
});
const others = { selfApproval: false };
const oneself = { selfApproval: true };

describe('somebody who approves or denies a request', () => {
  it('is one of those who decide', () => {
    expect(whyNotDecider(request(), decider(), others)).toBe(undefined);
    expect(whyNotDecider(request(), decider({ isApprover: false }), others)).toBe('not_approver');
  });

  it('has not asked for it themselves, unless that is allowed', () => {
    const own = request({ requesterId: 'UCAROL' });
    expect(whyNotDecider(own, decider(), others)).toBe('requester');
    expect(whyNotDecider(own, decider(), oneself)).toBe(undefined);
    expect(whyNotDecider(own, decider({ isApprover: false }), oneself)).toBe('not_approver');
  });

  it('is not to be invited by it, even where own requests are allowed', () => {
    const byId = { invitee: { address: 'c@other.example', userId: 'UCAROL' }, role: editor };
    for (const invited of [byId, invite('Carol@Example.com')]) {
      const about = request({ invites: [invite('ada@example.com'), invited] });
      expect(whyNotDecider(about, decider(), oneself)).toBe('invitee');
    }
    const nameless = decider({ address: undefined });
    expect(whyNotDecider(request(), nameless, others)).toBe(undefined);
  });

  it('has not approved it before', () => {
    const approvals = [{ by: 'UCAROL', at: 1 }];
    expect(whyNotDecider(request({ approvals }), decider(), others)).toBe('approved_already');
    expect(whyNotDecider(request({ approvals }), decider({ userId: 'UDAVE' }), others)).toBe(
      undefined,
    );
  });
});

it('everybody who is named decides, asked or not, and is named once', () => {
  const approvers = {
    userIds: ['UCAROL', 'UDAVE'],
    userGroupIds: ['SLEADS'],
    quietUserIds: ['UDAVE', 'UERIN'],
  };
  expect(namedApprovers(approvers)).toEqual(['UCAROL', 'UDAVE', 'UERIN']);
});

describe('whoever decides, about whatever request', () => {
  const anyUser = fc.constantFrom('UBOB', 'UCAROL', 'UDAVE');
  const anyAddress = fc.constantFrom('bob@example.com', 'carol@example.com', 'CAROL@example.com');
  const anyRequest: fc.Arbitrary<Request> = fc.record({
    requesterId: anyUser,
    invites: fc.array(
      fc
        .record({ address: anyAddress, userId: fc.option(anyUser, { nil: undefined }) })
        .map(({ address, userId }) => ({
          invitee: { address, ...(userId && { userId }) },
          role: editor,
        })),
      { minLength: 1, maxLength: 3 },
    ),
    approvals: fc
      .subarray(['UBOB', 'UCAROL', 'UDAVE'])
      .map((ids) => ids.map((by) => ({ by, at: 1 }))),
  });
  const anyDecider: fc.Arbitrary<Decider> = fc.record({
    userId: anyUser,
    address: fc.option(anyAddress, { nil: undefined }),
    isApprover: fc.boolean(),
  });

  it('is an approver, not invited by it, did not ask for it and approves once', () => {
    fc.assert(
      fc.property(anyRequest, anyDecider, fc.boolean(), (about, who, selfApproval) => {
        if (whyNotDecider(about, who, { selfApproval }) !== undefined) return;
        expect(who.isApprover).toBe(true);
        expect(about.approvals.map(({ by }) => by)).not.toContain(who.userId);
        if (!selfApproval) expect(about.requesterId).not.toBe(who.userId);
        for (const { invitee } of about.invites) {
          expect(invitee.userId).not.toBe(who.userId);
          expect(invitee.address.toLowerCase()).not.toBe(who.address?.toLowerCase());
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never refused without one of these reasons', () => {
    fc.assert(
      fc.property(anyRequest, fc.boolean(), (about, selfApproval) => {
        const somebodyElse = decider({ userId: 'UFRANK', address: 'frank@example.com' });
        expect(whyNotDecider(about, somebodyElse, { selfApproval })).toBe(undefined);
      }),
    );
  });
});

describe('how many have to approve a request', () => {
  const asking: Asking = {
    approvers: { userIds: ['UCAROL'], userGroupIds: [], quietUserIds: [] },
    expireAfterDays: 7,
    selfApproval: true,
    twoApprovals: [editor.id],
  };
  const ordinary = request({ invites: [invite('ada@example.com', viewer)] }) as InviteRequest;
  const sensitive = request({
    invites: [...ordinary.invites, invite('eve@example.com', editor)],
  }) as InviteRequest;

  it('is two where one of its roles needs two, and else one', () => {
    expect([needed(ordinary, asking), needed(sensitive, asking)]).toEqual([1, 2]);
    expect(needed(sensitive, undefined)).toBe(1);
  });

  it('leaves it to whoever asked where one is enough, and that is allowed', () => {
    expect(ownBy(ordinary, asking)).toEqual({ selfApproval: true });
    expect(ownBy(sensitive, asking)).toEqual({ selfApproval: false });
    expect(ownBy(ordinary, { ...asking, selfApproval: false })).toEqual({ selfApproval: false });
    expect(ownBy(ordinary, undefined)).toEqual({ selfApproval: false });
  });
});
