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
      latest: shown({ state, roleChange: { roleName: 'Viewer', by: 'UBOB', at: 3 } }),
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
      latest: shown({ state }),
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
      latest: undefined,
    });
    expect(message.text).toMatch(/^I can't see how \*ada@example\.com\* stands/);
  });

  it.each([
    [{ kind: 'joined' }, 'has joined *Acme Robotics* as *Editor*.'],
    [{ kind: 'pending' }, 'is invited to *Acme Robotics* as *Editor* and pending.'],
    [{ kind: 'other', word: '<on> hold' }, 'with the status "&lt;on&gt; hold".'],
    [{ kind: 'unstated' }, "Piper doesn't tell whether they have joined."],
  ] as const)('has words for %j', (status, words) => {
    const message = personStatusMessage({
      reader,
      organization: acme,
      invitee,
      member: ok(member('ada@example.com', { status })),
      latest: undefined,
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
        latest: shown({ workspace }),
      }).text;
    expect(inviterOf({ teamId: 'T2' })).toContain('Somebody in another workspace asked for it');
    expect(inviterOf({ teamId: 'T2', enterpriseId: 'E2' })).not.toContain('UALICE');
    expect(inviterOf({ teamId: 'T2', enterpriseId: 'E1' })).toContain('<@UALICE>');
  });
});

describe('a page of open invites', () => {
  const page = (offset: number, count: number, total: number) =>
    openInvitesMessage({
      reader,
      organization: acme,
      invitations: Array.from({ length: count }, () => shown({ invitee: { address: longest } })),
      offset,
      total,
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
