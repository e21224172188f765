import { describe, expect, it } from 'vitest';
import type { Asking } from '../../src/domain/asking.ts';
import { requests as limits } from '../../src/usecases/limits.ts';
import { askingModal } from '../../src/views/asking-modal.ts';
import { expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { acme, editor, numberedRoles, viewer } from '../helpers/builders.ts';
import { elementIn, fieldsIn } from '../helpers/views.ts';

const asking: Asking = {
  approvers: {
    channel: 'C2',
    userIds: ['UCAROL'],
    userGroupIds: ['S2'],
    quietUserIds: ['UDAVE'],
  },
  expireAfterDays: 14,
  selfApproval: true,
  twoApprovals: [viewer.id],
};
const groups = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `S${at + 1}`, name: `Group ${at + 1}` }));
const form = (about: Partial<Parameters<typeof askingModal>[0]> = {}) => {
  const view = askingModal({
    metadata: 'target',
    organization: acme,
    asking,
    expireChoices: limits.expireChoices,
    roles: [editor, viewer],
    userGroups: groups(2),
    ...about,
  });
  expectModalWithinLimits(view);
  return view;
};

describe('the form that says who may ask, and who decides', () => {
  it('begins with what is set', () => {
    const view = form();
    expect(elementIn(view, 'asking_on')).toHaveProperty('initial_options');
    expect(elementIn(view, 'approvers')).toMatchObject({ initial_users: ['UCAROL'] });
    expect(elementIn(view, 'approver_groups')).toMatchObject({
      initial_options: [{ value: 'S2' }],
    });
    expect(elementIn(view, 'approvers_channel')).toMatchObject({ initial_conversation: 'C2' });
    expect(elementIn(view, 'quiet_approvers')).toMatchObject({ initial_users: ['UDAVE'] });
    expect(elementIn(view, 'two_approvals')).toMatchObject({
      initial_options: [{ value: viewer.id }],
    });
    expect(elementIn(view, 'expire_after')).toMatchObject({ initial_option: { value: '14' } });
    expect(elementIn(view, 'self_approval')).toHaveProperty('initial_options');
  });

  it('begins empty, with 7 days, where nobody can ask yet', () => {
    const view = form({ asking: undefined });
    for (const field of fieldsIn(view).filter((each) => each !== 'expire_after')) {
      const keys = Object.keys(elementIn(view, field));
      expect(keys.filter((key) => key.startsWith('initial'))).toEqual([]);
    }
    expect(elementIn(view, 'expire_after')).toMatchObject({ initial_option: { value: '7' } });
  });

  it('takes no channel that is shared with others', () => {
    expect(elementIn(form(), 'approvers_channel')).toMatchObject({
      filter: { exclude_external_shared_channels: true },
    });
  });

  it('offers the days that are set even where they are none of the usual ones', () => {
    const view = form({ asking: { ...asking, expireAfterDays: 5 } });
    const offered = elementIn(view, 'expire_after').options as { value: string }[];
    expect(offered.map(({ value }) => value)).toEqual(['1', '3', '5', '7', '14', '30']);
  });

  it('asks for no groups and roles where there are none', () => {
    const ofNobody = { ...asking, approvers: { ...asking.approvers, userGroupIds: [] } };
    for (const userGroups of [undefined, []]) {
      const fields = fieldsIn(form({ asking: ofNobody, userGroups, roles: [] }));
      expect(fields).not.toContain('approver_groups');
      expect(fields).not.toContain('two_approvals');
      expect(fields).not.toContain('approve_beyond_own_role');
    }
  });

  it('keeps the groups that are chosen, however many there are', () => {
    const chosen = { ...asking, approvers: { ...asking.approvers, userGroupIds: ['S150'] } };
    const view = form({ asking: chosen, userGroups: groups(150), roles: numberedRoles(150) });
    expect(elementIn(view, 'approver_groups')).toMatchObject({
      initial_options: [{ value: 'S150' }],
    });
    expect(elementIn(view, 'approver_groups').options).toHaveLength(100);
  });

  it('keeps groups and roles that are gone, until somebody takes them out', () => {
    const approvers = { ...asking.approvers, userGroupIds: ['SGONE'], beyondOwnRole: ['gone'] };
    const view = form({
      asking: { ...asking, approvers, twoApprovals: ['gone'] },
      userGroups: groups(1),
      roles: numberedRoles(1),
    });
    expect(elementIn(view, 'approver_groups')).toMatchObject({
      initial_options: [{ value: 'SGONE', text: { text: "A user group that Slack doesn't list" } }],
    });
    for (const field of ['two_approvals', 'approve_beyond_own_role']) {
      expect(elementIn(view, field)).toMatchObject({
        initial_options: [{ value: 'gone', text: { text: 'A role that Piper no longer has' } }],
      });
    }
  });

  it('says why it is shown again', () => {
    expect(wordsOf(form({ notice: 'Somebody else was quicker.' }))).toContain('Somebody else');
  });
});
