import { describe, expect, it } from 'vitest';
import { auditActions, auditEntry, auditOutcomes, auditSurfaces } from '../../src/domain/audit.ts';

const about = {
  workspace: 'T1',
  at: Date.parse('2026-11-24T10:32:00Z'),
  actor: 'UALICE',
  action: 'connect',
  subject: 'org-1',
  surface: 'form',
  outcome: 'done',
} as const;

describe('an audit entry', () => {
  it('keeps the reference among its details, and who did what to whom as it is', () => {
    expect(auditEntry({ ...about, reference: '7f3k2q', details: { role: 'Editor' } })).toEqual({
      ...about,
      details: { role: 'Editor', reference: '7f3k2q' },
    });
  });

  it('has no details where there are none to keep', () => {
    expect(auditEntry(about)).toEqual({ ...about, details: {} });
  });

  it('leaves out what is not known, and keeps what is empty', () => {
    const { details } = auditEntry({
      ...about,
      reference: undefined,
      details: { role: undefined, note: '' },
    });
    expect(Object.entries(details)).toEqual([['note', '']]);
  });
});

describe('the words of the audit log', () => {
  it('are those that stored entries contain', () => {
    expect(auditActions).toEqual(
      expect.arrayContaining([
        ...['submit', 'invite', 'cancel', 'role', 'connect', 'settings', 'rules'],
        ...['disconnect', 'token', 'install', 'uninstall'],
      ]),
    );
    expect(auditSurfaces).toEqual(
      expect.arrayContaining(['command', 'form', 'button', 'retry', 'web', 'event', 'piper']),
    );
    expect(auditOutcomes).toEqual(
      expect.arrayContaining([
        ...['done', 'stored', 'invited', 'already_member', 'failed', 'unknown', 'cancelled'],
        ...['requested', 'changed', 'unclear', 'rejected', 'accepted'],
      ]),
    );
  });
});
