import { describe, expect, it } from 'vitest';
import {
  type InvitationState,
  isEnded,
  isWorthRetrying,
  submissionKey,
} from '../../src/domain/invitation.ts';
import {
  alreadyMember,
  batchReport,
  everyFailure,
  failed,
  invited,
  waiting,
} from '../helpers/builders.ts';

const cancelled: InvitationState = { kind: 'cancelled', by: 'UALICE' };
const unknown: InvitationState = {
  kind: 'unknown',
  failure: { kind: 'unavailable', contact: 'timed_out' },
};

describe('a batch', () => {
  const isOver = (...states: InvitationState[]) =>
    isEnded(batchReport(states.map((state, at) => [`p${at}@example.com`, state])));

  it('has ended when each of its invitations has, however it did', () => {
    const ends = [invited('a@x.example'), alreadyMember('b@x.example'), cancelled, unknown];
    expect(isOver(...ends, failed({ kind: 'forbidden' }))).toBe(true);
  });

  it('has not ended while one is waiting, first or last, tried before or not', () => {
    expect(isOver(waiting(), invited('a@x.example'))).toBe(false);
    expect(isOver(invited('a@x.example'), waiting({ kind: 'rate_limited' }))).toBe(false);
    expect(isOver(cancelled, waiting(undefined, true))).toBe(false);
  });
});

describe('an invitation', () => {
  it.each([invited('a@x.example'), alreadyMember('a@x.example'), waiting()])(
    'is not worth sending again that is $kind',
    (state) => {
      expect(isWorthRetrying(state)).toBe(false);
    },
  );

  it.each([cancelled, unknown])('is worth sending again that is $kind', (state) => {
    expect(isWorthRetrying(state)).toBe(true);
  });

  const final = ['conflict', 'invalid', 'not_found'];
  it.each(everyFailure.filter(({ kind }) => final.includes(kind)))(
    'is not worth sending again where Piper would say the same: %o',
    (failure) => {
      expect(isWorthRetrying(failed(failure))).toBe(false);
    },
  );

  it.each(everyFailure.filter(({ kind }) => !final.includes(kind)))(
    'is worth sending again where the reason may pass: %o',
    (failure) => {
      expect(isWorthRetrying(failed(failure))).toBe(true);
    },
  );
});

it('the same submission is another one in another workspace', () => {
  const [here, there] = ['T1', 'T2'].map((teamId) => submissionKey({ teamId }, 'V1'));
  expect(here).not.toBe(there);
  expect(submissionKey({ teamId: 'T1' }, 'V2')).not.toBe(here);
});
