import { describe, expect, it } from 'vitest';
import type { OrderReport, Outcome } from '../../src/domain/invitation.ts';
import { inviteConfirmation } from '../../src/views/invite-confirmation.ts';
import { inviteProblems } from '../../src/views/invite-problems.ts';
import { expectWithinLimits } from '../helpers/block-limits.ts';
import { acme, alreadyMember, editor, failed, invited } from '../helpers/builders.ts';

const addressOf = (number: number) => `person-${number}@a-rather-long-name-of-a-company.example`;

/** An order of five hundred that has ended. */
const order = (outcomeOf: (number: number) => Outcome): OrderReport => ({
  order: { id: 'order-1', inviterId: 'UALICE', organization: acme, reference: '7f3k2q', at: 1 },
  entries: Array.from({ length: 500 }, (_, number) => ({
    invitee: { address: addressOf(number) },
    role: editor,
    standing: outcomeOf(number),
  })),
  lastEndedAt: 2,
});

describe('an order of five hundred people', () => {
  it('is confirmed with the first of them, and how many more there are', () => {
    const message = inviteConfirmation(order((number) => invited(addressOf(number))));
    if (!message) throw new Error('no confirmation');
    expectWithinLimits(message);
    expect(message.text).toContain('invited 500 people to *Acme Robotics*');
    expect(message.text).toContain('• and 485 more');
  });

  it.each([
    ['one reason', () => failed({ kind: 'forbidden' }), '• and 485 more'],
    [
      'a reason each',
      (number: number) =>
        failed({ kind: 'invalid', fields: ['email'], detail: `${number}${'d'.repeat(300)}` }),
      "Another 485 people weren't invited, for other reasons.",
    ],
    ['being members', (number: number) => alreadyMember(addressOf(number)), '• and 485 more'],
  ])("is told within Slack's limits where nobody was invited for %s", (_, outcomeOf, words) => {
    const message = inviteProblems(order(outcomeOf));
    if (!message) throw new Error('nothing is told');
    expectWithinLimits(message);
    expect(message.text).toContain(words);
  });
});
