import { describe, expect, it } from 'vitest';
import type { Batch, InvitationState } from '../../src/domain/invitation.ts';
import type { Member } from '../../src/domain/organization.ts';
import { inviteConfirmation } from '../../src/views/invite-confirmation.ts';
import { expectWithinLimits, peopleIn, wordsOf } from '../helpers/block-limits.ts';
import { alreadyMember, batchReport, failed, invited, waiting } from '../helpers/builders.ts';

const at = Date.parse('2026-11-24T10:33:00Z');
const since = Date.parse('2026-11-24T10:32:00Z');
const confirmedAt =
  'Confirmed by Piper <!date^1795516380^{date_short_pretty} at {time}|2026-11-24 10:33 UTC>';
const pendingSince =
  'pending since <!date^1795516320^{date_short_pretty} at {time}|2026-11-24 10:32 UTC>';

type Entry = [address: string, state: InvitationState, userId?: string, name?: string];

const report = (...entries: Entry[]) => batchReport(entries, { lastEndedAt: at });
const confirm = (entries: Entry[], about: Partial<Batch> = {}) =>
  inviteConfirmation(batchReport(entries, { lastEndedAt: at, ...about }));

const ada = (about: Partial<Member> = {}): Entry => [
  'ada@example.com',
  invited('ada@example.com', about),
];
const grace = (about: Partial<Member> = {}): Entry => [
  'grace@example.com',
  invited('grace@example.com', about),
  'UGRACE',
  'Grace <3 Hopper',
];
const bobAlready: Entry = [
  'bob@example.com',
  alreadyMember('bob@example.com', { roleName: 'Viewer' }),
];
const unavailable = failed({ kind: 'unavailable', contact: 'not_sent' });

const paragraph = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});
const small = (text: string) => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text, verbatim: true }],
});

describe('the confirmation of one invite', () => {
  it('says who invited whom, where and as what, and since when the invite is pending', () => {
    const headline = '<@UALICE> invited *ada@example.com* to *Acme Robotics* as *Editor*.';
    const details = `P${pendingSince.slice(1)}`;
    expect(confirm([ada({ status: { kind: 'pending', since } })])).toEqual({
      text: `${headline}\n${details}`,
      blocks: [paragraph(headline), small(details)],
    });
  });

  it('says when Piper confirmed it, where Piper gives no time itself', () => {
    const message = confirm([ada()]);
    expect(message?.blocks[1]).toEqual(small(`Pending · ${confirmedAt}`));
  });

  it.each([
    [{ kind: 'joined' }, `Joined · ${confirmedAt}`],
    [{ kind: 'unstated' }, `Piper gave no invite status · ${confirmedAt}`],
    [{ kind: 'other', word: 'on hold' }, `Status "on hold" · ${confirmedAt}`],
  ] as const)('tells the status that Piper gave: %o', (status, details) => {
    const message = confirm([ada({ status })]);
    expect(message?.blocks.at(-1)).toEqual(small(details));
  });

  it('pings nobody who was chosen in Slack, and names them as they are called there', () => {
    const message = confirm([grace()]);
    expect(message?.blocks[0]).toEqual(
      paragraph('<@UALICE> invited *Grace &lt;3 Hopper* to *Acme Robotics* as *Editor*.'),
    );
    expect(JSON.stringify(message)).not.toMatch(/UGRACE|grace@example\.com/);
  });

  it.each(['', ' ', '🤖', 'bob@acme.example', '@channel'])(
    'has the address of somebody whose name is %j',
    (name) => {
      const message = confirm([['ada@example.com', invited('ada@example.com'), 'UADA', name]]);
      expect(message?.text).toContain('invited *ada@example.com* to');
    },
  );

  it('names the role that Piper gave, not the one that was asked for', () => {
    const message = confirm([ada({ roleName: 'Viewer' })]);
    expect(message?.text).toContain('as *Viewer*.');
    expect(message?.text).not.toContain('Editor');
  });

  it('quotes the note', () => {
    const message = confirm([ada()], { note: 'Hi\n<!here>' });
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
    const message = confirm([ada(), grace({ status: { kind: 'joined' } })], { note: 'Welcome' });
    const headline = '<@UALICE> invited 2 people to *Acme Robotics* as *Editor*.';
    const lines = '• ada@example.com: pending\n• Grace &lt;3 Hopper: joined';
    expect(message).toEqual({
      text: `${headline}\n${lines}\n> Welcome\n${confirmedAt}`,
      blocks: [paragraph(headline), paragraph(lines), paragraph('> Welcome'), small(confirmedAt)],
    });
  });

  it('says the role of each where Piper gave different ones', () => {
    const message = confirm([ada(), grace({ roleName: 'Viewer' })]);
    expect(message?.blocks.slice(0, 2)).toEqual([
      paragraph('<@UALICE> invited 2 people to *Acme Robotics*.'),
      paragraph('• ada@example.com: *Editor*, pending\n• Grace &lt;3 Hopper: *Viewer*, pending'),
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
          failure: { kind: 'unavailable', contact: 'timed_out' },
        },
      ]),
    ],
    ['nobody', report()],
  ])('hears nothing of %s', (_, about) => {
    expect(inviteConfirmation(about)).toBeUndefined();
  });

  it('hears nothing of a failure, or of a member, beside an invite', () => {
    expect(confirm([ada(), ['x@example.com', unavailable], bobAlready])).toEqual(confirm([ada()]));
  });
});

