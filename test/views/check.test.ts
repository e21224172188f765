import { describe, expect, it } from 'vitest';
import type { Asking } from '../../src/domain/asking.ts';
import type { CheckedPerson, InviteCheck, Verdict } from '../../src/domain/invite-check.ts';
import type { Reason } from '../../src/domain/reasons.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { Fate, Rule } from '../../src/domain/rule.ts';
import { checkMessage } from '../../src/views/check.ts';
import { expectWithinLimits } from '../helpers/block-limits.ts';
import { connection, editor, member, numberedRoles, viewer } from '../helpers/builders.ts';

const ada = { kind: 'address', address: 'ada@example.com' } as const;
const owns: InviteCheck['own'] = { kind: 'known', own: 'owner' };

const rule = (id: string, fate: Fate): Rule => ({
  id,
  name: `Rule of ${id}`,
  who: { kind: 'members' },
  roles: 'all',
  domains: 'all',
  fate,
});
const rules = [
  ...['r1', 'r2', 'r3'].map((id) => rule(id, 'direct')),
  rule('a1', 'approval'),
  rule('a2', 'approval'),
  rule('d1', 'deny'),
  rule('d2', 'deny'),
];

/** What is said of this check, of Bob's invites, or of the reader's own. */
function say(
  people: CheckedPerson[],
  about: Partial<InviteCheck> = {},
  {
    isReader = true,
    namesRules = true,
    asking,
  }: { isReader?: boolean; namesRules?: boolean; asking?: Asking } = {},
): string {
  const check: InviteCheck = { people, own: owns, holdsToken: false, ...about };
  const message = checkMessage(
    check,
    {
      by: 'UBOB',
      isReader,
      connection: connection({
        settings: {
          whoMayInvite: { kind: 'admins' },
          domains: [],
          rules,
          ...(asking && { asking }),
        },
      }),
      namesRules,
      holdsToken: check.holdsToken,
    },
    { leftovers: [], mayBeAboutOthers: false },
  );
  expectWithinLimits(message);
  return message.text;
}
const adaIs = (verdict: Verdict): CheckedPerson => ({
  person: ada,
  byRole: [{ role: editor, verdict }],
});
const ruled = (kind: Fate, ...ids: string[]): CheckedPerson =>
  adaIs({ kind, reasons: ids.map((id) => ({ kind: 'rule', id })) });

describe('the reasons of a decision', () => {
  it.each([
    [{ kind: 'no_rule' }, 'Nothing in the settings lets you invite *ada@example.com* as *Editor*'],
    [{ kind: 'two_approvals' }, '*Editor* needs two approvals.'],
    [{ kind: 'above', own: 'Viewer' }, 'than your own role there, *Viewer*.'],
    [{ kind: 'above', own: '' }, 'than your own role there, a role that Piper did not name.'],
    [{ kind: 'not_comparable' }, "I can't tell what *Editor* may do in Piper"],
    [
      { kind: 'unmatched', why: 'several' },
      'More than one member of Acme Robotics has your address',
    ],
    [{ kind: 'unmatched', why: 'link_stale' }, 'that you were linked to is gone'],
    [{ kind: 'quota', used: 20, limit: 20 }, '20 of 20 invites of the last 24 hours are used, so'],
    [{ kind: 'nobody_approves' }, 'there is nobody to approve it'],
    [{ kind: 'groups_unread', userGroupIds: ['SLEADS'] }, 'who is in <!subteam^SLEADS>, and'],
  ] as [Reason, string][])('say to whoever would invite: %j', (reason, words) => {
    expect(say([adaIs({ kind: 'deny', reasons: [reason] })])).toContain(words);
  });

  it.each([
    [{ kind: 'no_rule' }, 'Nothing in the settings lets <@UBOB> invite'],
    [{ kind: 'above', own: 'Viewer' }, 'than the role of <@UBOB> there, *Viewer*.'],
    [{ kind: 'unmatched', why: 'unconfirmed' }, "Slack doesn't say that <@UBOB> has confirmed"],
    [{ kind: 'unmatched', why: 'link_stale' }, '<@UBOB> was linked to a member'],
    [{ kind: 'never', why: 'external' }, '<@UBOB> is from another workspace'],
    [{ kind: 'unidentified' }, "Slack can't tell me who <@UBOB> is right now"],
  ] as [Reason, string][])('say of somebody else: %j', (reason, words) => {
    const said = say([adaIs({ kind: 'deny', reasons: [reason] })], {}, { isReader: false });
    expect(said).toContain("For <@UBOB>, *ada@example.com* as *Editor*: can't be invited.");
    expect(said).toContain(words);
  });

  it.each([
    ['direct', ['r1'], 'Rule *Rule of r1* matches and gives *Editor* at once.'],
    [
      'direct',
      ['settings', 'r1', 'r2', 'r3'],
      'Rules *Rule of r1*, *Rule of r2* and *Rule of r3* match and give *Editor* at once.',
    ],
    ['approval', ['a1'], 'Rule *Rule of a1* matches and wants approval for *Editor*.'],
    ['approval', ['a1', 'a2'], 'match and want approval for *Editor*.'],
    ['deny', ['d1'], 'Rule *Rule of d1* matches and forbids *Editor*.'],
    ['deny', ['d1', 'd2'], 'Rules *Rule of d1* and *Rule of d2* match and forbid *Editor*.'],
  ] as [Fate, string[], string][])('name the rules that lead to %s: %j', (kind, ids, words) => {
    expect(say([ruled(kind, ...ids)])).toContain(words);
  });

  it('name no rule to those who may not change them', () => {
    const hidden = { namesRules: false };
    const unread = adaIs({
      kind: 'deny',
      reasons: [{ kind: 'groups_unread', userGroupIds: ['SLEADS'] }],
    });
    expect(say([unread], {}, hidden)).toContain('who is in a user group that the rules name, and');
    expect(say([ruled('deny', 'd1')], {}, hidden)).toContain('• A rule matches and forbids');
    expect(say([ruled('deny', 'd1', 'd2')], {}, hidden)).toContain('• 2 rules match and forbid');
  });

  it('come with who somebody is in Piper, where nothing stands in the way', () => {
    const own = (about: Partial<InviteCheck>, isReader = true) =>
      say([ruled('direct', 'r1')], about, { isReader });
    expect(own({})).toContain('• You own *Acme Robotics*.');
    expect(own({}, false)).toContain('• <@UBOB> owns *Acme Robotics*.');
    const asEditor = { own: { kind: 'known', own: editor } } as const;
    expect(own(asEditor, false)).toContain('• The role of <@UBOB> in Piper is *Editor*.');
    expect(own({ ...asEditor, holdsToken: true }, false)).toContain('counts for <@UBOB>');
    expect(own({ own: { kind: 'none' } })).not.toContain('Piper is');
    expect(say([ruled('deny', 'd1')])).not.toContain('You own');
  });
});

