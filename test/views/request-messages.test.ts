import { describe, expect, it } from 'vitest';
import type { Approvers } from '../../src/domain/asking.ts';
import type { Invite, Outcome } from '../../src/domain/invitation.ts';
import type { InviteRequest, NotAsked, NotDecided, NotDecider } from '../../src/domain/request.ts';
import { voidReasons } from '../../src/domain/request.ts';
import { DAY } from '../../src/limits.ts';
import { requests as limits } from '../../src/usecases/limits.ts';
import {
  askedMessage,
  notAskedMessage,
  requestEndedMessage,
} from '../../src/views/asker-messages.ts';
import { changeRequestModal } from '../../src/views/change-request-modal.ts';
import { denyModal } from '../../src/views/deny-modal.ts';
import { decidedMessage, notDecidedMessage } from '../../src/views/request-answers.ts';
import {
  requestMessage,
  requestReminder,
  requestsMessage,
} from '../../src/views/request-messages.ts';
import { seeRequestModal } from '../../src/views/see-request-modal.ts';
import {
  buttonsOf,
  expectModalWithinLimits,
  expectWithinLimits,
  wordsOf,
} from '../helpers/block-limits.ts';
import {
  acme,
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
import { storedAt } from '../helpers/stored.ts';
import { elementIn, elementsOf } from '../helpers/views.ts';

const ada = 'ada@example.com';
const at = storedAt;
const request = (about: Partial<InviteRequest> = {}): InviteRequest => ({
  id: 'r1',
  workspace: { teamId: 'T1' },
  organization: acme,
  requesterId: 'UBOB',
  reason: 'Ada joins our team',
  invites: [invite(ada, editor)],
  channel: 'C1',
  surface: 'form',
  at,
  expiresAt: at + 7 * DAY,
  state: { kind: 'open' },
  revision: 3,
  approvals: [],
  lapsed: [],
  leftOut: [],
  posted: [],
  ...about,
});
const approvers = (about: Partial<Approvers> = {}): Approvers => ({
  userIds: ['UCAROL'],
  userGroupIds: ['SLEADS'],
  quietUserIds: ['UDAVE'],
  ...about,
});
const people = (count: number, width = 0): Invite[] =>
  Array.from({ length: count }, (_, each) =>
    invite(`p${each}`.padEnd(width, 'x').concat('@example.com'), each % 2 ? editor : viewer),
  );

/** As wide as everything can be, in characters that take five each once they are escaped. */
const widest = (about: Partial<InviteRequest> = {}) =>
  request({
    organization: { id: 'org-1', name: '&'.repeat(200) },
    reason: '&'.repeat(500),
    invites: people(500, 242).map(({ invitee }, each) => ({
      invitee: { ...invitee, userId: `U${each}`.padEnd(11, '0'), name: `${each}`.padEnd(100, '&') },
      role: { id: `role-${each}`, name: `${each}`.padEnd(200, '&') },
      askedRole: { id: `asked-${each}`, name: `${each}`.padEnd(200, '<') },
    })),
    leftOut: people(100, 242),
    approvals: [
      { by: 'UCAROL', at },
      { by: 'UERIN', at },
    ],
    changedBy: 'UCAROL',
    ...about,
  });
const everybody = approvers({
  channel: 'C2',
  userIds: Array.from({ length: 100 }, (_, each) => `U${each}`.padEnd(11, '0')),
  userGroupIds: Array.from({ length: 100 }, (_, each) => `S${each}`.padEnd(11, '0')),
});
const words = '&'.repeat(500);
const ends: InviteRequest['state'][] = [
  { kind: 'approved', at, words },
  { kind: 'denied', by: 'UCAROL', at, words },
  { kind: 'cancelled', by: 'UBOB', at },
  { kind: 'expired', at },
  ...voidReasons.map((why) => ({ kind: 'void' as const, why, at })),
];

describe('Slack takes', () => {
  it.each([{ kind: 'open' } as const, ...ends])(
    'a request of 500 people with the widest names: $kind $why',
    (state) => {
      const wide = widest({ state });
      expectWithinLimits(requestMessage(wide, { approvers: everybody, needed: 2 }));
      expectWithinLimits(askedMessage(wide));
      if (state.kind !== 'open') {
        expectWithinLimits(requestEndedMessage(wide));
        expectWithinLimits(notDecidedMessage({ kind: 'ended', request: wide }, undefined));
      }
      expectWithinLimits(requestReminder(wide, { approvers: everybody }));
      expectModalWithinLimits(changeRequestModal(wide, numberedRoles(101)));
      expectModalWithinLimits(denyModal(wide));
      expectModalWithinLimits(seeRequestModal(wide));
    },
  );

  it('what came of 500 people', () => {
    const wide = widest({ state: { kind: 'approved', at, words } });
    const report = batchReport(
      wide.invites.map(({ invitee }) => [invitee.address, invited(invitee.address)]),
      { lastEndedAt: at },
    );
    expectWithinLimits(requestMessage(wide, { approvers: everybody, needed: 1, report }));
  });

  it('as many requests as are listed', () => {
    const all = Array.from({ length: limits.listed }, (_, each) => ({
      request: widest({ id: `r${each}`, invites: widest().invites.slice(each, each + 1) }),
      mayDecide: true,
      mayCancel: false,
    }));
    const message = requestsMessage(all);
    expectWithinLimits(message);
    const shown = buttonsOf(message).length / 3;
    expect(shown).toBeGreaterThan(0);
    expect(wordsOf(message)).toContain('20 requests wait');
    expect(wordsOf(message)).toContain(`and ${limits.listed - shown} more`);
    const usual = all.map((each) => ({ ...each, request: request() }));
    expectWithinLimits(requestsMessage(usual));
    expect(buttonsOf(requestsMessage(usual))).toHaveLength(3 * limits.listed);
  });

  it('why nothing was asked about 500 people', () => {
    const asked = people(500, 242).map(({ invitee: { address } }) => ({
      address,
      request: request(),
    }));
    expectWithinLimits(notAskedMessage({ teamId: 'T1' }, { kind: 'asked_already', asked }, 3));
    expectWithinLimits(notAskedMessage({ teamId: 'T2' }, { kind: 'asked_already', asked }, 3));
    const addresses = asked.map(({ address }) => address);
    expectWithinLimits(notAskedMessage({ teamId: 'T1' }, { kind: 'denied_lately', addresses }, 0));
  });

  it('why nothing was decided, with whatever names', () => {
    const role = { id: 'role-1', name: '&'.repeat(200) };
    const reason = { kind: 'above' as const, own: '&'.repeat(200) };
    expectWithinLimits(notDecidedMessage({ kind: 'above', role, reason }, 'abc234'));
    const asking = {
      approvers: everybody,
      expireAfterDays: 7,
      selfApproval: false,
      twoApprovals: [],
    };
    const why = 'not_approver';
    expectWithinLimits(
      notDecidedMessage({ kind: 'may_not', why, request: widest(), asking }, undefined),
    );
  });
});

const shown = (
  about: Partial<InviteRequest>,
  given: Partial<Parameters<typeof requestMessage>[1]> = {},
) => {
  const message = requestMessage(request(about), { approvers: approvers(), needed: 1, ...given });
  expectWithinLimits(message);
  return message;
};

describe('a request, as those who decide see it', () => {
  it('says who asks for whom, and why, and calls everybody but the quiet ones', () => {
    const message = shown({});
    const all = wordsOf(message);
    expect(all).toMatch(/^<@UBOB> asks to invite \*ada@example\.com\* .*\*Editor\*/);
    expect(all).toContain('> Ada joins our team');
    expect(all).toContain('<@UCAROL>');
    expect(all).toContain('<!subteam^SLEADS>');
    expect(all).not.toContain('UDAVE');
    // The text is what a notification shows; it calls nobody.
    expect(message.text).not.toContain('UCAROL');
  });

  it('pings nobody who is asked for, and has the address of whoever has a name', () => {
    const named = (name: string) => ({
      ...invite(`${name}@example.com`, editor),
      invitee: { address: `${name}@example.com`, userId: `U${name}`, name },
    });
    const one = shown({ invites: [named('Lin')], leftOut: [named('Max')] });
    expect(wordsOf(one)).toContain('asks to invite *Lin* (Lin@example.com) to');
    expect(wordsOf(one)).toContain('Left out: *Max* (Max@example.com).');
    const several = shown({ invites: [named('Lin'), named('Max')] });
    expect(wordsOf(several)).toContain('• Lin (Lin@example.com): Editor');
    expect(JSON.stringify([one, several])).not.toMatch(/@U(?:Lin|Max)/);
  });

  it('names fewer than ten people where their names are too long for one paragraph', () => {
    const long = shown({
      invites: people(10, 242).map(({ invitee, ...rest }) => ({
        ...rest,
        invitee: { ...invitee, name: 'N'.repeat(80) },
      })),
    });
    const all = wordsOf(long);
    expect(all).toMatch(/• and \d more/);
    expect(elementsOf({ ...long }).map(({ action_id }) => action_id)).toContain('see_request');
  });

  it('has buttons that tell what was seen, and a question only before many are invited', () => {
    const one = elementsOf({ ...shown({}) });
    expect(one.map(({ action_id, value }) => [action_id, value])).toEqual([
      ['approve_request', 'r1 3'],
      ['change_request', 'r1 3'],
      ['deny_request', 'r1 3'],
    ]);
    expect(one[0]).not.toHaveProperty('confirm');
    const [two] = elementsOf({ ...shown({ invites: people(2) }) });
    expect(two).toMatchObject({ confirm: { title: { text: 'Approve 2 people?' } } });
  });

  it('names ten people, and counts the others', () => {
    const ten = wordsOf(shown({ invites: people(10) }));
    expect(ten).toContain('• p9@example.com: Editor');
    expect(ten).not.toContain('more');
    const eleven = wordsOf(shown({ invites: people(11) }));
    expect(eleven).not.toContain('p10@example.com');
    expect(eleven).toContain('• and 1 more');
  });

  it('says who has approved, where that is not enough, and who has changed it', () => {
    const approvals = [{ by: 'UERIN', at }];
    const half = wordsOf(shown({ approvals, changedBy: 'UERIN' }, { needed: 2 }));
    expect(half).toContain('1 of 2 approvals: <@UERIN>');
    const lapsed = wordsOf(shown({ approvals, lapsed: ['UDAVE'] }, { needed: 2 }));
    expect(lapsed).toContain(
      '1 of 2 approvals: <@UERIN>; the approval of <@UDAVE> no longer counts',
    );
    const none = wordsOf(shown({ lapsed: ['UDAVE'] }, { needed: 2 }));
    expect(none).toContain('0 of 2 approvals; the approval of <@UDAVE> no longer counts');
    expect(half).toMatch(/changed by <@UERIN>/i);
    expect(wordsOf(shown({}, { needed: 2 }))).not.toContain('approvals');
    expect(wordsOf(shown({ approvals }))).not.toContain('approvals');
  });

  it.each([
    [{ kind: 'approved', at }, 'Approved by <@UCAROL> '],
    [{ kind: 'denied', by: 'UERIN', at, words: 'Not now' }, 'Denied by <@UERIN> '],
    [{ kind: 'denied', by: 'UERIN', at, words: 'Not now' }, '> Not now'],
    [{ kind: 'cancelled', by: 'UBOB', at }, 'Cancelled by <@UBOB> '],
    [{ kind: 'expired', at }, 'Nobody decided in time'],
    [{ kind: 'void', why: 'satisfied', at }, 'Everybody here is already in *Acme Robotics*'],
    [{ kind: 'void', why: 'not_allowed_any_more', at }, "The rules don't allow this"],
    [{ kind: 'void', why: 'disconnected', at }, 'no longer connected to *Acme Robotics*'],
    [{ kind: 'void', why: 'requester_gone', at }, "isn't a full member here any more"],
  ] as const)('has no buttons once it is %j, and calls nobody', (state, says) => {
    const message = shown({ state, approvals: [{ by: 'UCAROL', at }] });
    expect(wordsOf(message)).toContain(says);
    expect(message.text).toContain(says);
    expect(buttonsOf(message)).toEqual([]);
    expect(wordsOf(message)).not.toContain('SLEADS');
  });

  it('says that somebody is invited only once Piper has answered', () => {
    const state = { kind: 'approved' as const, at };
    expect(shown({ state }).text).toContain("Piper hasn't answered yet.");
    const report = batchReport([[ada, invited(ada)]], { lastEndedAt: at, inviterId: 'UBOB' });
    expect(shown({ state }, { report }).text).toMatch(/^Pending\.$/m);
    const kept = batchReport([[ada, waiting()]]);
    expect(shown({ state }, { report: kept }).text).toMatch(/^Waits for Piper\.$/m);
  });

  it('says of each what became of it, and of whom the inviter was told why', () => {
    const entries: Parameters<typeof batchReport>[0] = [
      ['a@example.com', invited('a@example.com', { status: { kind: 'pending', since: at } })],
      ['b@example.com', { ...invited('b@example.com'), joinedAt: at } as never],
      ['c@example.com', invited('c@example.com', { roleName: 'Viewer' })],
      ['d@example.com', alreadyMember('d@example.com', { status: { kind: 'joined' } })],
      ['e@example.com', alreadyMember('e@example.com')],
      ['f@example.com', failed({ kind: 'forbidden' })],
      ['g@example.com', { kind: 'unknown', failure: { kind: 'forbidden' } }],
      ['h@example.com', { kind: 'cancelled', by: 'UALICE' }],
      ['i@example.com', waiting()],
    ];
    const state = { kind: 'approved' as const, at };
    const invites = entries.map(([address]) => invite(address, editor));
    const report = batchReport(entries, { inviterId: 'UBOB' });
    const { text } = shown({ state, invites }, { report });
    const lines = text.split('\n');
    expect(lines.slice(1, 10)).toEqual([
      expect.stringMatching(/^• a@example\.com: Editor, pending since .*2026/),
      expect.stringMatching(/^• b@example\.com: Editor, joined on .*2026/),
      '• c@example.com: Editor, given as *Viewer*, pending',
      '• d@example.com: Editor, already a member (Editor)',
      '• e@example.com: Editor, invited already (Editor)',
      '• f@example.com: Editor, not invited',
      '• g@example.com: Editor, perhaps invited, since Piper gave no clear answer',
      '• h@example.com: Editor, not invited, since <@UALICE> cancelled it',
      '• i@example.com: Editor, waits for Piper',
    ]);
    expect(lines.at(-1)).toBe('<@UBOB> was told why.');
    const worked = batchReport(entries.slice(0, 5), { inviterId: 'UBOB' });
    expect(shown({ state, invites }, { report: worked }).text).not.toContain('told why');
  });

  it('says of many how it went in all', () => {
    const invites = people(500, 60);
    const report = batchReport(
      invites.map(({ invitee: { address } }, each) => [
        address,
        each === 0 ? waiting() : each < 3 ? failed({ kind: 'forbidden' }) : invited(address),
      ]),
    );
    const state = { kind: 'approved' as const, at };
    const all = wordsOf(shown({ state, invites }, { report }));
    expect(all).toContain('497 pending · 2 failed · 1 waits for Piper');
    expect(all.match(/p3x+@example\.com/g)).toHaveLength(1);
  });

  it('shows what somebody gives instead of what was asked for, and whom they left out', () => {
    const given = { ...invite(ada, viewer), askedRole: editor };
    const one = {
      invites: [given],
      leftOut: [invite('eve@example.com', editor)],
      changedBy: 'UERIN',
    };
    expect(shown(one).text).toMatch(
      /^<@UBOB> asks to invite \*ada@example.com\* to \*Acme Robotics\* as \*Viewer\* instead of \*Editor\*, as changed by <@UERIN>\.\nLeft out: \*eve@example.com\*\.\n/,
    );
    const kept = invite('max@example.com', viewer);
    const two = shown({ invites: [given, kept], changedBy: 'UERIN' }).text;
    expect(two).toContain(
      '*2 people* to *Acme Robotics* as *Viewer* instead of *Editor*, as changed',
    );
    expect(two).toContain('• ada@example.com: Viewer instead of Editor');
    expect(two).toContain('• max@example.com: Viewer\n');
    expect(two).not.toContain('Left out');
  });

  it('has no line for a reason that was erased', () => {
    expect(shown({ reason: '' }).text).not.toMatch(/^>/m);
    expect(shown({ reason: '' }).blocks).toHaveLength(shown({}).blocks.length - 1);
  });
});

describe('whoever asked', () => {
  it('reads what they asked for and until when, and can cancel it', () => {
    const message = askedMessage(request({ invites: people(3) }));
    expect(message.text).toContain('You asked to invite *3 people* to *Acme Robotics*');
    expect(elementsOf({ ...message })).toMatchObject([
      { action_id: 'cancel_request', value: 'r1 3' },
    ]);
  });

  it('reads in the same message what became of it, with nothing to press but what can be stopped', () => {
    const state = { kind: 'approved' as const, at, words: 'Welcome' };
    const approved = request({ state, approvals: [{ by: 'UCAROL', at }] });
    const sending = askedMessage(approved);
    expectWithinLimits(sending);
    expect(sending.text).toMatch(
      /^You asked to invite .*\.\nApproved by <@UCAROL> .*\n> Welcome\nPiper hasn't answered yet\.$/,
    );
    expect(buttonsOf(sending)).toEqual([]);
    const kept = askedMessage(
      approved,
      batchReport([[ada, waiting({ kind: 'unavailable', contact: 'not_sent' })]]),
    );
    expect(kept.text).toContain("Piper isn't answering. Your invite is kept.");
    expect(buttonsOf(kept)).toHaveLength(1);
    const answered = askedMessage(approved, batchReport([[ada, invited(ada)]]));
    expect(answered.text).toMatch(/> Welcome$/);
    const denied = askedMessage(request({ state: { kind: 'denied', by: 'UERIN', at } }));
    expect(denied.text).toMatch(/^You asked to invite .*\.\nDenied by <@UERIN> .*\.$/);
    expect(buttonsOf(denied)).toEqual([]);
  });

  it('reads what they get instead, and never that they asked for it', () => {
    const changed = {
      invites: [{ ...invite(ada, viewer), askedRole: editor }],
      leftOut: [invite('eve@example.com', editor)],
      changedBy: 'UCAROL',
      approvals: [{ by: 'UCAROL', at }],
    };
    const approved = request({ ...changed, state: { kind: 'approved', at } });
    expect(askedMessage(approved).text).toMatch(
      /^You asked to invite \*2 people\* to \*Acme Robotics\*\.\nApproved by .*\nChanged by <@UCAROL>: \*ada@example.com\* as \*Viewer\* instead of \*Editor\*\.\nLeft out: \*eve@example.com\*\.\n/,
    );
    expect(requestEndedMessage(approved).text).toBe(
      '<@UCAROL> approved your request to invite *ada@example.com* to *Acme Robotics* as *Viewer* instead of *Editor*, as changed by <@UCAROL>.\nLeft out: *eve@example.com*.',
    );
    const { leftOut: _, ...alone } = changed;
    const denied = request({ ...alone, state: { kind: 'denied', by: 'UERIN', at } });
    for (const { text } of [askedMessage(denied), requestEndedMessage(denied)]) {
      expect(text).toContain('*ada@example.com* to *Acme Robotics* as *Editor*.');
    }
  });

  it('reads at the end how many Piper has confirmed', () => {
    const state = { kind: 'approved' as const, at };
    const end = (...outcomes: Outcome[]) =>
      requestEndedMessage(
        request({ state, approvals: [{ by: 'UCAROL', at }] }),
        batchReport(outcomes.map((outcome, each) => [`p${each}@example.com`, outcome])),
      ).text;
    expect(end(invited(ada))).toMatch(/\nPiper has confirmed the invite\.$/);
    expect(end(invited(ada), invited(ada))).toMatch(/confirmed all 2 invites\.$/);
    expect(end(invited(ada), alreadyMember(ada))).toMatch(
      /confirmed 1 invite; 1 person was a member already\.$/,
    );
  });

  it.each([
    [{ kind: 'approved', at, words: 'Welcome' }, /^<@UCAROL> and <@UERIN> approved .*\n> Welcome$/],
    [{ kind: 'denied', by: 'UERIN', at }, /^<@UERIN> denied .*Nothing was sent\.$/],
    [{ kind: 'denied', by: 'UERIN', at, words: 'Not now' }, /\n> Not now$/],
    [{ kind: 'cancelled', by: 'UALICE', at }, /^<@UALICE> cancelled .*Nothing was sent\.$/],
    [{ kind: 'expired', at }, /^Nobody decided .*you can ask again\.$/],
    [{ kind: 'void', why: 'not_allowed_any_more', at }, /\nThe rules don't allow this any more/],
  ] as const)('reads how it ended, and about whom: %j', (state, says) => {
    const approvals = [
      { by: 'UCAROL', at },
      { by: 'UERIN', at },
    ];
    const { text } = requestEndedMessage(request({ state, approvals }));
    expect(text).toMatch(says);
    expect(text).toContain('*ada@example.com*');
    expect(text).toContain('*Editor*');
  });

  it.each([
    [{ kind: 'too_many', open: 20 }, 0, 'You have 20 open requests'],
    [
      { kind: 'denied_lately', addresses: [ada] },
      0,
      '*ada@example.com* was denied within the last 24 hours',
    ],
    [{ kind: 'denied_lately', addresses: [ada] }, 1, 'The invite that needs no approval is sent.'],
    [
      { kind: 'denied_lately', addresses: [ada] },
      2,
      'The 2 invites that need no approval are sent.',
    ],
  ] as [NotAsked, number, string][])(
    'reads why nothing was asked: %j, %d',
    (problem, sent, says) => {
      const { text } = notAskedMessage({ teamId: 'T1' }, problem, sent);
      expect(text).toContain(says);
      expect(text.includes('no approval')).toBe(sent > 0);
    },
  );

  it('reads who asked for somebody already, but not who did so in another workspace', () => {
    const problem: NotAsked = {
      kind: 'asked_already',
      asked: [{ address: ada, request: request() }],
    };
    const here = notAskedMessage({ teamId: 'T1' }, problem, 0).text;
    expect(here).toContain('<@UBOB> asked for *ada@example.com*');
    expect(here).toContain('Nothing was asked again.');
    const elsewhere = notAskedMessage({ teamId: 'T2' }, problem, 0).text;
    expect(elsewhere).toContain('Somebody in another workspace asked for *ada@example.com*');
    expect(elsewhere).not.toContain('UBOB');
  });

  it('reads of many which are asked for already, and how many more', () => {
    const asked = people(12).map(({ invitee: { address } }) => ({ address, request: request() }));
    const { text } = notAskedMessage({ teamId: 'T1' }, { kind: 'asked_already', asked }, 0);
    expect(text).toContain('p9@example.com');
    expect(text).not.toContain('p10@example.com');
    expect(text).toContain('and 2 more');
  });
});

describe('whoever presses a button', () => {
  const role = { id: 'role-1', name: 'Admin' };
  const may = (why: NotDecider | 'unidentified'): NotDecided => ({
    kind: 'may_not',
    why,
    request: request(),
    asking: { approvers: approvers(), expireAfterDays: 7, selfApproval: false, twoApprovals: [] },
  });
  const failure = { kind: 'unavailable' as const, contact: 'not_sent' as const };

  it.each([
    [{ kind: 'gone' }, "This request isn't there any more. Nothing changed."],
    [
      may('not_approver'),
      'Only <@UCAROL>, <!subteam^SLEADS> and workspace admins can decide this.',
    ],
    [may('requester'), 'You asked for this yourself, so somebody else has to decide.'],
    [may('invitee'), 'This invite is for you, so somebody else has to decide.'],
    [may('approved_already'), 'You have approved this. One more person has to.'],
    [may('unidentified'), "Slack can't tell me who you are right now"],
    [
      { kind: 'may_not', why: 'not_approver', request: request() },
      'Only workspace admins can decide this.',
    ],
    [
      { kind: 'above', role, reason: { kind: 'above', own: 'Editor' } },
      '*Admin* can do more in Piper than your own role (*Editor*)',
    ],
    [
      { kind: 'above', role, reason: { kind: 'unmatched', why: 'none' } },
      "I can't tell who you are in Piper",
    ],
    [{ kind: 'above', role, reason: { kind: 'not_comparable' } }, "only the organization's owner"],
    [{ kind: 'unread', failure }, "Piper isn't answering"],
    [{ kind: 'requester_unread' }, 'whether whoever asked is still a full member'],
    [
      { kind: 'groups_unread', userGroupIds: ['SLEADS'] },
      "Slack can't tell me right now who is in <!subteam^SLEADS>, and it depends on that. Nothing was decided",
    ],
    [{ kind: 'approver_unread', userId: 'UERIN' }, 'whether <@UERIN>, who has approved this, may'],
    [{ kind: 'nobody_left' }, 'With this change nobody would be invited'],
    [{ kind: 'changed', request: request() }, 'Somebody else has changed this request meanwhile.'],
    [
      { kind: 'too_many', tooMany: { kind: 'open', open: 1_000, more: 1 } },
      'Whoever asked has 1000 invites under way',
    ],
  ] as [NotDecided, string][])('reads why nothing was decided: %j', (problem, says) => {
    expect(notDecidedMessage(problem, undefined).text).toContain(says);
  });

  it('reads whose approval counts no longer, where that leaves theirs alone', () => {
    const words = (kind: 'approved' | 'counted', ...lapsed: string[]) =>
      decidedMessage({ kind, lapsed }).text;
    expect(words('counted', 'UERIN')).toBe(
      "Your approval counts. The approval of <@UERIN> no longer counts, since they couldn't approve this any more, so one more person has to approve it.",
    );
    expect(words('counted')).toBe('Your approval counts. One more person has to approve it.');
    expect(words('approved', 'UERIN')).toBe('Approved. Piper is asked now.');
  });

  it('reads who was first, and that nothing changed', () => {
    const state = { kind: 'denied' as const, by: 'UERIN', at };
    const { text } = notDecidedMessage({ kind: 'ended', request: request({ state }) }, undefined);
    expect(text).toMatch(/^Denied by <@UERIN> .*\. Nothing changed\.$/);
  });

  it('gets a reference where it is worth asking the operator', () => {
    for (const problem of [{ kind: 'unread', failure }, { kind: 'requester_unread' }] as const) {
      expect(notDecidedMessage(problem, 'abc234').text).toContain('ref abc234');
    }
    expect(notDecidedMessage({ kind: 'gone' }, 'abc234').text).not.toContain('abc234');
  });
});

describe('the reminder', () => {
  it('calls those who are asked, and says until when', () => {
    const { text } = requestReminder(request(), { approvers: approvers() });
    expect(text).toMatch(/^<@UCAROL> and <!subteam\^SLEADS>: this still waits.*2026-12-02/);
  });
});

describe('the list of requests', () => {
  it('has a row of buttons for what somebody may do with each', () => {
    const seen = (id: string, mayDecide: boolean, mayCancel: boolean) => ({
      request: request({ id }),
      mayDecide,
      mayCancel,
    });
    const message = requestsMessage([
      seen('r1', true, false),
      seen('r2', false, true),
      seen('r3', true, true),
      seen('r4', false, false),
    ]);
    expectWithinLimits(message);
    expect(wordsOf(message)).toContain('4 requests wait for a decision:');
    expect(wordsOf(message)).toContain('> Ada joins our team');
    const decide = ['approve_request', 'change_request', 'deny_request'];
    expect(
      elementsOf({ ...message }).map(({ action_id, value }) => `${value} ${action_id}`),
    ).toEqual([
      ...decide.map((action) => `r1 3 ${action}`),
      'r2 3 cancel_request',
      ...decide.map((action) => `r3 3 ${action}`),
    ]);
  });

  it('says that nothing waits', () => {
    expect(requestsMessage([]).text).toBe('No request waits for a decision.');
  });
});

describe('the form that changes a request', () => {
  it('offers roles, and people to leave out where there are several', () => {
    const view = changeRequestModal(request({ invites: people(3) }), [editor, viewer]);
    expectModalWithinLimits(view);
    expect(view.private_metadata).toBe('r1 3');
    expect(elementIn(view, 'request_role')).toMatchObject({
      options: [{ value: editor.id }, { value: viewer.id }],
    });
    expect(elementIn(view, 'request_role')).not.toHaveProperty('initial_option');
    expect(elementIn(view, 'leave_out')).toMatchObject({
      options: [
        { value: '0', text: { text: 'p0@example.com' } },
        { value: '1' },
        { value: '2', text: { text: 'p2@example.com' } },
      ],
    });
  });

  it('offers nobody to leave out of one, and no roles where there are none to give', () => {
    const view = changeRequestModal(request(), []);
    expectModalWithinLimits(view);
    expect(JSON.stringify(view)).not.toContain('leave_out');
    expect(JSON.stringify(view)).not.toContain('request_role');
  });
});

it('the form that denies a request is about that one', () => {
  const view = denyModal(request());
  expect(view.private_metadata).toBe('r1 3');
  expect(wordsOf(view)).toContain('<@UBOB> asks to invite *ada@example.com*');
  expect(elementIn(view, 'words')).toMatchObject({ multiline: true, max_length: 500 });
});
