import type { KnownBlock, ModalView } from '@slack/types';
import type { Asking } from '../domain/asking.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { UserGroup } from '../domain/person.ts';
import { askingFields, views } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { asking as text } from '../text/index.ts';
import { checkbox, chosenFields } from './fields.ts';
import { section } from './message.ts';
import { formModal, input } from './modal.ts';
import { option, rolesSelect } from './role-select.ts';

/** Whether people can ask for approval, and who decides. */
export function askingModal(data: {
  /** Identifies the connection, and what is shown. */
  metadata: string;
  organization: Organization;
  asking: Asking | undefined;
  expireChoices: readonly number[];
  roles: readonly Role[];
  /** Undefined when the app may not read them. */
  userGroups: readonly UserGroup[] | undefined;
  /** Why the form is not what the person left; mrkdwn. */
  notice?: string;
  /** The channel that did not take the last request. */
  refusedChannel?: string | undefined;
}): ModalView {
  const { metadata, organization, asking, expireChoices, roles, userGroups, notice } = data;
  const { approvers, expireAfterDays = 7, selfApproval = false, twoApprovals = [] } = asking ?? {};
  const days = [...new Set([...expireChoices, expireAfterDays])].toSorted((a, b) => a - b);
  const expireOption = (count: number) => option(`${count}`, text.daysPlain(count));
  return formModal({
    callbackId: views.asking,
    title: text.titlePlain,
    submit: text.savePlain,
    metadata,
    blocks: [
      ...(notice === undefined ? [] : [section(notice)]),
      ...troubleBlocks(data),
      section(text.intro(organization.name)),
      checkbox(askingFields.isOn, {
        label: text.onPlain,
        text: text.isOnPlain,
        isChecked: asking !== undefined,
      }),
      ...chosenFields(approvers ?? { userIds: [], userGroupIds: [] }, userGroups, {
        people: {
          id: askingFields.users,
          labelPlain: text.approversPlain,
          hintPlain: text.approversHintPlain,
        },
        groups: { id: askingFields.userGroups, labelPlain: text.groupsPlain },
      }),
      input(askingFields.channel, text.channelPlain, {
        isOptional: true,
        hint: text.channelHintPlain,
        element: {
          type: 'conversations_select',
          action_id: askingFields.channel,
          filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
          ...(approvers?.channel && { initial_conversation: approvers.channel }),
        },
      }),
      quietField(approvers?.quietUserIds ?? []),
      ...(roles.length > 0
        ? [
            input(askingFields.beyond, text.beyondPlain, {
              isOptional: true,
              hint: text.beyondHintPlain,
              element: rolesSelect({
                roles,
                actionId: askingFields.beyond,
                chosenIds: approvers?.beyondOwnRole ?? [],
              }),
            }),
            input(askingFields.twoApprovals, text.twoPlain, {
              isOptional: true,
              hint: text.twoHintPlain,
              element: rolesSelect({
                roles,
                actionId: askingFields.twoApprovals,
                chosenIds: twoApprovals,
              }),
            }),
          ]
        : []),
      input(askingFields.expire, text.expirePlain, {
        element: {
          type: 'static_select',
          action_id: askingFields.expire,
          options: days.map(expireOption),
          initial_option: expireOption(expireAfterDays),
        },
      }),
      checkbox(askingFields.self, {
        label: text.selfPlain,
        text: text.isSelfPlain,
        isChecked: selfApproval,
      }),
    ],
  });
}

/** That those who decide are not asked where they should be. */
export const troubleBlocks = ({
  asking,
  refusedChannel,
}: {
  asking?: Asking | undefined;
  refusedChannel?: string | undefined;
}): KnownBlock[] =>
  refusedChannel !== undefined && refusedChannel === asking?.approvers.channel
    ? [section(text.trouble(refusedChannel))]
    : [];

const quietField = (chosen: readonly string[]) =>
  input(askingFields.quiet, text.quietPlain, {
    isOptional: true,
    hint: text.quietHintPlain,
    element: {
      type: 'multi_users_select',
      action_id: askingFields.quiet,
      max_selected_items: blockKit.selectOptions,
      ...(chosen.length > 0 && { initial_users: [...chosen] }),
    },
  });
