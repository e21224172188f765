import type { KnownBlock, ModalView } from '@slack/types';
import type { ConnectionSettings } from '../domain/connection.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { UserGroup } from '../domain/person.ts';
import { actions, settingsFields, views } from '../ids.ts';
import { followUp } from '../limits.ts';
import { connecting, rules as rulesText } from '../text/index.ts';
import { checkbox, domainsField, whoFields } from './fields.ts';
import { button, buttonRow, context, section } from './message.ts';
import { formModal, input } from './modal.ts';
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
      ...whoFields(settings.whoMayInvite, userGroups, {
        labelPlain: connecting.whoPlain,
        chosenPlain: connecting.whoChosenPlain,
      }),
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
      domainsField(settings.domains),
      input(settingsFields.remind, connecting.remindPlain, {
        hint: connecting.remindHintPlain,
        element: {
          type: 'static_select',
          action_id: settingsFields.remind,
          options: remindDays(settings).map(remindOption),
          initial_option: remindOption(remindAfter(settings)),
        },
      }),
      ...(isNew ? [] : rulesBlocks(settings)),
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

const rulesBlocks = ({ rules = [] }: ConnectionSettings): KnownBlock[] => [
  context(rulesText.besideSettings),
  buttonRow([button(actions.rules, rulesText.buttonPlain(rules.length))]),
];

const remindAfter = ({ remindAfterDays = followUp.remindAfterDays }: ConnectionSettings): number =>
  remindAfterDays;

/** The choices, including a current value that is not among them. */
const remindDays = (settings: ConnectionSettings): number[] =>
  [...new Set([...followUp.remindDayChoices, remindAfter(settings)])].toSorted((a, b) => a - b);

const remindOption = (days: number) => option(`${days}`, connecting.remindAfterPlain(days));

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
