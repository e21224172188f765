import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { InviteReport, Outcome } from '../../src/domain/invitation.ts';
import { inviteProblems } from '../../src/views/invite-problems.ts';
import { expectWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { acme, alreadyMember, editor, everyFailure, failed, invited } from '../helpers/builders.ts';

type Entry = [address: string, outcome: Outcome];

const report = (...entries: Entry[]): InviteReport => ({
  inviterId: 'UALICE',
  organization: acme,
  role: editor,
  entries: entries.map(([address, outcome]) => ({ invitee: { address }, outcome })),
});

const down: PiperFailure = { kind: 'unavailable', contact: 'refused' };
const unclear = (listed: 'absent' | 'unread'): Outcome => ({
  kind: 'unknown',
  listed,
  failure: { kind: 'unavailable', contact: 'timed_out' },
});
const many = (count: number, outcomeAt: (at: number) => Outcome): InviteReport =>
  report(
    ...Array.from(
      { length: count },
      (_, at): Entry => [
        `${`person-${at}`.padEnd(64, 'x')}@${'y'.repeat(60)}.${'z'.repeat(60)}.example`,
        outcomeAt(at),
      ],
    ),
  );

const paragraph = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const reference = { type: 'context', elements: [{ type: 'mrkdwn', text: 'ref 7f3k2q' }] };

describe('whoever invited', () => {
  it('is told nothing in private where everybody was invited', () => {
    expect(inviteProblems(report(['a@x.example', invited('a@x.example')]), 'x')).toBeUndefined();
    expect(inviteProblems(report(), 'x')).toBeUndefined();
  });

  it('is told who was left out and why, with the remedy and the reference', () => {
    const message = inviteProblems(report(['ada@example.com', failed(down)]), '7f3k2q');
    const sentence =
      "*ada@example.com* wasn't invited to *Acme Robotics*. Piper isn't answering. Send it again in a few minutes.";
    expect(message).toEqual({
      text: `${sentence}\nref 7f3k2q`,
      blocks: [paragraph(sentence), reference],
    });
  });

  it('is told the same reason once for all whom it concerns, and different ones apart', () => {
    const message = inviteProblems(
      report(
        ['a@x.example', failed(down)],
        ['b@x.example', failed({ kind: 'invalid', fields: ['email'] })],
        ['c@x.example', failed(down)],
      ),
      '7f3k2q',
    );
    expect(message?.blocks).toEqual([
      paragraph(
        "*a@x.example* and *c@x.example* weren't invited to *Acme Robotics*. Piper isn't answering. Send it again in a few minutes.",
      ),
      paragraph(
        "*b@x.example* wasn't invited to *Acme Robotics*. Piper doesn't accept the address. Check the spelling and send it again.",
      ),
      reference,
    ]);
  });

  it('is told honestly what nobody knows', () => {
    const message = inviteProblems(
      report(['a@x.example', unclear('absent')], ['b@x.example', unclear('unread')]),
      '7f3k2q',
    );
    expect(message?.blocks).toEqual([
      paragraph(
        "Piper broke off before it answered. I looked at the member list of *Acme Robotics* several times, and *a@x.example* isn't on it. Send it again in a few minutes: I look at the member list first, so nobody is invited twice.",
      ),
      paragraph(
        "Piper broke off before it answered. I can't read the member list either, so I don't know whether *b@x.example* was invited to *Acme Robotics*. Send it again in a few minutes: I look at the member list first, so nobody is invited twice.",
      ),
      reference,
    ]);
  });

  it('is told who was a member already, where no confirmation says so', () => {
    const message = inviteProblems(
      report(
        ['a@x.example', alreadyMember('a@x.example', { status: { kind: 'joined' } })],
        ['b@x.example', alreadyMember('b@x.example', { roleName: 'Viewer' })],
      ),
      '7f3k2q',
    );
    const sentences =
      '*a@x.example* is already a member of *Acme Robotics* (Editor). Nothing was sent.\n*b@x.example* is already invited to *Acme Robotics* (Viewer), pending. Nothing was sent.';
    expect(message).toEqual({ text: sentences, blocks: [paragraph(sentences)] });
  });

  it('is not told it twice, where the confirmation says it', () => {
    const both = report(
      ['a@x.example', alreadyMember('a@x.example')],
      ['b@x.example', invited('b@x.example')],
    );
    expect(inviteProblems(both, '7f3k2q')).toBeUndefined();
  });

  it('finds failures above members', () => {
    const message = inviteProblems(
      report(['a@x.example', alreadyMember('a@x.example')], ['b@x.example', failed(down)]),
      '7f3k2q',
    );
    expect(message?.text).toMatch(/^\*b@x\.example\* wasn't invited[\s\S]*a@x\.example/);
    expect(message?.blocks.at(-1)).toEqual(reference);
  });
});

describe('fifty people who all went wrong', () => {
  const longDetail = 'd'.repeat(300);
  it.each([
    ['for one reason', () => failed(down)],
    ['for one reason in many words', () => failed({ kind: 'forbidden', detail: longDetail })],
    ['for all reasons', (at: number) => failed(everyFailure[at % everyFailure.length] ?? down)],
    ['unclearly', (at: number) => unclear(at % 2 === 0 ? 'absent' : 'unread')],
    ['as members already', (at: number) => alreadyMember(`person-${at}@x.example`)],
    [
      'each for a reason of their own',
      (at: number) =>
        failed({ kind: 'invalid', fields: ['email'], detail: `no such mailbox: ${at}` }),
    ],
    [
      'each for a reason of their own in many words',
      (at: number) => failed({ kind: 'invalid', fields: ['email'], detail: `${at}${longDetail}` }),
    ],
  ])("are told within Slack's limits: %s", (_, outcomeAt) => {
    const one = many(50, outcomeAt);
    const message = inviteProblems(one, '7f3k2q');
    if (!message) throw new Error('nothing is told');
    expectWithinLimits(message);
    for (const { invitee } of one.entries) expect(wordsOf(message)).toContain(invitee.address);
    expect(message.text.replaceAll('\n', '')).toBe(wordsOf(message).replaceAll('\n', ''));
  });
});
