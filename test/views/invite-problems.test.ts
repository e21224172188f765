import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { BatchReport, Outcome } from '../../src/domain/invitation.ts';
import { fitsInMessage, inviteProblems } from '../../src/views/invite-problems.ts';
import { expectWithinLimits, peopleIn, wordsOf } from '../helpers/block-limits.ts';
import { alreadyMember, batchReport, everyFailure, failed, invited } from '../helpers/builders.ts';

type Entry = [address: string, outcome: Outcome];

const report = (...entries: Entry[]) => batchReport(entries, { reference: '7f3k2q' });

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const unclear = (failure: PiperFailure): Outcome => ({ kind: 'unknown', failure });
const late: PiperFailure = { kind: 'unavailable', contact: 'timed_out' };
const many = (count: number, outcomeAt: (at: number) => Outcome): BatchReport =>
  report(
    ...Array.from(
      { length: count },
      (_, at): Entry => [
        `${`person-${at}`.padEnd(64, 'x')}@${'y'.repeat(60)}.${'z'.repeat(60)}.example`,
        outcomeAt(at),
      ],
    ),
  );

const paragraph = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});
const retry = {
  type: 'actions',
  elements: [expect.objectContaining({ action_id: 'retry_batch', value: 'batch-1' })],
};
const reference = {
  type: 'context',
  elements: [{ type: 'mrkdwn', text: 'ref 7f3k2q', verbatim: true }],
};

