import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { BatchReport, Outcome } from '../../src/domain/invitation.ts';
import { inviteConfirmation } from '../../src/views/invite-confirmation.ts';
import { type FileBelow, inviteProblems } from '../../src/views/invite-problems.ts';
import { expectWithinLimits, peopleIn } from '../helpers/block-limits.ts';
import { acme, alreadyMember, editor, everyFailure, failed, invited } from '../helpers/builders.ts';

const addressOf = (number: number) => `person-${number}@a-rather-long-name-of-a-company.example`;

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };

/** An order of five hundred that has ended. */
const batch = (outcomeOf: (number: number) => Outcome): BatchReport => ({
  batch: { id: 'batch-1', inviterId: 'UALICE', organization: acme, reference: '7f3k2q', at: 1 },
  entries: Array.from({ length: 500 }, (_, number) => ({
    invitee: { address: addressOf(number) },
    role: editor,
    state: outcomeOf(number),
  })),
  lastEndedAt: 2,
});

describe('an order of five hundred people', () => {
  it('is confirmed with the first of them, and how many more there are', () => {
    const message = inviteConfirmation(batch((number) => invited(addressOf(number))));
    if (!message) throw new Error('no confirmation');
    expectWithinLimits(message);
    expect(message.text).toContain('invited 500 people to *Acme Robotics*');
    expect(message.text).toContain('\nand 497 more\n500 pending · ');
  });

  const mostlyD = 'd'.repeat(300);
  it.each([
    ['one reason', () => failed({ kind: 'forbidden' })],
    ['a few reasons', (number: number) => failed(everyFailure[number % 7] ?? down)],
    [
      'a reason each',
      (number: number) =>
        failed({ kind: 'invalid', fields: ['email'], detail: `${number}${mostlyD}` }),
    ],
    ['being members', (number: number) => alreadyMember(addressOf(number))],
    [
      'being members or a reason each',
      (number: number) =>
        number % 2 === 0
          ? alreadyMember(addressOf(number))
          : failed({ kind: 'invalid', fields: ['email'], detail: `${number}${mostlyD}` }),
    ],
  ])("is told within Slack's limits where nobody was invited for %s", (_, outcomeOf) => {
    for (const file of ['sent', 'not_granted', 'not_sent'] as const) {
      const message = inviteProblems(batch(outcomeOf), file);
      if (!message) throw new Error('nothing is told');
      expectWithinLimits(message);
      expect(peopleIn(message.text)).toBe(500);
    }
  });

  it('names as many as it can where no file names them all, and else the first', () => {
    const all = batch(() => failed({ kind: 'forbidden' }));
    expect(inviteProblems(all, 'sent')?.text).toContain('• and 485 more');
    const named = inviteProblems(all, 'not_granted')?.text.match(/^• person-/gm) ?? [];
    expect(named.length).toBeGreaterThan(80);
  });

  it('says what the file below is, or why there is none', () => {
    const text = (file: FileBelow) =>
      inviteProblems(
        batch(() => failed({ kind: 'forbidden' })),
        file,
      )?.text;
    expect(text('sent')).toContain(
      '\nThe file below says how each of 500 invites to *Acme Robotics* went.\nref 7f3k2q',
    );
    expect(text('not_granted')).toContain(
      '\nI could send you a CSV file that says how each of 500 invites went; `/piper-invite help` says what I need for that.\nref',
    );
    expect(text('not_sent')).toContain(
      "\nI couldn't send you the CSV file that says how each of them went.\nref",
    );
  });

  it('has a file for the inviter where everybody was invited, and nothing to say without', () => {
    const all = batch((number) => invited(addressOf(number)));
    expect(inviteProblems(all, 'sent')?.text).toBe(
      'The file below says how each of 500 invites to *Acme Robotics* went.',
    );
    expect(inviteProblems(all, 'not_granted')).toBeUndefined();
    expect(inviteProblems(all, 'not_sent')).toBeUndefined();
  });
});
