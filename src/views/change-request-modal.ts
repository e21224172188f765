import type { ModalView } from '@slack/types';
import type { Role } from '../domain/organization.ts';
import type { InviteRequest } from '../domain/request.ts';
import { requestFields, views } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { requests as text } from '../text/index.ts';
import { wordsField } from './fields.ts';
import { section } from './message.ts';
import { formModal, input } from './modal.ts';
import { requestHeadline } from './request-messages.ts';
import { option, roleSelect } from './role-select.ts';

/** Changes a request before it is approved; `roles` are those that whoever decides may give. */
export function changeRequestModal(request: InviteRequest, roles: readonly Role[]): ModalView {
  const { id, revision, invites } = request;
  return formModal({
    callbackId: views.changeRequest,
    title: text.changeTitlePlain,
    submit: text.changeSubmitPlain,
    metadata: `${id} ${revision}`,
    blocks: [
      section(requestHeadline(request)),
      ...(roles.length > 0
        ? [
            input(requestFields.role, text.changeRolePlain, {
              isOptional: true,
              hint: text.changeRoleHintPlain,
              element: roleSelect({ roles, actionId: requestFields.role, isOptional: true }),
            }),
          ]
        : []),
      ...(invites.length > 1
        ? [
            input(requestFields.leaveOut, text.leaveOutPlain, {
              isOptional: true,
              element: {
                type: 'multi_static_select',
                action_id: requestFields.leaveOut,
                options: invites
                  .slice(0, blockKit.selectOptions)
                  .map(({ invitee }, position) => option(`${position}`, invitee.address)),
              },
            }),
          ]
        : []),
      wordsField(),
    ],
  });
}
