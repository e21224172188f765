import type { KnownBlock, ModalView } from '@slack/types';
import type { InputProblem } from '../domain/invite-input.ts';
import type { Organization, Role } from '../domain/organization.ts';
import { matchRole } from '../domain/roles.ts';
import { actions, fields, moreSourcesBlock, type Source, views } from '../ids.ts';
import { batch, blockKit } from '../limits.ts';
import { form, problemMrkdwn, requests } from '../text/index.ts';
import { checkbox, reasonField } from './fields.ts';
import { button, buttonRow, context, section } from './message.ts';
import { formModal, input, plain, readOnlyModal } from './modal.ts';
import { roleSelect } from './role-select.ts';

/** What is filled in when the form opens: Slack user IDs, e-mail addresses, and a role as it was typed. */
export type Prefill = {
  userIds: readonly string[];
  addresses: readonly string[];
  role?: string | undefined;
  /** What is wrong with what was typed. */
  problems?: readonly InputProblem[];
  /** What else there is to say about it; mrkdwn. */
  notice?: string;
};

/** Whether the field for addresses can hold all of these. */
export const fitsForm = (addresses: readonly string[]): boolean =>
  addresses.join('\n').length <= blockKit.addressesCharacters;

/** A form that is open. Its blocks are as Slack sends them, and unknown but for their ids. */
type ShownForm = Pick<
  ModalView,
  'callback_id' | 'private_metadata' | 'title' | 'submit' | 'close'
> & { blocks: readonly { block_id: string }[] };

/**
 * The form that invites people. Its metadata is the organization's id, since the workspace may be connected to another one before
 * the form is sent.
 */
export function inviteModal(data: {
  organization: Organization;
  roles: readonly Role[];
  /** How many more there are that the person may not give. */
  notGiven?: number;
  defaultRoleId?: string | undefined;
  prefill: Prefill;
  /** Where to post the confirmation; without one, to whoever invites alone. */
  channel?: string | undefined;
  isPiperDown?: boolean;
  /** Whatever the person invites needs approval. */
  isAsking?: boolean;
  /** Whether there are sources that the form can make room for. */
  hasSources?: boolean;
}): ModalView {
  const { organization, roles, defaultRoleId, prefill, channel } = data;
  const { isPiperDown = false, isAsking = false, hasSources = false, notGiven = 0 } = data;
  const typedRole = prefill.role === undefined ? undefined : matchRole(roles, prefill.role);
  const chosenId = typedRole?.kind === 'one' ? typedRole.role.id : defaultRoleId;
  const problems: InputProblem[] = [...(prefill.problems ?? [])];
  if (prefill.role !== undefined && typedRole?.kind !== 'one') {
    problems.push({ part: 'role', kind: 'unknown', typed: prefill.role, roles: [...roles] });
  }
  const named = prefill.userIds.length + prefill.addresses.length;
  return formModal({
    callbackId: views.invite,
    title: isAsking ? requests.askTitlePlain : form.titlePlain,
    // A preview follows for several people, and where somebody has to ask.
    submit: isAsking || named > 1 ? form.continuePlain : form.submitPlain,
    metadata: organization.id,
    blocks: [
      section(form.intro(organization.name)),
      ...(isPiperDown ? [context(form.down)] : []),
      ...(prefill.notice === undefined ? [] : [section(prefill.notice)]),
      ...(problems.length > 0
        ? [section([...problems.map(problemMrkdwn), form.nobodyYet].join('\n'))]
        : []),
      input(fields.people, form.peoplePlain, {
        isOptional: true,
        hint: form.peopleHintPlain,
        element: {
          type: 'multi_users_select',
          action_id: fields.people,
          placeholder: plain(form.peoplePlaceholderPlain),
          max_selected_items: batch.maxPeople,
          ...(prefill.userIds.length > 0 ? { initial_users: [...prefill.userIds] } : {}),
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
      input(fields.role, form.rolePlain, {
        ...(notGiven > 0 && { hint: form.notGivenHintPlain(notGiven) }),
        element: roleSelect({ roles, actionId: fields.role, chosenId }),
      }),
      ...(isAsking ? [reasonField()] : []),
      input(fields.channel, form.channelPlain, {
        hint: form.channelHintPlain,
        isOptional: channel === undefined,
        element: {
          type: 'conversations_select',
          action_id: fields.channel,
          response_url_enabled: true,
          ...(channel === undefined
            ? {}
            : { default_to_current_conversation: true, initial_conversation: channel }),
        },
      }),
      checkbox(fields.onlyMe, {
        label: form.onlyMePlain,
        text: form.onlyMeBoxPlain,
        isChecked: channel === undefined,
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
      ...(hasSources ? [moreSources] : []),
    ],
  });
}

/** Makes room for the sources below it, so that what most people need fits on a screen. */
const moreSources: KnownBlock = {
  ...buttonRow([button(actions.moreSources, form.moreSourcesPlain)]),
  block_id: moreSourcesBlock,
};

/** The form as Slack shows it, with the sources whose scopes the installation has in place of the button for them. */
export const withSources = (shown: ShownForm, sources: readonly Source[]): ModalView => ({
  ...shown,
  type: 'modal',
  blocks: shown.blocks.flatMap((block) =>
    block.block_id === moreSourcesBlock
      ? sources.map((source) => sourceInputs[source])
      : [block as KnownBlock],
  ),
});

const sourceInputs: Record<Source, KnownBlock> = {
  userGroups: input(fields.userGroups, form.userGroupsPlain, {
    isOptional: true,
    element: {
      type: 'multi_external_select',
      action_id: fields.userGroups,
      focus_on_load: true,
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
