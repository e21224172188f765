import type { KnownBlock, ModalView } from '@slack/types';
import type { ConnectionSettings } from '../domain/connection.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { UserGroup } from '../domain/person.ts';
import { settingsFields, views } from '../ids.ts';
import { blockKit, followUp } from '../limits.ts';
import { connecting } from '../text/index.ts';
import { context, section } from './message.ts';
import { formModal, input, plain } from './modal.ts';
import { option, roleSelect, rolesSelect } from './role-select.ts';

/** The settings of a connection that is being made (`isNew`), or of an existing one. */
export function settingsModal(data: {
  /** Identifies the connection; see `formatSettingsTarget`. */
  metadata: string;
  organization: Organization;
  settings: ConnectionSettings;
  roles: readonly Role[];
  /** Undefined when the app may not read them. */
  userGroups: readonly UserGroup[] | undefined;
  isNew: boolean;
  /**
   * Whether the connection is for the whole Enterprise organization. A new one can choose that (`isOffered`) only if the app is
   * installed there.
   */
  enterprise: { isOffered: boolean; isWide: boolean };
}): ModalView {
  const { organization, settings, roles, userGroups, isNew, enterprise } = data;
  return formModal({
    callbackId: views.settings,
    title: isNew ? connecting.titlePlain : connecting.settingsTitlePlain,
    submit: isNew ? connecting.connectPlain : connecting.savePlain,
    metadata: data.metadata,
    blocks: [
      section(connecting.settingsIntro(organization.name)),
      ...(enterprise.isWide && !isNew ? [section(connecting.enterpriseWide)] : []),
      ...whoBlocks(settings, userGroups),
      ...(roles.length > 0 ? roleBlocks(settings, roles) : []),
      input(settingsFields.channel, connecting.channelPlain, {
        isOptional: true,
        hint: connecting.channelHintPlain,
        element: {
          type: 'conversations_select',
          action_id: settingsFields.channel,
          filter: { include: ['public', 'private'] },
          ...(settings.channel === undefined ? {} : { initial_conversation: settings.channel }),
        },
      }),
      input(settingsFields.domains, connecting.domainsPlain, {
        isOptional: true,
        hint: connecting.domainsHintPlain,
        element: {
          type: 'plain_text_input',
          action_id: settingsFields.domains,
          max_length: blockKit.domainsCharacters,
          placeholder: plain(connecting.domainsPlaceholderPlain),
          ...(settings.domains.length > 0 ? { initial_value: settings.domains.join(', ') } : {}),
        },
      }),
      input(settingsFields.remind, connecting.remindPlain, {
        hint: connecting.remindHintPlain,
        element: {
          type: 'static_select',
          action_id: settingsFields.remind,
          options: remindDays(settings).map(remindOption),
          initial_option: remindOption(remindAfter(settings)),
        },
      }),
      ...(isNew && enterprise.isOffered
        ? [
            checkbox(settingsFields.enterprise, {
              label: connecting.enterprisePlain,
              text: connecting.enterpriseWidePlain,
              isChecked: enterprise.isWide,
            }),
          ]
        : []),
      ...(isNew
        ? [
            checkbox(settingsFields.announce, {
              label: connecting.announcePlain,
              text: connecting.announceInPlain,
            }),
          ]
        : []),
    ],
  });
}

function whoBlocks(
  { whoMayInvite }: ConnectionSettings,
  userGroups: readonly UserGroup[] | undefined,
): KnownBlock[] {
  const { userIds, userGroupIds }: { userIds: string[]; userGroupIds: string[] } =
    whoMayInvite.kind === 'chosen' ? whoMayInvite : { userIds: [], userGroupIds: [] };
  const options = {
    admins: option('admins', connecting.whoAdminsPlain),
    chosen: option('chosen', connecting.whoChosenPlain),
    members: option('members', connecting.whoMembersPlain),
  };
  const groups = offeredGroups(userGroups ?? [], userGroupIds);
  const initialGroups = groups.filter(({ id }) => userGroupIds.includes(id));
  return [
    input(settingsFields.who, connecting.whoPlain, {
      element: {
        type: 'radio_buttons',
        action_id: settingsFields.who,
        options: Object.values(options),
        initial_option: options[whoMayInvite.kind],
      },
    }),
    input(settingsFields.users, connecting.peoplePlain, {
      isOptional: true,
      element: {
        type: 'multi_users_select',
        action_id: settingsFields.users,
        max_selected_items: blockKit.selectOptions,
        ...(userIds.length > 0 ? { initial_users: userIds } : {}),
      },
    }),
    ...(groups.length > 0
      ? [
          input(settingsFields.userGroups, connecting.groupsPlain, {
            isOptional: true,
            element: {
              type: 'multi_static_select',
              action_id: settingsFields.userGroups,
              options: groups.map(groupOption),
              ...(initialGroups.length > 0
                ? { initial_options: initialGroups.map(groupOption) }
                : {}),
            },
          }),
        ]
      : []),
    ...(userGroups === undefined ? [context(connecting.noGroups)] : []),
  ];
}

/** As many groups as Slack takes options, including those that are chosen. */
function offeredGroups(groups: readonly UserGroup[], chosenIds: readonly string[]): UserGroup[] {
  const isChosen = ({ id }: UserGroup) => chosenIds.includes(id);
  return [...groups.filter(isChosen), ...groups.filter((group) => !isChosen(group))]
    .slice(0, blockKit.selectOptions)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

const remindAfter = ({ remindAfterDays = followUp.remindAfterDays }: ConnectionSettings): number =>
  remindAfterDays;

/** The choices, including a current value that is not among them. */
const remindDays = (settings: ConnectionSettings): number[] =>
  [...new Set([...followUp.remindDayChoices, remindAfter(settings)])].toSorted((a, b) => a - b);

const remindOption = (days: number) => option(`${days}`, connecting.remindAfterPlain(days));

const groupOption = ({ id, name }: UserGroup) => option(id, name);

function roleBlocks(settings: ConnectionSettings, roles: readonly Role[]): KnownBlock[] {
  return [
    input(settingsFields.roles, connecting.rolesPlain, {
      isOptional: true,
      hint: connecting.rolesHintPlain,
      element: rolesSelect({
        roles,
        actionId: settingsFields.roles,
        chosenIds: settings.roleIds ?? [],
      }),
    }),
    input(settingsFields.defaultRole, connecting.defaultRolePlain, {
      isOptional: true,
      element: roleSelect({
        roles,
        actionId: settingsFields.defaultRole,
        chosenId: settings.defaultRoleId,
        isOptional: true,
      }),
    }),
  ];
}

function checkbox(
  id: string,
  { label, text, isChecked = false }: { label: string; text: string; isChecked?: boolean },
): KnownBlock {
  const yes = [option('yes', text)];
  return input(id, label, {
    isOptional: true,
    element: {
      type: 'checkboxes',
      action_id: id,
      options: yes,
      ...(isChecked && { initial_options: yes }),
    },
  });
}
