import type { ModalView } from '@slack/types';
import type { Invitee } from '../domain/invitation.ts';
import type { Organization, Role } from '../domain/organization.ts';
import { roleFields, views } from '../ids.ts';
import { role } from '../text/index.ts';
import { section } from './message.ts';
import { formModal, input, readOnlyModal } from './modal.ts';
import { roleSelect } from './role-select.ts';

/** Asks for a member's new role; `metadata` identifies the member. */
export const roleModal = (data: {
  metadata: string;
  organization: Organization;
  invitee: Invitee;
  roleId: string;
  roleName: string | undefined;
  roles: readonly Role[];
}): ModalView =>
  formModal({
    callbackId: views.role,
    title: role.titlePlain,
    submit: role.buttonPlain,
    metadata: data.metadata,
    blocks: [
      section(role.present(data.organization.name, data.invitee, data.roleName)),
      input(roleFields.newRole, role.newPlain, {
        element: roleSelect({
          roles: data.roles,
          actionId: roleFields.newRole,
          chosenId: data.roleId,
        }),
      }),
    ],
  });

/** Shown while the member list is being read. */
export const roleLoadingModal = (): ModalView =>
  readOnlyModal(role.titlePlain, [section(role.loading)]);

/** Shown while Piper changes a role. */
export const roleChangingModal = (): ModalView =>
  readOnlyModal(role.titlePlain, [section(role.changing)]);
