import { describe, expect, it } from 'vitest';
import type { InviteReport, Outcome } from '../../src/domain/invitation.ts';
import type { Member } from '../../src/domain/organization.ts';
import { inviteConfirmation } from '../../src/views/invite-confirmation.ts';
import { expectWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { acme, alreadyMember, editor, failed, invited } from '../helpers/builders.ts';

const at = Date.parse('2026-11-24T10:33:00Z');
const since = Date.parse('2026-11-24T10:32:00Z');
const confirmedAt =
  'Confirmed by Piper <!date^1795516380^{date_short_pretty} at {time}|2026-11-24 10:33 UTC>';
const pendingSince =
  'pending since <!date^1795516320^{date_short_pretty} at {time}|2026-11-24 10:32 UTC>';

type Entry = [address: string, outcome: Outcome, userId?: string];

const report = (...entries: Entry[]): InviteReport => ({
  inviterId: 'UALICE',
  organization: acme,
  role: editor,
  entries: entries.map(([address, outcome, userId]) => ({
    invitee: userId === undefined ? { address } : { address, userId },
    outcome,
  })),
});

const ada = (about: Partial<Member> = {}): Entry => [
  'ada@example.com',
  invited('ada@example.com', about),
];
const grace = (about: Partial<Member> = {}): Entry => [
  'grace@example.com',
  invited('grace@example.com', about),
  'UGRACE',
];
const bobAlready: Entry = [
  'bob@example.com',
  alreadyMember('bob@example.com', { roleName: 'Viewer' }),
];
const unavailable = failed({ kind: 'unavailable', contact: 'refused' });

const paragraph = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const small = (text: string) => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] });

describe('the confirmation of one invite', () => {
  it('says who invited whom, where and as what, and since when the invite is pending', () => {
    const headline = '<@UALICE> invited *ada@example.com* to *Acme Robotics* as *Editor*.';
    const details = `P${pendingSince.slice(1)}`;
    expect(
      inviteConfirmation({ report: report(ada({ status: { kind: 'pending', since } })), at }),
    ).toEqual({
      text: `${headline}\n${details}`,
      blocks: [paragraph(headline), small(details)],
    });
  });

  it('says when Piper confirmed it, where Piper gives no time itself', () => {
    const message = inviteConfirmation({ report: report(ada()), at });
    expect(message?.blocks[1]).toEqual(small(`Pending · ${confirmedAt}`));
  });

  it.each([
    [{ kind: 'joined' }, `Joined · ${confirmedAt}`],
    [{ kind: 'unstated' }, `Piper gave no invite status · ${confirmedAt}`],
    [{ kind: 'other', word: 'on hold' }, `Status "on hold" · ${confirmedAt}`],
  ] as const)('tells the status that Piper gave: %o', (status, details) => {
    const message = inviteConfirmation({ report: report(ada({ status })), at });
    expect(message?.blocks.at(-1)).toEqual(small(details));
  });

  it('mentions who was chosen in Slack', () => {
    const message = inviteConfirmation({ report: report(grace()), at });
    expect(message?.blocks[0]).toEqual(
      paragraph('<@UALICE> invited <@UGRACE> to *Acme Robotics* as *Editor*.'),
    );
    expect(message?.text).not.toContain('grace@example.com');
  });

  it('names the role that Piper gave, not the one that was asked for', () => {
    const message = inviteConfirmation({ report: report(ada({ roleName: 'Viewer' })), at });
    expect(message?.text).toContain('as *Viewer*.');
    expect(message?.text).not.toContain('Editor');
  });

  it('quotes the note', () => {
    const message = inviteConfirmation({ report: report(ada()), note: 'Hi\n<!here>', at });
    expect(message?.blocks).toEqual([
      paragraph('<@UALICE> invited *ada@example.com* to *Acme Robotics* as *Editor*.'),
      paragraph('> Hi\n> &lt;!here&gt;'),
      small(`Pending · ${confirmedAt}`),
    ]);
    expect(message?.text).toContain('> Hi\n> &lt;!here&gt;');
  });
});

describe('the confirmation of several invites', () => {
  it('says the role once, and how it stands with each', () => {
    const message = inviteConfirmation({
      report: report(ada(), grace({ status: { kind: 'joined' } }), bobAlready),
      note: 'Welcome',
      at,
    });
    const headline = '<@UALICE> invited 2 people to *Acme Robotics* as *Editor*.';
    const lines =
      '• ada@example.com: pending\n• <@UGRACE>: joined\n• bob@example.com: already a member (Viewer)';
    expect(message).toEqual({
      text: `${headline}\n${lines}\n> Welcome\n${confirmedAt}`,
      blocks: [paragraph(headline), paragraph(lines), paragraph('> Welcome'), small(confirmedAt)],
    });
  });

  it('says the role of each where Piper gave different ones', () => {
    const message = inviteConfirmation({
      report: report(ada(), grace({ roleName: 'Viewer' })),
      at,
    });
    expect(message?.blocks.slice(0, 2)).toEqual([
      paragraph('<@UALICE> invited 2 people to *Acme Robotics*.'),
      paragraph('• ada@example.com: *Editor*, pending\n• <@UGRACE>: *Viewer*, pending'),
    ]);
  });

  it('lists a single one, too, beside somebody who is a member already', () => {
    const message = inviteConfirmation({ report: report(bobAlready, ada()), at });
    expect(message?.blocks.slice(0, 2)).toEqual([
      paragraph('<@UALICE> invited 1 person to *Acme Robotics* as *Editor*.'),
      paragraph('• ada@example.com: pending\n• bob@example.com: already a member (Viewer)'),
    ]);
  });
});

describe('the channel', () => {
  it.each([
    ['only failures', report(['x@example.com', unavailable])],
    ['only members already there', report(bobAlready)],
    [
      'only unclear outcomes',
      report([
        'x@example.com',
        {
          kind: 'unknown',
          listed: 'absent',
          failure: { kind: 'unavailable', contact: 'timed_out' },
        },
      ]),
    ],
    ['nobody', report()],
  ])('hears nothing of %s', (_, about) => {
    expect(inviteConfirmation({ report: about, at })).toBeUndefined();
  });

  it('hears nothing of a failure beside an invite', () => {
    const message = inviteConfirmation({
      report: report(ada(), ['x@example.com', unavailable]),
      at,
    });
    expect(message?.text).not.toContain('x@example.com');
    expect(message?.text).toContain('invited *ada@example.com*');
  });
});

describe('the confirmation of fifty invites', () => {
  const fifty = (about: Partial<Member> = {}) =>
    report(
      ...Array.from({ length: 50 }, (_, at): Entry => {
        const address = `${`person-${at}`.padEnd(64, 'x')}@${'y'.repeat(60)}.${'z'.repeat(60)}.example`;
        return [address, at % 5 === 0 ? alreadyMember(address, about) : invited(address, about)];
      }),
    );

  it.each([
    ['the same role', {}],
    ['the longest role', { roleName: 'R'.repeat(100) }],
    ['a role of ampersands', { roleName: '&'.repeat(100) }],
  ])("keeps within Slack's limits, with %s", (_, about) => {
    const one = fifty(about);
    const message = inviteConfirmation({
      report: { ...one, organization: { id: 'x', name: 'O'.repeat(255) } },
      note: '&\n'.repeat(250),
      at,
    });
    if (!message) throw new Error('no confirmation');
    expectWithinLimits(message);
    for (const { invitee } of one.entries) {
      expect(wordsOf(message)).toContain(invitee.address);
      expect(message.text).toContain(invitee.address);
    }
  });
});
