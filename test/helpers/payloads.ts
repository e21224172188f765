import type { ModalView } from '@slack/types';
import { wholeState } from '../sandbox/slack/state.ts';
import { organizationId, roles } from './piper.ts';
import { acme, type Place, responseUrlOf, users } from './slack.ts';
import { blockIn, option } from './views.ts';

/** Where somebody is, and who they are; Alice in Acme unless it says otherwise. */
export type Somebody = {
  userId?: string;
  place?: Place;
  /** Which of the place's workspaces. */
  at?: number;
};

/** What somebody fills in, by field: the value as Slack sends it for the element. */
export type Filled = Record<string, unknown>;

let triggers = 0;
const triggerId = () => `1.${++triggers}.trigger`;

/** The workspace and the organization of it, as requests have them. */
function whereabouts({ place = acme, at = 0 }: Somebody) {
  const teamId = place.teamIds[at] ?? '';
  return {
    teamId,
    enterpriseId: place.enterpriseId,
    isOrgWide: place.isOrgWide ?? false,
    domain: place.name.toLowerCase(),
    responseUrl: responseUrlOf(teamId),
  };
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export function commandFields(
  text: string,
  fields: Record<string, string> = {},
  somebody: Somebody = {},
): Record<string, string> {
  const { teamId, enterpriseId, isOrgWide, domain, responseUrl } = whereabouts(somebody);
  return {
    token: 'x',
    team_id: teamId,
    team_domain: domain,
    ...(enterpriseId && { enterprise_id: enterpriseId }),
    channel_id: 'C0GENERAL',
    channel_name: 'general',
    user_id: somebody.userId ?? users.alice.id,
    user_name: 'alice',
    command: '/piper-invite',
    api_app_id: 'A1',
    is_enterprise_install: String(isOrgWide),
    trigger_id: triggerId(),
    response_url: responseUrl,
    text,
    ...fields,
  };
}

/** What every interaction begins with. */
function interaction(somebody: Somebody) {
  const { teamId, enterpriseId, isOrgWide, domain } = whereabouts(somebody);
  const userId = somebody.userId ?? users.alice.id;
  return {
    team: { id: teamId, domain, ...(enterpriseId && { enterprise_id: enterpriseId }) },
    enterprise: enterpriseId ? { id: enterpriseId, name: 'The whole' } : null,
    user: { id: userId, username: 'somebody', name: 'somebody', team_id: teamId },
    api_app_id: 'A1',
    token: 'x',
    trigger_id: triggerId(),
    is_enterprise_install: isOrgWide,
  };
}

/** A view as it is sent, with what somebody filled in. */
export function viewBody(
  view: Pick<ModalView, 'blocks' | 'callback_id' | 'private_metadata'>,
  filled: Filled = {},
  { viewId = 'V0FORM', ...somebody }: Somebody & { viewId?: string } = {},
) {
  const given = Object.fromEntries(
    Object.entries(filled).map(([field, value]) => [
      blockIn(view, field),
      { [field]: stateOf(value) },
    ]),
  );
  return {
    type: 'view_submission',
    ...interaction(somebody),
    view: {
      ...view,
      private_metadata: view.private_metadata ?? '',
      id: viewId,
      team_id: whereabouts(somebody).teamId,
      type: 'modal',
      hash: 'h1',
      state: { values: wholeState(view.blocks, given, undefined) },
    },
    response_urls: [],
  };
}

/** A value under each of the names that Slack has for one. */
const stateOf = (value: unknown): object => ({
  value,
  selected_option: value,
  selected_options: value,
  selected_users: value,
  selected_user: value,
  selected_date: value,
  selected_conversation: value,
});

/** A preview as it is sent. */
export const previewBody = (view: ModalView, somebody: Somebody = {}) => {
  const body = viewBody(view, {}, { ...somebody, viewId: 'V0PREVIEW' });
  return { ...body, view: { ...body.view, root_view_id: 'V0FORM', state: { values: {} } } };
};

/** What the form that invites is filled in with. */
export type InviteValues = {
  people?: string[];
  addresses?: string;
  role?: { id: string; name: string } | null;
  channel?: string;
  /** The confirmation goes to nobody else. */
  isOnlyMe?: boolean;
  note?: string;
  /** Why, where somebody has to ask. */
  reason?: string;
  userGroups?: string[];
  channels?: string[];
  /** The id of a file that was uploaded. */
  file?: string;
};

/** The form that invites, as it is sent. `organizationId` is the one that it was opened for. */
export function inviteBody(
  values: InviteValues,
  {
    viewId = 'V0FORM',
    organizationId: forWhich = organizationId,
    ...somebody
  }: Somebody & { viewId?: string; organizationId?: string } = {},
) {
  const { teamId, responseUrl } = whereabouts(somebody);
  return {
    type: 'view_submission',
    ...interaction(somebody),
    view: {
      id: viewId,
      team_id: teamId,
      type: 'modal',
      callback_id: 'invite',
      hash: 'h1',
      private_metadata: forWhich,
      blocks: [],
      state: { values: inviteState(values) },
    },
    response_urls: [
      {
        block_id: 'channel',
        action_id: 'channel',
        channel_id: values.channel ?? 'C0GENERAL',
        response_url: responseUrl.replace('commands', 'app'),
      },
    ],
  };
}

/** `view.state.values` of the form, as Slack sends them. */
const inviteState = (values: InviteValues) => ({
  people: { people: { type: 'multi_users_select', selected_users: values.people ?? [] } },
  addresses: { addresses: { type: 'plain_text_input', value: values.addresses ?? null } },
  role: { role: { type: 'static_select', selected_option: named(values.role ?? roles.editor) } },
  channel: {
    channel: {
      type: 'conversations_select',
      selected_conversation: values.channel ?? 'C0GENERAL',
    },
  },
  note: { note: { type: 'plain_text_input', value: values.note ?? null } },
  ...(values.isOnlyMe && {
    only_me: { only_me: { type: 'checkboxes', selected_options: [option('yes')] } },
  }),
  ...(values.reason && { reason: { reason: { type: 'plain_text_input', value: values.reason } } }),
  ...(values.userGroups && {
    invite_groups: {
      invite_groups: {
        type: 'multi_external_select',
        selected_options: values.userGroups.map((id) => option(id)),
      },
    },
  }),
  ...(values.channels && {
    invite_channels: {
      invite_channels: {
        type: 'multi_conversations_select',
        selected_conversations: values.channels,
      },
    },
  }),
  ...(values.file && {
    file: { file: { type: 'file_input', files: [{ id: values.file, name: 'people.csv' }] } },
  }),
});

const named = ({ id, name }: { id: string; name: string }) => option(id, name);

/**
 * What Slack sends when somebody uses a button of a message, which may be private, of a modal, or of App Home:
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export const pressed = (
  element: Record<string, unknown>,
  {
    isInModal = false,
    isPrivate = false,
    metadata = '',
    home,
    ...somebody
  }: Somebody & {
    isInModal?: boolean;
    /** The App Home that it is on, as Slack shows it. */
    home?: { private_metadata?: string | undefined; hash?: string } | undefined;
    isPrivate?: boolean;
    /** Of the modal. */
    metadata?: string | undefined;
  } = {},
) => ({
  type: 'block_actions',
  ...interaction(somebody),
  ...(isInModal || home
    ? {
        container: { type: 'view' },
        view: home
          ? { id: 'V0HOME', type: 'home', callback_id: '', private_metadata: '', ...home }
          : { id: 'V0FORM', type: 'modal', callback_id: '', private_metadata: metadata },
      }
    : {
        container: {
          type: 'message',
          message_ts: '1',
          channel_id: 'C0GENERAL',
          is_ephemeral: isPrivate,
        },
        channel: { id: 'C0GENERAL', name: 'general' },
        message: { ts: '1', text: '' },
        response_url: whereabouts(somebody).responseUrl.replace('commands', 'actions'),
      }),
  actions: [
    {
      type: element.type ?? 'button',
      action_id: element.action_id,
      block_id: 'b',
      action_ts: '1.1',
      value: element.value,
      selected_option: element.selected_option,
    },
  ],
});

