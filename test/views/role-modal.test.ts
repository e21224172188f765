import { describe, expect, it } from 'vitest';
import { roleChangingModal, roleLoadingModal, roleModal } from '../../src/views/role-modal.ts';
import { expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { acme, editor, numberedRoles, viewer } from '../helpers/builders.ts';

const modal = (about: Partial<Parameters<typeof roleModal>[0]> = {}) =>
  roleModal({
    metadata: 'target',
    organization: acme,
    invitee: { address: 'ada@example.com' },
    roleId: viewer.id,
    roleName: 'Viewer',
    roles: [editor, viewer],
    ...about,
  });

describe('the modal that changes a role', () => {
  it('names the person and begins with their present role', () => {
    expect(modal().blocks).toMatchObject([
      { text: { text: '*ada@example.com* is in *Acme Robotics* as *Viewer*.' } },
      { block_id: 'new_role', element: { initial_option: { value: viewer.id } } },
    ]);
    expect(wordsOf(modal({ roleName: undefined }))).toContain('a role that Piper did not name');
  });

  it.each([1, 100, 101])('with %d roles is taken by Slack', (count) => {
    expectModalWithinLimits(
      modal({
        roles: numberedRoles(count),
        organization: { id: 'o', name: 'n'.repeat(255) },
        roleName: 'r'.repeat(100),
      }),
    );
  });

  it('is taken by Slack while something is under way', () => {
    expectModalWithinLimits(roleLoadingModal());
    expectModalWithinLimits(roleChangingModal());
  });
});
