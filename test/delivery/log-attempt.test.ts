import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/delivery/attempt-invitation.ts';
import { logAttempt } from '../../src/delivery/log-attempt.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { acme, alreadyMember, failed, invited } from '../helpers/builders.ts';
import { claimedInvitation } from '../helpers/claimed-invitation.ts';
import { keptLog } from '../helpers/log-lines.ts';

const ada = 'ada@example.com';
const failure: PiperFailure = { kind: 'unavailable', contact: 'broken_off', detail: 'reset' };

/** What the log says of an attempt; how it is numbered and dated is left out. */
function logged(attempt: Attempt) {
  const kept = keptLog();
  logAttempt(kept.log, claimedInvitation({ reference: '7f3k2q', attempts: 3 }), attempt);
  return kept.lines();
}

const about = {
  workspace: 'T1',
  organization: acme.id,
  batch: 'batch-1',
  invitation: 'invitation-1',
  ref: '7f3k2q',
  inviterId: 'UALICE',
  attempts: 3,
};

describe('the log of an attempt', () => {
  it('warns of a failure that may pass, and says whether it may have taken effect', () => {
    expect(logged({ kind: 'again', failure, isUnclear: true })).toMatchObject([
      { ...about, level: 'warn', failure, isUnclear: true, msg: expect.stringMatching('repeated') },
    ]);
  });

  it('warns of an invitation that has failed, with the reason', () => {
    expect(logged({ kind: 'ended', outcome: failed(failure) })).toMatchObject([
      { ...about, level: 'warn', outcome: 'failed', failure, msg: expect.stringMatching('failed') },
    ]);
  });

  it.each([
    ['invited', invited(ada, { userId: 'piper-ada' })],
    ['already_member', alreadyMember(ada, { userId: 'piper-ada' })],
  ])('says which member somebody is who is %s', (outcome, ended) => {
    expect(logged({ kind: 'ended', outcome: ended })).toMatchObject([
      { ...about, level: 'info', outcome, userId: 'piper-ada', msg: 'invitation ended' },
    ]);
  });

  it('says that one was called off', () => {
    const [line, ...others] = logged({ kind: 'ended', outcome: { kind: 'cancelled', by: 'UBOB' } });
    expect(others).toEqual([]);
    expect(line).toMatchObject({ ...about, level: 'info', outcome: 'cancelled' });
    expect(line?.msg).toBe('invitation ended');
  });
});