/** What Slack sends for a shortcut that belongs to no message: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const shortcutBody = (somebody: Somebody = {}) => ({
  type: 'shortcut',
  ...interaction(somebody),
  callback_id: 'invite',
  action_ts: '1.1',
});

/** The same for one of a message, in a conversation that has no other name where the app is not in it. */
export const messageShortcutBody = (
  message: Record<string, unknown>,
  { channel = 'C0GENERAL', ...somebody }: Somebody & { channel?: string } = {},
) => ({
  type: 'message_action',
  ...interaction(somebody),
  callback_id: 'invite_from_message',
  action_ts: '1.1',
  message_ts: '1700000000.000100',
  channel: { id: channel, name: channel === 'C0GENERAL' ? 'general' : 'privategroup' },
  response_url: whereabouts(somebody).responseUrl.replace('commands', 'app'),
  message: { type: 'message', user: 'U0CAROL', ts: '1700000000.000100', ...message },
});

/** What Slack sends while somebody looks for an option of a menu. */
export const suggestionBody = (
  field: string,
  value: string,
  { metadata = '', ...somebody }: Somebody & { metadata?: string } = {},
) => ({
  type: 'block_suggestion',
  ...interaction(somebody),
  action_id: field,
  block_id: field,
  value,
  view: { id: 'V0FORM', private_metadata: metadata },
});

let events = 0;

/** What Slack tells of a place at a time (epoch milliseconds); that the app was taken out, unless `event` says otherwise. */
export function eventBody(
  at: number,
  event: object = { type: 'app_uninstalled' },
  { teamIds, enterpriseId, isOrgWide = false }: Place = acme,
) {
  events += 1;
  return {
    type: 'event_callback',
    api_app_id: 'A0PIPER',
    team_id: isOrgWide ? null : teamIds[0],
    enterprise_id: enterpriseId ?? null,
    is_enterprise_install: isOrgWide,
    event_id: `Ev${events}`,
    event_time: Math.floor(at / 1_000),
    event,
  };
}
