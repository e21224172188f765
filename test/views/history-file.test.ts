import { describe, expect, it } from 'vitest';
import type { InvitationState } from '../../src/domain/invitation.ts';
import { historyFile } from '../../src/views/history-file.ts';
import { acme, alreadyMember, editor, failed, invited, waiting } from '../helpers/builders.ts';

const address = 'ada@example.com';
const { headings, rowOf } = historyFile(acme, 0);

/** What a row says of an invite in some columns. */
function says(state: InvitationState, ...columns: (typeof headings)[number][]): string[] {
  const cells = rowOf({
    id: 'i1',
    invitee: { address, name: 'Ada' },
    role: editor,
    state,
    workspace: { teamId: 'T1' },
    inviterId: 'UBOB',
    attempts: 1,
    at: 86_400_000,
    nextAttemptAt: 0,
    roleChange: { roleName: 'Admin', at: 0 },
    reference: '7f3k2q',
  });
  expect(cells).toHaveLength(headings.length);
  return columns.map((column) => cells[headings.indexOf(column)] ?? 'no such column');
}

describe('a row of the history as a file', () => {
  it('says who was invited, as what, by whom and when', () => {
    expect(
      says(
        waiting(),
        'email',
        'role',
        'name',
        'invited at',
        'invited by',
        'workspace',
        'reference',
      ),
    ).toEqual([address, 'Editor', 'Ada', '1970-01-02T00:00:00.000Z', 'UBOB', 'T1', '7f3k2q']);
    expect(says(waiting(), 'role in Piper')).toEqual(['Admin']);
  });

  it.each([
    [waiting(), 'Waiting to be sent', '', '', ''],
    [invited(address), 'Pending', 'pending', '', ''],
    [{ ...invited(address), joinedAt: 0 }, 'Joined', 'joined', '1970-01-01T00:00:00.000Z', ''],
    [
      { ...invited(address), joinedAt: 0, removedAt: 1 },
      'Removed from Piper',
      'removed',
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.001Z',
    ],
    [invited(address, { status: { kind: 'joined' } }), 'Joined', 'joined', '', ''],
    [alreadyMember(address), 'Invited or a member already', 'pending', '', ''],
    [failed({ kind: 'forbidden' }), 'Failed', '', '', ''],
    [{ kind: 'cancelled', by: 'UEVE' }, 'Cancelled', '', '', ''],
  ] as [InvitationState, ...string[]][])('says what became of an invite: %j', (state, ...cells) => {
    expect(says(state, 'result', 'invite status', 'joined at', 'removed at')).toEqual(cells);
    expect(says(state, 'why')[0] !== '').toBe(state.kind === 'failed');
  });
});
