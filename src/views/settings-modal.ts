import type { KnownBlock, ModalView } from '@slack/types';
import type { ConnectionSettings } from '../domain/connection.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { UserGroup } from '../domain/person.ts';
import { actions, settingsBlock, settingsFields, views } from '../ids.ts';
import { followUp, quota as quotaLimits } from '../limits.ts';
import { asking as askingText, connecting, rules as rulesText } from '../text/index.ts';
import { troubleBlocks } from './asking-modal.ts';
import { checkbox, chosenFields, domainsField, type Risk, riskField, whoFields } from './fields.ts';
import { button, buttonRow, context, section } from './message.ts';
import { formModal, input } from './modal.ts';
import { option, roleSelect, rolesSelect } from './role-select.ts';

/** The settings of a connection that is being made (`isNew`), or of an existing one. */
export function settingsModal(data: {
  /** Identifies the connection; see `formatSettingsTarget`. */
  metadata: string;
  /** What is put into a form stays in place while it shows the same version of the settings. */
  version: string;
  /** Why the form is shown again. */
  notice?: string | undefined;
  organization: Organization;
  settings: ConnectionSettings;
  risk?: Risk | undefined;
  roles: readonly Role[];
  /** Undefined when the app may not read them. */
  userGroups: readonly UserGroup[] | undefined;
  isNew: boolean;
  /** The channel of those who decide, where it did not take the last request. */
  refusedChannel?: string | undefined;
  /**
   * Whether the connection is for the whole Enterprise organization. A new one can choose that (`isOffered`) only if the app is
   * installed there. `present` is the organization that the whole is connected to.
   */
  enterprise: { isOffered: boolean; isWide: boolean; present?: Organization };
}): ModalView {
  const { organization, settings, roles, userGroups, isNew, enterprise, risk, version } = data;
  const notice = risk ? connecting.risk(risk.roles) : data.notice;
  const blocks = [
    ...(notice ? [section(notice)] : []),
    section(connecting.settingsIntro(organization.name)),
    ...(enterprise.isWide && !isNew ? [section(connecting.enterpriseWide)] : []),
    ...(enterprise.present && isNew
      ? [section(connecting.enterpriseConnected(enterprise.present.name, enterprise.isOffered))]
      : []),
    ...whoFields(settings.whoMayInvite, userGroups, {
      labelPlain: connecting.whoPlain,
      chosenPlain: connecting.whoChosenPlain,
    }),
    ...(roles.length > 0 ? roleBlocks(settings, roles) : []),
    domainsField(settings.domains),
    ...(isNew ? [] : rulesBlocks(settings)),
    ...troubleBlocks({ asking: settings.asking, refusedChannel: data.refusedChannel }),
    quotaField(settings),
    ...chosenFields(settings.roleChangers ?? { userIds: [], userGroupIds: [] }, userGroups, {
      people: {
        id: settingsFields.roleChangers,
        labelPlain: connecting.roleChangersPlain,
        hintPlain: connecting.roleChangersHintPlain,
      },
      groups: {
        id: settingsFields.roleChangerGroups,
        labelPlain: connecting.roleChangerGroupsPlain,
      },
    }),
    channelField(settings),
    remindField(settings),
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
    // Beside the button that was pressed, which is what one sees.
    ...(risk ? [riskField(risk)] : []),
  ];
  return formModal({
    callbackId: views.settings,
    title: isNew ? connecting.titlePlain : connecting.settingsTitlePlain,
    submit: isNew ? connecting.connectPlain : connecting.savePlain,
    metadata: data.metadata,
    blocks: blocks.map((block) =>
      block.block_id ? { ...block, block_id: settingsBlock(block.block_id, version) } : block,
    ),
  });
}

const quotaField = ({ quota }: ConnectionSettings): KnownBlock =>
  input(settingsFields.quota, connecting.quotaPlain, {
    isOptional: true,
    hint: connecting.quotaHintPlain,
    element: {
      type: 'number_input',
      action_id: settingsFields.quota,
      is_decimal_allowed: false,
      min_value: `${quotaLimits.least}`,
      max_value: `${quotaLimits.most}`,
      ...(quota && { initial_value: `${quota.invites}` }),
    },
  });

const channelField = ({ channel }: ConnectionSettings): KnownBlock =>
  input(settingsFields.channel, connecting.channelPlain, {
    isOptional: true,
    hint: connecting.channelHintPlain,
    element: {
      type: 'conversations_select',
      action_id: settingsFields.channel,
      filter: { include: ['public', 'private'] },
      ...(channel === undefined ? {} : { initial_conversation: channel }),
    },
  });

const remindField = (settings: ConnectionSettings): KnownBlock =>
  input(settingsFields.remind, connecting.remindPlain, {
    hint: connecting.remindHintPlain,
    element: {
      type: 'static_select',
      action_id: settingsFields.remind,
      options: remindDays(settings).map(remindOption),
      initial_option: remindOption(remindAfter(settings)),
    },
  });

const rulesBlocks = ({ rules = [] }: ConnectionSettings): KnownBlock[] => [
  context(rulesText.besideSettings),
  buttonRow([
    button(actions.rules, rulesText.buttonPlain(rules.length)),
    button(actions.asking, askingText.titlePlain),
  ]),
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
    checkbox(settingsFields.beyond, {
      label: connecting.beyondPlain,
      text: connecting.beyondOwnRolePlain,
      hint: connecting.beyondHintPlain,
      isChecked: settings.beyondOwnRole === true,
    }),
    input(settingsFields.defaultRole, connecting.defaultRolePlain, {
      hint: connecting.defaultRoleHintPlain,
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
