import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../src/domain/history.ts';
import type { InvitationState } from '../../src/domain/invitation.ts';
import { historyModal, historyResultsModal } from '../../src/views/history-modal.ts';
import { buttonsOf, expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import {
  acme,
  alreadyMember,
  editor,
  failed,
  invited,
  numberedRoles,
  waiting,
} from '../helpers/builders.ts';

const entry = (state: InvitationState, about: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: 'i1',
  invitee: { address: 'ada@example.com', userId: 'U0ADA', name: 'Ada' },
  role: editor,
  state,
  workspace: { teamId: 'T1' },
  inviterId: 'U0BOB',
  attempts: 1,
  at: 0,
  nextAttemptAt: 0,
  ...about,
});
const results = (page: Parameters<typeof historyResultsModal>[0]['page'], mayExport = false) =>
  historyResultsModal({
    metadata: '{}',
    organization: acme,
    reader: { teamId: 'T1' },
    page,
    mayExport,
  });

describe('the form that searches in the past', () => {
  it('has no more than Slack takes, however many roles there are', () => {
    for (const count of [0, 1, 100, 101]) {
      const form = historyModal({ organization: acme, roles: numberedRoles(count), seesAll: true });
      expectModalWithinLimits(form);
      expect(form.blocks).toHaveLength(count === 0 ? 6 : 7);
    }
  });

  it('says whose invites are searched', () => {
    const words = (seesAll: boolean) =>
      wordsOf(historyModal({ organization: acme, roles: [], seesAll }));
    expect(words(true)).toContain('Everybody who was invited to *Acme Robotics* from Slack.');
    expect(words(false)).toContain('whom you invited or asked for.');
  });
});

describe('what was found in the past', () => {
  it.each([
    [waiting(), 'waits for Piper', 'asked for it'],
    [invited('ada@example.com'), 'pending', 'invited them'],
    [{ ...invited('ada@example.com'), joinedAt: 1 }, 'joined on ', 'invited them'],
    [{ ...invited('ada@example.com'), removedAt: 1 }, 'removed from Piper, ', 'invited them'],
    [alreadyMember('ada@example.com'), 'invited already (Editor)', 'asked for it'],
    [failed({ kind: 'forbidden' }), 'not invited', 'ref abc1234'],
    [{ kind: 'unknown', failure: { kind: 'forbidden' } }, 'perhaps invited', 'ref abc1234'],
    [{ kind: 'cancelled', by: 'U0EVE' }, 'not invited, since <@U0EVE> cancelled it', '<@U0BOB>'],
  ] as [InvitationState, string, string][])('is told without a ping: %j', (state, fate, more) => {
    const words = wordsOf(results({ entries: [entry(state, { reference: 'abc1234' })] }));
    expect(words).toContain(`*Ada* (ada@example.com): ${fate}`);
    expect(words).toContain(more);
    expect(words).not.toContain('U0ADA');
    expect(words).toContain('as *Editor*.');
    expect(words.includes('ref ')).toBe(state.kind === 'failed' || state.kind === 'unknown');
  });

  it('says truthfully how far it was searched, with a way on', () => {
    const at = { id: 'i', at: Date.parse('2026-05-03T10:00Z') };
    const none = results({ entries: [], older: { olderThan: at }, cut: 'older' });
    expect(wordsOf(none)).toMatch(
      /None of these\.\nSearched back to <!date.*\|2026-05-03>\.\nSearch/,
    );
    expect(buttonsOf(none)).toEqual(['history_older']);
    expect(wordsOf(results({ entries: [] }))).toBe('There is no such invite to *Acme Robotics*.');
    const between = {
      entries: [],
      newer: { notOlderThan: at },
      older: { olderThan: at },
      cut: 'newer' as const,
    };
    expect(wordsOf(results(between))).toContain('Searched up to ');
    expect(buttonsOf(results(between))).toEqual(['history_newer', 'history_older']);
  });

  it('is exported by those who may, unless there surely is nothing', () => {
    const at = { id: 'i', at: 0 };
    const exported = (page: Parameters<typeof results>[0], mayExport: boolean) =>
      buttonsOf(results(page, mayExport)).includes('export_history');
    const one = { entries: [entry(waiting())] };
    expect([exported(one, true), exported(one, false)]).toEqual([true, false]);
    expect(exported({ entries: [], older: { olderThan: at }, cut: 'older' }, true)).toBe(true);
    expect(exported({ entries: [] }, true)).toBe(false);
  });

  it('fits into a modal, whatever people and roles are called', () => {
    const longest = entry(alreadyMember('ada@example.com', { roleName: '&'.repeat(4_000) }), {
      invitee: { address: `${'&'.repeat(64)}@${'a'.repeat(180)}.example`, name: '<'.repeat(500) },
      role: { id: 'r', name: '&'.repeat(4_000) },
      roleChange: { roleName: '>'.repeat(4_000), at: 0 },
      reference: 'abc1234',
    });
    const place = { id: '9'.repeat(36), at: 0 };
    expectModalWithinLimits(
      results({
        entries: Array.from({ length: 10 }, () => longest),
        newer: { notOlderThan: place },
        older: { olderThan: place },
      }),
    );
  });
});
