import { describe, expect, it } from 'vitest';
import { inviteStatus } from '../../src/domain/invite-status.ts';

const since = Date.parse('2026-11-24T10:32:00Z');

describe('an invite status', () => {
  it.each(['invited', 'pending', 'Invited', 'PENDING', ' pending '])(
    'is pending where Piper says %j, whatever the other fields say',
    (status) => {
      expect(inviteStatus({ status })).toStrictEqual({ kind: 'pending' });
      expect(inviteStatus({ status, isActive: true })).toStrictEqual({ kind: 'pending' });
      expect(inviteStatus({ status, isActive: false, invitedAt: since })).toStrictEqual({
        kind: 'pending',
        since,
      });
    },
  );

  it.each(['active', 'Active', ' ACTIVE '])('is joined where Piper says %j', (status) => {
    expect(inviteStatus({ status })).toStrictEqual({ kind: 'joined' });
    expect(inviteStatus({ status, isActive: true, invitedAt: since })).toStrictEqual({
      kind: 'joined',
    });
  });

  it('is never joined where Piper says active beside is_active: false', () => {
    expect(inviteStatus({ status: 'active', isActive: false, invitedAt: since })).toStrictEqual({
      kind: 'pending',
      since,
    });
    expect(inviteStatus({ status: 'active', isActive: false })).toStrictEqual({
      kind: 'other',
      word: 'active',
    });
  });

  it.each(['suspended', 'déjà vu', 'deactivated'])(
    'is told as it is where the product does not know the word %j',
    (status) => {
      expect(inviteStatus({ status, isActive: true, invitedAt: since })).toStrictEqual({
        kind: 'other',
        word: status,
      });
    },
  );

  it.each([undefined, null, '', '  '])('is read from the other fields where it is %j', (status) => {
    expect(inviteStatus({ status, isActive: true, invitedAt: since })).toStrictEqual({
      kind: 'joined',
    });
    expect(inviteStatus({ status, isActive: true })).toStrictEqual({ kind: 'joined' });
    expect(inviteStatus({ status, isActive: false, invitedAt: since })).toStrictEqual({
      kind: 'pending',
      since,
    });
    expect(inviteStatus({ status, invitedAt: since })).toStrictEqual({ kind: 'pending', since });
    expect(inviteStatus({ status, isActive: false })).toStrictEqual({ kind: 'unstated' });
    expect(inviteStatus({ status })).toStrictEqual({ kind: 'unstated' });
  });

  it('takes the beginning of time for a time', () => {
    expect(inviteStatus({ status: 'pending', invitedAt: 0 })).toStrictEqual({
      kind: 'pending',
      since: 0,
    });
  });
});
