import type { KnownBlock, ModalView } from '@slack/types';
import type { Organization, Role } from '../domain/organization.ts';
import { fields, views } from '../ids.ts';
import { blockKit, invitation } from '../limits.ts';
import { form } from '../text.ts';
import { type Message, section } from './message.ts';
import { roleSelect } from './role-select.ts';

/** Who is filled in when the form opens. */
export type Prefill = { userIds: string[]; addresses: string[] };

const title = { type: 'plain_text', text: form.titlePlain } as const;

/**
 * The form; `channel` is the conversation that it proposes for the confirmation. It remembers the organization, since the
 * workspace may be connected to another one while it is being filled in.
 */
export function inviteModal(data: {
  organization: Organization;
  roles: readonly Role[];
  defaultRoleId?: string | undefined;
  prefill: Prefill;
  channel?: string;
}): ModalView {
  const { organization, roles, defaultRoleId, prefill, channel } = data;
  return {
    type: 'modal',
    callback_id: views.invite,
    private_metadata: organization.id,
    title,
    submit: { type: 'plain_text', text: form.submitPlain },
    close: { type: 'plain_text', text: form.closePlain },
    blocks: [
      section(form.intro(organization.name)),
      input(fields.people, form.peoplePlain, {
        isOptional: true,
        hint: form.peopleHintPlain,
        element: {
          type: 'multi_users_select',
          action_id: fields.people,
          placeholder: { type: 'plain_text', text: form.peoplePlaceholderPlain },
          max_selected_items: invitation.people,
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
          placeholder: { type: 'plain_text', text: form.addressesPlaceholderPlain },
          ...(prefill.addresses.length > 0 ? { initial_value: prefill.addresses.join('\n') } : {}),
        },
      }),
      input(fields.role, form.rolePlain, { element: roleSelect(roles, defaultRoleId) }),
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
  };
}

/** What shows while the roles are being read. */
export const loadingModal = (): ModalView => readOnlyModal([section(form.loading)]);

/** A modal that only says something, in place of the form. */
export const messageModal = (message: Message): ModalView => readOnlyModal(message.blocks);

function readOnlyModal(blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    title,
    close: { type: 'plain_text', text: form.closeReadPlain },
    blocks,
  };
}

type InputBlock = Extract<KnownBlock, { type: 'input' }>;

function input(
  id: string,
  label: string,
  rest: { element: InputBlock['element']; hint?: string; isOptional?: boolean },
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: { type: 'plain_text', text: label },
    ...(rest.hint ? { hint: { type: 'plain_text', text: rest.hint } } : {}),
    ...(rest.isOptional ? { optional: true } : {}),
    element: rest.element,
  };
}
