import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { InviteStatus } from '../../src/domain/invite-status.ts';
import { confirmation, outcome } from '../../src/text/index.ts';
import { everyFailure } from '../helpers/builders.ts';
import { describeRemedies, describeSentences, invitees } from '../helpers/sentences.ts';

const limit = { characters: 1_000 };
const [one] = invitees(1);
const result = { invitee: one ?? { address: '' }, roleName: 'Editor' };
const manyResults = invitees(6).map((invitee) => ({
  invitee,
  status: { kind: 'pending' } as const,
}));
const since = Date.parse('2026-11-24T10:32:00Z');
const statuses: InviteStatus[] = [
  { kind: 'pending' },
  { kind: 'pending', since },
  { kind: 'joined' },
  { kind: 'other', word: 'suspended' },
  { kind: 'unstated' },
];

describeSentences([
  ...everyFailure.flatMap((failure): [string, string][] => {
    const name = JSON.stringify(failure);
    return [
      [`one failed: ${name}`, outcome.failed('Acme', invitees(1), failure, limit)],
      [`two failed: ${name}`, outcome.failed('Acme', invitees(2), failure, limit)],
      [`one unknown: ${name}`, outcome.unknown('Acme', invitees(1), failure, limit)],
      [`two unknown: ${name}`, outcome.unknown('Acme', invitees(2), failure, limit)],
    ];
  }),
  ...statuses.flatMap((status): [string, string][] => [
    [`already there, ${status.kind}`, outcome.already('Acme', { ...result, status })],
    ['invited', confirmation.one({ inviterId: 'U1' }, 'Acme', { ...result, status })],
    ['several', confirmation.several({ inviterId: 'U1' }, 'Acme', [{ ...result, status }])],
  ]),
  ...[1, 2, 9].flatMap((count): [string, string][] => [
    [`${count} slow`, outcome.delayed.slow(count)],
    [`${count} down`, outcome.delayed.down(count)],
    [`${count} busy`, outcome.delayed.busy(count, 60_000)],
    [`${count} unsent`, outcome.delayed.unsent(count)],
    [`${count} senseless`, outcome.delayed.senseless(invitees(count))],
    [`${count} unclear`, outcome.delayed.unclear(invitees(count))],
    [`${count} interrupted`, outcome.delayed.interrupted(invitees(count))],
  ]),
  [
    'no role named',
    confirmation.one({ inviterId: 'U1' }, 'Acme', {
      ...result,
      roleName: undefined,
      status: { kind: 'unstated' },
    }),
  ],
  [
    'more people already there',
    outcome.alreadyThere('Acme', manyResults, limit).split('\n')[0] ?? '',
  ],
  ['other reasons', outcome.others(2, false)],
  ['other reasons, in a file', outcome.others(2, true)],
]);

describeRemedies([
  ...everyFailure.map(
    (failure) =>
      [
        `unknown: ${JSON.stringify(failure)}`,
        outcome.unknown('Acme', invitees(1), failure, limit),
      ] as const,
  ),
  ...[
    outcome.delayed.slow(2),
    outcome.delayed.down(2),
    outcome.delayed.busy(2, undefined),
    outcome.delayed.unsent(2),
    outcome.delayed.senseless(invitees(2)),
    outcome.delayed.unclear(invitees(2)),
    outcome.delayed.interrupted(invitees(2)),
  ].map((sentence) => [sentence, sentence] as const),
]);

describe('a failed invite', () => {
  it.each(everyFailure.map((failure) => [JSON.stringify(failure), failure] as const))(
    'says first what did not happen: %s',
    (_, failure) => {
      expect(outcome.failed('Acme', invitees(1), failure, limit)).toMatch(
        /^\*person-1@example\.com\* wasn't invited to \*Acme\*\. /,
      );
      expect(outcome.failed('Acme', invitees(3), failure, limit)).toMatch(
        /^\*person-1@example\.com\*, \*person-2@example\.com\* and \*person-3@example\.com\* weren't invited to \*Acme\*\. /,
      );
    },
  );
});

describe('what Piper told', () => {
  it.each([
    [{ kind: 'pending' }, 'Pending'],
    [{ kind: 'pending', since }, 'Pending since <!date^1795516320^'],
    [{ kind: 'joined' }, 'Joined'],
    [{ kind: 'other', word: '<b>odd</b>' }, 'Status "&lt;b&gt;odd&lt;/b&gt;"'],
    [{ kind: 'unstated' }, 'Piper gave no invite status'],
  ] as const)('about the invite, %o, reads "%s"', (status, words) => {
    expect(confirmation.status({ ...result, status })).toMatch(words);
    expect(confirmation.status({ ...result, status }).startsWith(words)).toBe(true);
  });

  it('about a role stands in bold, and about none is said so', () => {
    const status = { kind: 'joined' } as const;
    expect(
      confirmation.one({ inviterId: 'U1' }, 'R&D <x>', { ...result, roleName: '*Boss*', status }),
    ).toBe('<@U1> invited *person-1@example.com* to *R&amp;D &lt;x&gt;* as *∗Boss∗*.');
    expect(
      confirmation.one({ inviterId: 'U1' }, 'Acme', { ...result, roleName: undefined, status }),
    ).toBe('<@U1> invited *person-1@example.com* to *Acme* as a role that Piper did not name.');
  });
});

describe('a long list', () => {
  it('of people stands below the sentence, one a line', () => {
    const failure: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
    const lines = outcome.failed('Acme', invitees(6), failure, limit).split('\n');
    expect(lines[0]).toMatch(/^6 people weren't invited to \*Acme\*\. .*\.$/);
    expect(lines.slice(1)).toEqual(invitees(6).map(({ address }) => `• ${address}`));
    const unknown = outcome.unknown('Acme', invitees(6), failure, limit).split('\n');
    expect(unknown[0]).toContain('6 people below');
    expect(unknown).toHaveLength(7);
  });
});