describe('whoever invited', () => {
  it('is told nothing in private where everybody was invited', () => {
    expect(inviteProblems(report(['a@x.example', invited('a@x.example')]))).toBeUndefined();
    expect(inviteProblems(report())).toBeUndefined();
  });

  it('is told who was left out and why, with the remedy and the reference', () => {
    const message = inviteProblems(report(['ada@example.com', failed(down)]));
    const sentence =
      "*ada@example.com* wasn't invited to *Acme Robotics*. Piper isn't answering. Send it again in a few minutes.";
    expect(message).toEqual({
      text: `${sentence}\nref 7f3k2q`,
      blocks: [paragraph(sentence), reference, retry],
    });
  });

  it("is led to Piper's own pages where it is known where they are, and nowhere after a cancel", () => {
    const pages = { members: 'https://a.io/m', roles: 'https://a.io/r', tokens: 'https://a.io/t' };
    const text = (outcome: Outcome) =>
      inviteProblems(report(['ada@example.com', outcome]), undefined, { pages })?.text;
    const links =
      'In Piper: <https://a.io/m|members>, <https://a.io/r|roles>, <https://a.io/t|platform tokens>.';
    expect(text(failed(down))).toContain(links);
    expect(text({ kind: 'cancelled', by: 'UBOB' })).not.toContain(links);
  });

  it('can send the rest of what was only cancelled, and try again what failed, too', () => {
    const cancelled = { kind: 'cancelled', by: 'UBOB' } as const;
    const button = (...outcomes: Outcome[]) =>
      JSON.stringify(inviteProblems(report(...outcomes.map((each): Entry => ['a@x.io', each]))));
    expect(button(cancelled)).toContain('Send the rest');
    expect(button(cancelled, failed(down))).toContain('Try again');
  });

  it('is told the same reason once for all whom it concerns, and different ones apart', () => {
    const message = inviteProblems(
      report(
        ['a@x.example', failed(down)],
        ['b@x.example', failed({ kind: 'invalid', fields: ['email'] })],
        ['c@x.example', failed(down)],
      ),
    );
    expect(message?.blocks).toEqual([
      paragraph(
        "*a@x.example* and *c@x.example* weren't invited to *Acme Robotics*. Piper isn't answering. Send it again in a few minutes.",
      ),
      paragraph(
        "*b@x.example* wasn't invited to *Acme Robotics*. Piper doesn't accept the address. Check the spelling and send it again.",
      ),
      reference,
      retry,
    ]);
  });

  it('is told honestly what nobody knows, and why nobody can find out', () => {
    const message = inviteProblems(
      report(
        ['a@x.example', unclear(late)],
        ['b@x.example', unclear({ kind: 'not_connected' })],
        ['c@x.example', unclear({ kind: 'unavailable', contact: 'broken_off' })],
      ),
    );
    expect(message?.blocks).toEqual([
      paragraph(
        "I can't say whether *a@x.example* and *c@x.example* were invited to *Acme Robotics*: Piper broke off before it answered, and for a day it gave no clear answer. An admin of the organization can look in Piper. Send it again when Piper is back: I look at the member list first, so nobody is invited twice.",
      ),
      paragraph(
        "I can't say whether *b@x.example* was invited to *Acme Robotics*: Piper broke off before it answered, and I couldn't find out since. This workspace is no longer connected to this organization. Send it again once it is. When you send it again, I look at the member list first, so nobody is invited twice.",
      ),
      reference,
      retry,
    ]);
  });

  it('is told who was a member already, where no confirmation says so', () => {
    const message = inviteProblems(
      report(
        ['a@x.example', alreadyMember('a@x.example', { status: { kind: 'joined' } })],
        ['b@x.example', alreadyMember('b@x.example', { roleName: 'Viewer' })],
      ),
    );
    const sentences =
      '*a@x.example* is already a member of *Acme Robotics* (Editor). Nothing was sent.\n*b@x.example* is already invited to *Acme Robotics* (Viewer), pending. Nothing was sent.';
    expect(message).toEqual({ text: sentences, blocks: [paragraph(sentences)] });
  });

  it('hears who was a member beside an invite, unless the end of their request says so', () => {
    const both = report(
      ['a@x.example', alreadyMember('a@x.example')],
      ['b@x.example', invited('b@x.example')],
    );
    expect(inviteProblems(both)?.text).toMatch(/^\*a@x\.example\* is already [^\n]*$/);
    const approved = (entries: BatchReport['entries']): BatchReport => ({
      batch: { ...both.batch, approvedBy: ['UBOB'] },
      entries,
    });
    expect(inviteProblems(approved(both.entries))).toBeUndefined();
    const worse = report(['c@x.example', failed(down)]).entries;
    expect(inviteProblems(approved([...both.entries, ...worse]))?.text).toContain('a@x.example');
  });

  it('needs no reference for what somebody cancelled', () => {
    const message = inviteProblems(report(['a@x.example', { kind: 'cancelled', by: 'UBOB' }]));
    const sentence = "*a@x.example* wasn't invited to *Acme Robotics*: <@UBOB> cancelled it.";
    expect(message).toEqual({ text: sentence, blocks: [paragraph(sentence), retry] });
  });

  it('finds failures above members', () => {
    const message = inviteProblems(
      report(['a@x.example', alreadyMember('a@x.example')], ['b@x.example', failed(down)]),
    );
    expect(message?.text).toMatch(/^\*b@x\.example\* wasn't invited[\s\S]*a@x\.example/);
    expect(message?.blocks.slice(-2)).toEqual([reference, retry]);
  });
});

describe('the button that sends again', () => {
  it.each([
    ['there where another try may help', failed(down), true],
    ['there where nobody knows what became of it', unclear(late), true],
    ['there where somebody called it off', { kind: 'cancelled', by: 'UBOB' } as const, true],
    ['absent where the address is wrong', failed({ kind: 'invalid', fields: ['email'] }), false],
    ['absent where the role is gone', failed({ kind: 'not_found' }), false],
  ])('is %s', (_, outcome, isThere) => {
    const message = inviteProblems(report(['ada@example.com', outcome]));
    expect(JSON.stringify(message).includes('retry_batch')).toBe(isThere);
  });
});

describe('fifty people who all went wrong', () => {
  const longDetail = 'd'.repeat(300);
  it.each([
    ['for one reason', () => failed(down)],
    ['for one reason in many words', () => failed({ kind: 'forbidden', detail: longDetail })],
    ['for all reasons', (at: number) => failed(everyFailure[at % everyFailure.length] ?? down)],
    ['unclearly', (at: number) => unclear(at % 2 === 0 ? late : { kind: 'forbidden' })],
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
    const message = inviteProblems(one, fitsInMessage(one) ? undefined : 'not_sent');
    if (!message) throw new Error('nothing is told');
    expectWithinLimits(message);
    expect(peopleIn(wordsOf(message))).toBe(50);
    const words = wordsOf(message).replace(/Try again|Send the rest/, '');
    expect(message.text.replaceAll('\n', '')).toBe(words.replaceAll('\n', ''));
  });
});

describe('a message', () => {
  const failing = (count: number, detail = ''): BatchReport =>
    report(
      ...Array.from(
        { length: count },
        (_, at): Entry => [
          `person-${at}@a-rather-long-name-of-a-company.example`,
          at % 9 === 0 ? failed({ kind: 'forbidden' }) : failed({ kind: 'conflict', detail }),
        ],
      ),
    );

  it('names fifty people, whatever went wrong for how many of them', () => {
    expect(fitsInMessage(failing(50))).toBe(true);
    const message = inviteProblems(failing(50));
    if (!message) throw new Error('nothing is told');
    expectWithinLimits(message);
    expect(message.text).not.toMatch(/more$|Another/m);
    expect(peopleIn(message.text)).toBe(50);
  });

  it('cannot tell everything of more people, or of more than it holds', () => {
    expect(fitsInMessage(failing(51))).toBe(false);
    expect(fitsInMessage(many(50, () => failed(down)))).toBe(false);
  });
});