describe('the confirmation of fifty invites', () => {
  const fifty = (about: Partial<Member> = {}) =>
    report(
      ...Array.from({ length: 50 }, (_, at): Entry => {
        const address = `${`person-${at}`.padEnd(64, 'x')}@${'y'.repeat(60)}.${'z'.repeat(60)}.example`;
        return [address, invited(address, about)];
      }),
    );

  it.each([
    ['the same role', {}],
    ['the longest role', { roleName: 'R'.repeat(100) }],
    ['a role of ampersands', { roleName: '&'.repeat(100) }],
  ])("keeps within Slack's limits, with %s", (_, about) => {
    const one = fifty(about);
    const organization = { id: 'x', name: 'O'.repeat(255) };
    const batch = { ...one.batch, organization, note: '&\n'.repeat(250) };
    const message = inviteConfirmation({ ...one, batch });
    if (!message) throw new Error('no confirmation');
    expectWithinLimits(message);
    for (const words of [wordsOf(message), message.text]) {
      expect(peopleIn(words)).toBe(50);
      expect(words).toContain(one.entries[1]?.invitee.address);
    }
  });
});

describe('a long batch that has ended', () => {
  const crowd = (count: number, outcomeAt: (at: number) => Entry[1]) =>
    Array.from({ length: count }, (_, at): Entry => [`p${at}@x.example`, outcomeAt(at)]);

  it('counts how it ended', () => {
    const outcomes: Entry[1][] = [
      invited('a@x.example'),
      invited('a@x.example', { status: { kind: 'joined' } }),
      unavailable,
      { kind: 'cancelled', by: 'UBOB' },
    ];
    const message = confirm(crowd(500, (at) => outcomes[at % 4] ?? unavailable));
    if (!message) throw new Error('nothing is told');
    expectWithinLimits(message);
    expect(message.text).toMatch(
      /^<@UALICE> invited 250 people to .*\n.*125 pending · 125 joined · 125 failed · 125 cancelled · Confirmed/s,
    );
  });

  it('is told where nobody was invited, too, and not who was a member before', () => {
    const message = confirm([...crowd(21, () => unavailable), bobAlready]);
    expect(message?.text).toMatch(
      /^<@UALICE> sent 22 invites to \*Acme Robotics\*, and nobody new was invited\.\n21 failed · Confirmed by Piper/,
    );
  });
});

describe('a batch that has not ended', () => {
  it('shows how far it is, and nobody by name', () => {
    const entries: Entry[] = [ada(), grace(), ['x@example.com', waiting()]];
    const text = '<@UALICE> is inviting 3 people to *Acme Robotics*: 2 sent.';
    const cancel = expect.objectContaining({ action_id: 'cancel_batch', value: 'batch-1' });
    expect(confirm(entries)).toEqual({
      text,
      blocks: [paragraph(text), { type: 'actions', elements: [cancel] }],
    });
  });

  it('counts everything that has ended, without those who were members before', () => {
    const message = confirm([
      ada(),
      bobAlready,
      ['x@example.com', unavailable],
      ['y@example.com', { kind: 'unknown', failure: { kind: 'unauthorized' } }],
      ['z@example.com', waiting({ kind: 'rate_limited' }, true)],
    ]);
    expect(message?.text).toBe(
      '<@UALICE> is inviting 5 people to *Acme Robotics*: 1 sent, 2 failed.',
    );
  });
});

describe('a confirmation without the time of its end', () => {
  it('has the time at which it was asked for', () => {
    expect(inviteConfirmation(batchReport([ada()], { at }))?.text).toContain(confirmedAt);
  });
});
