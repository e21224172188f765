import type {
  ModalView,
  MultiExternalSelect,
  MultiStaticSelect,
  PlainTextOption,
} from '@slack/types';
import type { Invite } from '../domain/invitation.ts';
import type { Role } from '../domain/organization.ts';
import type { InviteRequest } from '../domain/request.ts';
import { requestFields, views } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { requests as text } from '../text/index.ts';
import { wordsField } from './fields.ts';
import { section } from './message.ts';
import { formModal, input, plain } from './modal.ts';
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
              element: leaveOutSelect(invites),
            }),
          ]
        : []),
      wordsField(),
    ],
  });
}

/** A menu of people that is searched as somebody types when there are more than Slack takes as options. */
function leaveOutSelect(invites: readonly Invite[]): MultiStaticSelect | MultiExternalSelect {
  const { leaveOut } = requestFields;
  return invites.length > blockKit.selectOptions
    ? {
        type: 'multi_external_select',
        action_id: leaveOut,
        min_query_length: 0,
        placeholder: plain(text.leaveOutPlaceholderPlain(invites.length)),
      }
    : {
        type: 'multi_static_select',
        action_id: leaveOut,
        options: invites.map(leaveOutOption),
      };
}

/** Somebody to leave out, by their place in the request. */
export const leaveOutOption = ({ invitee }: Invite, position: number): PlainTextOption =>
  option(`${position}`, invitee.address);
