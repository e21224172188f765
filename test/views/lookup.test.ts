import { describe, expect, it } from 'vitest';
import type { InvitationState } from '../../src/domain/invitation.ts';
import { err, ok } from '../../src/domain/result.ts';
import {
  openInvitesMessage,
  pendingReminder,
  personStatusMessage,
} from '../../src/views/lookup.ts';
import { buttonsOf, expectWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import {
  acme,
  alreadyMember,
  editor,
  everyFailure,
  invited,
  member,
  waiting,
} from '../helpers/builders.ts';

const reader = { teamId: 'T1', enterpriseId: 'E1' };
const invitee = { address: 'ada@example.com' };
const shown = (about: object = {}) => ({
  workspace: { teamId: 'T1' },
  inviterId: 'UALICE',
  invitee,
  role: editor,
  state: invited('ada@example.com') as InvitationState,
  attempts: 2,
  at: 1,
  nextAttemptAt: 2,
  ...about,
});
const longest = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`;

describe('the status of somebody', () => {
  const standings: InvitationState[] = [
    waiting(),
    { kind: 'cancelled', by: 'UBOB' },
    invited('ada@example.com'),
    { ...invited('ada@example.com'), joinedAt: 5 } as InvitationState,
    { ...invited('ada@example.com'), joinedAt: 5, removedAt: 6 } as InvitationState,
    alreadyMember('ada@example.com'),
    ...everyFailure.flatMap((failure): InvitationState[] => [
      { kind: 'waiting', failure, isUnclear: true, isAsked: false },
      { kind: 'failed', failure },
      { kind: 'unknown', failure },
    ]),
  ];

  it.each(standings)('has words for $kind ($failure.kind)', (state) => {
    const message = personStatusMessage({
      reader,
      organization: acme,
      invitee,
      member: ok(member('ada@example.com')),
      invitations: [shown({ state, roleChange: { roleName: 'Viewer', by: 'UBOB', at: 3 } })],
    });
    expectWithinLimits(message);
    expect(message.text).toContain('<@UBOB> changed the role to *Viewer*');
    expect(message.text).not.toMatch(/undefined|NaN|\[object/);
  });

  it.each([
    ['waits', waiting(), 'The invite waits to be sent.'],
    [
      'was asked for',
      waiting(undefined, false, true),
      'Piper has been asked, and has yet to answer.',
    ],
    [
      'was interrupted',
      waiting(undefined, true),
      'I was interrupted before Piper answered: the next try is',
    ],
    [
      'waits for Slack',
      waiting({ kind: 'unavailable', contact: 'not_sent', who: 'slack' }),
      "Slack can't tell me whether it may be sent: tried 2 times, the next try is",
    ],
    [
      'waits for the product itself',
      waiting({ kind: 'unavailable', contact: 'not_sent', who: 'product' }),
      "Something went wrong on our side, so Piper wasn't asked: tried 2 times, the next try is",
    ],
    [
      'may have been sent',
      waiting({ kind: 'unavailable', contact: 'timed_out' }, true),
      "Piper isn't answering: tried 2 times, the next try is",
    ],
  ])('says what is true of an invite that %s', (_, state, words) => {
    const message = personStatusMessage({
      reader,
      organization: acme,
      invitee,
      member: ok(undefined),
      invitations: [shown({ state })],
    });
    expect(message.text).toContain(words);
    expect(message.text.includes('nobody is invited twice')).toBe(
      state.kind === 'waiting' && state.isUnclear,
    );
  });

  it.each(everyFailure)('says why the member list cannot be read: $kind', (failure) => {
    const message = personStatusMessage({
      reader,
      organization: acme,
      invitee,
      member: err(failure),
      invitations: [],
    });
    expect(message.text).toMatch(/^I can't see how \*ada@example\.com\* stands/);
  });

  it.each([
    [{ kind: 'joined' }, 'has joined *Acme Robotics* as *Editor*.'],
    [{ kind: 'pending' }, 'is invited to *Acme Robotics* as *Editor* and pending.'],
    [{ kind: 'other', word: '<on> hold' }, 'with the status "&lt;on&gt; hold".'],
    [{ kind: 'unstated' }, "Piper doesn't say whether they have joined."],
  ] as const)('has words for %j', (status, words) => {
    const message = personStatusMessage({
      reader,
      organization: acme,
      invitee,
      member: ok(member('ada@example.com', { status })),
      invitations: [],
    });
    expect(wordsOf(message)).toContain(words);
  });

  it('mentions nobody of a workspace that has nothing to do with the reader', () => {
    const inviterOf = (workspace: object) =>
      personStatusMessage({
        reader,
        organization: acme,
        invitee,
        member: ok(undefined),
        invitations: [shown({ workspace })],
      }).text;
    expect(inviterOf({ teamId: 'T2' })).toContain('Somebody in another workspace invited them');
    expect(inviterOf({ teamId: 'T2', enterpriseId: 'E2' })).not.toContain('UALICE');
    expect(inviterOf({ teamId: 'T2', enterpriseId: 'E1' })).toContain('<@UALICE>');
  });
});

describe('a page of open invites', () => {
  const page = (offset: number, count: number, total: number, waiting = 0) =>
    openInvitesMessage({
      reader,
      organization: acme,
      invites: Array.from({ length: count }, (_, at) => ({
        invitee: { address: longest },
        roleName: editor.name,
        state: at < waiting ? 'waiting' : 'pending',
        since: 1,
        from: shown(),
      })),
      offset,
      waiting,
      pending: total - waiting,
    });

  it.each([
    [0, 0, 0, []],
    [0, 1, 1, []],
    [0, 10, 10, []],
    [0, 10, 25, ['list_older']],
    [10, 10, 25, ['list_newer', 'list_older']],
    [20, 5, 25, ['list_newer']],
  ])('from %d with %d of %d has the buttons %4$j', (offset, count, total, buttons) => {
    const message = page(offset, count, total);
    expect(buttonsOf(message)).toEqual(buttons);
    expectWithinLimits(message);
  });
});

describe('the list of open invites', () => {
  const listed = (about: object) =>
    wordsOf(
      openInvitesMessage({
        reader,
        organization: acme,
        invites: [],
        offset: 0,
        waiting: 0,
        pending: 0,
        ...about,
      }),
    );
  const pending = { invitee, roleName: 'Editor', state: 'pending', since: undefined } as const;

  it('marks who was invited from Slack, and by whom', () => {
    const words = listed({ invites: [{ ...pending, from: shown() }, pending], pending: 2 });
    expect(words).toContain('2 people are pending in *Acme Robotics*, the newest first.');
    expect(words).toContain(
      '• ada@example.com as *Editor*, pending, invited from Slack by <@UALICE>\n• ada@example.com as *Editor*, pending',
    );
  });

  it.each([
    [0, 0, 'Nobody is pending in *Acme Robotics*.'],
    [1, 0, '1 invite to *Acme Robotics* waits to be sent. Nobody is pending'],
    [2, 1, '2 invites to *Acme Robotics* wait to be sent. 1 person is pending'],
  ])('counts %d that wait apart from %d pending people', (waiting, people, words) => {
    expect(listed({ waiting, pending: people })).toContain(words);
  });

  it.each(everyFailure)('says that it is old where Piper tells nothing: $kind', (unread) => {
    expect(listed({ unread })).toContain("I can't see who is pending in Piper right now");
  });
});

describe('the reminder', () => {
  it.each([1, 2, 20, 500])('of %d people is taken by Slack', (count) => {
    const message = pendingReminder(
      acme,
      Array.from({ length: count }, () => ({ address: longest })),
      1,
    );
    expectWithinLimits(message);
    expect(message.text).toContain('joined after a day.');
    expect(message.text.includes('• 480 more')).toBe(count === 500);
  });
});
