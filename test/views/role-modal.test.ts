import { describe, expect, it } from 'vitest';
import { textMessage } from '../../src/views/message.ts';
import {
  roleChangingModal,
  roleConfirmModal,
  roleLoadingModal,
  roleModal,
  roleResultModal,
} from '../../src/views/role-modal.ts';
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

  it('asks for a confirmation that names the person, from and to', () => {
    const confirm = {
      metadata: 'change',
      organization: acme,
      invitee: { address: 'ada@example.com' },
      from: 'Editor',
      to: 'Viewer',
    };
    const view = roleConfirmModal({ ...confirm, isAlone: false });
    expect(wordsOf(view)).toBe(
      'Change *ada@example.com* in *Acme Robotics* from *Editor* to *Viewer*?',
    );
    expect([view.submit?.text, view.close?.text]).toEqual(['Change role', 'Back']);
    expect(roleConfirmModal({ ...confirm, isAlone: true }).close?.text).toBe('Cancel');
    expectModalWithinLimits(
      roleConfirmModal({
        ...confirm,
        organization: { id: 'o', name: 'n'.repeat(255) },
        from: 'r'.repeat(100),
        to: 'r'.repeat(100),
        isAlone: true,
      }),
    );
  });

  it('closes as a whole with its result', () => {
    expect(roleResultModal(textMessage(['Done.'])).clear_on_close).toBe(true);
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
