import type { ModalView } from '@slack/types';
import type { Invitee } from '../domain/invitation.ts';
import type { Organization, Role } from '../domain/organization.ts';
import { roleFields, views } from '../ids.ts';
import { role } from '../text/index.ts';
import { type Message, section } from './message.ts';
import { formModal, input, messageModal, readOnlyModal } from './modal.ts';
import { roleSelect } from './role-select.ts';

/** Asks for a member's new role, to be confirmed then; `metadata` identifies the member. */
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
    submit: role.continuePlain,
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

/** Asks whether a member is to get another role; `metadata` identifies both. `isAlone` where no form is behind it. */
export const roleConfirmModal = (data: {
  metadata: string;
  organization: Organization;
  invitee: Invitee;
  from: string | undefined;
  to: string;
  isAlone: boolean;
}): ModalView =>
  formModal({
    callbackId: views.roleConfirm,
    title: role.titlePlain,
    submit: role.buttonPlain,
    metadata: data.metadata,
    blocks: [section(role.confirm(data.organization.name, data.invitee, data))],
    ...(data.isAlone ? {} : { close: role.backPlain }),
  });

/** Shows what came of a change; closing it closes the form, too, which has the former role in it. */
export const roleResultModal = (message: Message): ModalView => ({
  ...messageModal(message, role.titlePlain),
  clear_on_close: true,
});

/** Shown while the member list is being read. */
export const roleLoadingModal = (close?: string): ModalView =>
  readOnlyModal(role.titlePlain, [section(role.loading)], close);

/** Shown while Piper changes a role. */
export const roleChangingModal = (): ModalView =>
  readOnlyModal(role.titlePlain, [section(role.changing)]);
