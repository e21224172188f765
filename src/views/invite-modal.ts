import type { KnownBlock, ModalView } from '@slack/types';
import type { Organization, Role } from '../domain/organization.ts';
import { fields, type Source, views } from '../ids.ts';
import { batch, blockKit } from '../limits.ts';
import { form } from '../text/index.ts';
import { context, section } from './message.ts';
import { formModal, input, plain, readOnlyModal } from './modal.ts';
import { roleSelect } from './role-select.ts';

/** Who is filled in when the form opens; Slack user IDs and e-mail addresses. */
export type Prefill = { userIds: string[]; addresses: string[] };

/**
 * The form that invites people. Its metadata is the organization's id, since the workspace may be connected to another one before
 * the form is sent.
 */
export function inviteModal(data: {
  organization: Organization;
  roles: readonly Role[];
  defaultRoleId?: string | undefined;
  prefill: Prefill;
  /** Where to post the confirmation; by default the current conversation. */
  channel?: string;
  isPiperDown?: boolean;
  /** Sources whose scopes the installation has. */
  sources?: readonly Source[];
}): ModalView {
  const { organization, roles, defaultRoleId, prefill, channel } = data;
  const { isPiperDown = false, sources = [] } = data;
  return formModal({
    callbackId: views.invite,
    title: form.titlePlain,
    submit: form.submitPlain,
    metadata: organization.id,
    blocks: [
      section(form.intro(organization.name)),
      ...(isPiperDown ? [context(form.down)] : []),
      input(fields.people, form.peoplePlain, {
        isOptional: true,
        hint: form.peopleHintPlain,
        element: {
          type: 'multi_users_select',
          action_id: fields.people,
          placeholder: plain(form.peoplePlaceholderPlain),
          max_selected_items: batch.maxPeople,
          ...(prefill.userIds.length > 0 ? { initial_users: prefill.userIds } : {}),
        },
      }),
      input(fields.addresses, form.addressesPlain, {
        isOptional: true,
        hint: form.addressesHintPlain,
        element: {
          type: 'plain_text_input',
          action_id: fields.addresses,
          multiline: true,
          max_length: blockKit.addressesCharacters,
          placeholder: plain(form.addressesPlaceholderPlain),
          ...(prefill.addresses.length > 0 ? { initial_value: prefill.addresses.join('\n') } : {}),
        },
      }),
      ...sources.map((source) => sourceInputs[source]),
      input(fields.role, form.rolePlain, {
        element: roleSelect({ roles, actionId: fields.role, chosenId: defaultRoleId }),
      }),
      input(fields.channel, form.channelPlain, {
        hint: form.channelHintPlain,
        element: {
          type: 'conversations_select',
          action_id: fields.channel,
          default_to_current_conversation: true,
          response_url_enabled: true,
          ...(channel === undefined ? {} : { initial_conversation: channel }),
        },
      }),
      input(fields.note, form.notePlain, {
        isOptional: true,
        hint: form.noteHintPlain,
        element: {
          type: 'plain_text_input',
          action_id: fields.note,
          multiline: true,
          max_length: blockKit.noteCharacters,
        },
      }),
    ],
  });
}

const sourceInputs: Record<Source, KnownBlock> = {
  userGroups: input(fields.userGroups, form.userGroupsPlain, {
    isOptional: true,
    element: {
      type: 'multi_external_select',
      action_id: fields.userGroups,
      min_query_length: 0,
      max_selected_items: blockKit.selectedSources,
      placeholder: plain(form.userGroupsPlaceholderPlain),
    },
  }),
  channels: input(fields.channels, form.channelsPlain, {
    isOptional: true,
    hint: form.channelsHintPlain,
    element: {
      type: 'multi_conversations_select',
      action_id: fields.channels,
      max_selected_items: blockKit.selectedSources,
      placeholder: plain(form.channelsPlaceholderPlain),
      filter: { include: ['public', 'private'] },
    },
  }),
  file: input(fields.file, form.filePlain, {
    isOptional: true,
    hint: form.fileHintPlain,
    element: {
      type: 'file_input',
      action_id: fields.file,
      filetypes: ['csv', 'tsv', 'txt', 'xlsx'],
      max_files: 1,
    },
  }),
};

/** Shown while the roles are being read. */
export const loadingModal = (): ModalView =>
  readOnlyModal(form.titlePlain, [section(form.loading)]);