describe('a check', () => {
  it('says what needs approval, and how much of a quota is used', () => {
    const quota = { used: 3, limit: 20 };
    expect(say([ruled('approval', 'a1')], { quota })).toMatch(
      /^\*ada@example\.com\* as \*Editor\*: would need approval\.\n.*\n• 3 of 20 invites of the last 24 hours are used\.$/,
    );
  });

  it('says who would be asked, and how many have to approve', () => {
    const asking: Asking = {
      approvers: { channel: 'C1', userIds: ['UCAROL'], userGroupIds: [], quietUserIds: ['UDAN'] },
      expireAfterDays: 7,
      selfApproval: false,
      twoApprovals: [],
    };
    expect(say([ruled('approval', 'a1')], {}, { asking })).toContain(
      '• This would be asked in <#C1>. <@UCAROL> or workspace admins can decide; one approval is enough, and it would end after 7 days.',
    );
    const two = { ...asking, twoApprovals: [editor.id] };
    expect(say([ruled('approval', 'a1')], {}, { asking: two })).toContain(
      'two approvals are needed',
    );
    expect(say([ruled('direct', 'r1')], {}, { asking })).not.toContain('would be asked');
  });

  it('says when it cannot see who is a member', () => {
    const found = err({ kind: 'unavailable', contact: 'not_sent' } as const);
    const membership = { invitee: { address: ada.address }, found };
    expect(say([{ ...ruled('direct', 'r1'), membership }])).toContain(
      "I can't see how *ada@example.com* stands in Piper right now.",
    );
  });

  it('goes through every role, with each reason once', () => {
    const denied = (reason: Reason) => {
      const verdict: Verdict = { kind: 'deny', reasons: [reason] };
      return say([{ person: ada, byRole: [editor, viewer].map((role) => ({ role, verdict })) }]);
    };
    expect(denied({ kind: 'no_rule' })).toContain(
      '\n• Nothing in the settings lets you invite *ada@example.com* as *Editor* or *Viewer* at once.',
    );
    const said = denied({ kind: 'unmatched', why: 'none' });
    expect(said).toMatch(/^\*ada@example\.com\*: can't be invited\.\n• Your Slack address [^\n]*$/);
    expect(say([{ person: ada, byRole: [] }])).toContain('Acme Robotics');
  });

  it('gives one reason once, and different ones behind each name', () => {
    const others = ['max', 'eva'].map((name) => ({
      ...ruled('deny', 'd1'),
      person: { kind: 'address', address: `${name}@example.com` } as const,
    }));
    expect(say(others)).toBe(
      [
        "2 people as *Editor*: 2 can't be invited.",
        "• *max@example.com* can't be invited.",
        "• *eva@example.com* can't be invited.",
        'Rule *Rule of d1* matches and forbids *Editor*.',
      ].join('\n'),
    );
    expect(say([...others, ruled('approval', 'a1')])).toContain(
      "• *max@example.com* can't be invited. Rule *Rule of d1* matches and forbids *Editor*.",
    );
  });

  it('fits a message, however much there is to say', () => {
    const roles = numberedRoles(200).map((role) => ({
      ...role,
      name: `${role.name} ${'x'.repeat(200)}`,
    }));
    const people = Array.from({ length: 50 }, (_, at) => ({
      person: { kind: 'address', address: `${'a'.repeat(60)}${at}@${'b'.repeat(60)}.example` },
      membership: { invitee: { address: 'x' }, found: ok(at % 2 ? member('x') : undefined) },
      byRole: roles.map((role) => ({
        role,
        verdict: { kind: 'deny', reasons: [{ kind: 'above', own: role.name }] },
      })),
    })) satisfies CheckedPerson[] as CheckedPerson[];
    expect(say(people)).toContain('more');
    expect(say(people.slice(0, 1))).toContain('more');
    const one = people.map((each) => ({ ...each, byRole: each.byRole.slice(0, 1) }));
    expect(say(one)).toContain('and 35 more');
  });
});
